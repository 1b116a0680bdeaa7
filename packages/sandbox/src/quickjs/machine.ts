/// <reference path="../web-assembly.d.ts" />
/** One QuickJS instance, whichever build of QuickJS it is, with the host's functions behind it. */
import type { Guard } from '../engine.ts';
import type { Address, Bridge, Scratch } from './bridge.ts';
import type { Marks } from '../wasm/marks.ts';
import type { Views } from '../wasm/views.ts';
import type { Image } from './image.ts';

export interface Machine {
  readonly bridge: Bridge;
  readonly scratch: Scratch;
  readonly tenancy: Tenancy;
  readonly memory: WebAssembly.Memory;
  readonly views: Views;
  stackPointer: number;
  /** It grows downwards from the pointer. What is in it between two calls means nothing. */
  readonly stackBytes: number;
  limitMemory(bytes: number): void;
  /** Has so much memory once, so that it is there for the next call without growing. */
  reserve(bytes: number): void;
  collectGarbage(): void;
  /** Guest functions that call `log`, `fail` and `request` of the host. */
  hostFunctions(): Record<keyof HostSide, Address>;
}

/** One that marks what it writes, so that it can be cleaned. */
export interface MarkedMachine extends Machine {
  readonly marks: Marks;
  /** After a call: all is as in the image to which it belongs. False when that can't be. */
  clean(): boolean;
}

/** Two instances of one engine with the same memory, of which one runs at a time: what the first one loads, the second one calls. */
export interface Twins {
  /** Does not mark, and is faster. */
  readonly loader: Machine;
  readonly caller: MarkedMachine;
}

/** What belongs to the call that has the instance now. */
export interface Tenancy {
  guard: Guard;
  now: number;
  /** The guest’s error, as its side of the bridge described it. */
  failure: { name: string; message: string; stack: string } | null;
  /** The engine was told to stop. */
  expired: boolean;
  /** Something else went wrong than a guest's exception: the instance must go. */
  broken: boolean;
}

/** A build of QuickJS. */
export interface Build {
  /** A new engine, with nothing in it yet. */
  begin(): Machine;
  /** For a program that is to be loaded: in the state of the image. */
  twins(image: Image): Twins;
  /** For calls alone: in the state of the image. */
  restore(image: Image): MarkedMachine;
}

export const NOBODY: Guard = Object.freeze({ expired: () => false, log: () => { /* nobody listens */ }, request: () => 'there is no host' });

export function vacant(): Tenancy {
  return { guard: NOBODY, now: 0, failure: null, expired: false, broken: false };
}

/** A machine that belongs to no image yet. */
export const uncleanable = (): boolean => false;

export function interrupted(tenancy: Tenancy): boolean {
  tenancy.expired ||= tenancy.guard.expired();
  return tenancy.expired;
}

/** What a guest's text may have at most on its way to the host: its heap is smaller. */
const ANY = 2 ** 30;

/** The host's side of its functions: addresses of arguments in, the address of a string or nothing out. */
export interface HostSide {
  log(args: readonly Address[]): Address | null;
  fail(args: readonly Address[]): Address | null;
  request(args: readonly Address[]): Address | null;
}

/** They never throw into the guest: the engine would hand it our stack. */
export function hostSide(tenancy: Tenancy, bridge: Bridge): HostSide {
  const text = (value: Address | undefined): string => (value === undefined ? '' : bridge.read(value, ANY).text ?? '');
  return {
    log: safely(([level, line]) => { tenancy.guard.log(text(level), text(line)); }),
    fail: safely(([name, message, stack]) => { tenancy.failure = { name: text(name), message: text(message), stack: text(stack) }; }),
    request: safely(([id, name, args]) => tenancy.guard.request(id === undefined ? 0 : bridge.toNumber(id), text(name), text(args))),
  };

  function safely(run: (args: readonly Address[]) => string | null | void): (args: readonly Address[]) => Address | null {
    return (args) => {
      try {
        const answer = run(args);
        return typeof answer === 'string' ? bridge.string(answer) : null;
      } catch {
        tenancy.broken = true;
        return null;
      }
    };
  }
}
