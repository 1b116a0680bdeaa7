/** The thread in which guests run, with nothing of its surroundings. */
import { Worker } from 'node:worker_threads';
import type { ExecutorData } from './messages.ts';

/** V8's own limits for the thread. The stack is large, so that a guest's deep recursion meets the engine's limit first. */
const RESOURCES = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

export function startThread(file: string | URL, workerData: ExecutorData): Worker {
  return new Worker(file, { workerData, env: {}, stdin: false, execArgv: [], resourceLimits: RESOURCES, name: 'sandbox' });
}
