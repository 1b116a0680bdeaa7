import { type Context, type Document, Failure, referrers, usedBy } from '@patchbay/contracts';
import { changed, notFound, type Room } from './room.ts';
import { show } from './view.ts';

interface Removal { readonly id: string; readonly if_version?: number }

export async function remove(room: Room, { id, if_version }: Removal, ctx: Context): Promise<{ id: string; deleted: true }> {
  const { definition, behaviour, ports, all } = room;
  const tenant = ctx.caller.tenant;
  ctx.target(id);
  const row = await ports.store.get(definition.name, tenant, id);
  if (row === undefined) throw notFound(definition, id);
  if (if_version !== undefined && if_version !== row.version) throw changed(room, row, if_version);
  const used = referrers(all, definition.name);
  await refuseUsed(room, id, used, tenant);
  await behaviour.delete?.(row, ctx);

  ctx.unit.add({ op: 'delete', in: definition.name, tenant, id, version: row.version }, (why) => {
    if (why === 'missing') return notFound(definition, id);
    return if_version === undefined ? 'again' : changed(room, row, if_version);
  });
  // After the delete: on PostgreSQL it holds the row, so that nobody can begin to refer to it behind this check.
  for (const { definition: other, field } of used) ctx.unit.add({ op: 'absent', in: other.name, tenant, field, value: id }, () => inUse(room, id, []));
  ctx.emit({ type: `${definition.name}.deleted`, subject: id, data: show(definition, row) });
  return { id, deleted: true };
}

async function refuseUsed(room: Room, id: string, used: ReturnType<typeof referrers>, tenant: string): Promise<void> {
  for (const { definition, field } of used) {
    const found = await room.ports.store.list(definition.name, { tenant, where: { [field]: id }, limit: 10 });
    if (found.length > 0) throw inUse(room, id, found.map((row): Document => ({ resource: definition.name, id: row.id, field })));
  }
}

const inUse = ({ definition }: Room, id: string, holders: readonly Document[]): Failure =>
  new Failure('resource.in_use', `The ${definition.title.toLowerCase()} ${id} can’t be deleted while others refer to it${usedBy(holders)}`, { resource: definition.name, id, used_by: holders });
