import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { Failure } from '@patchbay/contracts';
import { afterAll, expect, test } from 'vitest';
import { at, LOOPBACK, never, openFixture, refusal } from './fixture.ts';
import type { Lookup } from './resolver.ts';

const { server, egress, closeLater, closeAll } = openFixture();
afterAll(closeAll);

test('sends the method, the headers and the body as they are and gives back the whole answer', async () => {
  const { port } = await server((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => response.writeHead(201, { 'x-seen': `${request.method} ${request.url} ${request.headers['x-test']}`, 'set-cookie': ['a=1', 'b=2'] }).end(Buffer.concat(chunks)));
  });
  for (const body of ['{"ä":1}', Buffer.from([0, 255, 10])]) {
    const reply = await egress().send({ method: 'POST', url: `http://127.0.0.1:${port}/a/b?c=d#e`, headers: { 'x-test': 'yes' }, body }, never);
    expect(reply.status).toBe(201);
    expect(reply.headers['x-seen']).toBe('POST /a/b?c=d yes');
    expect(reply.headers['set-cookie']).toBe('a=1, b=2');
    expect(Buffer.from(reply.body)).toEqual(Buffer.from(body));
  }
});

test('any status is an answer, and a redirect is not followed', async () => {
  let calls = 0;
  const { port } = await server((request, response) => { calls++; response.writeHead(request.url === '/gone' ? 410 : 302, { location: 'http://169.254.169.254/' }).end(); });
  const out = egress();
  expect((await out.send({ method: 'GET', url: `http://127.0.0.1:${port}/gone` }, never)).status).toBe(410);
  const { status, headers } = await out.send({ method: 'GET', url: `http://127.0.0.1:${port}/` }, never);
  expect([status, headers['location'], calls]).toEqual([302, 'http://169.254.169.254/', 2]);
});

test.for([
  'http://127.0.0.1:PORT/', 'http://127.1:PORT/', 'http://2130706433:PORT/', 'http://0x7f000001:PORT/', 'http://0x7f.0.0.1:PORT/', 'http://017700000001:PORT/', 'http://0177.0.0.1:PORT/', 'http://127.0.0.1.:PORT/',
  'http://１２７.０.０.１:PORT/', 'http://127。0。0。1:PORT/', 'http://%31%32%37.0.0.1:PORT/', 'http://[::1]:PORT/', 'http://[::ffff:127.0.0.1]:PORT/', 'http://[::ffff:7f00:1]:PORT/', 'http://[0:0:0:0:0:ffff:7f00:0001]:PORT/', 'http://[64:ff9b::7f00:1]:PORT/',
  'http://0:PORT/', 'http://0.0.0.0:PORT/', 'http://[::]:PORT/', 'http://169.254.169.254/latest/meta-data/', 'https://10.0.0.1/', 'http:127.0.0.1:PORT', 'http://\t127.0.0.1:PORT/',
])('%s does not get through, whatever its spelling', async (url) => {
  let calls = 0;
  const { port } = await server((_, response) => { calls++; response.end(); });
  const { code, status, details } = await refusal(egress({}).send({ method: 'GET', url: url.replace('PORT', String(port)) }, never));
  expect([code, status, details['reason'], details['retryable'], calls]).toEqual(['upstream.failed', 502, 'egress.denied', false, 0]);
});

test('a name that leads inside is refused, also by the system’s own resolver, and the refusal names no address', async () => {
  let calls = 0;
  const { port } = await server((_, response) => { calls++; response.end(); });
  for (const lookup of [at('127.0.0.1'), at('::1'), at('::ffff:127.0.0.1'), at('fe80::1%lo'), undefined]) {
    const { message, details } = await refusal(egress({}, lookup).send({ method: 'GET', url: `http://localhost:${port}/` }, never));
    expect(details).toMatchObject({ reason: 'egress.denied', upstream: 'localhost' });
    expect(message).not.toMatch(/127|::1/);
  }
  expect(calls).toBe(0);
});

