// What endpoints can do besides receiving: transformations, OAuth and client certificates, networks, signatures of one's own, and what the hub tells about them.
import { createHmac, createPublicKey, verify as verifyBytes } from 'node:crypto';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { verify } from '@patchbay/receiver';
import { hasOpenssl, openCertificates } from '../attack/egress/certificates.ts';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Received, type Sink, startSink } from '../doubles/sink.ts';

type Json = Record<string, unknown>;
interface Listed<T> { readonly items: readonly T[] }
interface Attempt { readonly event: string; readonly number: number; readonly outcome: string; readonly failure?: string; readonly detail?: string; readonly response?: string; readonly response_encoding?: string; readonly request?: { readonly headers: Record<string, string>; readonly body?: string } }

let hub: TestHub | undefined;
let sink: Sink | undefined;

afterEach(async () => {
  await hub?.stop();
  await sink?.stop();
  hub = sink = undefined;
});

async function open(deliveries: object = { egressAllow: ['127.0.0.0/8'] }, now = Date.now): Promise<Sink> {
  sink = await startSink();
  hub = await startTestHub({ store: 'sqlite', config: { deliveries }, ports: { now } });
  return sink;
}

async function call<T = Json>(method: string, path: string, body?: object): Promise<T & { readonly status_code: number }> {
  const answer = await fetch(`${hub!.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${hub!.key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { ...((await answer.json()) as T), status_code: answer.status };
}

const declare = (fields: object = {}) => call<{ id: string; signing_secret: string; public_key: string | null }>('POST', 'endpoints', { name: 'billing', url: `${sink!.url}/hooks`, event_types: ['build.*'], retry: { delays: [] }, ...fields });
const publish = (fields: object = {}) => call<{ id: string }>('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', data: { number: 7 }, ...fields });
const tool = <T = Json>(name: string, input: object) => call<T>('POST', `tools/${name}`, input);

async function eventually<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (const began = Date.now(); ;) {
    const found = await look();
    if (holds(found) || Date.now() - began > 8000) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const attempts = (count = 1) => eventually(() => call<Listed<Attempt>>('GET', 'attempts'), ({ items }) => items.length >= count);
const letters = () => eventually(() => call<Listed<Json>>('GET', 'dead_letters'), ({ items }) => items.length > 0);
const first = (receiver: Sink, count = 1): Promise<readonly Received[]> => receiver.until(count, AbortSignal.timeout(8000));
const issuesOf = (answer: Json): unknown => (answer['issues'] as { path: string }[] | undefined)?.map(({ path }) => path);

describe('a transformation', () => {
  test('changes what is sent, and the signature is over what it made', async () => {
    const receiver = await open();
    const { signing_secret } = await declare({ transform: 'export default ({ type, data }) => ({ text: `${type} ${data.number}` })' });
    await publish();
    const [delivered] = await first(receiver);
    expect(delivered!.body.toString()).toBe('{"text":"build.finished 7"}');
    await expect(verify({ headers: delivered!.headers, body: delivered!.body, secret: signing_secret })).resolves.toBeDefined();
    expect((await attempts()).items).toMatchObject([{ outcome: 'delivered', request: { body: '{"text":"build.finished 7"}' } }]);
  });

  test('that answers null sends nothing, and the attempt says so', async () => {
    const receiver = await open();
    await declare({ transform: 'export default ({ data }) => data.number > 5 ? null : data' });
    await publish();
    await publish({ data: { number: 3 } });
    await first(receiver);
    expect((await attempts(2)).items.map(({ outcome }) => outcome).toSorted()).toEqual(['delivered', 'skipped']);
    expect(receiver.received.map(({ body }) => body.toString())).toEqual(['{"number":3}']);
  });

  test('that fails is ours: tried again, then a dead letter that says which limit it met', async () => {
    const receiver = await open();
    await declare({ transform: 'export default () => { for (;;); }', retry: { delays: [0], jitter: 0 } });
    await publish();
    expect((await letters()).items).toMatchObject([{ reason: 'ours', fault: 'ours', attempts: 2, last_failure: 'transform.cpu' }]);
    expect((await attempts(2)).items).toMatchObject([{ number: 2, failure: 'transform.cpu' }, { number: 1, failure: 'transform.cpu' }]);
    expect(receiver.received).toHaveLength(0);
  });

  test('that can’t be used is refused when it is declared or changed, with its place', async () => {
    await open();
    const refused = await declare({ transform: 'export default (' });
    expect([refused.status_code, issuesOf(refused)]).toEqual([422, ['transform']]);
    const { id } = await declare();
    expect(await call('PATCH', `endpoints/${id}`, { transform: 'const x = 1' })).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'transform' }] });
  });

  test('is tried on a sample or on an event that happened, without being sent', async () => {
    const receiver = await open();
    const event = await publish();
    const { id } = await declare({ transform: 'export default ({ id, data }) => { console.log("hello"); return { id, data }; }' });
    expect(await tool('endpoint_test_transform', { endpoint: id, event: event.id })).toMatchObject({ outcome: 'sends', body: JSON.stringify({ id: event.id, data: { number: 7 } }), logs: [{ level: 'info', text: 'hello' }] });
    expect(await tool('endpoint_test_transform', { transform: 'export default ({ type }) => type', sample: { type: 'deploy.done' } })).toMatchObject({ outcome: 'sends', body: '"deploy.done"' });
    expect(await tool('endpoint_test_transform', { transform: 'export default () => { throw new Error("no") }' })).toMatchObject({ outcome: 'fails', failure: 'transform.threw', detail: expect.stringContaining('Error: no') as string });
    expect(await tool('endpoint_test_transform', { transform: 'export default (' })).toMatchObject({ outcome: 'fails', failure: 'transform.refused', line: 1 });
    expect(await tool('endpoint_test_transform', {})).toMatchObject({ status_code: 422 });
    expect(await tool('endpoint_test_transform', { transform: '1', event: 'evt_none' })).toMatchObject({ status_code: 404 });
    expect(receiver.received).toHaveLength(0);
  });
});

describe('OAuth client credentials', () => {
  const token = (value: string) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ access_token: value, token_type: 'Bearer', expires_in: 3600 }) });
  const oauth = () => ({ auth: { kind: 'oauth2', token_url: `${sink!.url}/token`, client_id: 'patchbay', scopes: ['events:write'] }, auth_secret: 'the-client-secret' });
  const paths = (receiver: Sink): string[] => receiver.received.map(({ path, headers }) => `${path} ${headers['authorization']!}`);

  test('a token is fetched once, kept, replaced when it is refused, and never shown', async () => {
    let passed = 0;
    const receiver = await open(undefined, () => Date.now() + passed);
    const tokens = ['t1', 't2'];
    let good = 't1';
    receiver.usually(({ path, headers }) => (path === '/token' ? token(tokens.shift()!) : { status: headers['authorization'] === `Bearer ${good}` ? 200 : 401 }));
    await declare(oauth());
    await publish();
    await first(receiver, 2);
    await publish();
    await first(receiver, 3);
    good = 't2';
    passed = 2000;
    await publish();
    await first(receiver, 6);
    const basic = `Basic ${Buffer.from('patchbay:the-client-secret').toString('base64')}`;
    expect(paths(receiver)).toEqual([`/token ${basic}`, '/hooks Bearer t1', '/hooks Bearer t1', '/hooks Bearer t1', `/token ${basic}`, '/hooks Bearer t2']);
    const { items } = await attempts(3);
    expect(items.map(({ outcome }) => outcome)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  test('that are refused are a failure of theirs, and the token endpoint’s words are told to nobody', async () => {
    const receiver = await open();
    receiver.usually({ status: 401, body: '{"error":"leaky-words"}' });
    await declare(oauth());
    await publish();
    expect((await letters()).items).toMatchObject([{ fault: 'theirs', last_failure: 'token' }]);
    const { items } = await attempts();
    expect(items).toMatchObject([{ failure: 'token', detail: 'No token for the delivery: the token endpoint answered 401' }]);
    expect(JSON.stringify(items)).not.toMatch(/leaky-words|the-client-secret/);
    expect(receiver.received).toHaveLength(1);
  });
});

test.runIf(hasOpenssl())('a receiver that asks for a certificate gets the endpoint’s', async () => {
  await open();
  using made = openCertificates();
  const authority = made.authority('Receivers');
  const [server, client] = [authority.issue('127.0.0.1'), authority.issue('patchbay', 2, 'clientAuth')];
  const seen: string[] = [];
  const receiver = createServer({ ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    seen.push(String((request.socket as unknown as { getPeerCertificate(): { subject: { CN: string } } }).getPeerCertificate().subject.CN)); // it speaks TLS
    response.end();
  });
  await new Promise<void>((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
  const url = `https://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const auth = { kind: 'mtls', certificate: client.cert, ca: authority.cert };
  try {
    expect(issuesOf(await declare({ url, auth, auth_secret: server.key }))).toEqual(['auth.certificate']);
    const { id } = await declare({ url, auth, auth_secret: client.key });
    await publish();
    expect((await attempts()).items).toMatchObject([{ outcome: 'delivered' }]);
    expect(seen).toEqual(['patchbay']);
    expect(JSON.stringify(await call('GET', `endpoints/${id}`))).not.toContain('PRIVATE KEY');
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});

test('an ordering key that no event has is refused when it is declared', async () => {
  await open({});
  expect(await declare({ ordering_key: 'customer' })).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'ordering_key' }] });
});

