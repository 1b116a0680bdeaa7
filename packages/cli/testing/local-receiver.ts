/** A receiver on loopback as a developer writes one: it verifies what comes, and answers as the test tells it. It can go away, and come back at its address. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '@patchbay/receiver';

export interface Took {
  readonly id: string;
  readonly type: string;
  /** Of the signature; 'none' was tried without a secret. */
  readonly verdict: 'genuine' | 'wrong' | 'none';
  readonly path: string;
}

type Answer = number | ((response: ServerResponse) => void);

export interface LocalReceiver extends AsyncDisposable {
  readonly url: string;
  readonly took: readonly Took[];
  /** What it verifies with from now on. */
  secret: string | undefined;
  /** How the next ones are answered, in order; 204 when none are left. */
  answer(...answers: readonly Answer[]): void;
  /** Resolves when it took so many. */
  until(count: number): Promise<void>;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function startReceiver(): Promise<LocalReceiver> {
  const took: Took[] = [];
  const planned: Answer[] = [];
  const waiting = new Set<() => void>();
  let server: Server;
  let port = 0;
  await comeBack();

  const receiver: LocalReceiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    took,
    secret: undefined,
    answer: (...answers) => void planned.push(...answers),
    until: (count) => new Promise((resolve) => {
      const look = (): void => { if (took.length >= count) { waiting.delete(look); resolve(); } };
      waiting.add(look);
      look();
    }),
    leave,
    comeBack,
    [Symbol.asyncDispose]: leave,
  };
  return receiver;

  function open(): Server {
    return createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
      const body = Buffer.concat(chunks);
      const { secret } = receiver;
      const verdict = secret === undefined ? 'none' : await verify({ secret, headers: request.headersDistinct, body }).then(() => 'genuine' as const, () => 'wrong' as const);
      took.push({ id: String(request.headers['webhook-id']), type: (JSON.parse(body.toString()) as { type: string }).type, verdict, path: request.url ?? '' });
      const answer = planned.shift() ?? 204;
      if (typeof answer === 'function') answer(response);
      else response.writeHead(answer).end(answer >= 400 ? `no: ${answer}` : '');
      for (const look of waiting) look();
    });
  }

  async function comeBack(): Promise<void> {
    server = open().listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo); // it listens on TCP, so the address is no pipe
  }

  async function leave(): Promise<void> {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
  }
}
