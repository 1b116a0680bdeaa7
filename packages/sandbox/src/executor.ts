/** The thread in which guests run. It is started with `new Worker`, and has no environment, no input and nothing to connect to. */
import { parentPort, workerData } from 'node:worker_threads';
import { engineOf } from './builds.ts';
import { cellWriter } from './cells.ts';
import { serve, type ServePorts, type Server } from './executor/serve.ts';
import { workAtPort } from './executor/work-at-port.ts';
import { workAtSocket } from './executor/work-at-socket.ts';
import type { ExecutorData } from './messages.ts';

if (parentPort !== null) {
  const data = workerData as ExecutorData; // written by who starts the thread
  const cells = cellWriter(data.cells);
  const open = (post: ServePorts['post']): Server => serve({ engine: engineOf(data.engine, data.modules, data.limits), cells, post }, data.limits);
  if (data.socket === null) workAtPort(parentPort, cells, open);
  else workAtSocket(data.socket, open);
}
