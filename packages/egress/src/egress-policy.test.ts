import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { at, LOOPBACK, never, openFixture, refusal } from './fixture.ts';
import type { EgressPolicy } from './policy.ts';

const { server, egress, closeLater, closeAll } = openFixture();
afterAll(closeAll);

const get = (url: string, policy?: EgressPolicy) => ({ method: 'GET', url, ...(policy === undefined ? {} : { policy }) });

test('equal policies share connections, whether or not they are one object, and others never do', async () => {
  const { url, server: http } = await server((_, response) => response.end('ok'));
  let connections = 0;
  http.on('connection', () => { connections++; });
  const out = egress();
  const after = async (policy?: EgressPolicy) => {
    await out.send(get(url, policy), never);
    await new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); }); // until the connection is free again
    return connections;
  };
  expect([await after(), await after(), await after({ hosts: ['127.0.0.1'] })]).toEqual([1, 1, 1]);
  expect([await after({ deny: ['203.0.113.0/24'] }), await after({ deny: ['203.0.113.0/24'] }), await after({ deny: ['198.51.100.0/24'] }), await after()]).toEqual([2, 2, 3, 3]);
});

test('a stricter policy is refused though a connection is open', async () => {
  const { url } = await server((_, response) => response.end('ok'));
  const out = egress();
  await out.send(get(url), never);
  for (const policy of [{ deny: ['127.0.0.1'] }, { allow: ['192.0.2.0/24'] }, { httpsOnly: true }, { hosts: ['example.com'] }, { ports: [443] }]) {
    expect((await refusal(out.send(get(url, policy), never))).details['reason'], JSON.stringify(policy)).toBe('egress.denied');
  }
});

test('a policy that can’t be read is refused with what is wrong, and shows no key', async () => {
  const out = egress();
  for (const [policy, why] of [[{ allow: ['10.0.0.0/40'] }, '10.0.0.0/40'], [{ hosts: ['*.*'] }, '*.*'], [{ tls: { cert: 'x', key: 'hunter2' } }, 'certificate'], [{ proxy: { url: 'socks5://127.0.0.1:1080' } }, 'proxy']] as const) {
    const { message, details } = await refusal(out.send(get('http://127.0.0.1/', policy), never));
    expect([details['reason'], details['retryable']]).toEqual(['invalid', false]);
    expect(message).toContain(why);
    expect(message).not.toContain('hunter2');
  }
});

test('check says what send would refuse, names resolved, and connects to nobody', async () => {
  const out = egress({}, at('10.0.0.1'));
  for (const url of ['http://127.0.0.1/', 'http://example.test/', 'http://8.8.8.8:25/']) expect((await refusal(out.check(url))).details['reason'], url).toBe('egress.denied');
  await expect(egress({}, at('8.8.8.8')).check('https://example.test/hook')).resolves.toBeUndefined();
  expect((await refusal(egress({}, at('8.8.8.8')).check('https://example.test/', { deny: ['8.8.8.0/24'] }))).details['reason']).toBe('egress.denied');
});

test('through the operator’s proxy the target is judged here, and the proxy gets the judged address and its own credentials', async () => {
  const { proxy, asked } = await connectProxy();
  const { port } = await server((request, response) => response.end(`${request.headers.host} ${request.headers['proxy-authorization']}`));
  const out = egress({ ...LOOPBACK, proxy: { url: proxy, authorization: 'Basic c2VjcmV0' } }, at('127.0.0.1'));
  const reply = await out.send(get(`http://example.test:${port}/`), never);
  expect([Buffer.from(reply.body).toString(), reply.remoteAddress]).toEqual([`example.test:${port} undefined`, '127.0.0.1']);
  expect(asked).toEqual([`CONNECT 127.0.0.1:${port} HTTP/1.1 Basic c2VjcmV0`]);
  expect((await refusal(egress({ proxy: { url: proxy } }, at('10.0.0.1')).send(get('http://example.test/'), never))).details['reason']).toBe('egress.denied');
  expect(asked.length).toBe(1);
});

test('a proxy that resolves by itself gets the name, and no policy that names networks', async () => {
  const { proxy, asked } = await connectProxy('127.0.0.1');
  const { port } = await server((_, response) => response.end('ok'));
  const out = egress({ ...LOOPBACK, proxy: { url: proxy, resolves: 'proxy' } }, () => { throw new Error('nobody may ask'); });
  expect((await out.send(get(`http://example.test:${port}/`), never)).status).toBe(200);
  expect(asked[0]).toMatch(/^CONNECT example\.test:/);
  expect((await refusal(out.send(get(`http://example.test:${port}/`, { allow: ['192.0.2.0/24'] }), never))).details['reason']).toBe('egress.denied');
});

test('a tenant’s proxy is an address like any other', async () => {
  const { proxy, asked } = await connectProxy();
  expect((await refusal(egress({}, at('8.8.8.8')).send(get('http://example.test/', { proxy: { url: proxy } }), never))).details['reason']).toBe('egress.denied');
  expect(asked).toEqual([]);
});

test('what a proxy answers is our failure and shows none of its credentials', async () => {
  const refusing = createTcpServer((socket) => { socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')); });
  await new Promise<void>((resolve) => { refusing.listen(0, '127.0.0.1', resolve); });
  closeLater(refusing);
  const out = egress({ proxy: { url: `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`, authorization: 'Basic c2VjcmV0' } }, at('8.8.8.8'));
  const { message, details } = await refusal(out.send(get('http://example.test/'), never));
  expect(details).toMatchObject({ reason: 'connect', retryable: false });
  expect(message).toContain('407');
  expect(JSON.stringify([message, details])).not.toContain('c2VjcmV0');
});

/** A CONNECT proxy; with `to` it sends every tunnel there, whatever the name. */
async function connectProxy(to?: string): Promise<{ proxy: string; asked: string[] }> {
  const asked: string[] = [];
  const proxy = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (head) => {
      const text = head.toString('latin1');
      const [, host = '', port = ''] = /^CONNECT (.+):(\d+) /.exec(text) ?? [];
      asked.push(`${text.slice(0, text.indexOf('\r\n'))} ${/proxy-authorization: (.+)\r\n/i.exec(text)?.[1] ?? ''}`.trim());
      const onward: Socket = connect(Number(port), to ?? host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  closeLater(proxy);
  return { proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}
