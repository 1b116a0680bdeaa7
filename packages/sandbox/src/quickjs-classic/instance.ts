/// <reference path="../web-assembly.d.ts" />
/** One WebAssembly instance of the build, with its functions under their real names. Emscripten's own loader is not used: it brings an operating system. */
import type { Address } from '../quickjs/bridge.ts';
import { type Host, systemOf } from './imports.ts';

/** The pinned build's names for the functions that we use. */
const NAMES = {
  construct: 'u', malloc: 'v', free: 'M',
  setMemoryLimit: 'y', setStackSize: 'D', undefined: 'E', no: 'G', yes: 'H', newRuntime: 'K', newContext: 'N',
  newFloat64: 'Y', getFloat64: 'Z', newString: '_', getString: '$', isJobPending: 'fa', executePendingJob: 'ga', getProp: 'ha',
  call: 'ma', resolveException: 'na', evaluate: 'pa', typeOf: 'ra', promiseState: 'wa', promiseResult: 'xa',
  newFunction: 'Da', argument: 'Ea', enableInterrupts: 'Fa', restoreStack: 'Ma', stackPointer: 'Oa',
} as const;

export const EXPORTS: readonly string[] = Object.values(NAMES);

export type Exports = { readonly [Name in keyof typeof NAMES]: (...numbers: number[]) => number };

/** What the engine calls back for. */
export interface Callbacks {
  call(context: Address, self: Address, count: number, args: Address, hostFunction: number): Address;
  interrupt(): 0 | 1;
}

export function instantiate(module: WebAssembly.Module, host: Host, maximumPages: number, callbacks: Callbacks): { engine: Exports; raw: object } {
  const imports = {
    ...systemOf(host, maximumPages),
    a: host.memory,
    s: callbacks.call,
    i: callbacks.interrupt,
    h: () => 0, // a module to import: there is none
    g: () => 0, // how it would be called
    t: () => { /* a host function was collected; ours stay */ },
  };
  const { exports } = new WebAssembly.Instance(module, { a: imports });
  const engine = Object.fromEntries(Object.entries(NAMES).map(([name, letters]) => [name, exports[letters]])) as unknown as Exports; // every name is checked by the build's hash
  return { engine, raw: exports };
}
