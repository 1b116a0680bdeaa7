import { expect, test } from 'vitest';
import { contains, parseAddress, parseRange } from './ip-range.ts';

const inside = (range: string, address: string) => contains(parseRange(range), parseAddress(address)!);

test('a range holds its first and its last address and neither neighbour', () => {
  for (const [range, before, first, last, after] of [
    ['10.0.0.0/8', '9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
    ['172.16.0.0/12', '172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
    ['192.0.2.7', '192.0.2.6', '192.0.2.7', '192.0.2.7', '192.0.2.8'],
    ['fc00::/7', 'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe00::'],
    ['2001:db8:0:8000::/49', '2001:db8:0:7fff:ffff::', '2001:db8:0:8000::', '2001:db8:0:ffff:ffff:ffff:ffff:ffff', '2001:db8:1::'],
    ['::1', '::', '::1', '::1', '::2'],
  ] as const) {
    expect([before, first, last, after].map((address) => inside(range, address)), range).toEqual([false, true, true, false]);
  }
});

test('everything is inside a prefix of zero, of its own family only', () => {
  expect(inside('0.0.0.0/0', '203.0.113.9')).toBe(true);
  expect(inside('::/0', '2001:db8::1')).toBe(true);
  expect(inside('0.0.0.0/0', '2001:db8::1')).toBe(false);
});

test('an IPv4 address in IPv6 clothes is that IPv4 address, however it is spelled', () => {
  for (const text of ['::ffff:10.1.2.3', '::ffff:a01:203', '0:0:0:0:0:ffff:0a01:0203', '::FFFF:10.1.2.3', '0000:0000:0000:0000:0000:ffff:10.1.2.3']) {
    expect(parseAddress(text), text).toEqual(parseAddress('10.1.2.3'));
  }
  expect(inside('::ffff:10.0.0.0/104', '10.1.2.3')).toBe(true);
});

test('one IPv6 address has one value in all its spellings', () => {
  const value = parseAddress('2001:db8::1')!.value;
  for (const text of ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:DB8:0::0:1', '2001:db8::0.0.0.1']) expect(parseAddress(text)!.value, text).toBe(value);
  expect(parseAddress('::')!.value).toBe(0n);
  expect(parseAddress('1::')!.value).toBe(1n << 112n);
});

test('what is no plain address is none', () => {
  for (const text of ['', 'localhost', '10.1', '010.0.0.1', '0x7f.0.0.1', '2130706433', '256.0.0.1', '1.2.3.4.5', ':::', '1::2::3', 'fe80::1%eth0', '[::1]', ' 10.0.0.1']) expect(parseAddress(text), text).toBeUndefined();
});

test('a range with a typing error is refused rather than read as another one', () => {
  for (const text of ['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0.0/8.5', '::/129', 'private', '10.0.0/8', 'fe80::1%eth0/64', '10.0.0.1/8', '2001:db8::1/32', '*']) expect(() => parseRange(text), text).toThrow(TypeError);
});
