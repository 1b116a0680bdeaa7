import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { bodyBytes } from './body-bytes.ts';

let server: Server;
afterEach(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }));

type Told = { readonly length?: number; readonly code?: string };

/** Answers what became of a body, after `turns` of the event loop. */
async function listen(limit: number, turns: number): Promise<string> {
  server = createServer((message: IncomingMessage, reply) => {
    const read = (left: number): unknown => (left > 0 ? setImmediate(read, left - 1) : bodyBytes(message, limit, (error, bytes) => {
      reply.setHeader('connection', 'close').end(JSON.stringify(error === null ? { length: bytes!.length } : { code: (error as { code?: string }).code }));
    }));
    read(turns);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = (url: string, chunks: readonly string[], headers: Record<string, string> = {}): Promise<Told> => new Promise((resolve, reject) => {
  const sent = ask(url, { method: 'POST', headers }, (reply) => {
    let text = '';
    reply.on('data', (chunk) => { text += String(chunk); }).on('end', () => resolve(JSON.parse(text) as Told));
  }).on('error', reject);
  const next = (at: number): void => {
    if (at === chunks.length) return void sent.end();
    sent.write(chunks[at]!, () => setTimeout(next, 2, at + 1));
  };
  next(0);
});

for (const turns of [0, 3]) {
  test(`a body is read whole, in one piece or in many, ${turns} turns after its headers`, async () => {
    const url = await listen(100_000, turns);
    for (const chunks of [[], ['abc'], ['a', 'b', 'c'], ['x'.repeat(90_000)]]) {
      const length = chunks.join('').length;
      expect(await post(url, chunks), 'with its length').toEqual({ length: length });
      expect(await post(url, chunks, { 'content-length': String(length) })).toEqual({ length });
    }
  });

  test(`a body beyond the cap is refused, whether it says so or not, ${turns} turns after its headers`, async () => {
    const url = await listen(10, turns);
    expect(await post(url, ['x'.repeat(11)], { 'content-length': '11' })).toEqual({ code: 'request.too_large' });
    expect(await post(url, ['x'.repeat(6), 'x'.repeat(5)])).toEqual({ code: 'request.too_large' });
    expect(await post(url, ['x'.repeat(10)])).toEqual({ length: 10 });
  });
}

test('a body that breaks off is told, once', async () => {
  const told: unknown[] = [];
  server = createServer((message) => bodyBytes(message, 100, (error) => told.push((error as { code?: string } | null)?.code)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sent = ask({ port: (server.address() as AddressInfo).port, method: 'POST', headers: { 'content-length': '50' } }).on('error', () => undefined);
  sent.write('half');
  await new Promise((resolve) => server.once('request', resolve));
  sent.destroy();
  await expect.poll(() => told).toEqual(['request.malformed']);
});
