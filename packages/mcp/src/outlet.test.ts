import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { Outlet } from './outlet.ts';

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
