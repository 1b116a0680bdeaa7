/** Looks again and again until it finds, as a person does who waits for a page; tells what it lacked when its time is over. */
import { setTimeout as sleep } from 'node:timers/promises';

/** So it is at this moment; a page may be otherwise at the next one. */
export class NotYet extends Error {}

export interface Patience {
  readonly withinMs?: number;
}

const USUAL_MS = 10_000;
const BETWEEN_MS = 50;

export async function patiently<Found>(look: () => Promise<Found>, scene: () => Promise<string>, { withinMs = USUAL_MS }: Patience = {}): Promise<Found> {
  for (const until = Date.now() + withinMs; ; await sleep(BETWEEN_MS)) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      if (Date.now() >= until) throw new Error(`${error.message}, not within ${withinMs} ms. ${await scene()}`, { cause: error });
    }
  }
}
