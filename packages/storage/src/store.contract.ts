/** What every driver of the store has to do, as one table of cases. */
import { documents } from './contract/documents.ts';
import { lists } from './contract/lists.ts';
import { logs } from './contract/logs.ts';
import { opening } from './contract/opening.ts';
import type { Case, OpenOptions, Place } from './contract/place.ts';
import { leanLogs, queues } from './contract/queues.ts';
import { units } from './contract/units.ts';
import type { Store } from './store.ts';

export type { Case, OpenOptions, Place };
export { collections as contractCollections, LOOK_MS, NOW as CONTRACT_NOW } from './contract/place.ts';

export const contract: readonly Case[] = [...documents, ...units, ...lists, ...logs, ...leanLogs, ...queues, ...opening];

/** Runs one case on an empty place and closes every store that it opened. */
export async function runCase({ run }: Case, open: (options: OpenOptions) => Promise<Store>): Promise<void> {
  const opened: Store[] = [];
  const place: Place = {
    async open(options = {}) {
      const store = await open(options);
      opened.push(store);
      return store;
    },
  };
  try {
    await run(await place.open(), place);
  } finally {
    await Promise.all(opened.map((store) => store.close()));
  }
}
