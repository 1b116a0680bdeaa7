// How credentials get into requests and stay out of everything else, in both runtimes, against a receiver on loopback.
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { Failure } from '@patchbay/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';
import { type Received, type Reply, type Sink, startSink } from '../doubles/sink.ts';
import { plugin } from './plugins/vendor.ts';

const file = new URL('./plugins/vendor.ts', import.meta.url).href;
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({ status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const refusal = async (work: Promise<unknown>): Promise<Failure> => work.then(() => { throw new Error('it was not refused'); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });

describe.each(['trusted', 'sandboxed'] as const)('a credential, %s', (runtime) => {
  let host: PluginHost;
  let vendor: Sink;
  let other: Sink;
  let answer: (request: Received) => Reply;
  let tokens = 0;
  const secrets = () => ({ api_key: 'api-key-123456', password: 'pass-word-9', client_secret: 'client-secret-1', refresh: 'refresh-0', private_key: pem, hook_url: `${vendor.url}/hooks/T0/secret-part`, aws_secret: 'aws-secret-key', narrow: 'narrow-secret' });

  beforeAll(async () => {
    [vendor, other] = await Promise.all([startSink(), startSink()]);
    vendor.usually((request) => (request.path.startsWith('/token') || request.path.includes('/access_tokens') ? issue(request) : answer(request)));
    host = await openPlugin({ plugin, file, runtime, config: { base_url: vendor.url, other_url: other.url }, secrets: secrets() });
  }, 60_000);
  afterAll(async () => { await host?.close(); await vendor?.stop(); await other?.stop(); });
  beforeEach(() => { answer = () => json(200, { fine: true }); });

  function issue(request: Received): Reply {
    tokens++;
    if (request.path.includes('/access_tokens')) return json(201, { token: `app-token-${tokens}`, expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    return json(200, { access_token: `token-${tokens}`, token_type: 'Bearer', expires_in: 3600, ...(request.body.includes('refresh_token') ? { refresh_token: `refresh-${tokens}` } : {}) });
  }
  const send = (request: object) => host.action('send', { request }) as Promise<unknown> as Promise<{ status: number; body: unknown }>;
  const sent = async (request: object): Promise<Received> => { await send(request); return vendor.received.at(-1)!; };

  it('goes into a header, the query, a body or the URL, by the slot that is named or the first that is set', async () => {
    expect((await sent({ url: '/x' })).headers).toMatchObject({ 'x-api-key': 'api-key-123456' });
    expect((await sent({ url: '/x?a=1', query: { b: [1, 2] }, auth: 'query' })).path).toBe('/x?a=1&b=1&b=2&key=api-key-123456');
    expect((await sent({ url: '/x', auth: 'basic' })).headers['authorization']).toBe(`Basic ${Buffer.from('bot:pass-word-9').toString('base64')}`);
    expect((await sent({ url: '/x', auth: 'encoded' })).headers['authorization']).toBe(`Basic ${Buffer.from('pass-word-9').toString('base64')}`);
    expect(JSON.parse((await sent({ url: '/x', json: { event: 'trigger' }, auth: 'body' })).body.toString())).toEqual({ event: 'trigger', routing_key: 'api-key-123456' });
    expect((await sent({ url: '/x', form: { event: 'trigger' }, auth: 'body' })).body.toString()).toBe('event=trigger&routing_key=api-key-123456');
    expect(await sent({ url: '', json: { text: 'hi' }, auth: 'url' })).toMatchObject({ method: 'POST', path: '/hooks/T0/secret-part' });
    expect((await sent({ url: '/x', auth: false })).headers['x-api-key']).toBeUndefined();
  });

  it('that is a token is fetched once for all who wait, and anew when it is refused', async () => {
    const before = tokens;
    expect(await host.action('both', {})).toBe(2);
    expect(tokens).toBe(before + 1);
    const asked = vendor.received.findLast(({ path }) => path === '/token')!;
    expect([asked.headers['authorization'], asked.body.toString()]).toEqual([`Basic ${Buffer.from('client-1:client-secret-1').toString('base64')}`, 'grant_type=client_credentials&scope=a+b']);
    answer = ({ headers }) => (headers['authorization'] === `Bearer token-${before + 1}` ? json(401, {}) : json(200, 'anew'));
    expect(await send({ url: '/x', auth: 'client' })).toEqual({ status: 200, body: 'anew' });
    expect(tokens).toBe(before + 2);
    answer = () => json(401, { message: 'never' });
    expect(await refusal(send({ url: '/x', auth: 'client' }))).toMatchObject({ code: 'upstream.unauthorized' });
    expect(tokens).toBe(before + 3);
  });

  it('that is refreshed keeps the refresh token that came last', async () => {
    await send({ url: '/x', auth: 'refresh' });
    const first = vendor.received.findLast(({ path }) => path === '/token')!.body.toString();
    expect(first).toContain('grant_type=refresh_token&refresh_token=refresh-0');
    const kept = tokens;
    answer = ({ headers }) => (headers['authorization'] === `Bearer token-${kept}` ? json(401, {}) : json(200, 1));
    await send({ url: '/x', auth: 'refresh' });
    expect(vendor.received.findLast(({ path }) => path === '/token')!.body.toString()).toContain(`refresh_token=refresh-${kept}`);
  });

  it('of an app is exchanged for a token with a signature that its public key verifies', async () => {
    expect((await sent({ url: '/repos', auth: 'app' })).headers['authorization']).toBe(`Bearer app-token-${tokens}`);
    const asked = vendor.received.findLast(({ path }) => path === '/app/installations/42/access_tokens')!;
    const [head = '', claims = '', signature = ''] = asked.headers['authorization']!.replace('Bearer ', '').split('.');
    expect(createVerify('sha256').update(`${head}.${claims}`).verify(pair.publicKey, signature, 'base64url')).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: '77', iat: expect.any(Number) as number });
  });

  it('of AWS signs the request', async () => {
    expect((await sent({ url: '/', text: '{}', headers: { 'x-amz-target': 'CodePipeline.List' }, auth: 'aws' })).headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIA1\/\d{8}\/eu-central-1\/codepipeline\/aws4_request, SignedHeaders=.*x-amz-target, Signature=[0-9a-f]{64}$/);
  });

  it('goes to its own hosts only, also along redirects, and never comes back', async () => {
    expect(await refusal(send({ url: '/x', auth: 'narrow' }))).toMatchObject({ code: 'upstream.forbidden' });
    await send({ url: `${other.url}/y`, auth: 'narrow' });
    expect(other.received.at(-1)!.headers['authorization']).toBe('Bearer narrow-secret');
    answer = ({ path }) => (path === '/x' ? { status: 302, headers: { location: `${other.url}/moved` } } : json(200, 1));
    await send({ url: '/x' });
    expect(other.received.at(-1)).toMatchObject({ path: '/moved', headers: expect.not.objectContaining({ 'x-api-key': expect.anything() as string }) as object });
    answer = () => ({ status: 307, headers: { location: 'https://evil.example/' } });
    expect(await refusal(send({ url: '/x' }))).toMatchObject({ code: 'plugin.denied', details: { needs: 'net:https://evil.example' } });
    answer = ({ headers }) => json(200, { echo: headers['x-api-key'] }, { 'x-echo': headers['x-api-key']! });
    expect(await send({ url: '/x' })).toEqual({ status: 200, body: { echo: '•••' } });
    const back = async (auth: string, body: (received: Received) => string | Buffer, request: object = {}): Promise<unknown> => {
      answer = (received) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: body(received) });
      return (await send({ url: '/x', auth, ...request })).body;
    };
    expect(await back('header', ({ headers }) => `x\0${headers['x-api-key']!}`, { as: 'base64' })).toBe(Buffer.from('x\0•••').toString('base64'));
    expect(await back('basic', ({ headers }) => JSON.stringify(headers['authorization']))).toBe('Basic •••');
    expect(await back('header', ({ headers }) => `{"a":"${[...headers['x-api-key']!].map((sign) => `\\u00${sign.charCodeAt(0).toString(16)}`).join('')}"}`)).toEqual({ a: '•••' });
    expect(await back('app', () => JSON.stringify({ key: pem, line: encodeURIComponent(pem) }))).toEqual({ key: '•••', line: '•••' });
    expect(await back('url', ({ path }) => `nothing at ${path}`, { url: '', as: 'text' })).toBe('nothing at •••');
    answer = ({ headers }) => json(200, { echo: headers['authorization'] }, { 'x-echo': headers['authorization']! });
    for (const auth of ['basic', 'encoded']) expect(await send({ url: '/x', auth })).toEqual({ status: 200, body: { echo: 'Basic •••' } });
    const access = JSON.stringify(await host.access());
    for (const value of Object.values(secrets())) expect(access).not.toContain(value);
  });

  it('that is missing or no key is said by its name', async () => {
    await host.call('plugin_configure', { name: 'vendor', secrets: { private_key: 'not a key' } });
    expect(await refusal(send({ url: '/x', auth: 'header' }))).toMatchObject({ code: 'upstream.unauthorized', message: 'The installation has not all of api_key' });
    expect(await refusal(send({ url: '/x', auth: 'app' }))).toMatchObject({ code: 'upstream.unauthorized', message: 'No token can be signed with the secret private_key: The key is not a private key in PEM' });
    await host.call('plugin_configure', { name: 'vendor', secrets: {} });
    expect(await refusal(send({ url: '/x' }))).toMatchObject({ code: 'upstream.unauthorized', message: expect.stringContaining('no credential: set api_key') as string });
    await host.call('plugin_configure', { name: 'vendor', secrets: secrets() });
  });

  it('travels with bytes and parts as well, and what is no request is refused', async () => {
    answer = ({ body }) => ({ status: 200, body: Buffer.from([0xff, body.length]) });
    expect(await send({ url: '/x', method: 'PUT', base64: 'AAEC', as: 'base64' })).toEqual({ status: 200, body: Buffer.from([0xff, 3]).toString('base64') });
    answer = () => json(200, 1);
    const upload = await sent({ url: '/x', multipart: [{ name: 'file', filename: 'a "b".txt', type: 'text/plain', text: 'hello' }] });
    expect(upload.headers['content-type']).toMatch(/^multipart\/form-data; boundary=patchbay-/);
    expect(upload.body.toString()).toContain('name="file"; filename="a %22b%22.txt"\r\ncontent-type: text/plain\r\n\r\nhello\r\n');
    for (const wrong of [{ url: '/x', colour: 1 }, { url: '/x', json: 1, text: 'x' }, { url: 'http://user:pass@[::1]/' }, { url: 'file:///etc/passwd' }, { url: 'ftp://x/' }, { url: '/x', headers: { 'bad name': 'x' } }, { url: '/x', headers: { host: 'evil' } }]) {
      expect((await refusal(send(wrong))).code).toMatch(/^(upstream\.invalid|plugin\.denied)$/);
    }
  });
});
