import { expect, test } from 'vitest';
import { withinNetworks } from './networks.ts';

test.each([
  ['192.0.2.0/24', '192.0.2.255', true], ['192.0.2.0/24', '192.0.3.0', false], ['192.0.2.7', '192.0.2.7', true], ['192.0.2.7', '::ffff:192.0.2.7', true],
  ['2001:db8::/32', '2001:db8:ffff::1', true], ['2001:db8::/32', '2001:db9::', false], ['0.0.0.0/0', '::1', false], ['::/0', '192.0.2.7', false], ['192.0.2.0/24', 'unknown', false], ['192.0.2.0/24', '', false],
])('whether %s holds %s: %s', (network, address, holds) => { expect(withinNetworks([network])(address)).toBe(holds); });

test('nothing is within no networks, and what is no network is said', () => {
  expect(withinNetworks([])('192.0.2.7')).toBe(false);
  for (const wrong of ['10.0.0.1/8', '10.0.0.0/33', 'example.com', '']) expect(() => withinNetworks([wrong])).toThrow(TypeError);
});
