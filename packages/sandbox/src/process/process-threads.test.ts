import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { engineFileOf } from '../builds.ts';
import type { Executor } from '../executor-thread.ts';
import { LIMITS } from '../limits.ts';
import { processThreads } from './process-threads.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

test('a process that has no room for another thread gets a neighbour, and each ends with its last thread', async () => {
  const before = children();
  const start = processThreads({
    engine: 'quickjs-ng', engineFile: fileURLToPath(engineFileOf('quickjs-ng')), executorFile: here('../executor.ts'), file: here('./main.ts'),
    limits: LIMITS, graceMs: 50, processBytes: 2 ** 30, programs: 10, sockets: 2,
  });
  const threads = await Promise.all([ready(start), ready(start), ready(start)]);
  expect(children().length - before.length).toBe(2);
  await threads[2]?.end();
  await threads[1]?.end();
  expect(children().length - before.length).toBe(1);
  await threads[0]?.end();
  expect(children()).toEqual(before);
});

function ready(start: ReturnType<typeof processThreads>): Promise<Executor> {
  return new Promise((resolve, reject) => {
    start({ message: (executor, { op }) => { if (op === 'ready') resolve(executor); }, gone: (_executor, error) => reject(error) });
  });
}

function children(): string[] {
  return readdirSync('/proc/self/task').flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean));
}
