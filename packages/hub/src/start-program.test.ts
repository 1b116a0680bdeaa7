import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProgram } from './start-program.ts';

test('what a hub of the same process id left behind when it was killed is in nobody’s way', async () => {
  const left = [1, 2, 3].map((n) => join(tmpdir(), `patchbay-program-${process.pid}-${n}`));
  for (const folder of left) mkdirSync(folder, { recursive: true });
  try {
    const lines: string[] = [];
    const ended = Promise.withResolvers<string>();
    startProgram(process.env['PATH'] ?? '')({ command: process.execPath, arguments: ['-p', 'process.cwd() === process.env.HOME'], environment: {} }, { line: (text) => lines.push(text), ended: ended.resolve });
    expect([await ended.promise, lines]).toEqual(['it ended with 0', ['true']]);
  } finally {
    for (const folder of left) rmSync(folder, { recursive: true, force: true });
  }
});
