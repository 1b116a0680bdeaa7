import { expect, test } from 'vitest';
import { cellWriter, newCells } from '../cells.ts';
import type { SandboxEngine } from '../engine.ts';
import { LIMITS } from '../limits.ts';
import type { FromExecutor } from '../messages.ts';
import { serve } from './serve.ts';

test('a program that the executor does not hold any more is asked for', () => {
  const said: FromExecutor[] = [];
  const engine: SandboxEngine = { load: () => { throw new Error('nothing is to be loaded here'); }, prepare: () => false, rehearse: () => { /* nothing */ } };
  const { take } = serve({ engine, cells: cellWriter(newCells()), post: (message) => said.push(message) }, LIMITS);
  take({ op: 'run', id: 7, program: 3, source: null, partition: '', name: 'default', input: '1', limits: null, now: 0, seed: 0, host: false, idempotent: false });
  expect(said).toEqual([{ op: 'missing', id: 7, program: 3 }]);
});
