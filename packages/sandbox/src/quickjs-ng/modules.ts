/** QuickJS-ng as the package quickjs-wasi brings it. */
import { capMemory, PAGE } from '../wasm/cap-memory.ts';
import { compileTwice, type Modules } from '../wasm/compile-twice.ts';
import { readPinned } from '../wasm/pinned.ts';
import { EXPORTS } from './instance.ts';

const SHA256 = 'd4c9375f2b1ca4dc95f72c8aa2982a7a9951ac8011490d79c6582df732b4bbd9';

/** The whole way out of the guest. */
const IMPORTS = [
  'env.host_call', 'env.host_get_timezone_offset', 'env.host_interrupt', 'env.host_module_load', 'env.host_module_normalize', 'env.host_promise_rejection', 'env.memory',
  'wasi_snapshot_preview1.clock_time_get', 'wasi_snapshot_preview1.fd_close', 'wasi_snapshot_preview1.fd_fdstat_get',
  'wasi_snapshot_preview1.fd_seek', 'wasi_snapshot_preview1.fd_write', 'wasi_snapshot_preview1.random_get',
];

/** What the build begins with: its stack, and what it knows from the start. */
export const INITIAL_PAGES = 18;

export async function compileQuickJsNg(maximumBytes: number, file: string | URL): Promise<Modules> {
  return compileTwice(capMemory(await readPinned(file, SHA256), Math.ceil(maximumBytes / PAGE)), IMPORTS, EXPORTS);
}

/** Where the package has it. */
export const quickJsNgFile = (): URL => new URL(import.meta.resolve('quickjs-wasi/quickjs.wasm'));
