/** Two receivers on one port: one that takes events in any order, one that takes them in the order of their key. Remembers what came, and when. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrival {
  readonly id: string;
  readonly at: number;
  readonly lane: number;
  readonly number: number;
}

export interface Receiver {
  readonly url: string;
  /** By path: `any` and `ordered`. */
  readonly arrivals: { readonly any: Arrival[]; readonly ordered: Arrival[] };
  /** While it is down it answers 500. */
  down(is: boolean): void;
  close(): void;
}

/** Of answers that are failures though nothing is wrong. */
const FLAKY = 0.03;

export async function startReceiver(): Promise<Receiver> {
  const arrivals: Receiver['arrivals'] = { any: [], ordered: [] };
  let isDown = false;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    request.on('end', () => {
      const failed = isDown || Math.random() < FLAKY;
      if (!failed) {
        const { data } = JSON.parse(text) as { data: { lane: number; number: number } };
        arrivals[request.url === '/ordered' ? 'ordered' : 'any'].push({ id: String(request.headers['webhook-id']), at: performance.now(), lane: data.lane, number: data.number });
      }
      response.writeHead(failed ? 500 : 200, { 'content-length': '0' }).end();
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    arrivals,
    down: (is) => { isDown = is; },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
