import { expect, test } from 'vitest';
import { compile, engineOf, type EngineName } from '../builds.ts';
import type { EngineProgram } from '../engine.ts';
import { LIMITS } from '../limits.ts';
import { NOBODY } from './machine.ts';
import { REHEARSAL, REHEARSAL_INPUT } from './rehearsal.ts';

const ENGINES: EngineName[] = ['quickjs-ng', 'quickjs'];

test.each(ENGINES)('what %s rehearses runs to its end', async (name) => {
  const engine = engineOf(name, await compile(name, LIMITS), LIMITS);
  expect(JSON.parse(answerOf(engine.load(REHEARSAL, LOADING) as EngineProgram, REHEARSAL_INPUT))).toMatchObject({ total: 25.5, area: 50.27, named: ['item', 'tier'], day: '2023-11-14T22:13:20.500Z' });
});

test.each(ENGINES)('a rehearsal of %s is not seen by the programs that come after it, nor by those that were there', async (name) => {
  const engine = engineOf(name, await compile(name, LIMITS), LIMITS);
  const before = engine.load(PROBE, LOADING) as EngineProgram;
  const answer = answerOf(before, '1');
  for (let n = 0; n < 3; n++) engine.rehearse();
  while (engine.prepare());
  expect([answerOf(before, '1'), answerOf(engine.load(PROBE, LOADING) as EngineProgram, '1')]).toEqual([answer, answer]);
});

const LOADING = { guard: NOBODY, now: 0, around: <T>(piece: () => T): T => piece() };
const PROBE = 'export default (n) => [n, Object.getOwnPropertyNames(globalThis).sort(), Math.random()]';

function answerOf(program: EngineProgram, input: string): string {
  const { memoryBytes, outputBytes, errorChars } = LIMITS;
  const instance = program.take();
  const step = instance.start({ name: 'default', input, now: 0, seed: 1, memoryBytes, outputBytes, errorChars }, NOBODY);
  instance.release();
  return step.kind === 'done' ? step.output ?? '' : step.kind;
}
