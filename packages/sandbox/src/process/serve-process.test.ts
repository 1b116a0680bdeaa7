import { expect, test } from 'vitest';
import { engineFileOf } from '../builds.ts';
import { LIMITS } from '../limits.ts';
import type { FromProcess, Settings } from './messages.ts';
import { serveProcess } from './serve-process.ts';

const settings: Settings = {
  op: 'start', engine: 'quickjs-ng', engineFile: engineFileOf('quickjs-ng').pathname, executorFile: '', limits: LIMITS, threads: 1, graceMs: 50, programs: 10, processBytes: 1000,
};

test('a process of guests that takes more memory than it may ends itself, and says why', async () => {
  const { promise, resolve } = Promise.withResolvers<[number, string]>();
  let taken = 1000;
  const said: FromProcess[] = [];
  serveProcess({ send: (message) => { taken += said.push(message); }, end: (...last) => resolve(last), memory: () => taken })(settings);
  expect(await promise).toEqual([137, 'it takes more than the 1000 bytes it may have']);
  expect(said).toEqual([{ op: 'ready' }]);
});

test('a process whose engine is not there ends, and says so', async () => {
  const { promise, resolve } = Promise.withResolvers<[number, string]>();
  serveProcess({ send: () => { /* nobody listens */ }, end: (...last) => resolve(last), memory: () => 0 })({ ...settings, engineFile: '/nowhere.wasm' });
  expect(await promise).toEqual([1, expect.stringContaining('/nowhere.wasm')]);
});

test('a program that the process does not hold any more is asked for', async () => {
  const said: FromProcess[] = [];
  const serve = serveProcess({ send: (message) => said.push(message), end: () => { /* stays */ }, memory: () => 0 });
  const slip = { partition: '', idempotent: false, cpuMs: 10, hostBytes: 10 };
  serve({ op: 'run', id: 7, program: 3, source: null, name: 'default', input: '1', limits: null, now: 0, seed: 0, host: false, slip });
  expect(said).toEqual([{ op: 'missing', id: 7, program: 3 }]);
});
