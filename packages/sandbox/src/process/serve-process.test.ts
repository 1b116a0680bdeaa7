import { expect, test } from 'vitest';
import { engineFileOf } from '../builds.ts';
import { LIMITS } from '../limits.ts';
import type { Settings } from './messages.ts';
import { serveProcess } from './serve-process.ts';

const settings: Settings = {
  op: 'start', engine: 'quickjs-ng', engineFile: engineFileOf('quickjs-ng').pathname, executorFile: '', limits: LIMITS, graceMs: 50, processBytes: 1000,
};

test('a process of guests that takes more memory than it may ends itself, and says why', async () => {
  const { promise, resolve } = Promise.withResolvers<[number, string]>();
  let taken = 1000;
  serveProcess({ send: () => { /* nobody listens */ }, end: (...last) => resolve(last), memory: () => taken++ })(settings);
  expect(await promise).toEqual([137, 'it takes more than the 1000 bytes it may have']);
});

test('a process whose engine is not there ends, and says so', async () => {
  const { promise, resolve } = Promise.withResolvers<[number, string]>();
  serveProcess({ send: () => { /* nobody listens */ }, end: (...last) => resolve(last), memory: () => 0 })({ ...settings, engineFile: '/nowhere.wasm' });
  expect(await promise).toEqual([1, expect.stringContaining('/nowhere.wasm')]);
});
