import { expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import type { FromExecutor, RunMessage } from './messages.ts';
import { packFrom, packTo, unpackDone, unpackRun } from './packed.ts';

const run: RunMessage = { op: 'run', id: 1, program: 2, source: null, partition: '', name: 'default', input: '{"a": 1}', limits: null, now: 1.5, seed: 4_294_967_295, host: true, idempotent: false };

test.each([
  {},
  { name: '', input: '' },
  { name: 'two words 3', input: ' 4 5' },
  { name: 'größer 世界', input: '"🎉 \\u0000"', host: false, idempotent: true },
  { now: -1, seed: 0, id: 2 ** 40 },
  { limits: { ...LIMITS, cpuMs: 12.5, hostCalls: 0 }, input: '7 8' },
])('a call comes out of its text as it was: %j', (more) => {
  const message = { ...run, ...more };
  expect(unpackRun(packTo(message) as string)).toEqual(message);
});

test.each([['"text 1 2"'], [''], [null]])('an answer comes out of its text as it was: %j', (output) => {
  const message: FromExecutor = { op: 'outcome', id: 7, outcome: { kind: 'done', output, logs: [], cpuMs: 0.123 } };
  expect(unpackDone(packFrom(message) as string)).toEqual(message);
});

test('what is not as usual stays a message', () => {
  expect(packTo({ ...run, source: 'export default 1' })).toMatchObject({ source: 'export default 1' });
  const logged: FromExecutor = { op: 'outcome', id: 7, outcome: { kind: 'done', output: '1', logs: [{ level: 'info', text: 'x' }], cpuMs: 1 } };
  expect(packFrom(logged)).toBe(logged);
});
