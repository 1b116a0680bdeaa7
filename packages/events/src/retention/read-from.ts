/** How far the slowest sink has read the log of events. */
import type { Store } from '@patchbay/storage';
import { type Position, positionCollection } from '../sinks/position.ts';

export async function readFrom(store: Pick<Store, 'scan'>): Promise<number> {
  let least = Infinity;
  for await (const rows of store.scan(positionCollection.name, {})) {
    for (const { body } of rows) {
      const { stream, seq } = body as Position; // written by sinks and nobody else
      if (stream === 'events') least = Math.min(least, seq);
    }
  }
  return least;
}
