import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { createAddressGuard } from './address-guard.ts';
import { hostTest } from './host-pattern.ts';
import { readTarget, type TargetRules } from './target.ts';

const rules: TargetRules = { guard: createAddressGuard({}), httpsOnly: false, hosts: undefined, ports: undefined, openPorts: new Set() };
const refusal = (url: string, more: Partial<TargetRules> = {}) => {
  try {
    readTarget(url, { ...rules, ...more });
    return 'read';
  } catch (error) {
    return error instanceof Failure ? error.details['reason'] : error;
  }
};

test('a URL is its origin, host, port and path; the fragment stays at home', () => {
  expect(readTarget('https://Example.com/a/b?c=d#e', rules)).toEqual({ origin: 'https://example.com', hostname: 'example.com', port: 443, secure: true, path: '/a/b?c=d' });
  expect(readTarget('http://[2606:4700::1111]:8080', rules)).toEqual({ origin: 'http://[2606:4700::1111]:8080', hostname: '2606:4700::1111', port: 8080, secure: false, path: '/' });
});

test('a host, a port or a scheme that the policy does not name is denied', () => {
  expect(refusal('http://example.com/', { httpsOnly: true })).toBe('egress.denied');
  expect(refusal('https://example.com/', { httpsOnly: true })).toBe('read');
  expect(refusal('https://example.com/', { hosts: hostTest(['*.example.com']) })).toBe('egress.denied');
  expect(refusal('https://a.example.com/', { hosts: hostTest(['*.example.com']) })).toBe('read');
  expect(refusal('https://example.com:8443/', { ports: new Set([443]) })).toBe('egress.denied');
});

test('ports of other protocols are closed until the operator opens one', () => {
  expect([22, 25, 53, 110, 143, 389, 6000, 6667].map((port) => refusal(`http://example.com:${port}/`))).toEqual(Array(8).fill('egress.denied'));
  expect([80, 443, 3000, 5601, 8080, 8443, 9200].map((port) => refusal(`http://example.com:${port}/`))).toEqual(Array(7).fill('read'));
  expect(refusal('http://example.com:25/', { openPorts: new Set([25]) })).toBe('read');
});

test('an endless URL is none', () => {
  expect(refusal(`https://example.com/${'a'.repeat(8_192)}`)).toBe('invalid');
});
