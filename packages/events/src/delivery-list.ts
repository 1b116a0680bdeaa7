/** Open work, as the queue has it. */
import { deliveryList, operation, type Operation, type Work } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { DELIVERY_QUEUE, readWork } from './deliver/delivery.ts';

/** The queue knows work by id alone, so one call looks at so much of it at most. */
const MOST_READ = 5_000;
const AT_ONCE = 500;
/** Work that waits for another has no time of its own. */
const NEVER_MS = 10 * 365 * 86_400_000;

export function listDeliveries({ store }: { readonly store: Pick<Store, 'open'> }): Operation {
  return operation(deliveryList, async ({ endpoint, event, after, limit }, { caller, now }) => {
    const items: ReturnType<typeof shown>[] = [];
    let seen = after;
    for (let read = 0; read < MOST_READ;) {
      const works = await store.open(DELIVERY_QUEUE, { tenant: caller.tenant, limit: AT_ONCE, ...(seen === undefined ? {} : { after: seen }) });
      for (const work of works) {
        seen = work.id;
        const item = shown(work, now);
        if ((endpoint === undefined || item.endpoint === endpoint) && (event === undefined || item.event === event)) items.push(item);
        if (items.length === limit) return { items, next: seen };
      }
      if (works.length < AT_ONCE) return { items, next: null };
      read += works.length;
    }
    return { items, next: seen ?? null };
  });
}

function shown(work: Work, now: number) {
  const { event, endpoint } = readWork(work);
  const inLine = work.at > now + NEVER_MS;
  return { id: work.id, event, endpoint, attempt: work.attempt, state: inLine ? 'in_line' as const : 'pending' as const, next_at: inLine ? null : new Date(work.at).toISOString() };
}
