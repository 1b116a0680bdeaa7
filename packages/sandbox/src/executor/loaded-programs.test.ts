import { expect, test } from 'vitest';
import type { EngineProgram } from '../engine.ts';
import { createLoadedPrograms } from './loaded-programs.ts';

const program = (bytes: number, drop = (): void => { /* nothing waits */ }): EngineProgram => ({
  kind: 'program', functions: ['default'], bytes: () => bytes, drop, take: () => { throw new Error('not called here'); },
});

test('a thread lets the program go that was not called for longest, when all of them take too much', () => {
  const gone: string[] = [];
  const loaded = createLoadedPrograms(250);
  loaded.keep(1, program(100, () => gone.push('first')));
  loaded.keep(2, program(100, () => gone.push('second')));
  loaded.find(1);
  loaded.keep(3, program(100));
  expect(gone).toEqual(['second']);
  expect([1, 2, 3].map((id) => loaded.find(id) !== null)).toEqual([true, false, true]);
});

test('a program that alone takes more than all may is kept, and nothing beside it', () => {
  const loaded = createLoadedPrograms(250);
  loaded.keep(1, program(100));
  loaded.keep(2, program(1000));
  expect([1, 2].map((id) => loaded.find(id) !== null)).toEqual([false, true]);
});
