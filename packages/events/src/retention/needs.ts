/** Which old events deliveries that are not over still need. Looked up once, and only when there is an old event at all. */
import { timeOf } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { isNamed } from '../own-id.ts';

const AT_ONCE = 1000;

export function createNeeds(store: Pick<Store, 'open'>, queues: readonly string[]): { before(cutoff: number): Promise<ReadonlySet<string>> } {
  let read: Promise<ReadonlySet<string>> | undefined;
  let until = -Infinity;

  async function look(): Promise<ReadonlySet<string>> {
    const needed = new Set<string>();
    for (const queue of queues) {
      let after = '';
      for (let full = true; full;) {
        const works = await store.open(queue, { after, limit: AT_ONCE });
        for (const { work } of works) {
          const event = work.slice(0, work.indexOf(' '));
          if (isNamed(event) || timeOf(event) < until) needed.add(event);
        }
        after = works.at(-1)?.id ?? after;
        full = works.length === AT_ONCE;
      }
    }
    return needed;
  }

  return {
    before(cutoff) {
      if (read === undefined || cutoff > until) {
        until = cutoff;
        read = look();
      }
      return read;
    },
  };
}
