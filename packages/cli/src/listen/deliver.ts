/** One event to the receiver: tried, and tried again after a while. Whatever becomes of it, the next one follows. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HubEvent } from '@patchbay/client';
import type { Attempted, Forward } from '@patchbay/events';

export interface Delivered {
  readonly event: HubEvent;
  readonly taken: boolean;
  readonly tries: number;
  /** The last try. */
  readonly attempted: Attempted;
}

export interface DeliverPorts {
  readonly forward: Forward;
  /** Milliseconds before each further try. */
  readonly waits: readonly number[];
  /** Hears of a try that another one follows. */
  readonly onRefused: (refused: Delivered, waitMs: number) => void;
}

/** Rejects with the reason of the signal, and with nothing else. */
export async function deliver(event: HubEvent, { forward, waits, onRefused }: DeliverPorts, signal: AbortSignal): Promise<Delivered> {
  for (let tries = 1; ; tries++) {
    const attempted = await forward(event, signal);
    signal.throwIfAborted(); // what was broken off looks as if the receiver had failed
    const { outcome } = attempted;
    const delivered = { event, tries, attempted, taken: outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300 };
    const wait = waits[tries - 1];
    if (delivered.taken || wait === undefined || isFinal(outcome)) return delivered;
    onRefused(delivered, wait);
    await sleep(wait, undefined, { signal });
  }
}

/** 410 says never again, and what can't be sent at all can't be sent a second later. */
const isFinal = (outcome: Attempted['outcome']): boolean => (outcome.kind === 'answered' && outcome.status === 410) || (outcome.kind === 'failed' && outcome.ours);

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** 1, 2, 4, … seconds: long enough for a server that restarts, short enough for who looks on. */
export const waitsOf = (retries: number): number[] => Array.from({ length: retries }, (_, at) => Math.min(FIRST_WAIT_MS * 2 ** at, LONGEST_WAIT_MS));
