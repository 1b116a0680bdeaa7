/** After a data key was rotated: opens what the old one sealed and seals it with the new one. */
import { type ResourceDefinition, type Row, secretFields } from '@patchbay/contracts';
import type { ResourcePorts } from './room.ts';
import { SEALED, sealContext, sealedOf } from './view.ts';

export async function reseal(definitions: readonly ResourceDefinition[], tenant: string, ports: ResourcePorts, signal: AbortSignal): Promise<number> {
  let changed = 0;
  for (const definition of definitions.filter((each) => secretFields(each).length > 0)) {
    for await (const rows of ports.store.scan(definition.name, { tenant, batch: 100 }, signal)) {
      for (const row of rows) if (await resealOne(definition, row, ports)) changed++;
    }
  }
  return changed;
}

/** A concurrent change wins: it was sealed with the new key already. */
async function resealOne(definition: ResourceDefinition, row: Row, { store, seal, unseal, isCurrent }: ResourcePorts): Promise<boolean> {
  const sealed = Object.entries(sealedOf(row.body));
  const stale = (await Promise.all(sealed.map(([, text]) => isCurrent(row.tenant, text)))).includes(false);
  if (!stale) return false;
  const anew = await Promise.all(sealed.map(async ([field, text]) => {
    const context = sealContext(definition.name, row.id, field);
    return [field, await seal(row.tenant, context, await unseal(row.tenant, context, text))] as const;
  }));
  const body = { ...row.body, [SEALED]: Object.fromEntries(anew) };
  const { kind } = await store.commit([{ op: 'update', in: definition.name, tenant: row.tenant, id: row.id, body, at: row.updated_at, version: row.version }]);
  return kind === 'committed';
}