describe('where an endpoint may lead', () => {
  test('is judged when it is declared: an address that can never be reached is refused with the reason', async () => {
    await open({});
    for (const url of ['http://127.0.0.1/', 'http://2130706433/', 'http://[::ffff:7f00:1]/', 'http://169.254.169.254/latest', 'https://user:word@example.com/', 'https://example.com:25/']) expect(await declare({ url })).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'url' }] });
    expect(await declare({ url: 'http://127.0.0.1/' })).toMatchObject({ reason: 'egress.denied' });
    expect(issuesOf(await declare({ url: 'https://receiver.invalid/', auth: { kind: 'oauth2', token_url: 'http://10.0.0.1/', client_id: 'x' }, auth_secret: 'x' }))).toEqual(['auth.token_url']);
    const { id } = await declare({ url: 'https://receiver.invalid/' });
    expect(issuesOf(await call('PATCH', `endpoints/${id}`, { url: 'http://10.0.0.1/' }))).toEqual(['url']);
  });

  test('its own networks only narrow, now and at every delivery', async () => {
    const receiver = await open();
    expect(issuesOf(await declare({ allowed_networks: ['127.0.0.2/32'] }))).toEqual(['url']);
    expect((await declare({ allowed_networks: ['127.0.0.0/30'] })).status_code).toBe(201);
    await publish();
    await first(receiver);
  });

  test('its tenant narrows it too, and a hub may demand https of all', async () => {
    await open();
    const { tenant } = await tool<{ tenant: string }>('whoami', {});
    await call('PATCH', `tenants/${tenant}`, { egress: { deny: ['127.0.0.1/32'] } });
    expect(await declare()).toMatchObject({ status_code: 422, issues: [{ path: 'url', message: expect.stringContaining('the policy denies') as string }] });
    await call('PATCH', `tenants/${tenant}`, { egress: { allow: ['127.0.0.0/24'] } });
    expect(issuesOf(await declare({ url: 'http://127.0.1.1/' }))).toEqual(['url']);
    expect(issuesOf(await declare({ allowed_networks: ['127.0.0.2'] }))).toEqual(['url']);
    expect((await declare()).status_code).toBe(201);
    await call('PATCH', `tenants/${tenant}`, { egress: { https_only: true } });
    expect(await declare({ name: 'plain' })).toMatchObject({ status_code: 422, issues: [{ message: expect.stringContaining('only https') as string }] });
    await hub!.stop();
    hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'], httpsOnly: true, sourceAddresses: ['203.0.113.7'] } } });
    expect(issuesOf(await declare())).toEqual(['url']);
    expect(await tool('delivery_sources', {})).toMatchObject({ addresses: ['203.0.113.7'], https_only: true, proxied: false });
  });
});

