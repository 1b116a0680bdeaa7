/** Two servers on the same port: one outside, which may be reached, and one inside, which nobody may ever connect to. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createEgress, type Egress, type EgressOptions, type EgressReply, type EgressRequest } from '@patchbay/egress';
import { type DnsDouble, startDns } from './dns-double.ts';

export const OUTSIDE = '127.0.0.2';
export const INSIDE = '127.0.0.1';
/** What the operator opens, so that something on loopback can stand for the internet. */
export const OPEN = [`${OUTSIDE}/32`];

export interface World {
  readonly port: number;
  readonly dns: DnsDouble;
  /** Connections that reached the inside. The goal is none. */
  readonly hits: () => number;
  /** What the outside got, and what it answers: the usual is a 200 that closes. */
  readonly outside: { readonly seen: string[]; answer: (head: string, socket: Socket) => void };
  /** An egress that opens the outside only, and asks the double for names. */
  egress(options?: EgressOptions): Egress;
  stop(): Promise<void>;
}

export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok';
export const never = new AbortController().signal;

export async function startWorld(): Promise<World> {
  const dns = await startDns();
  const made: Egress[] = [];
  const outside: World['outside'] = { seen: [], answer: (_, socket) => socket.end(OK) };
  let hits = 0;
  const far = await listen(OUTSIDE, 0, (socket) => {
    socket.on('data', (chunk) => { const head = chunk.toString('latin1'); outside.seen.push(head); outside.answer(head, socket); });
  });
  const { port } = far.address() as AddressInfo;
  const near = [await listen(INSIDE, port, (socket) => { hits++; socket.destroy(); }), await listen('::1', port, (socket) => { hits++; socket.destroy(); }).catch(() => undefined)];
  return {
    port, dns, outside, hits: () => hits,
    egress(options = {}) {
      const egress = createEgress({}, { allow: OPEN, dnsServers: [dns.server], deadlineMs: 5_000, closeMs: 0, ...options });
      made.push(egress);
      return egress;
    },
    async stop() {
      for (const egress of made) await egress.close();
      for (const server of [far, ...near]) server?.close();
      await dns.stop();
    },
  };
}

export async function listen(host: string, port: number, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => { socket.on('error', () => socket.destroy()); onSocket(socket); });
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(port, host, resolve); });
  return server;
}

export const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

export const get = (egress: Egress, url: string, more: Partial<EgressRequest> = {}): Promise<EgressReply> => egress.send({ method: 'GET', url, ...more }, never);
export const textOf = ({ body }: EgressReply): string => Buffer.from(body).toString('latin1');
