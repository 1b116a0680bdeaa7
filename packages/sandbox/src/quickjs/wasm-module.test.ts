/// <reference path="../web-assembly.d.ts" />
import { expect, test } from 'vitest';
import { createMachine } from './machine.ts';
import { capMemory, compileEngine } from './wasm-module.ts';

test('the memory of the engine has a maximum that its own limit cannot raise', async () => {
  const wasm = await compileEngine(4 * 2 ** 20);
  const { vm } = await createMachine(wasm, 2 ** 30);
  expect(() => vm.evalCode('const a = []; for (;;) a.push(new Uint8Array(65536))')).toThrow(/memory/);
  expect(vm._getMemory().buffer.byteLength).toBeLessThanOrEqual(4 * 2 ** 20);
});

test('a module without memory is not taken for the engine', () => {
  expect(() => capMemory(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0), 10)).toThrow(/no memory section/);
});

test('an engine that needs more than the maximum is refused', async () => {
  await expect(compileEngine(65_536)).rejects.toThrow(/needs \d+ pages/);
});
