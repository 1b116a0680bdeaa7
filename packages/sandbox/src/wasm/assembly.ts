/// <reference path="../web-assembly.d.ts" />
/** Instructions, and small modules of our own made of them. They see several memories at once, which an engine can't. */
import { leb, section, SECTION } from './binary.ts';

export const [LOOP, IF, ELSE, END, BRANCH_IF, CALL] = [0x03, 0x04, 0x05, 0x0b, 0x0d, 0x10];
export const [ADD, AND, SHIFT_LEFT, IS_ZERO, BELOW, EQUAL, IS_ZERO_64, OR_64] = [0x6a, 0x71, 0x74, 0x45, 0x49, 0x46, 0x50, 0x84];
export const [I32, NOTHING] = [0x7f, 0x40];

export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const tee = (local: number): number[] => [0x22, local];
/** A constant from -64 to 63. */
export const small = (value: number): number[] => [0x41, value & 127];
export const loadByte = (memory: number): number[] => [0x2d, 0x40, memory, 0];
export const storeByte = (memory: number): number[] => [0x3a, 0x40, memory, 0];
export const load32 = (memory: number): number[] => [0x28, 0x42, memory, 0];
export const load64 = (memory: number, offset: readonly number[] = [0]): number[] => [0x29, 0x43, memory, ...offset];
export const store64 = (memory: number, offset: readonly number[]): number[] => [0x37, 0x43, memory, ...offset];

/** Sixteen bytes at once. */
export const load128 = (memory: number, offset: readonly number[]): number[] => [0xfd, 0x00, 0x44, memory, ...offset];
export const [XOR_128, OR_128, ANY_128] = [[0xfd, 0x51], [0xfd, 0x50], [0xfd, 0x53]];

/** `memories`: what it imports. `functions`: of so many numbers each; the last one is its export, and has the name `run`. */
export function moduleOf(memories: readonly string[], parameters: number, functions: readonly (readonly number[])[]): Uint8Array {
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const sized = (body: readonly number[]): number[] => [...leb(body.length), ...body];
  return Buffer.concat([
    Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0),
    section(SECTION.type, [1, 0x60, parameters, ...Array.from({ length: parameters }, () => I32), 0]),
    section(SECTION.import, [memories.length, ...memories.flatMap((memory) => [...name('m'), ...name(memory), 2, 0, 0])]),
    section(SECTION.function, [functions.length, ...functions.map(() => 0)]),
    section(SECTION.export, [1, ...name('run'), 0, functions.length - 1]),
    section(SECTION.code, [functions.length, ...functions.flatMap(sized)]),
  ]);
}

export function runOf<Parameters extends number[]>(module: WebAssembly.Module, memories: object): (...numbers: Parameters) => void {
  return new WebAssembly.Instance(module, { m: { ...memories } }).exports['run'] as (...numbers: Parameters) => void; // see above
}
