/** Gates name environments and pipelines as people do. When one of those gets another name, the gates of its project follow in the same unit. */
import { type Context, environmentResource, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { iso } from '../record/deployment.ts';
import type { Environment, Gate } from '../record/environment.ts';

export interface Renamed {
  /** The field of a gate that holds the name. */
  readonly field: 'environment' | 'pipeline';
  readonly of: Row;
  readonly from: string;
  readonly to: string;
}

export async function renameInGates({ field, of, from, to }: Renamed, store: Pick<Store, 'scan'>, ctx: Context): Promise<void> {
  if (from === to) return;
  const renamed = (gate: Gate): Gate => (gate.kind === field && gate[field] === from ? { ...gate, [field]: to } : gate);
  for await (const rows of store.scan(environmentResource.name, { tenant: of.tenant })) {
    for (const { id, version, created_at, body } of rows as readonly Environment[]) {
      const gates = body.protection.gates.map(renamed);
      if (id === of.id || body.project !== of.body['project'] || gates.every((gate, index) => gate === body.protection.gates[index])) continue;
      const after = { ...body, protection: { ...body.protection, gates } };
      ctx.unit.add({ op: 'update', in: environmentResource.name, tenant: of.tenant, id, version, at: ctx.now, body: after }, () => 'again');
      ctx.emit({ type: 'environment.updated', subject: id, data: { id, version: version + 1, created_at: iso(created_at), updated_at: iso(ctx.now), ...after } });
    }
  }
}
