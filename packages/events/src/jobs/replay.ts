/** Events that are in the log become deliveries once more, page by page. */
import { attemptRecord, deadLetterRecord, type Document, eventRecord, eventReplay, Failure, operation, type NewId, type Op, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { enqueueOp, workOf } from '../deliver/delivery.ts';
import { isExpunged } from '../history/expunge.ts';
import { factsOf } from '../match/event-facts.ts';
import type { Receiver } from '../match/receiver.ts';
import { type Receivers, theReceiver } from '../match/receivers.ts';
import { searchEvents } from '../search.ts';
import { asked, type JobPage, type JobRow, startJob } from './job.ts';

export interface ReplayPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly receivers: Receivers;
}

interface ReplayFilter extends Document {
  readonly ids?: readonly string[];
  readonly type?: string;
  readonly subject?: string;
  readonly channel?: string;
  readonly since?: string;
  readonly until?: string;
  readonly only: 'all' | 'undelivered' | 'untried' | 'failed';
}

const PAGE = 200;
/** Attempts to bring one event to one endpoint that are looked at. */
const ATTEMPTS = 200;
/** Of one event at one endpoint: one for each replay in vain. */
const LETTERS = 20;

export function replayAction({ receivers, newId, wake }: Pick<ReplayPorts, 'receivers' | 'newId'> & { readonly wake: () => void }): Operation {
  return operation(eventReplay, async ({ endpoint, ...filter }, ctx) => {
    const receiver = await theReceiver(receivers, ctx.caller.tenant, endpoint);
    if (!receiver.enabled) throw new Failure('endpoint.disabled', `The endpoint ${endpoint} is switched off`, { endpoint });
    return startJob({ kind: 'event_replay', endpoint, filter: asked(filter) }, { newId, wake }, ctx);
  });
}

export function replayPages({ store, newId, now, receivers }: ReplayPorts) {
  return async function next({ tenant, created_at, body }: JobRow): Promise<JobPage> {
    const filter = body.filter as ReplayFilter; // parsed by the schema of the action
    const receiver = await receivers.look(tenant, body.endpoint ?? '');
    if (receiver?.enabled !== true) return { ops: [], looked: 0, sent: 0, last: true, failure: receiver === undefined ? 'resource.not_found' : 'endpoint.disabled' };
    if (filter.ids !== undefined) return named(tenant, filter.ids, receiver);
    const { rows, next: place } = await searchEvents(store, tenant, { ...filter, project: projectOf(receiver), since: instantOf(filter.since), until: Math.min(instantOf(filter.until) ?? Infinity, created_at), after: body.place as number | undefined, limit: PAGE });
    const taken = filter.only === 'failed' ? rows : rows.filter((row) => { const event = factsOf(row); return receiver.takesType(event.type) && receiver.takes(event); });
    const wanted = filter.only === 'all' ? taken : await untaken(taken, receiver, filter.only);
    return { ...(await toDeliveries(wanted, receiver)), looked: rows.length, place, last: place === undefined };
  };

  async function named(tenant: string, ids: readonly string[], receiver: Receiver): Promise<JobPage> {
    const wanted = [...new Set(ids)];
    const rows = await store.getMany(eventRecord.name, tenant, wanted);
    const page = await toDeliveries(rows, receiver);
    return { ...page, looked: wanted.length, expired: wanted.length - page.sent, last: true };
  }

  /** Without its content there is nothing to send. */
  async function toDeliveries(rows: readonly Row[], receiver: Receiver): Promise<Pick<JobPage, 'ops' | 'sent' | 'expired'>> {
    const kept = rows.filter((row) => !isExpunged(row));
    return { ops: [...kept.map((row) => toDelivery(row, receiver)), ...(await removals(kept, receiver))], sent: kept.length, expired: rows.length - kept.length };
  }

  /** Its dead letters go with what is sent anew: if it is in vain again, there will be another. */
  async function removals(rows: readonly Row[], { tenant, id: endpoint }: Receiver): Promise<Op[]> {
    const lettersOf = (where: Document, limit: number): Promise<Row[]> => store.list(deadLetterRecord.name, { tenant, where: { endpoint, ...where }, limit, sort: { field: 'id', descending: false } });
    if (rows.length === 0 || (await lettersOf({}, 1)).length === 0) return [];
    const letters = await Promise.all(rows.map(({ id }) => lettersOf({ event: id }, LETTERS)));
    return letters.flat().map(({ id }) => ({ op: 'delete', in: deadLetterRecord.name, tenant, id }));
  }

  function toDelivery(row: Row, receiver: Receiver): Op {
    return enqueueOp({ tenant: row.tenant, id: newId('dlv'), lane: receiver.laneOf(factsOf(row)), work: workOf(row.id, receiver.id, true), at: now() });
  }

  async function untaken(rows: readonly Row[], { id: endpoint }: Receiver, only: 'undelivered' | 'untried' | 'failed'): Promise<Row[]> {
    const kept = await Promise.all(rows.map(async ({ tenant, id }) => {
      const attempts = await store.list(attemptRecord.name, { tenant, where: { event: id, endpoint }, limit: ATTEMPTS, sort: { field: 'seq', descending: true } });
      return only === 'untried' ? attempts.length === 0 : (only === 'undelivered' || attempts.length > 0) && attempts.every(({ body }) => body['outcome'] === 'failed');
    }));
    return rows.filter((_, at) => kept[at]);
  }
}

/** Of whose events alone it can be. */
const projectOf = ({ row: { body } }: Receiver): string | undefined => (body['only_published'] === true && typeof body['project'] === 'string' ? body['project'] : undefined);

const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
