import { connect } from 'node:net';
import { Failure, failures } from '@patchbay/contracts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { KEY, type MemoryHouse, memoryHouse } from './memory-house.ts';
import type { RestOptions } from './options.ts';

let house: MemoryHouse;
let server: FastifyInstance;
const stopping = new AbortController();

beforeEach(() => { house = memoryHouse(); server = createServer(house, { cors: ['https://console.example.com'], bodyLimit: 4096, metricsToken: 'a-token-for-metrics' }); });
afterEach(() => server.close());

const ask = (method: string, url: string, more: Partial<InjectOptions> = {}) => server.inject({ method: method as 'GET', url, ...more, headers: { authorization: KEY, ...more.headers } });
const post = (payload: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }) => ask('POST', '/v1/projects', { payload, headers });

describe('every answer', () => {
  test('carries the caller’s request id if it is well-formed, else one of ours', async () => {
    expect((await ask('GET', '/', { headers: { 'x-request-id': 'build-17.a:b' } })).headers['x-request-id']).toBe('build-17.a:b');
    expect((await ask('GET', '/', { headers: { 'x-request-id': 'no spaces' } })).headers['x-request-id']).toMatch(/^req_/);
    const two = [await ask('GET', '/'), await ask('GET', '/')].map(({ headers }) => headers['x-request-id']);
    expect(new Set(two).size).toBe(2);
  });

  test('tells browsers not to guess its type, and says so on a refusal too', async () => {
    expect((await ask('GET', '/v1/nothing')).headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' });
  });

  test('lets only the pages of named origins read it', async () => {
    expect((await ask('GET', '/', { headers: { origin: 'https://console.example.com' } })).headers).toMatchObject({ 'access-control-allow-origin': 'https://console.example.com', vary: 'Origin' });
    expect((await ask('GET', '/', { headers: { origin: 'https://evil.example.com' } })).headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await ask('OPTIONS', '/v1/projects', { headers: { origin: 'https://console.example.com', 'access-control-request-method': 'POST' } });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS, POST');
    const other = await ask('OPTIONS', '/v1/projects', { headers: { origin: 'https://evil.example.com', 'access-control-request-method': 'POST' } });
    expect(other.headers['access-control-allow-methods']).toBeUndefined();
  });
});

describe('a wrong way', () => {
  test('an unknown path is route.not_found, whatever the method and the body', async () => {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS']) {
      const reply = await ask(method, '/v1/nothing', { payload: 'x', headers: { 'content-type': 'text/plain' } });
      expect([method, reply.statusCode, reply.json().code]).toEqual([method, 404, 'route.not_found']);
    }
  });

  test.each([['GET', '/v1/projects/'], ['PATCH', '/v1/projects/'], ['DELETE', '/v1/projects/?if_version=1'], ['GET', '/v1/projects//'], ['GET', '//v1/projects'], ['GET', '/v1//projects'], ['POST', '/v1/tools/'], ['POST', '/hooks/'], ['POST', '/v1/webhooks/'], ['GET', '/v1/plugins//echo/path'], ['GET', '/v1/plugins/acme//path'], ['GET', '/keys//ep_1/jwks.json'], ['OPTIONS', '/v1/projects/']])('an empty part of a path is nothing: %s %s', async (method, url) => {
    const reply = await ask(method, url, method === 'GET' || method === 'OPTIONS' ? {} : { payload: '{}', headers: { 'content-type': 'application/json' } });
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'route.not_found']);
    expect(house.calls).toEqual([]);
  });

  test('a known path with another method is route.method_not_allowed and names those that work', async () => {
    const reply = await ask('PUT', '/v1/projects/prj_1');
    expect(reply.statusCode).toBe(405);
    expect(reply.headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, PATCH');
    expect((await ask('OPTIONS', '/v1/projects/prj_1')).headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, PATCH');
    expect((await ask('DELETE', '/healthz')).statusCode).toBe(405);
  });

  test('a path that is no URL path is request.malformed, and one too long is not found', async () => {
    expect((await ask('GET', '/v1/projects/%zz')).json().code).toBe('request.malformed');
    expect((await ask('GET', `/v1/projects/${'x'.repeat(600)}`)).json().code).toBe('route.not_found');
  });

  test('without a credential nothing is read, and the answer says how to sign in', async () => {
    const reply = await server.inject({ method: 'POST', url: '/v1/projects', payload: '{"broken', headers: { 'content-type': 'application/json' } });
    expect([reply.statusCode, reply.json().code, reply.headers['www-authenticate']]).toEqual([401, 'credential.missing', 'Bearer realm="patchbay"']);
    expect(house.calls).toEqual([]);
  });
});

describe('a body', () => {
  const cases: readonly [string, string | Buffer, keyof typeof failures, Record<string, string>?][] = [
    ['that is not JSON', '{"slug": oops}', 'request.malformed'],
    ['that is empty', '', 'request.malformed'],
    ['that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'request.malformed'],
    ['with a name that reaches a prototype', '{"__proto__": {"admin": true}}', 'request.malformed'],
    ['with that name in disguise', '{"slug": {"\\u005f_proto__": 1}}', 'request.malformed'],
    ['that nests too deep', `${'['.repeat(65)}${']'.repeat(65)}`, 'request.too_deep'],
    ['that is too large', `{"slug": "${'x'.repeat(5000)}"}`, 'request.too_large'],
    ['of another type', 'slug=shop', 'request.unsupported_media_type', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['without a type', '{}', 'request.unsupported_media_type', {}],
    ['in another charset', '{}', 'request.unsupported_media_type', { 'content-type': 'application/json; charset=latin1' }],
    ['that is compressed', '{}', 'request.unsupported_media_type', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    ['that is a patch where none is', '{}', 'request.unsupported_media_type', { 'content-type': 'application/merge-patch+json' }],
    ['that is an array', '[]', 'input.invalid'],
    ['with an unknown field', '{"slug": "shop", "name": "Shop", "colour": "red"}', 'input.unknown_field'],
  ];
  test.each(cases)('%s is refused with a code of its own', async (_, body, code, headers) => {
    const reply = await post(body, headers);
    expect([reply.statusCode, reply.json().code]).toEqual([failures[code].status, code]);
    expect(reply.json().fix).toBe(failures[code].fix);
    expect((await ask('GET', '/v1/projects')).json().items).toEqual([]);
  });

  test('that is not JSON is refused with its place, and not quoted', async () => {
    const { detail, line, column } = (await post('{\n  "token": "s3cret",\n  oops\n}')).json();
    expect({ detail, line, column }).toEqual({ detail: 'The body is not JSON: expected a name in double quotes at line 3, column 3', line: 3, column: 3 });
  });

  test('with a name twice counts as its last', async () => {
    expect((await post('{"slug": "a", "slug": "b", "name": "B"}')).json().slug).toBe('b');
  });
});

describe('a fault of the hub', () => {
  test('shows nothing of itself and is reported with the request', async () => {
    house.instead = () => Promise.reject(new Error('password is hunter2'));
    const reply = await ask('GET', '/v1/projects');
    expect([reply.statusCode, reply.json().code, reply.json().request_id]).toEqual([500, 'hub.internal', reply.headers['x-request-id']]);
    expect(reply.body).not.toContain('hunter2');
    expect(house.reports).toHaveLength(1);
  });

  test('a refusal for now says when to come back', async () => {
    house.instead = () => Promise.reject(new Failure('rate.limited', 'Too many calls', { retry_after: 6.2 }));
    expect((await ask('GET', '/v1/projects')).headers['retry-after']).toBe('7');
    house.instead = () => Promise.reject(new Failure('storage.unavailable', 'The database is down'));
    expect((await ask('GET', '/v1/projects')).headers['retry-after']).toBe('1');
  });

  test('what is wrong with the store is for the log, and not for who asks', async () => {
    house.instead = () => Promise.reject(new Failure('storage.unavailable', 'connect ECONNREFUSED 10.0.0.5:5432'));
    expect((await ask('GET', '/v1/projects')).body).not.toContain('10.0.0.5');
    expect(house.reports).toHaveLength(1);
  });

  test('a refusal by a limit says which limit that is, as an answer does', async () => {
    house.instead = () => Promise.reject(new Failure('rate.limited', 'Too many calls', { retry_after: 1, name: 'principal', limit: 60, window: 60, remaining: 0, reset: 59 }));
    expect((await ask('GET', '/v1/projects')).headers).toMatchObject({ 'ratelimit-policy': '"principal";q=60;w=60', ratelimit: '"principal";r=0;t=59', 'retry-after': '1' });
  });
});

describe('the hub itself', () => {
  test('is alive, and ready while its checks are good', async () => {
    expect((await ask('GET', '/healthz')).json()).toEqual({ status: 'ok' });
    expect((await ask('GET', '/readyz')).statusCode).toBe(200);
    house.ready = false;
    expect((await ask('GET', '/readyz')).json()).toEqual({ ready: false, checks: { storage: { ok: false } } });
  });

  test('takes no new load while it drains, and closes connections behind their answer', async () => {
    const draining = createServer(house, { stopping: stopping.signal });
    stopping.abort();
    const reply = await draining.inject('/readyz');
    expect([reply.statusCode, reply.headers['connection'], reply.json().checks.draining.ok]).toEqual([503, 'close', false]);
    await draining.close();
  });

  test('shows its metrics to who has the token', async () => {
    expect((await server.inject('/metrics')).json().code).toBe('credential.missing');
    expect((await server.inject({ url: '/metrics', headers: { authorization: 'Bearer a-token-for-metricz' } })).json().code).toBe('credential.invalid');
    const reply = await server.inject({ url: '/metrics', headers: { authorization: 'Bearer a-token-for-metrics' } });
    expect([reply.body, reply.headers['content-type']]).toEqual(['patchbay_up 1\n', 'text/plain; version=0.0.4; charset=utf-8']);
  });

  test('describes itself, and not again to who knows it', async () => {
    const first = await ask('GET', '/v1/openapi.json');
    expect(first.json().openapi).toBe('3.1.0');
    const again = await ask('GET', '/v1/openapi.json', { headers: { 'if-none-match': String(first.headers['etag']) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});

describe('on the wire', () => {
  const talk = async (text: string, options: RestOptions = {}): Promise<string> => {
    const wired = createServer(house, options);
    await wired.listen({ host: '127.0.0.1', port: 0 });
    const { port } = wired.server.address() as { port: number };
    const said = await new Promise<string>((resolve, reject) => {
      let got = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.setEncoding('utf8').on('data', (chunk: string) => { got += chunk; }).on('close', () => resolve(got)).on('error', reject);
    });
    await wired.close();
    return said;
  };

  test('headers beyond the cap are request.headers_too_large', async () => {
    const said = await talk(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1\.1 431 /);
    expect(said).toContain('application/problem+json');
    expect(said).toContain('"code":"request.headers_too_large"');
  });

  test('what is not HTTP is request.malformed', async () => {
    expect(await talk('HELO hub\r\n\r\n')).toContain('"code":"request.malformed"');
  });

  test.each([['headers', 'GET / HTTP/1.1\r\nhost: x\r\nx-slow: '], ['a body', `POST /v1/projects HTTP/1.1\r\nhost: x\r\nauthorization: ${KEY}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`]])('%s that never come to an end are request.timeout', async (_, text) => {
    expect(await talk(text, { headersTimeout: 100, requestTimeout: 150 })).toContain('"code":"request.timeout"');
  });
});
