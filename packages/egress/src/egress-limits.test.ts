import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { at, LOOPBACK, never, openFixture, refusal } from './fixture.ts';

const { server, egress, closeLater, closeAll } = openFixture();
afterAll(closeAll);

test('an answer beyond its cap is cut off there when that was asked for, and no more is kept than wanted', async () => {
  const { url } = await server((request, response) => {
    if (request.url === '/small') return response.end('a'.repeat(500));
    const pour = () => { while (response.write(Buffer.alloc(65_536, 'a'))); };
    response.on('drain', pour);
    pour();
  });
  const cut = { method: 'GET', maxBytes: 100_000, keepBytes: 400, onExcess: 'truncate' } as const;
  const endless = await egress().send({ ...cut, url }, never);
  expect([endless.status, endless.truncated, Buffer.from(endless.body).toString()]).toEqual([200, true, 'a'.repeat(400)]);
  const small = await egress().send({ ...cut, url: `${url}small` }, never);
  expect([small.truncated, small.body.length]).toEqual([true, 400]);
  const whole = await egress().send({ ...cut, url: `${url}small`, keepBytes: 500 }, never);
  expect([whole.truncated, whole.body.length]).toEqual([false, 500]);
});

test('an answer that was read to its end leaves a connection that serves again, one that was cut off does not', async () => {
  const { url } = await server((request, response) => response.end(request.url === '/long' ? Buffer.alloc(200_000) : 'ok'));
  const out = egress();
  const once = async (path: string) => {
    const { timings } = await out.send({ method: 'GET', url: url + path, maxBytes: 1_000, onExcess: 'truncate' }, never);
    await wait(5);
    return timings.reused;
  };
  expect([await once(''), await once(''), await once('long'), await once(''), await once('')]).toEqual([false, true, true, false, true]);
});

test('says where it went and how long each part took', async () => {
  const { port } = await server((_, response) => { setTimeout(() => response.end('ok'), 30); });
  const out = egress(LOOPBACK, async () => { await wait(20); return [{ address: '127.0.0.1', family: 4 }]; });
  const first = await out.send({ method: 'GET', url: `http://example.test:${port}/` }, never);
  await wait(5);
  const second = await out.send({ method: 'GET', url: `http://example.test:${port}/` }, never);
  expect(first.remoteAddress).toBe('127.0.0.1');
  expect(first.timings.dnsMs).toBeGreaterThan(10);
  expect(first.timings.connectMs).toBeGreaterThan(0);
  expect(first.timings.ttfbMs).toBeGreaterThan(first.timings.dnsMs + first.timings.connectMs);
  expect(first.timings.totalMs).toBeGreaterThanOrEqual(first.timings.ttfbMs);
  expect(second.timings).toMatchObject({ dnsMs: 0, connectMs: 0, reused: true });
});

test('a timeout says how far it had come', async () => {
  const { url } = await server((request, response) => { if (request.url === '/body') response.write('a'); });
  const stage = async (out: ReturnType<typeof egress>, to: string, deadlineMs = 60) => (await refusal(out.send({ method: 'GET', url: to, deadlineMs }, never))).details['stage'];
  const narrow = egress({ ...LOOPBACK, connections: 1 });
  expect(await Promise.all([stage(narrow, url, 300), stage(narrow, url)])).toEqual(['headers', 'waiting']);
  expect(await stage(egress(), `${url}body`)).toBe('body');
  expect(await stage(egress(LOOPBACK, () => new Promise(() => undefined)), 'http://example.test/')).toBe('connecting');
});

test('what may not be answered goes apart: it keeps others neither from a connection nor from the one that is open', async () => {
  const { url } = await server((request, response) => { if (request.url !== '/hang') response.end('ok'); });
  const out = egress({ ...LOOPBACK, connections: 1 });
  const quick = async () => (await out.send({ method: 'GET', url, deadlineMs: 2_000 }, never)).timings.reused;
  const hangs = async (deadlineMs: number) => (await refusal(out.send({ method: 'GET', url: `${url}hang`, deadlineMs, apart: true }, never))).details['stage'];
  expect(await quick()).toBe(false);
  await wait(5);
  expect(await Promise.all([hangs(300), hangs(60), quick()])).toEqual(['headers', 'waiting', true]);
  await wait(5);
  expect(await quick()).toBe(true);
  expect((await out.send({ method: 'GET', url, apart: true }, never)).status).toBe(200);
});

test('no more connections go to one origin than allowed, the others wait their turn, and only so many', async () => {
  let [now, most] = [0, 0];
  const { url } = await server((_, response) => {
    most = Math.max(most, ++now);
    setTimeout(() => { now--; response.end('ok'); }, 10);
  });
  const out = egress({ ...LOOPBACK, connections: 3, waiting: 17 });
  const outcomes = await Promise.all(Array.from({ length: 25 }, () => out.send({ method: 'GET', url }, never).then(({ status }) => status, ({ details }) => details.reason)));
  expect(most).toBe(3);
  expect(outcomes).toEqual([...Array(20).fill(200), ...Array(5).fill('busy')]);
});

test('who may have more requests under way than usual gets as many connections, and the others with him', async () => {
  let [now, most] = [0, 0];
  const { url } = await server((_, response) => {
    most = Math.max(most, ++now);
    setTimeout(() => { now--; response.end('ok'); }, 20);
  });
  const out = egress({ ...LOOPBACK, connections: 3, waiting: 100 });
  const round = async (connections: number): Promise<number> => {
    most = 0;
    await Promise.all(Array.from({ length: 25 }, () => out.send({ method: 'GET', url, connections }, never)));
    return most;
  };
  expect([await round(2), await round(7), await round(1)]).toEqual([3, 7, 7]);
});

