/// <reference path="../web-assembly.d.ts" />
/** One WebAssembly instance of the build. The package's own loader is not used: it is asynchronous, and keeps handles that a clean slate makes stale. */
import type { Address } from '../quickjs/bridge.ts';
import { interrupted, type Tenancy } from '../quickjs/machine.ts';
import type { Touching } from '../wasm/marks.ts';
import type { Room } from '../quickjs/create-build.ts';

/** The functions that we use. */
export interface Exports {
  readonly __stack_pointer: WebAssembly.Global;
  _initialize(): void;
  wasm_malloc(bytes: number): Address;
  wasm_free(at: Address): void;
  qjs_init2(intrinsics: number): number;
  qjs_set_memory_limit(bytes: number): void;
  qjs_set_max_stack_size(bytes: number): void;
  qjs_set_interrupt_handler(on: number): void;
  qjs_run_gc(): void;
  qjs_get_undefined(): Address;
  qjs_get_true(): Address;
  qjs_get_false(): Address;
  qjs_dup_value(value: Address): Address;
  qjs_eval(code: Address, length: number, file: Address, flags: number): Address;
  qjs_call(fn: Address, self: Address, count: number, args: Address): Address;
  qjs_is_exception(value: Address): number;
  qjs_get_exception(): Address;
  qjs_new_string(text: Address, length: number): Address;
  qjs_is_string(value: Address): number;
  qjs_get_string_len(value: Address, length: Address): Address;
  qjs_new_number(value: number): Address;
  qjs_get_float64(value: Address): number;
  qjs_get_prop_value(object: Address, key: Address): Address;
  qjs_new_host_function(name: Address, length: number, count: number): Address;
  qjs_is_promise(value: Address): number;
  qjs_promise_state(promise: Address): number;
  qjs_promise_result(promise: Address): Address;
  qjs_is_job_pending(): number;
  qjs_execute_pending_job(): number;
}

export const EXPORTS = [
  '__stack_pointer', '_initialize', 'wasm_malloc', 'wasm_free', 'qjs_init2', 'qjs_set_memory_limit', 'qjs_set_max_stack_size',
  'qjs_set_interrupt_handler', 'qjs_run_gc', 'qjs_get_undefined', 'qjs_get_true', 'qjs_get_false', 'qjs_dup_value', 'qjs_eval', 'qjs_call',
  'qjs_is_exception', 'qjs_get_exception', 'qjs_new_string', 'qjs_is_string', 'qjs_get_string_len', 'qjs_new_number', 'qjs_get_float64',
  'qjs_get_prop_value', 'qjs_new_host_function', 'qjs_is_promise', 'qjs_promise_state', 'qjs_promise_result', 'qjs_is_job_pending',
  'qjs_execute_pending_job',
] as const satisfies readonly (keyof Exports)[];

/** What the imports need of a machine that is made after them. */
export interface Host extends Room {
  readonly tenancy: Tenancy;
  touch: Touching['touch'];
  /** A guest calls one of the host's functions. */
  call(name: string, args: readonly Address[]): Address;
}

const ENOSYS = 52;

export function instantiate(module: WebAssembly.Module, host: Host): Exports {
  const memory = host.views.bytes;

  const env = {
    memory: host.memory,
    host_call(name: Address, length: number, _self: Address, count: number, args: Address): Address {
      const addresses = Array.from({ length: count }, (_, n) => memory().readUInt32LE(args + 4 * n));
      return host.call(memory().toString('latin1', name, name + length), addresses);
    },
    host_interrupt: () => (interrupted(host.tenancy) ? 1 : 0),
    host_promise_rejection: () => { /* never asked for */ },
    host_module_normalize: () => 0,
    host_module_load: () => 0, // there is nothing to import
    host_get_timezone_offset: () => 0,
  };

  /** The guest's whole operating system: a clock that stands still during a call, and nowhere to write. */
  const wasi = {
    clock_time_get(_clock: number, _precision: bigint, result: Address): number {
      memory().writeBigUInt64LE(BigInt(Math.floor(host.tenancy.now * 1000)) * 1000n, result);
      host.touch(result, 8);
      return 0;
    },
    random_get(at: Address, length: number): number {
      memory().fill(7, at, at + length); // seeds of the engine's own; the guest's Math.random is the prelude's
      host.touch(at, length);
      return 0;
    },
    fd_write: () => ENOSYS,
    fd_close: () => ENOSYS,
    fd_fdstat_get: () => ENOSYS,
    fd_seek: () => ENOSYS,
  };

  const { exports } = new WebAssembly.Instance(module, { env, wasi_snapshot_preview1: wasi });
  return { ...exports } as unknown as Exports; // the build's hash says what it exports; in V8's own object every name is looked up anew
}
