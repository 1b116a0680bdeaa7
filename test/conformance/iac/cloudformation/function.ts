/** A function of Lambda: its process, its runtime API, its time limit, and the two retries of an asynchronous invocation. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Lambda {
  /** Returns when the event is accepted, as Lambda does. */
  invoke(event: object): void;
  /** Resolves when nothing is asked and nothing runs. */
  idle(): Promise<void>;
  /** All that the function printed. */
  readonly printed: string[];
  /** Milliseconds from the start of each process to its first question. */
  readonly coldStarts: number[];
  /** Invocations that ended without a result. */
  readonly failures: string[];
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** The next event starts a new process. */
  restart(): void;
  stop(): void;
}

interface Invocation { readonly id: string; readonly event: object; tried: number; deadline: number; timer?: NodeJS.Timeout }

const RETRIES = 2;

export async function createLambda(file: string, env: Readonly<Record<string, string>>, timeoutMs = 60_000): Promise<Lambda> {
  const queue: Invocation[] = [];
  let running: Invocation | undefined;
  let asking: ServerResponse | undefined;
  let child: ChildProcess | undefined;
  let began = 0;
  const quiet = new Set<() => void>();
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });

  const lambda: Lambda = {
    env, timeoutMs, printed: [], coldStarts: [], failures: [],
    invoke(event) { queue.push({ id: randomUUID(), event, tried: 0, deadline: 0 }); turn(); },
    idle: () => new Promise((resolve) => { quiet.add(resolve); turn(); }),
    restart: end,
    // The stack may have its answer while the invocation still ends: nothing is tried again after this.
    stop() { clearTimeout(running?.timer); running = undefined; queue.length = 0; end(); server.close(); server.closeAllConnections(); },
  };

  function turn(): void {
    if (running === undefined && queue.length === 0 && (child === undefined || asking !== undefined)) { for (const each of quiet) each(); quiet.clear(); return; }
    if (running !== undefined || queue.length === 0) return;
    if (child === undefined) start();
    if (asking === undefined) return;
    running = queue.shift()!;
    const response = asking;
    asking = undefined;
    const now = running;
    now.tried++;
    now.deadline = Date.now() + lambda.timeoutMs;
    now.timer = setTimeout(() => { end(); over(now, 'Task timed out'); }, lambda.timeoutMs);
    response.writeHead(200, { 'content-type': 'application/json', 'lambda-runtime-aws-request-id': now.id, 'lambda-runtime-deadline-ms': String(now.deadline), 'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:patchbay' }).end(JSON.stringify(now.event));
  }

  function over(invocation: Invocation, failure: string | undefined): void {
    clearTimeout(invocation.timer);
    if (running === invocation) running = undefined;
    if (failure !== undefined) {
      lambda.failures.push(failure);
      if (invocation.tried <= RETRIES) queue.push(invocation);
    }
    turn();
  }

  function start(): void {
    began = performance.now();
    const started = spawn(process.execPath, [join(import.meta.dirname, 'runtime.ts'), file], {
      env: { PATH: process.env['PATH'], AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`, AWS_LAMBDA_FUNCTION_NAME: 'patchbay', ...lambda.env }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => lambda.printed.push(chunk.toString()));
    started.on('exit', () => {
      if (child !== started) return;
      child = undefined;
      asking = undefined;
      if (running !== undefined) over(running, 'Runtime exited');
      else turn();
    });
    child = started;
  }

  function end(): void {
    const ended = child;
    child = undefined;
    asking = undefined;
    ended?.kill('SIGKILL');
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/2018-06-01/runtime/invocation/next') {
      if (began > 0) lambda.coldStarts.push(performance.now() - began);
      began = 0;
      asking = response;
      return turn();
    }
    const [, id, what] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? '') ?? [];
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || running === undefined || running.id !== id) return void response.writeHead(400).end(JSON.stringify({ errorType: 'InvalidRequestID' }));
    response.writeHead(202).end();
    over(running, what === 'error' ? Buffer.concat(chunks).toString() : undefined);
  }

  return lambda;
}
