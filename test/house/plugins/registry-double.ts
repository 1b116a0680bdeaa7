/** Somebody between a hub and its registry: hands on what it is told to, or what a test puts in its place. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RegistryDouble {
  readonly url: string;
  /** Path to body; what is not here is asked of the registry. */
  readonly instead: Map<string, object>;
  /** Answers nothing at all. */
  dead: boolean;
  readonly asked: string[];
  stop(): Promise<void>;
}

export async function startRegistryDouble(behind: string): Promise<RegistryDouble> {
  const instead = new Map<string, object>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (double.dead) return void request.socket.destroy();
    const own = instead.get(path);
    if (own !== undefined) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(own));
    const reply = await fetch(`${behind}${path}`, { headers: { authorization: request.headers.authorization ?? '' } });
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text());
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  const double: RegistryDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, instead, asked, dead: false,
    stop: () => new Promise((closed) => { server.closeAllConnections(); server.close(() => closed()); }),
  };
  return double;
}
