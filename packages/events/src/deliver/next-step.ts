/** What becomes of a delivery after an attempt. Pure: a table of rules of Standard Webhooks, and the schedule of the endpoint. */
import type { RetryPolicy } from '../match/receiver.ts';

export type Outcome =
  /** Its transformation sends nothing for this event. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  /** No answer; `ours`: it never left the hub, because of a fault or a rule of ours. */
  | { readonly kind: 'failed'; readonly reason: string; readonly ours: boolean };

export type Step =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly at: number; readonly throttled: boolean }
  | { readonly kind: 'dead'; readonly reason: DeadReason };

/** gone: answered 410 · exhausted: tried as often as the schedule says · ours: the hub could not send it */
export type DeadReason = 'gone' | 'exhausted' | 'ours';

export interface Tried {
  /** From 1. */
  readonly attempt: number;
  readonly policy: RetryPolicy;
  readonly now: number;
  /** 0 to 1. */
  readonly chance: number;
}

const THROTTLES = new Set([429, 502, 504]);
const THROTTLE_MS = 60_000;
const LONGEST_WAIT_MS = 86_400_000;
/** The way is tried several times meanwhile. */
const LEAST_PATIENCE_MS = 600_000;
const SPREAD_MS = 3000;

export function nextStep(outcome: Outcome, { attempt, policy, now, chance }: Tried): Step {
  if (outcome.kind === 'skipped') return { kind: 'delivered' };
  if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300) return { kind: 'delivered' };
  if (outcome.kind === 'answered' && outcome.status === 410) return { kind: 'dead', reason: 'gone' };
  const seconds = policy.delays[attempt - 1];
  if (seconds === undefined) return { kind: 'dead', reason: outcome.kind === 'failed' && outcome.ours ? 'ours' : 'exhausted' };
  const throttled = outcome.kind === 'answered' && THROTTLES.has(outcome.status);
  const planned = seconds * 1000 * (1 + policy.jitter * (2 * chance - 1));
  const asked = outcome.kind === 'answered' ? askedWait(outcome.retryAfter, now) : 0;
  return { kind: 'retry', at: Math.ceil(now + Math.max(planned, throttled ? THROTTLE_MS : 0, asked)), throttled };
}

/**
 * Until when a delivery waits for a way that is closed, as the same attempt: the longer it is under way, the longer. Nothing once that is as long
 * as its schedule lasts: then it counts as an attempt.
 */
export function waitUntil(closedUntil: number, since: number, { policy, now, chance }: Omit<Tried, 'attempt'>): number | undefined {
  const age = Math.max(0, now - since);
  const lasts = policy.delays.reduce((sum, seconds) => sum + seconds * 1000, 0);
  return age >= Math.max(lasts, LEAST_PATIENCE_MS) ? undefined : Math.ceil(Math.max(closedUntil, now + age / 4) + chance * SPREAD_MS);
}

/** `Retry-After` as seconds, whole or not, or as a date; a day at most. */
function askedWait(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const wait = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Math.ceil(Number(header)) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : 0;
}
