/** Stands before the hub and spoils what it is told to: holds requests or answers, or refuses. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  readonly url: string;
  /** How often each method and path was asked: `POST /v1/projects`. */
  readonly asked: Map<string, number>;
  /** Requests that the other side gave up. */
  aborted: number;
  /** What to do with a request; nothing lets it through. */
  spoil: (method: string, path: string, count: number) => Spoil | undefined;
  /** Resolves when it was asked that. */
  seen(what: string): Promise<void>;
  stop(): void;
}

export type Spoil = 'hold the request' | 'hold the answer' | 'garble the answer' | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: object };

export async function openGate(hub: string): Promise<Gate> {
  const target = new URL(hub);
  const waiting = new Map<string, () => void>();
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').split('?')[0] ?? '';
    const what = `${incoming.method} ${path}`;
    gate.asked.set(what, (gate.asked.get(what) ?? 0) + 1);
    waiting.get(what)?.();
    outgoing.on('close', () => { if (!outgoing.writableFinished) gate.aborted++; });
    const spoil = gate.spoil(incoming.method ?? '', path, gate.asked.get(what) ?? 0);
    if (spoil === 'hold the request') return void incoming.resume();
    if (typeof spoil === 'object') return refuse(incoming, outgoing, spoil);
    pass(target, incoming, outgoing, spoil);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const gate: Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: new Map(), aborted: 0, spoil: () => undefined,
    seen: (what) => new Promise((resolve) => { waiting.set(what, resolve); if (gate.asked.has(what)) resolve(); }),
    stop() { server.close(); server.closeAllConnections(); },
  };
  return gate;
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, { status, headers = {}, body }: Exclude<Spoil, string>): void {
  incoming.resume();
  outgoing.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(body));
}

function pass(target: URL, incoming: IncomingMessage, outgoing: ServerResponse, spoil: Spoil | undefined): void {
  const onward = request({ host: target.hostname, port: target.port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
    if (spoil === 'hold the answer') return void answer.resume();
    if (spoil === 'garble the answer') return void (answer.resume(), outgoing.writeHead(answer.statusCode ?? 502).end('<html>a proxy was here</html>'));
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
