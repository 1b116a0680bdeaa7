/** The log for who comes and asks: what is behind a place, or behind the place that is kept for a consumer. */
import { type Collection, type Context, eventPoll, eventRecord, eventSeek, Failure, operation, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { refuseAhead } from '../event-log.ts';
import { factsOf } from '../match/event-facts.ts';
import { theReceiver } from '../match/receivers.ts';
import type { HistoryPorts } from './delivery-search.ts';
import { isOf, viewOf } from './past.ts';

/** Behind which place each consumer goes on. */
export const consumerCollection: Collection = { name: 'event_consumer', kind: 'documents', fields: {} };

interface Of {
  readonly endpoint?: string | undefined;
  readonly project?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly channel?: string | undefined;
}

const AT_ONCE = 500;
const STRETCHES = 20;
/** So many may wait in one hub at a time; who comes later gets an answer at once. */
const MOST_WAITING = 1_000;

export function eventPollActions({ store, receivers, stopping }: HistoryPorts): Operation[] {
  let waiting = 0;

  const poll = operation(eventPoll, async ({ consumer, after, wait, limit, ...of }, ctx) => {
    const { tenant } = ctx.caller;
    const takes = await takerOf(of, tenant);
    const from = after ?? (consumer === undefined ? 0 : await placeOf(consumer, of, tenant));
    const first = await look(from);
    if (first.after === from) await refuseAhead(store, tenant, from);
    if (first.items.length > 0 || !first.done || wait === 0 || waiting >= MOST_WAITING) return first as never; // rows of the log fit the record
    waiting++;
    try {
      return await lookUntil(first.after, AbortSignal.any([ctx.signal, AbortSignal.timeout(wait * 1000), ...(stopping === undefined ? [] : [stopping])])) as never;
    } finally {
      waiting--;
    }

    async function look(place: number) {
      const items: Row[] = [];
      let seen = place;
      for (let stretch = 0; stretch < STRETCHES; stretch++) {
        const rows = await store.tail(eventRecord.name, { tenant, after: seen, limit: AT_ONCE });
        for (const row of rows) {
          if (items.length === limit) return { items: items.map(viewOf), after: seen, done: false };
          seen = row.seq ?? seen;
          if (takes(row)) items.push(row);
        }
        if (rows.length < AT_ONCE) return { items: items.map(viewOf), after: seen, done: true };
      }
      return { items: items.map(viewOf), after: seen, done: false };
    }

    async function lookUntil(place: number, end: AbortSignal) {
      const bell = bellOf(store, end);
      try {
        for (let found = await look(place); ; found = await look(found.after)) {
          if (found.items.length > 0 || !found.done || end.aborted) return found;
          await bell.rung();
        }
      } finally {
        bell.close();
      }
    }
  });

  const seek = operation(eventSeek, async ({ consumer, after, since, endpoint, project }, ctx) => {
    const { tenant } = ctx.caller;
    await takerOf({ endpoint }, tenant); // it has to be there
    if ((after === undefined) === (since === undefined)) throw new Failure('input.invalid', 'The input of event_seek is not valid at after: expected a place or an instant', { issues: [{ path: 'after', message: 'expected either after or since' }] });
    if (after !== undefined) await refuseAhead(store, tenant, after);
    const place = after ?? await before(Date.parse(since!), tenant);
    await keep(idOf(consumer, { endpoint, project }), place, ctx);
    return { after: place };
  });

  /** Behind which everything was published at or after an instant. */
  async function before(instant: number, tenant: string): Promise<number> {
    const [first] = await store.list(eventRecord.name, { tenant, since: instant, limit: 1, sort: { field: 'seq', descending: false } });
    return first?.seq === undefined ? store.head(eventRecord.name, tenant) : first.seq - 1;
  }

  async function keep(id: string, after: number, { caller: { tenant }, now: at, unit }: Context): Promise<void> {
    const row = await store.get(consumerCollection.name, tenant, id);
    const body = { after };
    unit.add(row === undefined ? { op: 'insert', in: consumerCollection.name, tenant, id, body, at } : { op: 'update', in: consumerCollection.name, tenant, id, body, at, version: row.version }, () => 'again');
  }

  async function placeOf(consumer: string, of: Of, tenant: string): Promise<number> {
    return Number((await store.get(consumerCollection.name, tenant, idOf(consumer, of)))?.body['after'] ?? 0);
  }

  async function takerOf({ endpoint, project, ...rest }: Of, tenant: string): Promise<(row: Row) => boolean> {
    const receiver = endpoint === undefined ? undefined : await theReceiver(receivers, tenant, endpoint);
    return (row) => {
      if (!isOf(row, rest) || (project !== undefined && row.body['project'] !== project)) return false;
      if (receiver === undefined) return true;
      const event = factsOf(row);
      return receiver.takesType(event.type) && receiver.takes(event);
    };
  }

  return [poll, seek];
}

const idOf = (consumer: string, { endpoint, project }: Of): string => `${endpoint ?? project ?? 'all'}/${consumer}`;

/** Rings when something was told, and at the end. A ring before anybody waits is not lost. */
function bellOf(store: Store, end: AbortSignal) {
  let ring = (): void => undefined;
  let rung = new Promise<void>((resolve) => { ring = resolve; });
  const stop = store.onAppend((logs) => { if (logs.has(eventRecord.name)) ring(); });
  const over = (): void => ring();
  end.addEventListener('abort', over, { once: true });
  return {
    async rung() {
      if (!end.aborted) await rung;
      rung = new Promise<void>((resolve) => { ring = resolve; });
    },
    close: () => { stop(); end.removeEventListener('abort', over); },
  };
}
