/** Answers of name servers, kept for as long as they say and never for long, asked for once by however many, and never waited for without end. What is kept is judged anew for every connection. */
import { upstreamFailure } from './upstream-failure.ts';
import type { Lookup, ResolvedAddress } from './resolver.ts';

export interface DnsCacheOptions {
  /** The longest wait for an answer. */
  readonly timeoutMs?: number;
  /** The longest that an answer is kept, and how long one that says nothing about it. */
  readonly longestMs?: number;
  readonly unknownMs?: number;
  readonly mostNames?: number;
  /** More addresses than an honest name has. */
  readonly mostAddresses?: number;
}

interface Entry { readonly answer: Promise<readonly ResolvedAddress[]>; until: number }

export function createDnsCache({ lookup, now }: { readonly lookup: Lookup; readonly now: () => number }, { timeoutMs = 3_000, longestMs = 30_000, unknownMs = 5_000, mostNames = 10_000, mostAddresses = 64 }: DnsCacheOptions = {}): Lookup {
  const entries = new Map<string, Entry>();

  return (hostname) => {
    const kept = entries.get(hostname);
    if (kept !== undefined && now() < kept.until) return kept.answer;
    const entry: Entry = { answer: ask(hostname), until: Infinity };
    entries.delete(hostname);
    entries.set(hostname, entry);
    if (entries.size > mostNames) entries.delete(entries.keys().next().value!);
    entry.answer.then((found) => { entry.until = now() + keepMs(found); }, () => { if (entries.get(hostname) === entry) entries.delete(hostname); });
    return entry.answer;
  };

  async function ask(hostname: string): Promise<readonly ResolvedAddress[]> {
    const found = await atMost(lookup(hostname), timeoutMs, hostname);
    if (found.length === 0) throw upstreamFailure('dns', `${hostname} has no address`, { upstream: hostname, retryable: true });
    if (found.length > mostAddresses) throw upstreamFailure('dns', `${hostname} has ${found.length} addresses, and the hub reads at most ${mostAddresses}`, { upstream: hostname, retryable: false, limit: mostAddresses });
    return found;
  }

  function keepMs(found: readonly ResolvedAddress[]): number {
    return Math.min(longestMs, ...found.map(({ ttl }) => (ttl === undefined ? unknownMs : ttl * 1000)));
  }
}

async function atMost<T>(work: Promise<T>, ms: number, hostname: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(upstreamFailure('dns', `The name servers of ${hostname} did not answer within ${ms} ms`, { upstream: hostname, retryable: true, limit: ms })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
