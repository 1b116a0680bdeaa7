/** The thread in which guests run, with nothing of its surroundings. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ExecutorData } from './messages.ts';

/** V8's own limits for the thread. The stack is large, so that a guest's deep recursion meets the engine's limit first. */
const RESOURCES = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

/**
 * V8 frees machine code of WebAssembly that it takes for dead, and now and then ends the whole process over it when threads come
 * and go (nodejs/node#64500: `Check failed: jit_page.has_value()`). All threads share the code of a few modules: kept, it costs nothing.
 */
export const KEEP_CODE = '--no-wasm-code-gc';

export function startThread(file: string | URL, workerData: ExecutorData): Worker {
  setFlagsFromString(KEEP_CODE); // for all threads of the process
  return new Worker(file, { workerData, env: {}, stdin: false, execArgv: [], resourceLimits: RESOURCES, name: 'sandbox' });
}
