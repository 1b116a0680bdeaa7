// Webhooks of others, end to end: sources are declared, senders send, and events come of it.
import { createHmac } from 'node:crypto';
import type { Store } from '@patchbay/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { startSink } from '../doubles/sink.ts';
import { administrator, endless, github, hmac, next, raw, SECRET, send, type Sending } from './inbound.ts';

let hub: TestHub;
let kept: Store;
let shift = 0;
const { call, custom, declare, eventsOf, refusedBy, update } = administrator(() => hub);

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { now: () => Date.now() + shift, around: (opened) => (kept = opened) } });
}, 60_000);
afterAll(() => hub.stop());

describe('an accepted request', () => {
  test('is an event before it is answered, and is delivered like any other', async () => {
    const sink = await startSink();
    const source = await declare();
    const endpoint = await call<{ id: string }>('POST', 'endpoints', { name: 'inbound', url: `${sink.url}/in`, event_types: ['*'], filter: { subject: source.slug } });
    const answer = await send(source.url, github('{"ref":"refs/heads/main"}'));
    expect(answer.status).toBe(202);
    const [id] = (JSON.parse(answer.text) as { events: string[] }).events;
    const [event] = await eventsOf(source);
    expect(event).toMatchObject({ id, type: `${source.slug.replace('-', '_')}.push`, subject: source.slug, data: { ref: 'refs/heads/main' } });
    const [delivered] = await sink.until(1, AbortSignal.timeout(5000));
    expect(delivered!.headers['webhook-id']).toBe(id);
    expect(JSON.parse(delivered!.body.toString())).toMatchObject({ data: { ref: 'refs/heads/main' } });
    await call('DELETE', `endpoints/${endpoint.id}`);
    await sink.stop();
  });

  test('has no effect again: not after an hour, not twenty times at once', async () => {
    const source = await declare();
    const sent = github('{"a":1}');
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(source.url, sent)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(19).fill(200), 202]);
    shift = 3_600_000;
    expect(await send(source.url, sent)).toMatchObject({ status: 200, text: '{"events":[]}' });
    shift = 0;
    expect(await eventsOf(source)).toHaveLength(1);
    expect((await send(source.url, github('{"a":1}'))).status).toBe(202); // another delivery of the same content
    expect(await eventsOf(source)).toHaveLength(2);
  });

  test('is known by what is signed where the sender gives no id', async () => {
    const source = await custom({ algorithm: 'hmac_sha256', header: 'X-Sign', content: '{timestamp}.{body}', timestamp_from: 'header:X-Time' });
    const sent = (body: string, time: number): Sending => ({ body, headers: { 'x-time': String(time), 'x-sign': hmac(`${time}.${body}`) } });
    const at = Math.floor(Date.now() / 1000);
    expect((await send(source.url, sent('{"a":1}', at))).status).toBe(202);
    expect((await send(source.url, sent('{"a":1}', at))).status).toBe(200);
    expect((await send(source.url, sent('{"a":1}', at - 1))).status).toBe(202);
    expect((await send(source.url, sent('{"a":2}', at))).status).toBe(202);
  });

  test('may hold several events, of which those that came before have no effect', async () => {
    const source = await declare({ scheme: 'okta', secret: SECRET });
    const body = (...uuids: string[]): string => JSON.stringify({ eventId: `o-${next()}`, data: { events: uuids.map((uuid) => ({ uuid, eventType: `user.${uuid}` })) } });
    const sent = (...uuids: string[]) => send(source.url, { body: body(...uuids), headers: { authorization: SECRET } });
    expect(await sent('a', 'b')).toMatchObject({ status: 200, text: '' });
    expect(await sent('b', 'c', 'c', 'a')).toMatchObject({ status: 200 });
    expect((await eventsOf(source)).map(({ data }) => data['uuid']).toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('of Twilio by GET tells what its signed URL holds', async () => {
    const source = await declare({ scheme: 'twilio', secret: SECRET });
    const url = `${source.url}?CallStatus=completed&CallSid=CA1`;
    const signature = createHmac('sha1', SECRET).update(url).digest('base64');
    expect((await send(url, { method: 'GET', headers: { 'x-twilio-signature': signature } })).status).toBe(200);
    expect((await send(`${url}&x=1`, { method: 'GET', headers: { 'x-twilio-signature': signature } })).status).toBe(401);
    expect(await eventsOf(source)).toMatchObject([{ data: { CallStatus: 'completed', CallSid: 'CA1' } }]);
  });

  test.each([
    ['an array', '[1,2]', { body: [1, 2] }], ['a text', 'hello', { body: 'hello' }], ['nothing', '', {}], ['JSON with a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['JSON with a name that reaches a prototype', '{"__proto__":{"x":1},"a":1}', { a: 1 }], ['a zero character', '{"a":"\\u0000b"}', { a: '\u0000b' }],
  ])('with %s as its body is an event with data that fits', async (_, body, data) => {
    const source = await declare();
    expect((await send(source.url, github(body))).status).toBe(202);
    expect((await eventsOf(source))[0]!.data).toMatchObject(data);
  });
});

describe('mappings', () => {
  test('name the event and what it happened to; the first that fits counts', async () => {
    const source = await declare({
      unmapped: 'drop',
      mappings: [
        { when: 'pull_request', filter: { action: 'opened', 'pull_request.draft': { $neq: true } }, type: 'change.opened', subject: '{{body.repository.full_name}}#{{body.number}}' },
        { when: 'pull*', type: 'change.updated' },
      ],
    });
    const pull = (fields: object) => send(source.url, github(JSON.stringify({ repository: { full_name: 'acme/shop' }, number: 7, ...fields }), { event: 'pull_request' }));
    await pull({ action: 'opened' });
    await pull({ action: 'opened', pull_request: { draft: true } });
    expect(await send(source.url, github('{}', { event: 'push' }))).toMatchObject({ status: 202, text: '{"events":[]}' });
    expect((await eventsOf(source)).map(({ type, subject }) => `${type} ${subject}`).toSorted()).toEqual(['change.opened acme/shop#7', `change.updated ${source.slug}`]);
  });

  test('that can’t work are refused where they are declared', async () => {
    const refused = await declare({ mappings: [{ when: 'x', type: 'project.created', subject: '{{nobody}}', filter: { a: { $like: 1 } } }], allowed_networks: ['10.0.0.1/8'] });
    expect(refused).toMatchObject({ status_code: 422, code: 'input.invalid' });
    expect((refused as unknown as { issues: { path: string }[] }).issues.map(({ path }) => path)).toEqual(['allowed_networks.0', 'mappings.0.type', 'mappings.0.filter.a.$like', 'mappings.0.subject']);
    expect(await custom({ algorithm: 'hmac_sha256', content: '{nobody}' })).toMatchObject({ status_code: 422, issues: [{ path: 'verification.content' }] });
    const source = await declare();
    expect(await update(source, { mappings: [{ when: 'x', type: 'source.deleted' }] })).toMatchObject({ status_code: 422, issues: [{ path: 'mappings.0.type' }] });
  });
});

describe('a secret that can prove nothing', () => {
  const PEM = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n';
  test.each([
    ['standard', {}, 'not base64!', 'expected base64'],
    ['standard', {}, 'whsec_not-base64', 'expected base64'],
    ['gitlab', {}, 'whsec_not-base64', 'expected base64'],
    ['github', {}, PEM, 'what came is a PUBLIC KEY in PEM'],
    ['jira', {}, 'whpk_MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=', 'what came is a public key'],
    ['custom', { algorithm: 'hmac_sha256', key_encoding: 'hex' }, 'xyz', 'expected hex'],
    ['custom', { algorithm: 'ed25519' }, 'c0ffee', 'what came is hex of 3 bytes'],
    ['custom', { algorithm: 'ed25519' }, Buffer.alloc(64).toString('base64'), 'what came is base64 of 64 bytes'],
    ['custom', { algorithm: 'jwt_hs256' }, PEM, 'what came is a PUBLIC KEY in PEM'],
  ])('is refused where it is declared, by %s %o', async (scheme, verification, secret, said) => {
    const fields = { scheme, ...(scheme === 'custom' ? { verification } : {}) };
    const refusal = { status_code: 422, code: 'input.invalid', issues: [{ path: 'secret', message: expect.stringContaining(said) as string }] };
    const refused = await declare({ ...fields, secret });
    expect(refused).toMatchObject(refusal);
    expect(JSON.stringify(refused)).not.toContain(secret.trim().slice(0, 20));
    const source = await declare({ ...fields, secret: undefined });
    expect(await update(source, { secret })).toMatchObject(refusal);
  });

  test('by a change of how the sender proves itself is refused, too', async () => {
    const source = await custom({ algorithm: 'hmac_sha256' });
    expect(await update(source, { verification: { algorithm: 'ed25519' } })).toMatchObject({ status_code: 422, issues: [{ path: 'secret', message: expect.stringContaining('Ed25519') as string }] });
    expect(await update(source, { name: 'another name' })).toMatchObject({ status_code: 200 });
    expect(await update(source, { verification: { algorithm: 'equal' } })).toMatchObject({ status_code: 200 });
  });

  test('of this request has a reason of its own', async () => {
    const source = await declare({ scheme: 'gitlab', secret: 'a plain token' });
    await send(source.url, { body: '{}', headers: { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': `v1,${'A'.repeat(43)}=` } });
    expect((await refusedBy(source)).map(({ why }) => why)).toEqual(['wrong_secret']);
  });
});

describe('a signature', () => {
  test.each(['{timestamp}', '{id}', 'hello'])('over %s alone is refused where it is declared: anybody could change the body', async (content) => {
    const verification = { algorithm: 'hmac_sha256', content, timestamp_from: 'header:X-Time' };
    expect(await declare({ scheme: 'custom', verification, deduplicate_by: 'header:X-Id' })).toMatchObject({ status_code: 422, issues: [{ path: 'verification.content', message: expect.stringContaining('{body}') as string }] });
    for (const covering of ['{body}', '{url}', '{url}{form}']) expect((await declare({ scheme: 'custom', verification: { ...verification, content: content + covering }, deduplicate_by: 'header:X-Id' })).status_code).toBe(201);
    expect((await declare({ scheme: 'custom', verification: { ...verification, algorithm: 'equal' }, deduplicate_by: 'header:X-Id' })).status_code).toBe(201);
  });
});

describe('a source', () => {
  test.each([['azure_devops', {}], ['bitbucket', {}], ['custom', { verification: { algorithm: 'basic' } }]])('of %s whose user has a colon is refused, at once and by a change', async (scheme, fields) => {
    const refusal = { status_code: 422, code: 'input.invalid', issues: [{ path: 'username', message: expect.stringContaining('expected no colon') as string }] };
    expect(await declare({ scheme, username: 'ada:lovelace', ...fields })).toMatchObject(refusal);
    const source = await declare({ scheme, username: 'ada', secret: 'pass:word', ...fields });
    expect(await update(source, { username: 'ada:lovelace' })).toMatchObject(refusal);
    expect((await send(source.url, { body: '{"eventType":"a"}', headers: { authorization: `Basic ${btoa('ada:pass:word')}`, 'x-event-key': 'a' } })).status).toBe(202);
  });

  test('that is switched off, deleted or was never there looks the same', async () => {
    const [off, gone] = [await declare(), await declare()];
    await update(off, { enabled: false });
    await call('DELETE', `sources/${gone.id}`);
    const answers = await Promise.all([off.url, gone.url, `${hub.url}/hooks/src_01jd8xk3v2q4r6t8w0y2a4c6e8`, `${hub.url}/hooks/nonsense`].map((url) => send(url, github('{}'))));
    const told = answers.map(({ status, text, type }) => ({ status, type, text: text.replace(/"request_id":"[^"]+"/, '') }));
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(told[0]).toMatchObject({ status: 404 });
    expect(await refusedBy(off)).toEqual([]);
    await update(off, { enabled: true });
    expect((await send(off.url, github('{}'))).status).toBe(202);
  });

  test('takes the new secret at once, and the one before until its grace is over', async () => {
    const source = await declare({ secret_grace: 600 });
    await update(source, { secret: 'the next secret' });
    expect((await send(source.url, github('1', { secret: 'the next secret' }))).status).toBe(202);
    expect((await send(source.url, github('2'))).status).toBe(202);
    shift = 601_000;
    expect((await send(source.url, github('3'))).status).toBe(401);
    expect((await send(source.url, github('4', { secret: 'the next secret' }))).status).toBe(202);
    shift = 0;
    await update(source, { secret: 'the third secret', secret_grace: 0 });
    expect((await send(source.url, github('5', { secret: 'the next secret' }))).status).toBe(401);
    expect((await send(source.url, github('6', { secret: 'the third secret' }))).status).toBe(202);
  });

  test('takes a replaced secret until its own grace is over, however often the secret is replaced meanwhile', async () => {
    const source = await declare();
    await update(source, { secret: 'secret 0' });
    for (let n = 1; n < 9; n++) await update(source, { secret: `secret ${n}`, secret_grace: 60 });
    shift = 61_000;
    for (let n = 9; n < 12; n++) await update(source, { secret: `secret ${n}` });
    expect((await send(source.url, github('1'))).status).toBe(202);
    expect((await send(source.url, github('2', { secret: 'secret 1' }))).status).toBe(401);
    expect((await send(source.url, github('3', { secret: 'secret 9' }))).status).toBe(202);
    shift = 0;
  });

  test.each([
    ['a grace of 0', { secret: 'secret 3', secret_grace: 0 }],
    ['a grace of 0 that comes later', { secret_grace: 0 }],
    ['a secret that is taken away', { secret: null }],
  ])('forgets replaced secrets at once with %s: nothing brings them back', async (_, change) => {
    const source = await declare();
    for (const n of [1, 2]) await update(source, { secret: `secret ${n}` });
    const held = () => kept.list('retired_secret', { where: { source: source.id }, limit: 9 });
    expect(await held()).toHaveLength(2);
    expect((await update(source, change)).status_code).toBe(200);
    expect(await held()).toEqual([]);
    await update(source, { secret: 'the last secret', secret_grace: 0 });
    await update(source, { secret_grace: 600 });
    for (const secret of [SECRET, 'secret 1', 'secret 2']) expect((await send(source.url, github(secret, { secret }))).status).toBe(401);
    expect((await send(source.url, github('{}', { secret: 'the last secret' }))).status).toBe(202);
  });

  test('keeps ten replaced secrets at most: one more is refused and says what to do, and the same again replaces none', async () => {
    const source = await declare();
    for (let n = 0; n < 10; n++) for (const again of [`secret ${n}`, `secret ${n}`]) expect((await update(source, { secret: again })).status_code).toBe(200);
    expect(await update(source, { secret: 'secret 10' })).toMatchObject({ status_code: 409, code: 'source.too_many_secrets', limit: 10, fix: expect.stringContaining('`secret_grace` 0') as string });
    for (const secret of [SECRET, 'secret 9']) expect((await send(source.url, github(secret, { secret }))).status).toBe(202);
    expect((await update(source, { secret: 'secret 10', secret_grace: 0 })).status_code).toBe(200);
    expect((await send(source.url, github('1', { secret: 'secret 9' }))).status).toBe(401);
    expect((await send(source.url, github('2', { secret: 'secret 10' }))).status).toBe(202);
  });

  test('without a secret refuses everything', async () => {
    const source = await declare({ secret: undefined });
    for (const secret of ['', 'undefined', 'null']) expect((await send(source.url, { body: '{}', headers: { 'x-hub-signature-256': `sha256=${hmac('{}', secret)}`, 'x-github-event': 'push' } })).status).toBe(401);
    await update(source, { secret: SECRET });
    expect((await send(source.url, github('{}'))).status).toBe(202);
    await update(source, { secret: null });
    expect((await send(source.url, github('{}'))).status).toBe(401);
    expect((await refusedBy(source)).map(({ why }) => why)).toEqual(['no_secret', 'no_secret', 'no_secret', 'no_secret']);
  });

  test('takes requests only from its networks; what a stranger says about the address does not count', async () => {
    const source = await declare({ allowed_networks: ['192.0.2.0/24', '2001:db8::/32'] });
    const from = (address: string): Sending => { const sent = github('{}'); return { ...sent, headers: { ...sent.headers, 'x-forwarded-for': address } }; };
    expect(await send(source.url, from('192.0.2.1'))).toMatchObject({ status: 403 });
    expect(await refusedBy(source)).toMatchObject([{ why: 'network', status: 403, proven: false, address: '127.0.0.1' }]);
    expect((await refusedBy(source))[0]).not.toHaveProperty('body');
    await update(source, { allowed_networks: ['127.0.0.0/8'] });
    expect((await send(source.url, from('203.0.113.9'))).status).toBe(202);
  });

  test('takes bodies up to its own cap, also beyond that of the API, and reads no further', async () => {
    const [small, large] = [await declare({ max_body: 1024 }), await declare({ max_body: 3_000_000 })];
    const body = JSON.stringify({ text: 'x'.repeat(2_000_000) });
    expect((await send(large.url, github(body))).status).toBe(202);
    expect(await raw(small.url, ['X-GitHub-Event: push'], 'x'.repeat(1025))).toBe(413);
    expect((await send(small.url, github(JSON.stringify('x'.repeat(1022))))).status).toBe(202);
    expect(await endless(small.url)).toBe(413);
    expect(await refusedBy(small)).toMatchObject([{ why: 'too_large', status: 413 }, { why: 'too_large' }]);
  });

  test('answers only to GET and POST', async () => {
    const { url } = await declare();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD']) expect([method, (await send(url, { method })).status]).toEqual([method, 405]);
    expect((await send(url, { method: 'GET' })).status).toBe(401);
  });

  test('takes whatever type a body says it has', async () => {
    const { url } = await declare();
    for (const type of ['application/json', 'application/vnd.acme+json', 'text/plain', 'nonsense', 'application/json; charset=latin1']) {
      const sent = github('{"a":1}');
      expect((await send(url, { ...sent, headers: { ...sent.headers, 'content-type': type } })).status).toBe(202);
    }
  });

  test('of a plugin that is not installed is not found', async () => {
    expect(await send(`${hub.url}/v1/webhooks/jira`, { body: '{}' })).toMatchObject({ status: 404, type: expect.stringContaining('application/problem+json') });
  });
});
