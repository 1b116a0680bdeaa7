/** Puts on record what doors refuse by themselves. Bounded for each principal: who sends nonsense must not fill the trail. */
import type { DoorRefusal, Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export interface RefusalPorts {
  readonly store: Pick<Store, 'commit'>;
  readonly now: () => number;
  readonly auditEntry: (input: { readonly tenant: string; readonly at: number; readonly action: string; readonly principal: string; readonly via: string; readonly outcome: 'refused'; readonly failure: string; readonly input_digest: string; readonly request_id: string }) => Op;
}

const MOST = 60;
const MINUTE_MS = 60_000;
const MOST_PRINCIPALS = 10_000;

export function createRefusals({ store, now, auditEntry }: RefusalPorts): (refusal: DoorRefusal) => Promise<void> {
  const counts = new Map<string, { at: number; count: number }>();

  return async ({ caller: { tenant, principal }, action, via, failure, requestId }) => {
    const at = now();
    if (!counted(principal, at)) return;
    await store.commit([auditEntry({ tenant, at, action, principal, via, outcome: 'refused', failure, input_digest: '', request_id: requestId })]);
  };

  function counted(principal: string, at: number): boolean {
    const seen = counts.get(principal);
    if (counts.size > MOST_PRINCIPALS) counts.clear();
    if (seen === undefined || at - seen.at >= MINUTE_MS) counts.set(principal, { at, count: 1 });
    else if (++seen.count > MOST) return false;
    return true;
  }
}
