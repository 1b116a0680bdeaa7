/** Takes from the store what nobody works on: retries that are due, work of a lane whose turn has come, what a dead hub held. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Work } from '@patchbay/contracts';
import { type Store, takeWork, type TakeWorkOptions, type WorkTaker } from '@patchbay/storage';
import { isExpunged } from '../history/expunge.ts';
import { factsOf } from '../match/event-facts.ts';
import { type Delivery, DELIVERY_QUEUE, type Parcel, parcelOf, readWork } from './delivery.ts';

export interface ClaimPorts {
  readonly store: Store;
  readonly now: () => number;
  /** How many more there is room for. */
  readonly room: () => number;
  readonly take: (delivery: Delivery) => void;
  /** Its event is gone from the log. */
  readonly lost: (work: Work) => void;
  readonly report: (error: unknown) => void;
}

const AT_ONCE = 256;
/** What was claimed at once would else go out at once, and be late at once: so long may it hold up everything else. */
const A_TURN_MS = 0.5;

export function createClaims({ store, room, take, lost, ...ports }: ClaimPorts, options: Omit<TakeWorkOptions, 'queue'>): WorkTaker {
  async function hand(works: readonly Work[]): Promise<void> {
    const tenants = Map.groupBy(works, ({ tenant }) => tenant);
    let since = performance.now();
    for (const [tenant, of] of tenants) {
      const events = await parcelsOf(store, tenant, of.map((each) => readWork(each).event));
      for (const work of of) {
        const { event: id, endpoint, manual } = readWork(work);
        const event = events.get(id);
        if (event === undefined) lost(work);
        else take({ tenant, id: work.id, lane: work.lane, endpoint, event, attempt: work.attempt, manual, lease: work.lease, until: work.at });
        if (performance.now() - since < A_TURN_MS) continue;
        await turn();
        since = performance.now();
      }
    }
  }

  return takeWork({ ...ports, store, room: () => Math.min(AT_ONCE, room()) }, { ...options, queue: DELIVERY_QUEUE }, hand);
}

/** Events that are gone from the log, or were made unreadable, are left out. */
export async function parcelsOf(store: Store, tenant: string, events: readonly string[]): Promise<ReadonlyMap<string, Parcel>> {
  const rows = await store.getMany('event', tenant, [...new Set(events)]);
  return new Map(rows.filter((row) => !isExpunged(row)).map((row) => [row.id, parcelOf(factsOf(row))]));
}
