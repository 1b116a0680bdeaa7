/** What a resource refers to must exist in its tenant, now and when it is committed. */
import { type Context, type Document, Failure, references, withArticle } from '@patchbay/contracts';
import type { Room } from './room.ts';

/** Checks before the write, for the message and for dry runs, and again in the commit, against a deletion in between. */
export async function checkReferences({ definition, ports, all }: Room, fields: Document, ctx: Context): Promise<void> {
  const tenant = ctx.caller.tenant;
  for (const [field, target] of Object.entries(references(definition))) {
    const id = fields[field];
    if (typeof id !== 'string') continue;
    const missing = () => new Failure('reference.not_found', `${field} refers to ${withArticle(target.replaceAll('_', ' '))} that does not exist in this tenant`, { issues: [{ path: field, message: `no ${target} ${id}` }] });
    if (!all.some((each) => each.name === target) || (await ports.store.get(target, tenant, id)) === undefined) throw missing();
    ctx.unit.add({ op: 'present', in: target, tenant, id }, missing);
  }
}
