/** Takes content out of the logs for good. The call is on record before it is done, and answered after. */
import { attemptExpunge, attemptRecord, type Context, type Document, eventExpunge, eventRecord, Failure, operation, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export const EXPUNGED = 'EXPUNGED';

export const isExpunged = ({ body }: Row): boolean => body['expunged'] === true;
export const withoutData = ({ body: _, ...facts }: Document): Document => ({ ...facts, data: {}, expunged: true });
export const withoutExchange = ({ request: _, response_encoding: __, ...facts }: Document): Document => ({ ...facts, response: EXPUNGED });

export function expungeActions(store: Store): Operation[] {
  const expunge = (log: string, without: (body: Document) => Document) => async ({ id }: { readonly id: string }, ctx: Context) => {
    const row = await store.get(log, ctx.caller.tenant, id);
    if (row?.seq === undefined) throw new Failure('resource.not_found', `There is no ${log} ${id} in this tenant`, { resource: log, id });
    const { seq, body } = row as Row & { readonly seq: number };
    ctx.target(id);
    ctx.unit.after(async () => { await store.amend(log, [{ seq, body: without(body) }]); });
    return { id, expunged: true as const };
  };

  return [
    operation(eventExpunge, expunge(eventRecord.name, withoutData)),
    operation(attemptExpunge, expunge(attemptRecord.name, withoutExchange)),
  ];
}
