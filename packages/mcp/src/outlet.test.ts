import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyReply } from 'fastify';
import { afterEach, expect, it, test } from 'vitest';
import { MOST_UNREAD, Outlet } from './outlet.ts';

test.each([['is a stream', true], ['is plain JSON', false]])('a message that comes after the answer is too late, when that %s', async (_, streams) => {
  const server = Fastify();
  const faults: unknown[] = [];
  server.post('/', (_request, reply) => {
    reply.raw.on('error', (error) => faults.push(error));
    const outlet = new Outlet(reply, { heartbeat: 1000 });
    if (streams) outlet.send({ progress: 1 });
    outlet.finish(200, '{"answer":1}');
    outlet.send({ progress: 2 });
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const text = await (await fetch(url, { method: 'POST', headers: { accept: 'application/json, text/event-stream' } })).text();
  await server.close();
  expect([text.includes('"progress":1'), text.includes('"progress":2'), text.includes('{"answer":1}'), faults]).toEqual([streams, false, true, []]);
});

const server = createServer();
afterEach(() => { server.close(); server.closeAllConnections(); });

it('lets a client go that takes nothing off its stream: what it was told would be kept for ever', async () => {
  const said = Promise.withResolvers<{ destroyed: boolean; kept: number }>();
  server.on('request', (asked, raw) => {
    const outlet = new Outlet({ raw, request: { headers: asked.headers }, getHeaders: () => ({}), hijack: () => ({ raw }) } as unknown as FastifyReply, { heartbeat: 60_000 }); // what it uses of a reply
    for (let sent = 0; sent < 20 * MOST_UNREAD && !outlet.stream().destroyed; sent += 10_000) outlet.send({ jsonrpc: '2.0', method: 'notifications/message', params: { data: 'x'.repeat(10_000) } });
    said.resolve({ destroyed: outlet.stream().destroyed, kept: outlet.stream().writableLength });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const asking = request({ port: (server.address() as AddressInfo).port, headers: { accept: 'text/event-stream' } }); // it listens on TCP
  asking.on('error', () => undefined);
  asking.on('response', (reply) => { reply.pause(); reply.on('error', () => undefined); });
  asking.end();
  const { destroyed, kept } = await said.promise;
  expect(destroyed).toBe(true);
  expect(kept).toBeLessThan(2 * MOST_UNREAD);
});
