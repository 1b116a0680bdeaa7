/** The bridge over the build's functions. */
import { type Address, type Bridge, MOST_ARGS, PROMISE_STATES, type Returned, type Scratch, solid, writeArguments, writeText } from '../quickjs/bridge.ts';
import type { Views } from '../wasm/views.ts';
import type { Exports, Host } from './instance.ts';

const SCRIPT = 0;
const MODULE = 1;

export function reserveScratch(engine: Exports): Scratch {
  const constants = { undefined: engine.qjs_get_undefined(), yes: engine.qjs_get_true(), no: engine.qjs_get_false() };
  return { argv: engine.wasm_malloc(MOST_ARGS * 4), length: engine.wasm_malloc(4), ...constants };
}

export interface NgBridge extends Bridge {
  /** A text for the engine itself. */
  bytes(text: string): { readonly at: Address; readonly length: number };
}

/** `host.touch`: we write to the guest's memory ourselves, which the engine can't see. */
export function createBridge(engine: Exports, scratch: Scratch, views: Views, host: Pick<Host, 'touch'>): NgBridge {
  function bytes(text: string): { at: Address; length: number } {
    const length = Buffer.byteLength(text);
    const at = solid(engine.wasm_malloc(length + 1));
    writeText(views, at, text, length);
    host.touch(at, length + 1);
    return { at, length };
  }

  function string(text: string): Address {
    const { at, length } = bytes(text);
    const value = solid(engine.qjs_new_string(at, length));
    engine.wasm_free(at);
    return value;
  }

  function evaluate(source: string, file: string, flags: number): Returned {
    const text = bytes(source);
    const name = bytes(file);
    const value = returned(engine.qjs_eval(text.at, text.length, name.at, flags));
    engine.wasm_free(text.at);
    engine.wasm_free(name.at);
    return value;
  }

  function call(fn: Address, args: readonly Address[]): Returned {
    writeArguments(views, scratch, args);
    host.touch(scratch.argv, MOST_ARGS * 4);
    return returned(engine.qjs_call(fn, scratch.undefined, args.length, scratch.argv));
  }

  function returned(value: Address): Returned {
    return engine.qjs_is_exception(solid(value)) === 0 ? { threw: false, value } : { threw: true, value: solid(engine.qjs_get_exception()) };
  }

  function read(value: Address, mostBytes: number): { text: string | null; bytes: number } {
    if (engine.qjs_is_string(value) === 0) return { text: null, bytes: 0 };
    const at = solid(engine.qjs_get_string_len(value, scratch.length));
    const length = views.words()[scratch.length / 4] ?? 0;
    return { bytes: length, text: length > mostBytes ? null : views.bytes().toString('utf8', at, at + length) };
  }

  return Object.freeze({
    script: (source, file) => evaluate(source, file, SCRIPT),
    module: (source, file) => evaluate(source, file, MODULE),
    call,
    string,
    bytes,
    number: (value) => solid(engine.qjs_new_number(value)),
    toNumber: (value) => engine.qjs_get_float64(value),
    read,
    property: (object, key) => solid(engine.qjs_get_prop_value(object, key)),
    state: (value) => (engine.qjs_is_promise(value) === 0 ? 'none' : PROMISE_STATES[engine.qjs_promise_state(value)] ?? 'pending'),
    result: (promise) => solid(engine.qjs_promise_result(promise)),
    runJob() {
      if (engine.qjs_is_job_pending() === 0) return false;
      return engine.qjs_execute_pending_job() < 0 ? { threw: true, value: solid(engine.qjs_get_exception()) } : { threw: false, value: scratch.undefined };
    },
  } satisfies NgBridge);
}
