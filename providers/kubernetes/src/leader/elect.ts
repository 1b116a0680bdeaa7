/** One of many leads at a time. Who can't renew in time stops before anybody else may begin. */
import { type Clock, pause } from '../clock.ts';
import type { Lease } from './lease.ts';

export interface ElectPorts {
  readonly lease: Lease;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onError: (error: unknown) => void;
  /** Called when the lease may be free; answers how to stop that. */
  readonly onFree: (look: () => void) => () => void;
}

export interface ElectOptions {
  /** Milliseconds without a renewal after which the leader gives up; less than the lease. */
  readonly renewMs: number;
  /** Milliseconds from one renewal, or one look, to the next. */
  readonly retryMs: number;
}

/** Leads whenever it may, until the signal says so. `lead` has to end when its signal says so. */
export async function elect(lead: (signal: AbortSignal) => Promise<void>, ports: ElectPorts, options: ElectOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const asked = await acquire(ports, options, signal);
    if (!signal.aborted) await hold(lead, asked, ports, options, signal);
  }
}

/** Answers when it asked: others may have seen the lease written as soon as that, however late the answer came. */
async function acquire({ lease, clock, random, onError, onFree }: ElectPorts, { renewMs, retryMs }: ElectOptions, signal: AbortSignal): Promise<number> {
  while (!signal.aborted) {
    const woken = new AbortController();
    const stop = onFree(() => woken.abort());
    const asked = clock.now();
    try {
      if (await lease.claim(signal) && clock.now() < asked + renewMs) return asked;
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
    await pause(retryMs * (1 + random() * 0.2), clock, AbortSignal.any([signal, woken.signal]));
    stop();
  }
  return clock.now();
}

const RELEASE_MS = 3000;

async function hold(lead: (signal: AbortSignal) => Promise<void>, asked: number, ports: ElectPorts, options: ElectOptions, signal: AbortSignal): Promise<void> {
  const term = new AbortController();
  const renewing = new AbortController();
  const leave = (): void => term.abort(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  const renewed = renew(term, asked, renewing.signal, ports, options);
  try {
    await lead(term.signal);
  } finally {
    signal.removeEventListener('abort', leave);
    renewing.abort();
    const lost = await renewed;
    if (!lost) await ports.lease.release(AbortSignal.timeout(RELEASE_MS)).catch(ports.onError);
  }
}

/** Whether the lease was lost. While the work ends it is still renewed. */
async function renew(term: AbortController, acquired: number, ended: AbortSignal, { lease, clock, onError }: ElectPorts, { renewMs, retryMs }: ElectOptions): Promise<boolean> {
  const limit = new AbortController();
  const expire = (): void => {
    limit.abort();
    term.abort(new Error('the lease could not be renewed in time'));
  };
  const after = (asked: number): { cancel(): void } => clock.after(Math.max(0, asked + renewMs - clock.now()), expire);
  let deadline = after(acquired);
  try {
    for (;;) {
      await pause(retryMs, clock, AbortSignal.any([ended, limit.signal]));
      if (limit.signal.aborted) return true;
      if (ended.aborted) return false;
      const asked = clock.now();
      const held = await lease.claim(limit.signal).catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      if (held === false) {
        expire();
        return true;
      }
      if (held === undefined) continue;
      deadline.cancel();
      deadline = after(asked);
    }
  } finally {
    deadline.cancel();
  }
}
