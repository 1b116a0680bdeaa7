/**
 * How many calls per minute: a token bucket per principal and one per tenant. A call takes a token from both.
 * In memory: each hub counts what it serves itself.
 */
import { type Caller, Failure, type Quota } from '@patchbay/contracts';

export interface LimitOptions {
  /** Calls per minute of one principal, and of one tenant together, where they have no limit of their own. */
  readonly principal: number;
  readonly tenant: number;
}

interface Bucket { tokens: number; at: number }

const WINDOW = 60_000;
const SECONDS = WINDOW / 1000;
/** A sliver of a token, against rounding. */
const SLACK = 1e-6;
const FIRST_SWEEP = 10_000;

/** The hub's own work is not held up by what others did. */
const own: Quota = Object.freeze({ name: 'system', limit: Number.MAX_SAFE_INTEGER, window: SECONDS, remaining: Number.MAX_SAFE_INTEGER, reset: 0 });

export function createLimit(now: () => number, defaults: LimitOptions): (caller: Caller) => Quota {
  const buckets = new Map<string, Bucket>();
  let sweepAt = FIRST_SWEEP;

  return function limit(caller) {
    if (caller.principal === 'system') return own;
    const at = now();
    const oneLimit = caller.rateLimit ?? defaults.principal;
    const allLimit = caller.tenantRateLimit ?? defaults.tenant;
    const one = filled(caller.principal, oneLimit, at);
    const all = filled(caller.tenant, allLimit, at);
    if (isEmpty(one) || isEmpty(all)) throw secondsUntil(1, one, oneLimit) >= secondsUntil(1, all, allLimit) ? refusal('principal', one, oneLimit) : refusal('tenant', all, allLimit);
    one.tokens--;
    all.tokens--;
    return one.tokens <= all.tokens ? quota('principal', one, oneLimit) : quota('tenant', all, allLimit);
  };

  function filled(name: string, limit: number, at: number): Bucket {
    const bucket = buckets.get(name) ?? fresh(name, limit, at);
    const elapsed = at - bucket.at; // below zero when the clock was put back
    if (elapsed > 0) bucket.tokens += (elapsed * limit) / WINDOW;
    if (bucket.tokens > limit) bucket.tokens = limit;
    bucket.at = at;
    return bucket;
  }

  function fresh(name: string, limit: number, at: number): Bucket {
    if (buckets.size >= sweepAt) sweep(at);
    const bucket = { tokens: limit, at };
    buckets.set(name, bucket);
    return bucket;
  }

  /** A bucket that is full again says nothing that a new one wouldn't. */
  function sweep(at: number): void {
    for (const [name, bucket] of buckets) if (bucket.at + WINDOW <= at) buckets.delete(name);
    sweepAt = Math.max(FIRST_SWEEP, buckets.size * 2);
  }
}

const isEmpty = (bucket: Bucket): boolean => bucket.tokens < 1 - SLACK;

const secondsUntil = (tokens: number, bucket: Bucket, limit: number): number => Math.max(0, Math.ceil(((tokens - bucket.tokens) * SECONDS) / limit - SLACK));

const quota = (name: 'principal' | 'tenant', bucket: Bucket, limit: number): Quota => ({ name, limit, window: SECONDS, remaining: Math.max(0, Math.floor(bucket.tokens + SLACK)), reset: secondsUntil(limit, bucket, limit) });

function refusal(name: 'principal' | 'tenant', bucket: Bucket, limit: number): Failure {
  const wait = Math.max(1, secondsUntil(1, bucket, limit));
  return new Failure('rate.limited', `This ${name} may make ${limit} calls per minute; the next one fits in ${wait} s`, { retry_after: wait, ...quota(name, bucket, limit) });
}
