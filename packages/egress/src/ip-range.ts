/** IP addresses and ranges as numbers. One spelling per address: an IPv4 address inside ::ffff:0:0/96 is that IPv4 address. */
import { isIP } from 'node:net';

export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export interface IpRange {
  readonly family: 4 | 6;
  readonly value: bigint;
  /** How many low bits are free. */
  readonly free: bigint;
}

const MAPPED = 0xffffn;

/** Undefined for what is no address, and for one with a zone (`fe80::1%eth0`), which means something else on every machine. */
export function parseAddress(text: string): IpAddress | undefined {
  const family = isIP(text);
  if (family === 4) return { family, value: v4(text) };
  if (family !== 6 || text.includes('%')) return undefined;
  const value = v6(text);
  return value >> 32n === MAPPED ? { family: 4, value: value & 0xffffffffn } : { family, value };
}

/** `10.0.0.0/8`, `fd00::/8`, or a single address. Throws for anything else, and for bits behind the prefix. */
export function parseRange(text: string): IpRange {
  const slash = text.indexOf('/');
  const address = text.slice(0, slash === -1 ? undefined : slash);
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const prefix = slash === -1 ? bits : prefixOf(text.slice(slash + 1));
  if (family === 0 || address.includes('%') || !(prefix <= bits)) throw new TypeError(`${JSON.stringify(text)} is not an IP range; expected one like 10.0.0.0/8 or fd00::/8`);
  const value = family === 4 ? v4(address) : v6(address);
  const free = BigInt(bits - prefix);
  if ((value >> free) << free !== value) throw new TypeError(`${text} has bits set behind its prefix; ${address} is not the first address of that range`);
  return toCanonical({ family: family as 4 | 6, value, free });
}

export const contains = (range: IpRange, { family, value }: IpAddress): boolean => range.family === family && value >> range.free === range.value >> range.free;

/** The same rule for ranges as for addresses: ::ffff:10.0.0.0/104 is 10.0.0.0/8. */
const toCanonical = (range: IpRange): IpRange =>
  range.family === 6 && range.free <= 32n && range.value >> 32n === MAPPED ? { family: 4, value: range.value & 0xffffffffn, free: range.free } : range;

const prefixOf = (text: string): number => (/^(0|[1-9]\d{0,2})$/.test(text) ? Number(text) : NaN);
const v4 = (text: string): bigint => text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);

/** Groups left of `::`, as many zeros as are missing, groups right of it. A dotted tail counts as two groups. */
function v6(text: string): bigint {
  const [left = '', right] = text.split('::');
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const zeros = Array<bigint>(8 - head.length - tail.length).fill(0n);
  return [...head, ...zeros, ...tail].reduce((value, group) => (value << 16n) | group, 0n);
}

function groups(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const value = v4(group);
    return [value >> 16n, value & 0xffffn];
  });
}
