/** What a cluster asks of a pod: whether it lives, whether it is ready, and its figures. */
import { createServer, type Server } from 'node:http';
import type { Metrics } from './metrics.ts';

export interface HealthPorts {
  readonly metrics: Metrics;
  /** Ready is also who waits for its turn. */
  readonly ready: () => boolean;
}

/** Whoever starts it decides where it listens. */
export function createHealth({ metrics, ready }: HealthPorts): Server {
  return createServer((request, response) => {
    request.resume();
    const path = (request.url ?? '').split('?')[0];
    if (path === '/metrics') return void response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8').end(metrics.text());
    if (path === '/healthz') return void response.end('ok\n');
    if (path === '/readyz') return void response.writeHead(ready() ? 200 : 503).end(ready() ? 'ok\n' : 'not yet: the API server has not answered\n');
    response.writeHead(404).end('expected /metrics, /healthz or /readyz\n');
  });
}
