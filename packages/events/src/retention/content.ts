/** Events whose content goes before they do, as their teller wanted: for each a piece of work that is due then. */
import { attemptRecord, type Collection, type Document, type Enqueue } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { eventCollection } from '../event-log.ts';
import { withoutData } from '../history/expunge.ts';

export const contentQueue: Collection = { name: 'event_content', kind: 'queue', fields: {} };

export const contentOp = (tenant: string, id: string, event: string, at: number): Enqueue => ({ op: 'enqueue', in: contentQueue.name, tenant, id, at, lane: '', work: event });

const LEASE_MS = 60_000;
const AT_ONCE = 200;

export interface ContentPorts {
  readonly store: Pick<Store, 'claim' | 'commit' | 'getMany' | 'list' | 'amend'>;
  readonly now: () => number;
}

/** Answers how many there were. Taken out first and then finished: what breaks off in between is done once more. */
export async function expungeDue({ store, now }: ContentPorts, limit: number): Promise<number> {
  const works = await store.claim(contentQueue.name, { now: now(), leaseMs: LEASE_MS, limit });
  for (const [tenant, of] of Map.groupBy(works, (work) => work.tenant)) {
    const events = await store.getMany(eventCollection.name, tenant, of.map(({ work }) => work));
    await store.amend(eventCollection.name, events.map((row) => ({ seq: row.seq!, body: withoutData(row.body) })));
    for (const { work: event } of of) await expungeSent(store, tenant, event);
    await store.commit(of.map(({ id, lease, lane }) => ({ op: 'finish', in: contentQueue.name, tenant, id, lease, lane, at: now() })));
  }
  return works.length;
}

/** What a transformation made of it is kept with the attempt. */
async function expungeSent(store: Pick<Store, 'list' | 'amend'>, tenant: string, event: string): Promise<void> {
  for (let seen = 0, isLast = false; !isLast;) {
    const attempts = await store.list(attemptRecord.name, { tenant, where: { event }, limit: AT_ONCE, sort: { field: 'seq', descending: false }, after: { value: seen, id: '' } });
    const changes = attempts.flatMap(({ seq, body }) => {
      const sent = body['request'] as Document | undefined; // written by deliveries and nobody else
      return sent?.['body'] === undefined ? [] : [{ seq: seq!, body: { ...body, request: { headers: sent['headers'] } } }];
    });
    if (changes.length > 0) await store.amend(attemptRecord.name, changes);
    seen = attempts.at(-1)?.seq ?? seen;
    isLast = attempts.length < AT_ONCE;
  }
}
