import { type Context, type Document, Failure, sealContext, SEALED } from '@patchbay/contracts';
import { duplicate } from './duplicate.ts';
import { checkReferences } from './references.ts';
import type { Room } from './room.ts';
import { splitSecrets } from './secrets.ts';
import { show } from './view.ts';

export async function create(room: Room, input: Document, ctx: Context): Promise<Document> {
  const { definition, behaviour, ports } = room;
  const tenant = ctx.caller.tenant;
  const id = ports.newId(definition.prefix);
  ctx.target(id);
  await checkReferences(room, input, ctx);
  if (ctx.dryRun) await refuseDuplicate(room, input, ctx);
  const { computed = {}, once = {}, secrets: made = {} } = (await behaviour.create?.(input, Object.assign(ctx, { id }))) ?? {};
  const { visible, secrets } = splitSecrets(definition, { ...input, ...made });
  const sealed = await seal(room, tenant, id, secrets);
  const body = { ...visible, ...computed, ...(sealed === undefined ? {} : { [SEALED]: sealed }) };
  ctx.unit.add({ op: 'insert', in: definition.name, tenant, id, body, at: ctx.now }, () => duplicate(room, input, tenant));
  const view = show(definition, { tenant, id, version: 1, created_at: ctx.now, updated_at: ctx.now, body });
  ctx.emit({ type: `${definition.name}.created`, subject: id, data: view });
  return { ...view, ...once };
}

async function refuseDuplicate(room: Room, input: Document, ctx: Context): Promise<void> {
  const failure = await duplicate(room, input, ctx.caller.tenant);
  if (failure instanceof Failure && failure.details['existing'] !== undefined) throw failure;
}

export async function seal({ definition, ports }: Room, tenant: string, id: string, secrets: Readonly<Record<string, string>>): Promise<Record<string, string> | undefined> {
  const fields = Object.keys(secrets);
  if (fields.length === 0) return undefined;
  const sealed = await Promise.all(fields.map(async (field) => [field, await ports.seal(tenant, sealContext(definition.name, id, field), secrets[field]!)] as const));
  return Object.fromEntries(sealed);
}
