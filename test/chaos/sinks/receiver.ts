/** Takes batches of lines, and refuses some though nothing is wrong, or says nothing and takes them all the same. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Line {
  readonly id: string;
  readonly seq: number;
  readonly data?: { readonly of?: string };
}

export interface SinkReceiver {
  readonly url: string;
  /** By path, in the order in which they came. */
  readonly lines: ReadonlyMap<string, Line[]>;
  close(): void;
}

const REFUSED = 0.05;
const SWALLOWED = 0.03;

export async function startSinkReceiver(paths: readonly string[]): Promise<SinkReceiver> {
  const lines = new Map(paths.map((path) => [path, [] as Line[]]));
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    request.on('end', () => {
      const chance = Math.random();
      if (chance < REFUSED) return void response.writeHead(503).end();
      lines.get(request.url ?? '')!.push(...text.trim().split('\n').map((line) => JSON.parse(line) as Line));
      if (chance < REFUSED + SWALLOWED) response.destroy();
      else response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines, // it listens on TCP
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
