/** Which addresses may be reached: the public internet, and what the operator allows. https://www.iana.org/assignments/iana-ipv4-special-registry */
import { contains, type IpAddress, type IpRange, parseAddress, parseRange } from './ip-range.ts';

/** Why an address is refused, in a word that may be shown to the caller. */
export type RefusedAddress = 'loopback' | 'private' | 'link-local' | 'shared' | 'multicast' | 'cloud metadata' | 'reserved' | 'not an address';

export interface AddressGuard {
  /** Undefined when the address may be reached. */
  refuses(address: string): RefusedAddress | undefined;
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

const GLOBAL_V6 = parseRange('2000::/3');
/** RFC 6052: what a resolver on an IPv6-only network makes of an IPv4 address. The gateway goes to that one. */
const NAT64 = parseRange('64:ff9b::/96');

export function createAddressGuard(allow: readonly string[]): AddressGuard {
  const allowed = allow.map(parseRange);
  const refused = REFUSED.flatMap(([why, ranges]) => ranges.map((range) => [why, parseRange(range)] as const));
  return Object.freeze({
    refuses(text: string) {
      const address = parseAddress(text);
      if (address === undefined) return 'not an address';
      return allowed.some((range) => contains(range, address)) ? undefined : judge(address, refused);
    },
  });
}

/** IPv4: all but the special ranges. IPv6: only global unicast, less its special ranges. */
function judge(address: IpAddress, refused: readonly (readonly [RefusedAddress, IpRange])[]): RefusedAddress | undefined {
  if (contains(NAT64, address)) return judge({ family: 4, value: address.value & 0xffffffffn }, refused);
  const special = refused.find(([, range]) => contains(range, address))?.[0];
  return special ?? (address.family === 6 && !contains(GLOBAL_V6, address) ? 'reserved' : undefined);
}
