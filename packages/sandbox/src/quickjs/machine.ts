/** One QuickJS instance with the host's functions behind it. The functions never throw into the guest: the engine would hand it our stack. */
import { type HostFunction, Intrinsics, JSValueHandle, QuickJS } from 'quickjs-wasi';
import type { Guard } from '../engine.ts';
import { STACK_BYTES } from '../limits.ts';
import type { Address } from './bridge.ts';
import { type Image, writeBack } from './image.ts';
import type { WasmModule } from './wasm-module.ts';

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

export interface Machine {
  readonly vm: QuickJS;
  readonly tenancy: Tenancy;
}

export const NOBODY: Guard = Object.freeze({ expired: () => false, log: () => { /* nobody listens */ }, request: () => 'there is no host' });

export async function createMachine(wasm: WasmModule, memoryBytes: number): Promise<Machine> {
  const tenancy = vacant();
  const vm = await QuickJS.create(options(wasm, tenancy, memoryBytes));
  return { vm, tenancy };
}

/** A new instance from an image; the host's functions are found by name. */
export async function restoreMachine(wasm: WasmModule, image: Image, memoryBytes: number, nothing: Address): Promise<Machine> {
  const tenancy = vacant();
  const vm = await QuickJS.restore({ ...image.snapshot, memory: new Uint8Array(0) }, options(wasm, tenancy, memoryBytes));
  for (const [name, run] of Object.entries(hostFunctions(vm, tenancy, nothing))) vm.registerHostCallback(name, run);
  vm._getMemory().grow((image.length - vm._getMemory().buffer.byteLength) / 65_536);
  writeBack(image, vm, true);
  return { vm, tenancy };
}

/**
 * `nothing`: where the image has its `undefined`. The engine's own would be made during the first call that needs it,
 * and point at something else after the memory has been written back.
 */
export function hostFunctions(vm: QuickJS, tenancy: Tenancy, nothing: Address): Record<'log' | 'request' | 'fail', HostFunction> {
  const silence = new JSValueHandle(vm, nothing, true);
  const text = (handle: JSValueHandle | undefined): string => handle?.toString() ?? '';
  return {
    log: safely((level, line) => { tenancy.guard.log(text(level), text(line)); }),
    fail: safely((name, message, stack) => { tenancy.failure = { name: text(name), message: text(message), stack: text(stack) }; }),
    request: safely((id, name, args) => tenancy.guard.request(id?.toNumber() ?? 0, text(name), text(args))),
  };

  function safely(run: (...args: JSValueHandle[]) => string | null | void): HostFunction {
    return (...args) => {
      try {
        const answer = run(...args);
        return typeof answer === 'string' ? vm.newString(answer) : silence;
      } catch {
        tenancy.broken = true;
        return silence;
      }
    };
  }
}

function vacant(): Tenancy {
  return { guard: NOBODY, now: 0, failure: null, expired: false, broken: false };
}

function options(wasm: WasmModule, tenancy: Tenancy, memoryBytes: number) {
  return {
    wasm,
    memoryLimit: memoryBytes,
    maxStackSize: STACK_BYTES,
    timezoneOffset: 0,
    intrinsics: Intrinsics.ALL,
    interruptHandler: () => {
      tenancy.expired ||= tenancy.guard.expired();
      return tenancy.expired;
    },
    wasi: (memory: WebAssembly.Memory) => system(memory, tenancy),
  };
}

/** The guest's whole operating system: a clock that stands still during a call, and nowhere to write. */
function system(memory: WebAssembly.Memory, tenancy: Tenancy) {
  const ENOSYS = 52;
  return {
    clock_time_get(_clock: number, _precision: bigint, result: number): number {
      new DataView(memory.buffer).setBigUint64(result, BigInt(Math.floor(tenancy.now * 1000)) * 1000n, true);
      return 0;
    },
    random_get(at: number, length: number): number {
      new Uint8Array(memory.buffer, at, length).fill(7); // seeds of the engine's own; the guest's Math.random is the prelude's
      return 0;
    },
    fd_write: () => ENOSYS,
    fd_close: () => ENOSYS,
    fd_fdstat_get: () => ENOSYS,
    fd_seek: () => ENOSYS,
  };
}
