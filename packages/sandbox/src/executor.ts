/** The thread in which guests run. The hub starts it with `new Worker`; it has no environment, no input and nothing to connect to. */
import { parentPort, workerData } from 'node:worker_threads';
import { engineOf } from './builds.ts';
import { serve } from './executor/serve.ts';
import type { ExecutorData, FromExecutor } from './messages.ts';

if (parentPort !== null) {
  const port = parentPort;
  const data = workerData as ExecutorData; // written by executor-thread.ts
  const engine = engineOf(data.engine, data.module, data.limits);
  const post = (message: FromExecutor): void => port.postMessage(message);
  port.on('message', serve({ engine, post }, data));
  post({ op: 'ready' });
}
