import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { at, LOOPBACK, never, openFixture, refusal } from './fixture.ts';

const { egress, closeLater, closeAll } = openFixture();
afterAll(closeAll);

async function echo(onSocket: (socket: Socket) => void = (socket) => socket.pipe(socket)): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const open = new Set<Socket>();
  const server = createServer((socket) => { connections++; open.add(socket.on('error', () => undefined)); onSocket(socket); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  closeLater({ close: () => { for (const socket of open) socket.destroy(); server.close(); } });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

async function said(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
}

test('another protocol gets a connection to the address that was judged', async () => {
  const { port } = await echo();
  const { socket, remoteAddress } = await egress(LOOPBACK, at('127.0.0.1')).connect({ host: 'broker.test', port, secure: false }, never);
  socket.write('PING\r\n');
  expect([await said(socket), remoteAddress]).toEqual(['PING\r\n', '127.0.0.1']);
  socket.destroy();
});

test.for(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '１２７.0.０.１', '::1', '[::1]', '::ffff:127.0.0.1', '0', 'localhost', '169.254.169.254', '10.0.0.1'])('%s is no way inside for a stream or a datagram either', async (host) => {
  const { port, connections } = await echo();
  const out = egress({});
  expect((await refusal(out.connect({ host, port, secure: false }, never))).details['reason']).toBe('egress.denied');
  expect((await refusal(out.datagrams({ host, port }, never))).details['reason']).toBe('egress.denied');
  expect(connections()).toBe(0);
});

test('a name with one inside address is refused, and the refusal names none', async () => {
  const { message, details } = await refusal(egress({}, at('93.184.216.34', '10.0.0.5')).connect({ host: 'broker.test', port: 4222, secure: true }, never));
  expect(details['reason']).toBe('egress.denied');
  expect(message).not.toContain('10.0.0.5');
});

test('what is no host or port is refused before anything is resolved', async () => {
  for (const [host, port] of [['a/b', 1], ['user@a', 1], ['a:b', 1], ['a b', 1], ['a?b', 1], ['', 1], ['a', 0], ['a', 65_536], ['a', 1.5], ['fe80::1%lo', 1]] as const) {
    expect((await refusal(egress().connect({ host, port, secure: false }, never))).details['reason']).toMatch(/^(invalid|egress\.denied)$/);
  }
});

test('a port of another protocol is closed, but for the one that it belongs to', async () => {
  const out = egress();
  for (const port of [25, 514]) expect((await refusal(out.connect({ host: '127.0.0.1', port, secure: false }, never))).details['reason']).toBe('egress.denied');
  expect((await refusal(out.connect({ host: '127.0.0.1', port: 514, secure: false, ownPorts: [514] }, never))).details['reason']).toBe('connect');
});

test('where only encrypted connections are allowed, one without TLS is refused', async () => {
  const { port } = await echo();
  for (const out of [egress({ ...LOOPBACK, httpsOnly: true })]) expect((await refusal(out.connect({ host: '127.0.0.1', port, secure: false }, never))).details['reason']).toBe('egress.denied');
  expect((await refusal(egress().connect({ host: '127.0.0.1', port, secure: false, policy: { httpsOnly: true } }, never))).details['reason']).toBe('egress.denied');
  const { socket } = await egress().connect({ host: '127.0.0.1', port, secure: false, securedLater: true, policy: { httpsOnly: true } }, never);
  socket.destroy();
});

test('a server that speaks no TLS is given up in time, at the connection and later', async () => {
  const { port } = await echo(() => undefined);
  const out = egress();
  const request = { host: '127.0.0.1', port, connectMs: 100 };
  expect((await refusal(out.connect({ ...request, secure: true }, never))).details).toMatchObject({ reason: 'timeout', retryable: true, stage: 'connecting' });
  const { secure } = await out.connect({ ...request, secure: false }, never);
  expect((await refusal(secure(never))).details['reason']).toBe('timeout');
});

test('there are so many streams at most, and those of a hub that stops are ended', async () => {
  const { port } = await echo();
  const out = egress({ ...LOOPBACK, streams: 2 });
  const request = { host: '127.0.0.1', port, secure: false };
  const [first] = await Promise.all([out.connect(request, never), out.connect(request, never)]);
  expect((await refusal(out.connect(request, never))).details).toMatchObject({ reason: 'busy', limit: 2 });
  const closed = once(first.socket, 'close');
  await out.close();
  await closed;
  expect(out.stats().streams).toBe(0);
  expect((await refusal(out.connect(request, never))).details['reason']).toBe('connect');
});

test('who can’t be reached several times in a row is not asked for a while', async () => {
  const { port } = await echo();
  let now = 0;
  const out = egress({ ...LOOPBACK, circuit: { threshold: 2, openMs: 1000 } }, undefined, () => now);
  const dead = { host: '127.0.0.1', port: 9, secure: false, ownPorts: [9], breaker: true };
  for (const reason of ['connect', 'connect', 'circuit_open']) expect((await refusal(out.connect(dead, never))).details['reason']).toBe(reason);
  now = 1000;
  expect((await refusal(out.connect(dead, never))).details['reason']).toBe('connect');
  await out.connect({ host: '127.0.0.1', port, secure: false, breaker: true }, never);
});

test('a signal ends the waiting', async () => {
  const stop = new AbortController();
  const waiting = egress(LOOPBACK, () => new Promise(() => undefined)).connect({ host: 'slow.test', port: 4222, secure: false }, stop.signal);
  stop.abort(new Error('stop'));
  await expect(waiting).rejects.toThrow('stop');
});

test('datagrams go to the address that was judged, and only so large', async () => {
  const server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  closeLater(server);
  const { send, close } = await egress(LOOPBACK, at('127.0.0.1')).datagrams({ host: 'syslog.test', port: server.address().port }, never);
  const received = once(server, 'message') as Promise<[Buffer]>;
  await send(Buffer.from('<13>1 hello'));
  expect((await received)[0].toString()).toBe('<13>1 hello');
  expect((await refusal(send(Buffer.alloc(65_508)))).details['reason']).toBe('invalid');
  close();
});

test('a proxy carries streams, and no datagrams', async () => {
  const { port } = await echo();
  const asked: string[] = [];
  const proxy = await echo((socket) => { socket.once('data', (head) => { asked.push(head.toString()); socket.write('HTTP/1.1 200 OK\r\n\r\n'); socket.pipe(socket); }); });
  const out = egress({ ...LOOPBACK, proxy: { url: `http://127.0.0.1:${proxy.port}` } });
  const { socket } = await out.connect({ host: '127.0.0.1', port, secure: false }, never);
  socket.write('PING\r\n');
  expect(await said(socket)).toBe('PING\r\n');
  expect(asked[0]).toMatch(new RegExp(`^CONNECT 127.0.0.1:${port} `));
  socket.destroy();
  expect((await refusal(out.datagrams({ host: '127.0.0.1', port: 514, ownPorts: [514] }, never))).details['reason']).toBe('egress.denied');
});
