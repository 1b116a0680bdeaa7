/** Whether and when a request is sent again. Pure. */
import { Failure } from '@patchbay/contracts';
import type { EgressReply } from '@patchbay/egress';

export interface Situation {
  /** From 1. */
  readonly attempt: number;
  /** May be sent twice. */
  readonly repeatable: boolean;
  readonly now: number;
  readonly random: () => number;
}

const FIRST_MS = 250;
const NO_ANSWER = new Set(['connect', 'dns', 'timeout', 'busy']);

/** Milliseconds; undefined: what came is the outcome. */
export function delayBefore(outcome: EgressReply | Error, { attempt, repeatable, now, random }: Situation): number | undefined {
  const backoff = FIRST_MS * 4 ** (attempt - 1) * (0.8 + 0.4 * random());
  if (outcome instanceof Error) return repeatable && outcome instanceof Failure && NO_ANSWER.has(String(outcome.details['reason'])) ? backoff : undefined;
  const { status, headers } = outcome;
  const limited = status === 429 || (status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'));
  if (limited) return waitOf(headers, now) ?? backoff;
  if ((status === 502 || status === 503 || status === 504) && repeatable) return waitOf(headers, now) ?? backoff;
  return undefined;
}

/** Retry-After in seconds or as a date, or the instant at which a quota is full again. */
function waitOf(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const after = headers['retry-after'];
  if (after !== undefined) {
    const seconds = Number(after);
    if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
    const date = Date.parse(after);
    if (Number.isFinite(date)) return Math.max(0, date - now);
  }
  const reset = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']);
  if (!Number.isFinite(reset) || headers['x-ratelimit-remaining'] !== '0') return undefined;
  return Math.max(0, reset > 1e9 ? reset * 1000 - now : reset * 1000);
}
