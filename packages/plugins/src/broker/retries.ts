/** Whether and when a request is sent again. Pure. */
import { Failure } from '@patchbay/contracts';
import type { EgressReply } from '@patchbay/egress';
import { quotaOf } from '../lifecycle/rate-limit.ts';

export interface Situation {
  /** From 1. */
  readonly attempt: number;
  /** May be sent twice. */
  readonly repeatable: boolean;
  /** Changes nothing: what a system says when it fails in the middle is no harm then. */
  readonly reads: boolean;
  readonly now: number;
  readonly random: () => number;
}

type Said = Pick<EgressReply, 'status' | 'headers'>;

const FIRST_MS = 250;
const NO_ANSWER = new Set(['connect', 'dns', 'timeout', 'busy']);
const AWAY = new Set([502, 503, 504]);

/** Milliseconds; undefined: what came is the outcome. */
export function delayBefore(outcome: EgressReply | Error, { attempt, repeatable, reads, now, random }: Situation): number | undefined {
  const backoff = FIRST_MS * 4 ** (attempt - 1) * (0.8 + 0.4 * random());
  if (outcome instanceof Error) return repeatable && outcome instanceof Failure && NO_ANSWER.has(String(outcome.details['reason'])) ? backoff : undefined;
  const again = isLimited(outcome, now) || (AWAY.has(outcome.status) && repeatable) || (outcome.status === 500 && reads);
  return again ? (askedWait(outcome, now) ?? backoff) : undefined;
}

/** How long it asks to be left alone, in milliseconds; undefined: it does not say, or not of this. */
export function askedWait(reply: Said, now: number): number | undefined {
  return isLimited(reply, now) || AWAY.has(reply.status) ? (waitIn(reply.headers['retry-after'], now) ?? untilFull(reply, now)) : undefined;
}

/** Some say 403 where a quota is used up: GitHub does. */
const isLimited = ({ status, headers }: Said, now: number): boolean => status === 429 || (status === 403 && (headers['retry-after'] !== undefined || quotaOf(headers, now)?.remaining === 0));

/** Retry-After, in seconds or as a date. */
function waitIn(after: string | undefined, now: number): number | undefined {
  if (after === undefined || after.trim() === '') return undefined;
  const at = Number.isFinite(Number(after)) ? now + Number(after) * 1000 : Date.parse(after);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** A quota that is used up is full again at an instant. */
function untilFull({ headers }: Said, now: number): number | undefined {
  const quota = quotaOf(headers, now);
  return quota?.remaining === 0 && quota.reset_at !== null ? Math.max(0, Date.parse(quota.reset_at) - now) : undefined;
}
