/**
 * Calls into a QuickJS instance by address, without handles: what a call leaves behind in the guest's memory is gone with it.
 * The addresses are those of the image, so they are good for every instance that was made from it.
 */

import type { Views } from '../wasm/views.ts';

/** A value that lives in the image or was made by this call. */
export type Address = number;

/** The engine has no memory left for its own bookkeeping. */
export class OutOfMemory extends Error {}

export interface Bridge {
  /** Evaluates a script. */
  script(source: string, file: string): Returned;
  /** Evaluates an ES module; answers its namespace, or a promise of it. */
  module(source: string, file: string): Returned;
  /** Calls a guest function. */
  call(fn: Address, args: readonly Address[]): Returned;
  string(text: string): Address;
  number(value: number): Address;
  toNumber(value: Address): number;
  /** The text of a string value, or null if it is none or longer than allowed. */
  read(value: Address, mostBytes: number): { text: string | null; bytes: number };
  property(object: Address, key: Address): Address;
  state(value: Address): 'none' | 'pending' | 'fulfilled' | 'rejected';
  result(promise: Address): Address;
  /** Runs one promise job; false when there was none. */
  runJob(): false | Returned;
}

export type Returned = { readonly threw: boolean; readonly value: Address };

/** Room for arguments and lengths, and constants; reserved in the image. */
export interface Scratch { readonly argv: Address; readonly length: Address; readonly undefined: Address; readonly yes: Address; readonly no: Address }

export const MOST_ARGS = 6;
export const PROMISE_STATES = ['pending', 'fulfilled', 'rejected'] as const;

/** The engines answer 0 when they have no memory left. */
export function solid(address: Address): Address {
  if (address === 0) throw new OutOfMemory('The engine ran out of memory');
  return address;
}

/** A text in the guest's memory, with a NUL behind it. */
export function writeText({ bytes }: Views, at: Address, text: string, length: number): void {
  const memory = bytes();
  memory.write(text, at, length, 'utf8');
  memory[at + length] = 0;
}

/** The arguments of a call, where the engine looks for them. */
export function writeArguments({ words }: Views, { argv }: Scratch, args: readonly Address[]): void {
  const memory = words();
  for (let n = 0; n < args.length; n++) memory[argv / 4 + n] = args[n] ?? 0;
}
