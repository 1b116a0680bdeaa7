/** A receiver on loopback that keeps every request as it came and answers as the test tells it: a status, a delay, a hang, a cut line. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values in the order and the case in which they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer; readonly delayMs?: number }
  /** Takes the request and never answers. */
  | 'hang'
  /** Takes the request and closes the connection without an answer. */
  | 'cut';

export interface Sink {
  readonly url: string;
  readonly received: readonly Received[];
  /** Answers to come, in order; when they run out, the usual one again. */
  answer(...replies: readonly Reply[]): void;
  /** What the sink answers when nothing else is planned: 200 at first. */
  usually(reply: Reply | ((request: Received) => Reply)): void;
  /** Resolves with everything received so far as soon as it is at least `count`. */
  until(count: number, signal?: AbortSignal): Promise<readonly Received[]>;
  stop(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const received: Received[] = [];
  const planned: Reply[] = [];
  const arrivals = new Set<() => void>();
  let usual: (request: Received) => Reply = () => ({ status: 200 });

  const server = createServer((request, response) => {
    void read(request).then((taken) => {
      received.push(taken);
      for (const arrived of arrivals) arrived();
      send(planned.shift() ?? usual(taken), response);
    }, () => response.destroy()); // the sender went away in the middle
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  function until(count: number, signal?: AbortSignal): Promise<readonly Received[]> {
    return new Promise((resolve, reject) => {
      const look = (): void => { if (received.length >= count) { arrivals.delete(look); resolve([...received]); } };
      signal?.addEventListener('abort', () => { arrivals.delete(look); reject(signal.reason); }, { once: true });
      arrivals.add(look);
      look();
    });
  }

  async function stop(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  return Object.freeze({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP, so the address is no pipe
    received,
    answer: (...replies: readonly Reply[]) => void planned.push(...replies),
    usually: (reply: Reply | ((request: Received) => Reply)) => { usual = typeof reply === 'function' ? reply : () => reply; },
    until,
    stop,
  });
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    rawHeaders: request.rawHeaders,
    body: Buffer.concat(chunks),
  };
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'cut') return void response.destroy();
  const answer = (): void => void response.writeHead(reply.status, reply.headers).end(reply.body);
  if (reply.delayMs === undefined) return answer();
  const timer = setTimeout(answer, reply.delayMs);
  response.once('close', () => clearTimeout(timer));
}
