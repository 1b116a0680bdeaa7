import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { createDnsCache, type DnsCacheOptions } from './dns-cache.ts';
import type { Lookup, ResolvedAddress } from './resolver.ts';

function cached(answer: (nth: number) => readonly ResolvedAddress[] | Promise<never>, options?: DnsCacheOptions) {
  let time = 0;
  let asked = 0;
  const lookup: Lookup = async () => answer(++asked);
  return { resolve: createDnsCache({ lookup, now: () => time }, options), pass: (ms: number) => { time += ms; }, asked: () => asked };
}
const one = (address: string, ttl?: number): ResolvedAddress[] => [{ address, family: 4, ...(ttl === undefined ? {} : { ttl }) }];
const reasonOf = (work: Promise<unknown>) => work.then(() => 'an answer', (error: unknown) => (error instanceof Failure ? error.details['reason'] : error));

test('an answer is kept for as long as it says', async () => {
  const { resolve, pass, asked } = cached((nth) => one(`192.0.2.${nth}`, 10));
  expect(await resolve('a.test')).toEqual(await resolve('a.test'));
  pass(9_999);
  await resolve('a.test');
  expect(asked()).toBe(1);
  pass(1);
  expect(await resolve('a.test')).toEqual(one('192.0.2.2', 10));
});

test('never longer than half a minute, however long it says, and shortly when it says nothing', async () => {
  const long = cached(() => one('192.0.2.1', 86_400));
  await long.resolve('a.test');
  long.pass(30_000);
  await long.resolve('a.test');
  expect(long.asked()).toBe(2);
  const silent = cached(() => one('192.0.2.1'));
  await silent.resolve('a.test');
  silent.pass(5_000);
  await silent.resolve('a.test');
  expect(silent.asked()).toBe(2);
});

test('an answer that may not be kept is not', async () => {
  const { resolve, asked } = cached(() => one('192.0.2.1', 0));
  await resolve('a.test');
  await resolve('a.test');
  expect(asked()).toBe(2);
});

test('many who ask at once ask once', async () => {
  const { resolve, asked } = cached(() => one('192.0.2.1', 0));
  await Promise.all(Array.from({ length: 50 }, () => resolve('a.test')));
  expect(asked()).toBe(1);
});

test('a failure is not kept', async () => {
  const { resolve, asked } = cached((nth) => (nth === 1 ? Promise.reject(new Error('down')) : one('192.0.2.1')));
  await expect(resolve('a.test')).rejects.toThrow('down');
  expect(await resolve('a.test')).toEqual(one('192.0.2.1'));
  expect(asked()).toBe(2);
});

test('silence, nothing and far too much are failures of the name', async () => {
  expect(await reasonOf(cached(() => new Promise<never>(() => undefined), { timeoutMs: 20 }).resolve('a.test'))).toBe('dns');
  expect(await reasonOf(cached(() => []).resolve('a.test'))).toBe('dns');
  expect(await reasonOf(cached(() => Array.from({ length: 65 }, () => one('192.0.2.1')[0]!)).resolve('a.test'))).toBe('dns');
});

test('only so many names are kept, the oldest goes first', async () => {
  const { resolve, asked } = cached(() => one('192.0.2.1', 30), { mostNames: 2 });
  for (const name of ['a.test', 'b.test', 'c.test', 'c.test', 'a.test']) await resolve(name);
  expect(asked()).toBe(4);
});
