/** A strict little server for the tests of the client: it answers from a list, and remembers exactly what came. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: unknown }
export type Reply = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown; readonly text?: string } | ((response: ServerResponse, seen: Seen) => void);

export interface LoopbackHub extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
}

/** Answers the first request with the first reply, and so on; a request too many gets a 400. */
export async function loopbackHub(...replies: Reply[]): Promise<LoopbackHub> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: text === '' ? undefined : JSON.parse(text) });
      answer(response, replies[seen.length - 1] ?? problem(400, 'request.malformed', 'one request too many'), seen.at(-1)!);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has an address object
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const problem = (status: number, code: string, detail: string, more: object = {}, headers: Readonly<Record<string, string>> = {}): Reply =>
  ({ status, headers: { 'content-type': 'application/problem+json', ...headers }, json: { type: `https://patchbay.dev/failures#${code}`, title: code, status, code, detail, fix: 'Do otherwise.', ...more } });

function answer(response: ServerResponse, reply: Reply, seen: Seen): void {
  if (typeof reply === 'function') return reply(response, seen);
  const { status = 200, headers = {}, json, text } = reply;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text ?? (json === undefined ? '' : JSON.stringify(json)));
}
