/** What stands before the hub for a suite that brings no credential: adds the key, and passes all else on as it came. */
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Front { readonly url: string; stop(): Promise<void> }

export async function startFront(hub: string, key: string, path = '/mcp'): Promise<Front> {
  const { hostname, port } = new URL(hub);
  const server = createServer((incoming, outgoing) => {
    const passed = ask({ hostname, port, path, method: incoming.method, headers: { ...incoming.headers, authorization: `Bearer ${key}` } }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      outgoing.flushHeaders();
      reply.pipe(outgoing);
      reply.on('error', () => outgoing.destroy());
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => { if (!outgoing.writableFinished) passed.destroy(); });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, // it listens on TCP, so the address is no pipe
    stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}
