import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { KEY, type MemoryHouse, memoryHouse } from './memory-house.ts';

let house: MemoryHouse;
let server: FastifyInstance;
let stopping: AbortController;
let url: string;

beforeEach(async () => {
  house = memoryHouse();
  stopping = new AbortController();
  server = createServer(house, { stopping: stopping.signal, stream: { heartbeat: 20, patience: 50, most: 2, mostPerTenant: 2 } });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

const event = (seq: number, data = {}) => ({ id: `evt_${seq}`, seq, type: 'project.created', subject: 'prj_1', time: '2030-01-01T00:00:00.000Z', data });
const follow = (path = '', headers: Record<string, string> = {}, signal?: AbortSignal) => fetch(`${url}/v1/events/stream${path}`, { headers: { authorization: KEY, ...headers }, ...(signal === undefined ? {} : { signal }) });

async function readUntil({ body }: Response, wanted: string): Promise<string> {
  let text = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (text.includes(wanted)) break;
  }
  return text;
}

test('a follower goes on behind the event that it saw last', async () => {
  for (const seq of [1, 2, 3]) house.tell(event(seq));
  const reply = await follow('?types=project.*', { 'last-event-id': '1' });
  expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(reply.headers.get('x-request-id')).toMatch(/^req_/);
  const text = await readUntil(reply, 'id: 3');
  expect(text).toContain(`id: 2\nevent: project.created\ndata: ${JSON.stringify(event(2))}\n\n`);
  expect(text).not.toContain('id: 1');
});

test('a quiet stream shows signs of life', async () => {
  expect(await readUntil(await follow(), ': still here')).toContain('retry: 2000');
});

test('a stream ends when the hub drains, and a new one is refused', async () => {
  const reply = await follow();
  stopping.abort();
  expect(await reply.text()).toContain('event: end');
  expect(await (await follow()).json()).toMatchObject({ code: 'hub.stopping' });
});

test('a stream ends when its key is revoked', async () => {
  const reply = await follow();
  house.revoke();
  expect(await reply.text()).toContain('"code":"credential.invalid"');
});

test('a stream ends when its key may not read events any more', async () => {
  const reply = await follow();
  house.scopes = ['project:read'];
  expect(await reply.text()).toContain('"code":"caller.forbidden"');
});

test('a stream goes on when its key loses what it does not need', async () => {
  const reply = await follow();
  house.scopes = ['event:read'];
  await readUntil(reply, ': still here');
});

test('a stream is a call like any other to the rate limit, and so is the list of tools', async () => {
  expect((await follow()).headers.get('ratelimit')).toBe('"key";r=599;t=60');
  house.spent = true;
  expect(await (await follow()).json()).toMatchObject({ code: 'rate.limited' });
  expect(await (await fetch(`${url}/v1/tools`, { headers: { authorization: KEY } })).json()).toMatchObject({ code: 'rate.limited' });
});

test('a follower that goes away while it is looked at who asks leaves no place taken', async () => {
  const arrived = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  let waiting = 2;
  let leaving = 2;
  server.server.on('connection', (socket) => { socket.once('close', () => { if (--leaving === 0) gone.resolve(); }); });
  house.arriving = async () => { if (--waiting === 0) arrived.resolve(); await gone.promise; };
  const leave = new AbortController();
  const left = [1, 2].map(() => follow('', {}, leave.signal).catch(() => 'left'));
  await arrived.promise;
  leave.abort();
  expect(await Promise.all(left)).toEqual(['left', 'left']);
  await gone.promise;
  house.arriving = undefined;
  await expect.poll(async () => (await follow()).status).toBe(200);
});

test('streams are capped, and one that was left makes room', async () => {
  const leave = new AbortController();
  await follow('', {}, leave.signal);
  await follow();
  const third = await follow();
  expect([third.status, third.headers.get('retry-after'), (await third.json() as { limit: number }).limit]).toEqual([503, '5', 2]);
  leave.abort();
  for (let status = 503; status !== 200; status = (await follow()).status) await wait(5);
});

test.each([['?after=x', {}, 'cursor.invalid'], ['', { 'last-event-id': '-1' }, 'cursor.invalid'], ['?types=Not%20a%20type', {}, 'input.invalid'], ['?colour=red', {}, 'input.unknown_field'], ['', { accept: 'text/html' }, 'request.not_acceptable']])('%s %o is refused as %s', async (path, headers, code) => {
  expect(await (await follow(path, headers as Record<string, string>)).json()).toMatchObject({ code });
});

test('a reader that takes nothing is dropped', async () => {
  for (let seq = 1; seq <= 400; seq++) house.tell(event(seq, { text: 'x'.repeat(100_000) }));
  const socket = await new Promise<Socket>((resolve) => { const made = connect(Number(new URL(url).port), '127.0.0.1', () => resolve(made)); });
  const closed = new Promise<void>((resolve) => { socket.once('close', () => resolve()); });
  socket.on('error', () => undefined);
  socket.write(`GET /v1/events/stream?after=0 HTTP/1.1\r\nhost: x\r\nauthorization: ${KEY}\r\n\r\n`);
  for (let open = 1; open > 0; await wait(20)) open = await new Promise<number>((resolve) => { server.server.getConnections((_, count) => resolve(count)); });
  socket.resume();
  await closed;
});