test('many origins share what connections there are, and every one is served', async () => {
  const { port, server: http } = await server((_, response) => response.end('ok'));
  let open = 0;
  let most = 0;
  http.on('connection', (socket) => {
    most = Math.max(most, ++open);
    socket.on('close', () => { open--; });
  });
  const out = egress({ ...LOOPBACK, allConnections: 8 }, at('127.0.0.1'));
  const replies = await Promise.all(Array.from({ length: 300 }, (_, n) => out.send({ method: 'GET', url: `http://host${n % 60}.test:${port}/` }, never)));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  expect(most).toBeLessThanOrEqual(16); // ours are 8; the server hears a little late of those that were closed
  expect(out.stats().connections).toBeLessThanOrEqual(8);
});

test('an origin that holds every connection does not keep the others out', async () => {
  const { port } = await server((request, response) => { if (!request.headers.host?.startsWith('hang')) response.end('ok'); });
  const out = egress({ ...LOOPBACK, allConnections: 2, deadlineMs: 200 }, at('127.0.0.1'));
  const hanging = Array.from({ length: 2 }, () => refusal(out.send({ method: 'GET', url: `http://hang.test:${port}/` }, never)));
  expect((await out.send({ method: 'GET', url: `http://fine.test:${port}/`, deadlineMs: 5_000 }, never)).status).toBe(200);
  await Promise.all(hanging);
});

test('nothing is left behind when all is answered and the connections have gone idle', async () => {
  const { url, server: http } = await server((_, response) => response.end('ok'));
  http.keepAliveTimeout = 0; // so that it says nothing about it, and our own idea counts
  const out = egress({ ...LOOPBACK, idleMs: 20 });
  await Promise.all(Array.from({ length: 20 }, () => out.send({ method: 'GET', url }, never)));
  for (let tries = 0; out.stats().connections > 0 && tries < 200; tries++) await wait(20);
  expect(out.stats()).toEqual({ running: 0, waiting: 0, connections: 0, idle: 0, origins: 0, streams: 0, circuits: 0 });
});

test('bytes that are neither headers nor body are counted as well', async () => {
  const noise = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;');
    const pour = () => { while (socket.writable && socket.write(Buffer.alloc(65_536, 'a'))); };
    socket.on('drain', pour);
    pour();
  });
  await new Promise<void>((resolve) => { noise.listen(0, '127.0.0.1', resolve); });
  closeLater(noise);
  const { details } = await refusal(egress().send({ method: 'GET', url: `http://127.0.0.1:${(noise.address() as AddressInfo).port}/`, maxBytes: 1_000 }, never));
  expect(details).toMatchObject({ reason: 'too_large', retryable: false });
});

test('a kept connection that breaks before any answer is told apart: the receiver may just have closed it', async () => {
  let count = 0;
  const { url } = await server((request, response) => { if (++count === 1) response.end('ok'); else request.socket.destroy(); });
  const out = egress();
  await out.send({ method: 'GET', url }, never);
  await wait(5);
  const first = await refusal(out.send({ method: 'GET', url }, never));
  const second = await refusal(out.send({ method: 'GET', url }, never));
  expect([first.details['reason'], first.details['reused'], second.details['reason'], second.details['reused']]).toEqual(['connect', true, 'connect', undefined]);
});

test('with the breaker an origin that can’t be reached is left alone for a while, and asked once when that is over', async () => {
  let time = 1_000_000;
  let broken = true;
  let asked = 0;
  const { port } = await server((_, response) => response.end('ok'));
  const out = egress({ ...LOOPBACK, circuit: { threshold: 3, openMs: 1_000 } }, async () => {
    asked++;
    if (broken) throw Object.assign(new Error('down'), { code: 'ESERVFAIL' });
    return [{ address: '127.0.0.1', family: 4 }];
  }, () => time);
  const request = { method: 'GET', url: `http://example.test:${port}/`, breaker: true };
  for (let n = 0; n < 3; n++) expect((await refusal(out.send(request, never))).details['reason']).toBe('dns');
  const { details } = await refusal(out.send(request, never));
  expect(details).toMatchObject({ reason: 'circuit_open', retryable: true, retry_at: new Date(1_001_000).toISOString() });
  expect([asked, (await refusal(out.send({ ...request, breaker: false }, never))).details['reason']]).toEqual([3, 'dns']);
  time += 1_000;
  broken = false;
  expect((await out.send(request, never)).status).toBe(200);
  expect(out.stats().circuits).toBe(0);
});

test('an answer of any kind, and slowness, are no reason to open a circuit', async () => {
  const { url } = await server((request, response) => { if (request.url !== '/hang') response.writeHead(503).end(); });
  const out = egress({ ...LOOPBACK, circuit: { threshold: 1 } });
  expect((await out.send({ method: 'GET', url, breaker: true }, never)).status).toBe(503);
  expect((await refusal(out.send({ method: 'GET', url: `${url}hang`, breaker: true, deadlineMs: 30 }, never))).details['reason']).toBe('timeout');
  expect((await out.send({ method: 'GET', url, breaker: true }, never)).status).toBe(503);
});
