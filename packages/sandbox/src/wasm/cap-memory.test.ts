import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { quickJs } from '../quickjs-classic/build.ts';
import { compileQuickJs, quickJsFile } from '../quickjs-classic/modules.ts';
import { quickJsNg } from '../quickjs-ng/build.ts';
import { compileQuickJsNg, quickJsNgFile } from '../quickjs-ng/modules.ts';
import { sectionsOf } from './binary.ts';
import { capMemory } from './cap-memory.ts';
import { readPinned } from './pinned.ts';

const MAXIMUM = 8 * 2 ** 20;

test.each([
  ['quickjs-ng', async () => quickJsNg(await compileQuickJsNg(MAXIMUM, quickJsNgFile()), 2 ** 30, MAXIMUM)],
  ['quickjs', async () => quickJs(await compileQuickJs(MAXIMUM, quickJsFile()), 2 ** 30, MAXIMUM)],
])('the memory of %s has a maximum that the engine’s own limit cannot raise', async (_, build) => {
  const { bridge, memory } = (await build()).begin();
  expect(bridge.script('const a = []; for (;;) a.push(new Uint8Array(65536))', 'greedy.js').threw).toBe(true);
  expect(memory.buffer.byteLength).toBeLessThanOrEqual(MAXIMUM);
});

test('a module without memory is not taken for an engine', () => {
  expect(() => capMemory(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0), 10)).toThrow(/no memory/);
});

test('an engine that needs more than the maximum is refused', async () => {
  await expect(compileQuickJsNg(65_536, quickJsNgFile())).rejects.toThrow(/needs \d+ pages/);
  await expect(compileQuickJs(65_536, quickJsFile())).rejects.toThrow(/needs \d+ pages/);
});

test('an engine that is not the one that was looked at is refused', async () => {
  await expect(readPinned(import.meta.filename, '0'.repeat(64))).rejects.toThrow(/has the SHA-256 [0-9a-f]{64}, expected 0000/);
});

test.each([['quickjs-ng', quickJsNgFile()], ['quickjs', quickJsFile()]])('all that an instance of %s can change beside its memory is one number, the pointer to its stack', async (_, file) => {
  const module = await readFile(file);
  const globals = sectionsOf(module).find(({ id }) => id === GLOBALS);
  expect(module[globals?.start ?? 0]).toBe(1);
});

const GLOBALS = 6;
