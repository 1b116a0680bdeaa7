/**
 * Names to addresses. Asks name servers by itself: the system's resolver holds a thread for as long as a name server is silent, there are four of them
 * for the whole process, and a tenant may own the name server. The system is asked only for names that are its own (`localhost`, a bare `postgres`),
 * and for those that no name server knows (/etc/hosts, search domains), two at a time.
 */
import { lookup as systemLookup, Resolver } from 'node:dns/promises';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
  /** Seconds that the answer may be kept. */
  readonly ttl?: number;
}

export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface ResolverOptions {
  /** Name servers, `192.0.2.53` or `192.0.2.53:5353`; the system's by default. */
  readonly servers?: readonly string[];
  readonly tryMs?: number;
}

const SYSTEM_NAMES = /^[^.]+\.?$|\.local(host)?\.?$/i;
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'ECANCELLED', 'EBADNAME']);
const SYSTEM_AT_ONCE = 2;

export function createResolver({ servers = [], tryMs = 1_000 }: ResolverOptions = {}): Lookup {
  const dns = new Resolver({ timeout: tryMs, tries: 2, maxTimeout: tryMs });
  if (servers.length > 0) dns.setServers(servers);
  const askSystem = limited((hostname) => systemLookup(hostname, { all: true, order: 'verbatim' }), SYSTEM_AT_ONCE);

  return async (hostname) => {
    if (SYSTEM_NAMES.test(hostname)) return askSystem(hostname);
    const [v4, v6] = await Promise.allSettled([dns.resolve4(hostname, { ttl: true }), dns.resolve6(hostname, { ttl: true })]);
    const found = [...addresses(v6, 6), ...addresses(v4, 4)];
    if (found.length > 0) return found;
    const errors = [v4, v6].flatMap((each) => (each.status === 'rejected' ? [each.reason as NodeJS.ErrnoException] : []));
    const lasting = errors.find(({ code = '' }) => !UNKNOWN.has(code));
    if (lasting !== undefined) throw lasting;
    return askSystem(hostname);
  };
}

const addresses = (answer: PromiseSettledResult<readonly { address: string; ttl: number }[]>, family: 4 | 6): ResolvedAddress[] =>
  (answer.status === 'fulfilled' ? answer.value.map(({ address, ttl }) => ({ address, ttl, family })) : []);

/** So many at once, the others in line. */
function limited(work: Lookup, most: number): Lookup {
  const line: (() => void)[] = [];
  let running = 0;
  return async (hostname) => {
    if (running >= most) await new Promise<void>((resolve) => { line.push(resolve); });
    else running++;
    try {
      return await work(hostname);
    } finally {
      const next = line.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
