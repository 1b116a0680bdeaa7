/**
 * Calls into a QuickJS instance by address, without handles: what a call leaves behind in the guest's memory is gone with it.
 * The addresses are those of the image, so they are good for every instance that was made from it.
 */
import { EvalFlags, type QuickJS } from 'quickjs-wasi';

/** A value that lives in the image or was made by this call. */
export type Address = number;

/** The engine has no memory left for its own bookkeeping. */
export class OutOfMemory extends Error {}

export interface Bridge {
  /** Evaluates an ES module; answers its promise. */
  evaluate(source: string, file: string): Returned;
  /** Calls a guest function. */
  call(fn: Address, args: readonly Address[]): Returned;
  string(text: string): Address;
  number(value: number): Address;
  /** The text of a string value, or null if it is none or longer than allowed. */
  read(value: Address, mostBytes: number): { text: string | null; bytes: number };
  property(object: Address, key: Address): Address;
  state(value: Address): 'none' | 'pending' | 'fulfilled' | 'rejected';
  result(promise: Address): Address;
  /** Runs one promise job; false when there was none. */
  runJob(): false | Returned;
}

export type Returned = { readonly threw: boolean; readonly value: Address };

/** Room for arguments and lengths, reserved in the image. */
export interface Scratch { readonly argv: Address; readonly length: Address; readonly undefined: Address }

const MOST_ARGS = 6;
const STATES = ['pending', 'fulfilled', 'rejected'] as const;

export function reserveScratch(vm: QuickJS): Scratch {
  const engine = vm._getExports();
  return { argv: solid(engine.wasm_malloc(MOST_ARGS * 4)), length: solid(engine.wasm_malloc(4)), undefined: solid(engine.qjs_get_undefined()) };
}

export function createBridge(vm: QuickJS, scratch: Scratch): Bridge {
  const engine = vm._getExports();
  const { memory } = engine;

  function bytes(text: string): { at: Address; length: number } {
    const length = Buffer.byteLength(text);
    const at = solid(engine.wasm_malloc(length + 1));
    const room = Buffer.from(memory.buffer, at, length + 1);
    room.write(text, 'utf8');
    room[length] = 0;
    return { at, length };
  }

  function string(text: string): Address {
    const { at, length } = bytes(text);
    const value = solid(engine.qjs_new_string(at, length));
    engine.wasm_free(at);
    return value;
  }

  function evaluate(source: string, file: string): Returned {
    const text = bytes(source);
    const name = bytes(file);
    const value = returned(engine.qjs_eval(text.at, text.length, name.at, EvalFlags.TYPE_MODULE));
    engine.wasm_free(text.at);
    engine.wasm_free(name.at);
    return value;
  }

  function call(fn: Address, args: readonly Address[]): Returned {
    new Uint32Array(memory.buffer, scratch.argv, MOST_ARGS).set(args);
    return returned(engine.qjs_call(fn, scratch.undefined, args.length, scratch.argv));
  }

  function returned(value: Address): Returned {
    return engine.qjs_is_exception(solid(value)) === 0 ? { threw: false, value } : { threw: true, value: solid(engine.qjs_get_exception()) };
  }

  function read(value: Address, mostBytes: number): { text: string | null; bytes: number } {
    if (engine.qjs_is_string(value) === 0) return { text: null, bytes: 0 };
    const at = solid(engine.qjs_get_string_len(value, scratch.length));
    const bytes = new Uint32Array(memory.buffer, scratch.length, 1)[0] ?? 0;
    return { bytes, text: bytes > mostBytes ? null : Buffer.from(memory.buffer, at, bytes).toString('utf8') };
  }

  return Object.freeze({
    evaluate,
    call,
    string,
    number: (value) => solid(engine.qjs_new_number(value)),
    read,
    property: (object, key) => solid(engine.qjs_get_prop_value(object, key)),
    state: (value) => (engine.qjs_is_promise(value) === 0 ? 'none' : STATES[engine.qjs_promise_state(value)] ?? 'pending'),
    result: (promise) => solid(engine.qjs_promise_result(promise)),
    runJob() {
      if (engine.qjs_is_job_pending() === 0) return false;
      return engine.qjs_execute_pending_job() < 0 ? { threw: true, value: solid(engine.qjs_get_exception()) } : { threw: false, value: scratch.undefined };
    },
  } satisfies Bridge);
}

function solid(address: Address): Address {
  if (address === 0) throw new OutOfMemory('The engine ran out of memory');
  return address;
}
