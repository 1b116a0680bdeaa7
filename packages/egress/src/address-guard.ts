/** Which addresses may be reached: the public internet, and what the operator allows. https://www.iana.org/assignments/iana-ipv4-special-registry */
import { hostTest, isExactName } from './host-pattern.ts';
import { contains, type IpAddress, type IpRange, parseAddress, parseRange } from './ip-range.ts';

/** Why an address is refused, in a word that may be shown to the caller. */
export type RefusedAddress = 'loopback' | 'private' | 'link-local' | 'shared' | 'multicast' | 'cloud metadata' | 'reserved' | 'not an address' | 'denied' | 'unlisted';

export interface AddressGuard {
  /** Undefined when the address may be reached. `hostname` is the name that led to it. */
  refuses(address: string, hostname?: string): RefusedAddress | undefined;
}

/** The operator's word, for everybody. */
export interface OperatorRanges {
  /** Not public, and open to all the same. */
  readonly allow?: readonly string[];
  /** Not public, and open only to a policy that names them in its own `allow`. */
  readonly permit?: readonly string[];
  /** Closed to all, public or not. */
  readonly deny?: readonly string[];
  /** Exact names that may lead inside: to loopback, private and shared addresses, and to no others. */
  readonly hosts?: readonly string[];
}

/** One tenant's or endpoint's word. It narrows; it opens nothing that the operator keeps shut. */
export interface PolicyRanges {
  readonly allow?: readonly string[];
  readonly within?: readonly string[];
  readonly deny?: readonly string[];
}

const REFUSED: readonly (readonly [RefusedAddress, readonly string[]])[] = [
  ['loopback', ['127.0.0.0/8', '::1']],
  /** AWS and others over IPv4 and IPv6, Alibaba, Azure's wire server, Oracle. */
  ['cloud metadata', ['169.254.169.254', 'fd00:ec2::/32', '100.100.100.200', '168.63.129.16', '192.0.0.192']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['shared', ['100.64.0.0/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['reserved', [
    '0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4',
    '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20',
  ]],
];

const refused = REFUSED.flatMap(([why, ranges]) => ranges.map((range) => [why, parseRange(range)] as const));
/** Where a name of the operator's may lead. Link-local is left out: more services than those above give their keys to whoever asks there. */
const INSIDE: ReadonlySet<RefusedAddress | undefined> = new Set(['loopback', 'private', 'shared'] as const);
const GLOBAL_V6 = parseRange('2000::/3');
/** RFC 6052: what a resolver on an IPv6-only network makes of an IPv4 address. The gateway goes to that one. */
const NAT64 = parseRange('64:ff9b::/96');

export function createAddressGuard(operator: OperatorRanges, policy: PolicyRanges = {}): AddressGuard {
  const [open, permitted, shut] = [operator.allow, operator.permit, [...(operator.deny ?? []), ...(policy.deny ?? [])]].map((ranges = []) => ranges.map(parseRange)) as [IpRange[], IpRange[], IpRange[]];
  const lists = [policy.allow, policy.within].flatMap((ranges = []) => (ranges.length === 0 ? [] : [ranges.map(parseRange)]));
  const named = hostTest((operator.hosts ?? []).map(exactName));
  return Object.freeze({
    refuses(text: string, hostname = '') {
      const address = parseAddress(text);
      if (address === undefined) return 'not an address';
      const ipv4 = behindNat64(address);
      const forms = ipv4 === undefined ? [address] : [address, ipv4];
      if (within(shut, forms)) return 'denied';
      if (!lists.every((listed) => within(listed, forms))) return 'unlisted';
      if (within(open, forms) || (lists.length > 0 && within(permitted, forms))) return undefined;
      const mapped = address.family === 4 && text.includes(':');
      const why = judge(ipv4 ?? address, mapped);
      return named(hostname) && INSIDE.has(why) ? undefined : why;
    },
  });
}

/** For a message about the name: it says what kind of address it is and not which, because the caller may not learn the inside of our network. */
export function refusalOf(why: RefusedAddress): string {
  if (why === 'denied') return 'leads to an address that the policy denies';
  if (why === 'unlisted') return 'leads to an address outside the networks that the policy allows';
  return `leads to a ${why} address, and the hub connects only to public ones; whoever runs the hub can allow its range`;
}

function exactName(host: string): string {
  if (!isExactName(host)) throw new TypeError(`${JSON.stringify(host)} is not an exact host name; expected one like jenkins.internal, without a star, a port or an address`);
  return host;
}

const behindNat64 = (address: IpAddress): IpAddress | undefined => (contains(NAT64, address) ? { family: 4, value: address.value & 0xffffffffn } : undefined);

/** A list may name what is dialled, or the IPv4 address behind it. */
const within = (ranges: readonly IpRange[], forms: readonly IpAddress[]): boolean => ranges.some((range) => forms.some((address) => contains(range, address)));

/** IPv4: all but the special ranges, and never as ::ffff:…, which no honest resolver answers. IPv6: only global unicast, less its special ranges. */
function judge(address: IpAddress, mapped: boolean): RefusedAddress | undefined {
  const special = refused.find(([, range]) => contains(range, address))?.[0];
  if (special !== undefined) return special;
  return mapped || (address.family === 6 && !contains(GLOBAL_V6, address)) ? 'reserved' : undefined;
}
