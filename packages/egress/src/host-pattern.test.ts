import { expect, test } from 'vitest';
import { hostTest, isExactName } from './host-pattern.ts';

test('a name is that host, in any case and with a dot at its end, and no other', () => {
  const allows = hostTest(['API.example.com']);
  expect(['api.example.com', 'api.example.com.'].map(allows)).toEqual([true, true]);
  expect(['example.com', 'xapi.example.com', 'api.example.com.evil.test', 'api.example.co', 'a.api.example.com', ''].map(allows)).toEqual([false, false, false, false, false, false]);
});

test('a star is everything below, at any depth, and not the name itself', () => {
  const allows = hostTest(['*.example.com']);
  expect(['a.example.com', 'b.a.example.com', 'A.example.com'.toLowerCase()].map(allows)).toEqual([true, true, true]);
  expect(['example.com', 'aexample.com', '.example.com', 'example.com.evil.test', 'a.example.com.evil.test'].map(allows)).toEqual([false, false, false, false, false]);
});

test('names beyond ASCII are compared as URL writes them', () => {
  expect(hostTest(['bücher.example'])('xn--bcher-kva.example')).toBe(true);
  expect(hostTest(['192.0.2.1', '2001:db8::1'])('2001:db8::1')).toBe(true);
});

test('an empty list names nobody', () => {
  expect(hostTest([])('example.com')).toBe(false);
});

test('what is no host is refused rather than read as another one', () => {
  for (const pattern of ['', '*', '*.', '*.*', 'a.*', 'http://a.example', 'a.example/b', 'a.example:8080', 'a b', 'user@a.example', 'a?b', 'a#b']) expect(() => hostTest([pattern]), pattern).toThrow(TypeError);
});

test('an exact name is one host, and neither a pattern nor an address', () => {
  for (const name of ['jenkins.internal', 'Jenkins.internal.', 'localhost', 'build_1.corp', 'bücher.example', '1password.internal']) expect(isExactName(name), name).toBe(true);
  for (const other of ['', '.', '*', '*.internal', 'jenkins.*', '10.0.0.1', '127.1', '2130706433', '0x7f.1', '１２７.0.0.1', '::1', '[::1]', 'jenkins.internal:8080', 'http://jenkins.internal', 'jenkins.internal/', 'a b', 'user@jenkins.internal', '10.0.0.0/8']) expect(isExactName(other), other).toBe(false);
});
