/**
 * The pace of endpoints and projects that take no more than so many a second, for all hubs on one store together. What was handed out of a
 * second is a document of its own; who takes of it writes that down against the version that it read.
 */
import type { Collection } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Share } from './allowance.ts';

export const paceCollection: Collection = { name: 'endpoint_pace', kind: 'documents', fields: { spent: 'number' } };

export interface Pace {
  share(endpoint: { readonly tenant: string; readonly id: string }, rate: number, wanted: () => number): Promise<Share>;
  /** Until nobody waits for the store. */
  settled(): Promise<void>;
}

/** A second's worth at most, so that a quiet endpoint is not hit by an hour's. */
const SECOND_MS = 1000;
/** Who got nothing comes back when there is something, and not more often than this. */
const LEAST_WAIT_MS = 250;
/** Clocks of hubs differ by less; beyond it a clock was put back. */
const SKEW_MS = 10_000;
const TRIES = 5;

export function createPace({ store, now }: { readonly store: Store; readonly now: () => number }): Pace {
  const asked = new Set<Promise<unknown>>();

  async function take({ tenant, id }: { readonly tenant: string; readonly id: string }, rate: number, wanted: () => number): Promise<Share> {
    const each = SECOND_MS / rate;
    for (let n = 0; n < TRIES; n++) {
      const row = await store.get(paceCollection.name, tenant, id);
      const at = now();
      const spent = spentOf(row?.body['spent'], at);
      const granted = Math.min(wanted(), Math.floor((at - spent) / each));
      if (granted < 1) return { granted: 0, waitMs: Math.max(LEAST_WAIT_MS, Math.ceil(spent + each - at)) };
      const document = { in: paceCollection.name, tenant, id, at, body: { spent: spent + granted * each } } as const;
      const outcome = await store.commit([row === undefined ? { op: 'insert', ...document } : { op: 'update', version: row.version, ...document }]);
      if (outcome.kind === 'committed') return { granted, waitMs: 0 };
    }
    return { granted: 0, waitMs: LEAST_WAIT_MS };
  }

  return {
    share(endpoint, rate, wanted) {
      const answer = take(endpoint, rate, wanted);
      const done = answer.then(() => undefined, () => undefined).finally(() => asked.delete(done));
      asked.add(done);
      return answer;
    },
    async settled() { while (asked.size > 0) await Promise.all(asked); },
  };
}

/** Until when its seconds are handed out: a second ago at the earliest, and so it begins when a clock was put back. */
function spentOf(written: unknown, at: number): number {
  const earliest = at - SECOND_MS;
  return typeof written === 'number' && written <= at + SKEW_MS ? Math.max(written, earliest) : earliest;
}
