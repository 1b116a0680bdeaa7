/**
 * A bounded load from one process: so many connections, one request after another on each, for so long.
 * Bare sockets, because generator and server share the cores, and a whole HTTP client costs what a server costs.
 */
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly origin: string;
  readonly connections: number;
  readonly seconds: number;
  /** The n-th request. */
  readonly request: (n: number) => { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string };
  /** Another status than this is an error, and errors make a figure worthless. */
  readonly status: number;
}

export interface Outcome {
  readonly perSecond: number;
  readonly errors: number;
  /** In milliseconds, sorted. */
  readonly latencies: Float64Array;
}

export async function run({ origin, connections, seconds, request, status }: Load): Promise<Outcome> {
  const { hostname, port, host } = new URL(origin);
  const latencies: number[] = [];
  let errors = 0;
  let n = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  const expected = `HTTP/1.1 ${status} `;

  const lane = (): Promise<void> => new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let sent = 0;
    let reply = '';
    const next = (): void => {
      if (performance.now() >= end) return void socket.end(resolve);
      sent = performance.now();
      reply = '';
      socket.write(textOf(request(n++), host));
    };
    socket.setEncoding('latin1');
    socket.on('connect', next);
    socket.on('data', (chunk: string) => {
      reply += chunk;
      if (!isWhole(reply)) return;
      if (!reply.startsWith(expected)) errors++;
      latencies.push(performance.now() - sent);
      next();
    });
    endBadly(socket, () => { errors++; resolve(); });
  });
  await Promise.all(Array.from({ length: connections }, lane));
  const took = (performance.now() - began) / 1000;
  return { perSecond: latencies.length / took, errors, latencies: Float64Array.from(latencies).sort() };
}

function textOf({ method, path, headers, body = '' }: ReturnType<Load['request']>, host: string): string {
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  return method === 'GET' ? `${text}\r\n` : `${text}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Head and body are there. All servers of the bench say how long a body is. */
function isWhole(reply: string): boolean {
  const head = reply.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(reply);
  return reply.length >= head + 4 + Number(length?.[1] ?? 0);
}

function endBadly(socket: Socket, failed: () => void): void {
  socket.on('error', failed);
  socket.on('close', (hadError) => { if (!hadError && !socket.writableEnded) failed(); });
}

export const quantile = (sorted: Float64Array, q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
