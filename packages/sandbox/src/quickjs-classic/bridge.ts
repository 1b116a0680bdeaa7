/** The bridge over the build's functions. */
import { type Address, type Bridge, MOST_ARGS, PROMISE_STATES, type Returned, type Scratch, solid, writeArguments, writeText } from '../quickjs/bridge.ts';
import type { Views } from '../wasm/views.ts';
import type { Host } from './imports.ts';
import type { Exports } from './instance.ts';

/** Where the first machine has what all later ones have in the same place. */
export interface Layout { readonly runtime: Address; readonly context: Address; readonly scratch: Scratch }

const MODULE = 1;
const SCRIPT = 0;

export interface ClassicBridge extends Bridge {
  /** A text that ends with a NUL, for the engine itself. */
  cString(text: string): Address;
}

export function createBridge(engine: Exports, { runtime, context, scratch }: Layout, views: Views, host: Host): ClassicBridge {
  /** Strings end with a NUL here. JSON has none: it is escaped there. */
  function bytes(text: string): { at: Address; length: number } {
    const length = Buffer.byteLength(text);
    const at = solid(engine.malloc(length + 1));
    writeText(views, at, text, length);
    host.touch(at, length + 1);
    return { at, length };
  }

  function string(text: string): Address {
    const { at } = bytes(text);
    const value = solid(engine.newString(context, at));
    engine.free(at);
    return value;
  }

  function evaluate(source: string, file: string, flags: number): Returned {
    const text = bytes(source);
    const name = bytes(file);
    const value = returned(engine.evaluate(context, text.at, text.length, name.at, 0, flags));
    engine.free(text.at);
    engine.free(name.at);
    return value;
  }

  function call(fn: Address, args: readonly Address[]): Returned {
    writeArguments(views, scratch, args);
    host.touch(scratch.argv, MOST_ARGS * 4);
    return returned(engine.call(context, fn, scratch.undefined, args.length, scratch.argv));
  }

  function returned(value: Address): Returned {
    const error = engine.resolveException(context, solid(value));
    return error === 0 ? { threw: false, value } : { threw: true, value: error };
  }

  function textAt(at: Address): Buffer {
    const memory = views.bytes();
    return memory.subarray(at, memory.indexOf(0, at));
  }

  /** The engine would call `toString` of anything else. */
  function isString(value: Address): boolean {
    const at = solid(engine.typeOf(context, value));
    const name = textAt(at).toString('latin1');
    engine.free(at);
    return name === 'string';
  }

  function read(value: Address, mostBytes: number): { text: string | null; bytes: number } {
    if (!isString(value)) return { text: null, bytes: 0 };
    const text = textAt(solid(engine.getString(context, value)));
    return { bytes: text.length, text: text.length > mostBytes ? null : text.toString('utf8') };
  }

  return Object.freeze({
    script: (source, file) => evaluate(source, file, SCRIPT),
    module: (source, file) => evaluate(source, file, MODULE),
    call,
    string,
    cString: (text) => bytes(text).at,
    number: (value) => solid(engine.newFloat64(context, value)),
    toNumber: (value) => engine.getFloat64(context, value),
    read,
    property: (object, key) => solid(engine.getProp(context, object, key)),
    state: (value) => PROMISE_STATES[engine.promiseState(context, value)] ?? 'none',
    result: (promise) => solid(engine.promiseResult(context, promise)),
    runJob: () => (engine.isJobPending(runtime) === 0 ? false : returned(engine.executePendingJob(runtime, 1, scratch.length))),
  } satisfies ClassicBridge);
}
