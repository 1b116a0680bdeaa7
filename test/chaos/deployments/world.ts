/** What deployments really do: a server that remembers what was begun, what is there, and whether two things were done at one place at once. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface World {
  readonly url: string;
  /** Deployment → how often it was begun to be brought up. */
  readonly begun: ReadonlyMap<string, number>;
  /** Those that were brought up to the end. */
  readonly done: ReadonlySet<string>;
  /** Places of previews where something may be. */
  readonly standing: ReadonlySet<string>;
  /** How often something began at a place where something else was going on. */
  readonly collisions: () => number;
  /** Called with each beginning. */
  onBegin(listener: (deployment: string) => void): void;
  close(): void;
}

const REFUSED = 0.05;

export async function startWorld(): Promise<World> {
  const begun = new Map<string, number>();
  const done = new Set<string>();
  const standing = new Set<string>();
  const busy = new Map<string, number>();
  let collisions = 0;
  let heard: (deployment: string) => void = () => undefined;

  const server = createServer((request, response) => {
    const [, verb = '', place = '', deployment = ''] = (request.url ?? '').split('/');
    const here = busy.get(place) ?? 0;
    if (here > 0) collisions++;
    busy.set(place, here + 1);
    let left = false;
    const leave = (): void => { if (!left) { left = true; busy.set(place, (busy.get(place) ?? 1) - 1); } };
    response.once('close', leave); // also of a caller that was killed
    if (verb === 'up') {
      begun.set(deployment, (begun.get(deployment) ?? 0) + 1);
      standing.add(place); // half of it is enough to cost money
      heard(deployment);
    }
    const refused = verb === 'up' && Math.random() < REFUSED;
    setTimeout(() => {
      if (response.destroyed) return; // who asked is gone, and so is the work, half done
      if (verb === 'up' && !refused) done.add(deployment);
      if (verb === 'down') standing.delete(place);
      leave();
      response.writeHead(refused ? 409 : 200, { 'content-length': '0' }).end();
    }, 30 + Math.random() * 400);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    begun, done, standing,
    collisions: () => collisions,
    onBegin: (listener) => { heard = listener; },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