test('what a tenant says about its way out counts for endpoints that are there within a minute, also over connections that are open', async () => {
  let passed = 0;
  const receiver = await open(undefined, () => Date.now() + passed);
  await declare();
  await publish();
  await first(receiver);
  const { tenant } = await tool<{ tenant: string }>('whoami', {});
  await call('PATCH', `tenants/${tenant}`, { egress: { deny: ['127.0.0.1/32'] } });
  passed = 61_000;
  await publish();
  expect((await letters()).items).toMatchObject([{ reason: 'ours', last_failure: 'egress.denied' }]);
  await call('PATCH', `tenants/${tenant}`, { egress: null });
  passed = 122_000;
  await publish();
  await first(receiver, 2);
  expect(receiver.received).toHaveLength(2);
});

test('a forward proxy, the operator’s or a tenant’s own, carries the deliveries and is shown its words', async () => {
  const asked: string[] = [];
  const proxy = createProxy();
  proxy.on('connect', (request, socket: Socket) => {
    asked.push(`${request.url!} ${request.headers['proxy-authorization'] ?? 'nobody'}`);
    const [host = '', port] = request.url!.split(':');
    const onward = connect(Number(port), host, () => { socket.write('HTTP/1.1 200 OK\r\n\r\n'); onward.pipe(socket).pipe(onward); });
    for (const each of [onward, socket]) each.on('error', () => { onward.destroy(); socket.destroy(); });
  });
  await new Promise<void>((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  try {
    const receiver = await open({ egressAllow: ['127.0.0.0/8'], proxy: url });
    await declare();
    await publish();
    await first(receiver);
    const { tenant } = await tool<{ tenant: string }>('whoami', {});
    const patched = await call('PATCH', `tenants/${tenant}`, { egress: { proxy: url }, egress_proxy_authorization: 'Basic aHVudGVyMg==' });
    expect(JSON.stringify(patched)).not.toContain('aHVudGVyMg');
    const { id } = await declare({ name: 'second', event_types: ['never.sent'] });
    expect(await tool('endpoint_send_example', { endpoint: id })).toMatchObject({ outcome: 'delivered' });
    const place = new URL(receiver.url).host;
    expect(asked).toEqual([`${place} nobody`, `${place} Basic aHVudGVyMg==`]);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});

describe('the signature of an endpoint', () => {
  test('may be Ed25519 in a header of its own, whose public key everybody may fetch', async () => {
    const receiver = await open();
    const { id, public_key } = await declare({ signature: { profile: 'hmac', header: 'X-Signature', algorithm: 'ed25519', encoding: 'base64', content: '{timestamp}.{body}', headers: { 'X-Time': '{timestamp}', 'X-Mission-Control-Event': '{type}' } } });
    expect(public_key).toMatch(/^whpk_/);
    await publish();
    const [{ headers, body } = {} as Received] = await first(receiver);
    expect(headers['x-mission-control-event']).toBe('build.finished');
    const { keys, url } = await tool<{ keys: Json[]; url: string }>('endpoint_keys', { endpoint: id });
    const open_keys = (await (await fetch(url)).json()) as { keys: Json[] };
    expect(open_keys.keys).toEqual(keys);
    const key = createPublicKey({ key: open_keys.keys[0] as never, format: 'jwk' }); // an OKP key
    expect(verifyBytes(null, Buffer.from(`${headers['x-time']!}.${body.toString()}`), key, Buffer.from(headers['x-signature']!, 'base64'))).toBe(true);
    expect((await fetch(url.replace('/ep_', '/ep_0'))).status).toBe(404);
  });

  test('keeps a replaced key pair in the set of keys until its grace is over', async () => {
    await open();
    const { id } = await declare({ signature: { profile: 'standard_ed25519' } });
    await call('PATCH', `endpoints/${id}`, { signing_secret: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==' });
    expect((await tool<{ keys: Json[] }>('endpoint_keys', { endpoint: id })).keys).toHaveLength(2);
  });

  test('of several keys is joined by a separator, with a key that is written as hex', async () => {
    const receiver = await open();
    const [old, fresh] = ['00112233445566778899aabbccddeeff', 'ffeeddccbbaa99887766554433221100'];
    const { id } = await declare({ signature: { profile: 'hmac', header: 'X-Sig', key_encoding: 'hex', format: 'v1={signature}', separator: ',v1=' }, signing_secret: old });
    await call('PATCH', `endpoints/${id}`, { signing_secret: fresh });
    await publish();
    const [{ headers, body } = {} as Received] = await first(receiver);
    expect(headers['x-sig']).toBe([fresh, old].map((key) => `v1=${createHmac('sha256', Buffer.from(key, 'hex')).update(body).digest('hex')}`).join(','));
  });

  test('is never left without a key', async () => {
    await open();
    const { id } = await declare();
    expect(issuesOf(await call('PATCH', `endpoints/${id}`, { signing_secret: null }))).toEqual(['signing_secret']);
    expect((await call('PATCH', `endpoints/${id}`, { signing_secret: null, signature: { profile: 'none' } })).status_code).toBe(200);
    expect(issuesOf(await call('PATCH', `endpoints/${id}`, { signature: { profile: 'standard' } }))).toEqual(['signing_secret']);
  });
});

test('headers of one’s own keep their spelling, hide none of the hub’s, and secret ones are masked wherever they are shown', async () => {
  const receiver = await open();
  receiver.usually({ status: 500, body: 'no', headers: { 'content-type': 'text/plain' } });
  for (const [headers, path] of [[{ 'User-Agent': 'x' }, 'headers.User-Agent'], [{ 'webhook-id': 'x' }, 'headers.webhook-id'], [{ 'X-Amz-Date': 'x' }, 'headers.X-Amz-Date'], [{ 'X-Api-Key': 'x' }, 'headers.X-Api-Key']] as const) expect(issuesOf(await declare({ headers }))).toEqual([path]);
  expect(issuesOf(await declare({ auth: { kind: 'bearer' }, auth_secret: 'x', secret_headers: { Authorization: 'x' } }))).toEqual(['secret_headers.Authorization']);
  expect(issuesOf(await declare({ payload_format: 'cloudevents_binary', headers: { 'CE-Type': 'x' } }))).toEqual(['headers.CE-Type']);
  const made = await declare({ headers: { 'X-TeaM': 'payments' }, secret_headers: { 'X-Api-Key': 'hunter2-header' }, auth: { kind: 'bearer' }, auth_secret: 'hunter2-token' });
  expect(made).toMatchObject({ secret_header_names: ['X-Api-Key'] });
  expect(await call('PATCH', `endpoints/${made.id}`, { description: 'x' })).toMatchObject({ secret_header_names: ['X-Api-Key'] });
  await publish();
  const [delivered] = await first(receiver);
  expect(delivered!.rawHeaders).toContain('X-TeaM');
  const { items } = await attempts();
  expect(items).toMatchObject([{ outcome: 'failed', response: 'no', request: { headers: { 'X-TeaM': 'payments', 'X-Api-Key': '•••', authorization: '•••' } } }]);
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

test('of an answer the first 20,000 bytes are kept, as base64 if they are no text, and a redirect says what to do', async () => {
  const receiver = await open();
  receiver.answer({ status: 500, body: 'é'.repeat(15_000) }, { status: 500, body: Buffer.from([0xff, 0xfe, 0]) }, { status: 302, headers: { location: 'https://example.com/' } });
  await declare({ ordering_key: 'subject' });
  for (const expected of [1, 2, 3]) {
    await publish();
    await attempts(expected);
  }
  const { items } = await attempts(3);
  const [redirected, bytes, long] = items;
  expect(long!.response).toBe('é'.repeat(10_000));
  expect(bytes).toMatchObject({ response: '//4A', response_encoding: 'base64' });
  expect(redirected!.detail).toContain('change the URL');
});

test('an example is sent at once, signed, also to an endpoint that is switched off, and what came of it is shown', async () => {
  const receiver = await open();
  receiver.answer({ status: 202, body: 'thanks' });
  const { id, signing_secret } = await declare({ enabled: false });
  const shown = await tool<{ event: string; request: { headers: Record<string, string>; body: string } }>('endpoint_send_example', { endpoint: id, type: 'build.finished', data: { number: 1 } });
  expect(shown).toMatchObject({ outcome: 'delivered', status: 202, response: 'thanks' });
  const [delivered] = await first(receiver);
  const webhook = await verify({ headers: delivered!.headers, body: delivered!.body, secret: signing_secret });
  expect(webhook).toMatchObject({ id: shown.event });
  expect(delivered!.body.toString()).toBe(shown.request.body);
  expect(await tool('endpoint_send_example', { endpoint: 'ep_none' })).toMatchObject({ status_code: 404 });
  expect((await call<Listed<Attempt>>('GET', 'attempts')).items).toEqual([]);
});

describe('what the hub tells about endpoints', () => {
  const told = async (type: string) => (await call<Listed<{ type: string; subject: string; data: Json }>>('GET', `events?type=${type}`)).items;

  test('being made, changed, switched and deleted', async () => {
    await open();
    const { id } = await declare();
    await call('PATCH', `endpoints/${id}`, { enabled: false });
    await call('PATCH', `endpoints/${id}`, { enabled: true });
    await call('DELETE', `endpoints/${id}`);
    expect(await told('endpoint.disabled')).toMatchObject([{ subject: id, data: { because: 'request' } }]);
    expect(await told('endpoint.enabled')).toMatchObject([{ subject: id, data: { disabled_because: 'request' } }]);
    for (const [type, count] of [['endpoint.created', 1], ['endpoint.updated', 2], ['endpoint.deleted', 1]] as const) expect(await told(type)).toHaveLength(count);
  });

  test('a delivery that fails four times, one that recovers, and one that is over; their own failing tells no more', async () => {
    const receiver = await open();
    let failures = 4;
    receiver.usually(({ body }) => ({ status: body.includes('"number":7') && failures-- > 0 ? 500 : body.includes('"number":7') ? 200 : 500 }));
    const { id } = await declare({ event_types: ['build.*', 'message.attempt.*'], retry: { delays: [0, 0, 0, 0], jitter: 0 } });
    const event = await publish();
    await eventually(() => told('message.attempt.recovered'), (found) => found.length > 0);
    const lost = await publish({ data: { number: 8 } });
    await eventually(() => told('message.attempt.exhausted'), (found) => found.length > 0);
    await eventually(() => call<Listed<Json>>('GET', 'dead_letters'), ({ items }) => items.length >= 5);
    expect(await told('message.attempt.failing')).toMatchObject([{ data: { event: lost.id } }, { subject: id, data: { endpoint: id, event: event.id, event_type: 'build.finished', attempt: { number: 4, status: 500 } } }]);
    expect(await told('message.attempt.recovered')).toMatchObject([{ data: { event: event.id, attempt: { number: 5, status: 200 } } }]);
    expect(await told('message.attempt.exhausted')).toMatchObject([{ data: { event: lost.id, reason: 'exhausted', attempt: { number: 5 } } }]);
  });
});

test('of an endpoint of another tenant nothing is found', async () => {
  await open();
  const { id } = await declare();
  const { id: other } = await call<{ id: string }>('POST', 'tenants', { slug: 'others', name: 'Others' });
  for (const [name, input] of [['endpoint_keys', {}], ['endpoint_send_example', {}], ['endpoint_test_transform', {}]] as const) {
    const answer = await fetch(`${hub!.url}/v1/tools/${name}`, { method: 'POST', headers: { authorization: `Bearer ${hub!.key}`, 'content-type': 'application/json', 'x-tenant-id': other }, body: JSON.stringify({ ...input, endpoint: id }) });
    expect([name, answer.status]).toEqual([name, 404]);
  }
  expect((await fetch(`${hub!.url}/keys/${other}/${id}/jwks.json`)).status).toBe(404);
});

test('open deliveries are listed with the attempt that comes next, page by page', async () => {
  const receiver = await open();
  receiver.usually({ status: 500 });
  const { id } = await declare({ retry: { delays: [3600], jitter: 0 }, ordering_key: 'subject' });
  const events = [await publish(), await publish(), await publish({ subject: 'other' })];
  await attempts(2);
  const { items } = await eventually(() => tool<Listed<Json>>('delivery_list', { endpoint: id }), (found) => found.items.filter((each) => each['attempt'] === 2).length === 2);
  expect(items).toMatchObject([{ event: events[0]!.id, endpoint: id, attempt: 2, state: 'pending' }, { event: events[1]!.id, attempt: 1, state: 'in_line', next_at: null }, { event: events[2]!.id, attempt: 2, state: 'pending' }]);
  const page = await tool<{ items: Json[]; next: string }>('delivery_list', { limit: 2 });
  expect(await tool('delivery_list', { after: page.next })).toMatchObject({ items: [{ event: events[2]!.id }], next: null });
  expect(await tool('delivery_list', { endpoint: 'ep_01jd8xk3v2q4r6t8w0y2a4c6e8' })).toMatchObject({ items: [], next: null });
});
