/** Dead letters become deliveries again, page by page, each in one unit with its removal. */
import { deadLetterRecord, deadLetterRedrive, type Document, eventRecord, operation, type NewId, type Op, type Operation, type Row } from '@patchbay/contracts';
import type { Scalar, Store } from '@patchbay/storage';
import { enqueueOp, workOf } from '../deliver/delivery.ts';
import { isExpunged } from '../history/expunge.ts';
import { factsOf } from '../match/event-facts.ts';
import { type Receivers, theReceiver } from '../match/receivers.ts';
import { asked, type JobPage, type JobRow, startJob } from './job.ts';

export interface RedrivePorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly receivers: Receivers;
}

interface RedriveFilter extends Document {
  readonly ids?: readonly string[];
  readonly since?: string;
  readonly until?: string;
}

const PAGE = 200;

export function redriveAction({ receivers, newId, wake }: Pick<RedrivePorts, 'receivers' | 'newId'> & { readonly wake: () => void }): Operation {
  return operation(deadLetterRedrive, async (filter, ctx) => {
    const { endpoint } = filter;
    if (endpoint !== undefined) await theReceiver(receivers, ctx.caller.tenant, endpoint);
    return startJob({ kind: 'dead_letter_redrive', endpoint, filter: asked(filter) }, { newId, wake }, ctx);
  });
}

export function redrivePages({ store, newId, now, receivers }: RedrivePorts) {
  return async function next({ tenant, created_at, body }: JobRow): Promise<JobPage> {
    const { ids, since, until, ...rest } = body.filter as RedriveFilter; // parsed by the schema of the action
    const where = rest as Readonly<Record<string, Scalar>>; // the indexed fields of a letter
    const letters = ids === undefined
      ? await store.list(deadLetterRecord.name, {
        tenant, where, limit: PAGE, sort: { field: 'id', descending: false }, until: Math.min(until === undefined ? Infinity : Date.parse(until), created_at),
        ...(since === undefined ? {} : { since: Date.parse(since) }), ...(body.place === undefined ? {} : { after: { value: body.place, id: String(body.place) } }),
      })
      : (await store.getMany(deadLetterRecord.name, tenant, [...new Set(ids)])).filter((row) => matches(row, where));
    const page = await toPage(tenant, letters);
    return { ...page, looked: letters.length, place: letters.at(-1)?.id ?? body.place, last: ids !== undefined || letters.length < PAGE };
  };

  /** A letter whose event is gone, or whose content is, goes, too: nobody can deliver it any more. */
  async function toPage(tenant: string, letters: readonly Row[]) {
    const events = new Map((await store.getMany(eventRecord.name, tenant, [...new Set(letters.map(({ body }) => String(body['event'])))])).filter((row) => !isExpunged(row)).map((row) => [row.id, row]));
    const found = new Map(await Promise.all([...new Set(letters.map(({ body }) => String(body['endpoint'])))].map(async (id) => [id, await receivers.look(tenant, id)] as const)));
    const ops: Op[] = [];
    const counts = { sent: 0, skipped: 0, expired: 0 };
    for (const { id, body } of letters) {
      const event = events.get(String(body['event']));
      const receiver = found.get(String(body['endpoint']));
      if (event === undefined) counts.expired++;
      else if (receiver?.enabled !== true) counts.skipped++;
      else {
        counts.sent++;
        ops.push(enqueueOp({ tenant, id: newId('dlv'), lane: receiver.laneOf(factsOf(event)), work: workOf(event.id, receiver.id, true), at: now() }));
      }
      if (event === undefined || receiver?.enabled === true) ops.push({ op: 'delete', in: deadLetterRecord.name, tenant, id });
    }
    return { ops, ...counts };
  }
}

const matches = ({ body }: Row, where: Readonly<Record<string, Scalar>>): boolean => Object.entries(where).every(([field, value]) => body[field] === value);
