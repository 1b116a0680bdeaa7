/// <reference path="../web-assembly.d.ts" />
/**
 * The guest's whole operating system. Emscripten's own would let it read the environment, print, and end the process.
 * The names are the letters that the pinned build has for them.
 */
import type { Tenancy } from '../quickjs/machine.ts';
import type { Touching } from '../wasm/marks.ts';

export interface Host { readonly tenancy: Tenancy; readonly memory: WebAssembly.Memory; touch: Touching['touch'] }

const ENOSYS = 52;
const PAGE = 65_536;

export function systemOf(host: Host, maximumPages: number) {
  const { memory } = host;
  const fault = (what: string) => (): never => { throw new Error(`The engine gave up: ${what}`); };
  const zero = (at: number, numbers: number): void => {
    new Int32Array(memory.buffer, at, numbers).fill(0);
    host.touch(at, numbers * 4);
  };

  return {
    b: fault('an assertion failed'), // __assert_fail
    q: fault('abort'), // _abort_js
    r: fault('exit'), // proc_exit
    l: () => { /* _emscripten_runtime_keepalive_clear */ },
    j: () => 0, // _setitimer_js
    p: () => Math.floor(host.tenancy.now), // emscripten_date_now: a clock that stands still during a call
    m(time: bigint, at: number): void { // _localtime_js: always UTC
      zero(at, 11);
      const date = new Date(Number(time) * 1000);
      const parts = [date.getUTCSeconds(), date.getUTCMinutes(), date.getUTCHours(), date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear() - 1900, date.getUTCDay()];
      new Int32Array(memory.buffer, at, parts.length).set(parts);
    },
    n(timezone: number, daylight: number): void { // _tzset_js
      zero(timezone, 1);
      zero(daylight, 1);
    },
    k(wanted: number): boolean { // emscripten_resize_heap
      const pages = Math.ceil((wanted >>> 0) / PAGE);
      if (pages > maximumPages) return false;
      memory.grow(Math.max(0, pages - memory.buffer.byteLength / PAGE));
      return true;
    },
    e: () => 0, // environ_get: there is none
    f(count: number, size: number): number { // environ_sizes_get
      zero(count, 1);
      zero(size, 1);
      return 0;
    },
    d: () => ENOSYS, // fd_close
    o: () => ENOSYS, // fd_seek
    c: () => ENOSYS, // fd_write
  };
}