test('one inside address among public ones spoils them all', async () => {
  expect((await refusal(egress({}, at('93.184.216.34', '10.0.0.5')).send({ method: 'GET', url: 'http://example.test/' }, never))).details['reason']).toBe('egress.denied');
});

test('the address that was checked is the one that is dialled: a name is asked once per connection', async () => {
  const { port } = await server((request, response) => response.end(request.headers.host));
  let asked = 0;
  const rebinding: Lookup = async () => [{ address: ++asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
  const reply = await egress(LOOPBACK, rebinding).send({ method: 'GET', url: `http://example.test:${port}/` }, never);
  expect([Buffer.from(reply.body).toString(), asked]).toEqual([`example.test:${port}`, 1]);
});

test('of several good addresses the next is tried when the first is dead', async () => {
  const { port } = await server((_, response) => response.end('ok'));
  expect((await egress(LOOPBACK, at('127.0.0.2', '127.0.0.1')).send({ method: 'GET', url: `http://example.test:${port}/` }, never)).status).toBe(200);
});

test('what can’t be a request of ours is refused before anything is dialled', async () => {
  const out = egress();
  const url = 'http://127.0.0.1:8080/';
  for (const request of [
    { method: 'GET', url: 'not a url' }, { method: 'GET', url: 'file:///etc/passwd' }, { method: 'GET', url: 'ftp://127.0.0.1/' }, { method: 'GET', url: 'http://user:hunter2@127.0.0.1:8080/' },
    { method: 'CONNECT', url }, { method: 'GET /\r\n', url }, { method: 'GET', url, headers: { Host: 'inside' } }, { method: 'GET', url, headers: { 'Transfer-Encoding': 'chunked' } },
    { method: 'GET', url, headers: { 'x-a': 'b\r\nx-c: d' } }, { method: 'GET', url, headers: { 'x a': 'b' } },
  ]) {
    const { message, details } = await refusal(out.send(request, never));
    expect(details, JSON.stringify(request)).toMatchObject({ reason: 'invalid', retryable: false });
    expect(message).not.toContain('hunter2');
  }
});

test('an answer larger than the cap is cut off, announced or not', async () => {
  const sockets: Socket[] = [];
  const { port, server: http } = await server((request, response) => {
    if (request.url === '/announced') response.writeHead(200, { 'content-length': 10_000_000 });
    const pour = () => { while (response.write(Buffer.alloc(65_536))); };
    response.on('drain', pour);
    pour();
  });
  http.on('connection', (socket) => sockets.push(socket));
  for (const path of ['announced', 'endless']) {
    const { details } = await refusal(egress({ ...LOOPBACK, maxBytes: 100_000 }).send({ method: 'GET', url: `http://127.0.0.1:${port}/${path}` }, never));
    expect(details).toMatchObject({ reason: 'too_large', retryable: false, limit: 100_000 });
  }
  const exact = await server((_, response) => response.end(Buffer.alloc(1000)));
  expect((await egress().send({ method: 'GET', url: `http://127.0.0.1:${exact.port}/`, maxBytes: 1000 }, never)).body.length).toBe(1000);
  expect((await refusal(egress().send({ method: 'GET', url: `http://127.0.0.1:${exact.port}/`, maxBytes: 999 }, never))).details['reason']).toBe('too_large');
});

test('headers without end are cut off', async () => {
  const tcp = createTcpServer((socket) => { socket.on('error', () => undefined); socket.write(`HTTP/1.1 200 OK\r\n${`x-fill: ${'a'.repeat(1000)}\r\n`.repeat(100)}`); });
  await new Promise<void>((resolve) => { tcp.listen(0, '127.0.0.1', resolve); });
  closeLater(tcp);
  expect((await refusal(egress().send({ method: 'GET', url: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}/` }, never))).details['reason']).toBe('too_large');
});

test('one deadline holds for headers that never come, for a body that drips and for a resolver that hangs', async () => {
  const drips: NodeJS.Timeout[] = [];
  const { port } = await server((request, response) => {
    if (request.url === '/silent') return;
    response.writeHead(200);
    drips.push(setInterval(() => response.write('.'), 20));
  });
  const out = egress({ ...LOOPBACK, deadlineMs: 200 });
  for (const path of ['silent', 'drip']) {
    expect((await refusal(out.send({ method: 'GET', url: `http://127.0.0.1:${port}/${path}` }, never))).details).toMatchObject({ reason: 'timeout', retryable: true, limit: 200 });
  }
  for (const drip of drips) clearInterval(drip);
  const hanging = egress({ deadlineMs: 100 }, () => new Promise(() => undefined));
  expect((await refusal(hanging.send({ method: 'GET', url: 'http://example.test/' }, never))).details['reason']).toBe('timeout');
});

test('a caller who goes away gets their own reason back, before and during the request', async () => {
  const { port } = await server(() => undefined);
  const reason = new Failure('action.cancelled', 'the caller went away');
  await expect(egress().send({ method: 'GET', url: `http://127.0.0.1:${port}/` }, AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const sending = egress().send({ method: 'GET', url: `http://127.0.0.1:${port}/` }, controller.signal);
  controller.abort(reason);
  await expect(sending).rejects.toBe(reason);
});

test('a closed port, a broken-off answer and a name that is none are worth another try, and name the origin only', async () => {
  const { port } = await server((request) => request.socket.destroy());
  const { port: closed, server: gone } = await server(() => undefined);
  await new Promise((resolve) => gone.close(resolve));
  const unknown: Lookup = async () => { throw Object.assign(new Error('getaddrinfo ENOTFOUND example.test'), { code: 'ENOTFOUND' }); };
  for (const [out, origin, reason] of [[egress(), `http://127.0.0.1:${port}`, 'connect'], [egress(), `http://127.0.0.1:${closed}`, 'connect'], [egress({}, unknown), 'http://example.test', 'dns']] as const) {
    const { message, details } = await refusal(out.send({ method: 'GET', url: `${origin}/x?token=hunter2` }, never));
    expect(details).toMatchObject({ reason, retryable: true, upstream: origin });
    expect(JSON.stringify([message, details])).not.toContain('hunter2');
  }
});

test('a port that does not speak TLS is refused for good', async () => {
  const tls = createTcpServer((socket) => { socket.on('error', () => undefined); socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'); });
  await new Promise<void>((resolve) => { tls.listen(0, '127.0.0.1', resolve); });
  closeLater(tls);
  expect((await refusal(egress().send({ method: 'GET', url: `https://127.0.0.1:${(tls.address() as AddressInfo).port}/` }, never))).details).toMatchObject({ reason: 'tls', retryable: false });
});

test('connections are used again', async () => {
  const { port, server: http } = await server((_, response) => response.end('ok'));
  let connections = 0;
  http.on('connection', () => { connections++; });
  const out = egress();
  for (let at = 0; at < 10; at++) await out.send({ method: 'GET', url: `http://127.0.0.1:${port}/` }, never);
  expect(connections).toBeLessThan(3); // the next request may come before the last one has let go
});

test('closing lets what is under way end, and takes nothing new', async () => {
  let answer: (() => void) | undefined;
  let arrived: (() => void) | undefined;
  const here = new Promise<void>((resolve) => { arrived = resolve; });
  const { port } = await server((_, response) => { answer = () => response.end('late'); arrived!(); });
  const out = egress();
  const sending = out.send({ method: 'GET', url: `http://127.0.0.1:${port}/` }, never);
  await here;
  const closing = out.close();
  expect((await refusal(out.send({ method: 'GET', url: `http://127.0.0.1:${port}/` }, never))).code).toBe('upstream.failed');
  answer!();
  expect(Buffer.from((await sending).body).toString()).toBe('late');
  await closing;
});

test('closing does not wait for an answer that never comes', async () => {
  const { port } = await server(() => undefined);
  const out = egress({ ...LOOPBACK, closeMs: 50 });
  const sending = refusal(out.send({ method: 'GET', url: `http://127.0.0.1:${port}/` }, never));
  await out.close();
  expect((await sending).details['reason']).toBe('connect');
});
