import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createReplayGuard, verify, type VerifyOptions, WebhookError } from './index.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const BODY = '{"test": 2432232314}';
const now = 1_614_265_330_000;
const V1 = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const V1A = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';
const headers = (signature = V1) => ({ 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': signature });
const good = { secret: SECRET, headers: headers(), body: BODY, now } satisfies VerifyOptions;
const codeOf = (options: VerifyOptions): Promise<unknown> => verify(options).then(() => 'accepted', (error: unknown) => (error instanceof WebhookError ? error.code : error));

describe('a webhook', () => {
  it('is accepted with a shared key and with a key pair, and tells what it is', async () => {
    const webhook = await verify(good);
    expect(webhook).toMatchObject({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: new Date(now), keyIndex: 0 });
    expect([webhook.json(), webhook.text()]).toEqual([{ test: 2432232314 }, BODY]);
    expect(await verify({ publicKeys: [PUBLIC], headers: headers(V1A), body: BODY, now })).toMatchObject({ keyIndex: 0 });
  });

  it.each([
    ['Headers of fetch', new Headers(headers())],
    ['names in other cases', { 'Webhook-Id': headers()['webhook-id'], 'WEBHOOK-TIMESTAMP': '1614265330', 'webhook-Signature': V1 }],
    ['lists of values', { ...Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name, [value]])), cookie: undefined }],
    ['pairs', Object.entries(headers())],
    ['svix-* names', Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name.replace('webhook', 'svix'), value]))],
  ])('may have its headers as %s', async (_, given) => expect(await codeOf({ ...good, headers: given })).toBe('accepted'));

  it.each([['text', BODY], ['bytes', new TextEncoder().encode(BODY)], ['a Buffer', Buffer.from(BODY)], ['an ArrayBuffer', new TextEncoder().encode(BODY).buffer]])('may have its body as %s', async (_, body) => expect(await codeOf({ ...good, body })).toBe('accepted'));

  it('is accepted with any of several keys and signatures, also beside versions of tomorrow', async () => {
    const other = `v1,${Buffer.alloc(32).toString('base64')}`;
    expect(await verify({ ...good, secret: ['whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', SECRET], headers: headers(`${other} ${V1}`) })).toMatchObject({ keyIndex: 1 });
    expect(await verify({ ...good, publicKeys: [PUBLIC], headers: headers(`v2,zzz v1a,!! ${other} ${V1A}`) })).toMatchObject({ keyIndex: 1 });
    expect(await verify({ ...good, headers: headers(`${V1A} ${V1}`) })).toMatchObject({ keyIndex: 0 });
  });

  it('is refused after one byte of it changed', async () => {
    for (let at = 0; at < BODY.length; at++) { const body = Buffer.from(BODY); body[at] = (body[at] ?? 0) ^ 1; expect(await codeOf({ ...good, body })).toBe('signature.wrong'); }
    expect(await codeOf({ ...good, headers: headers(V1.replace('g0h', 'g1h')) })).toBe('signature.wrong');
    expect(await codeOf({ ...good, headers: { ...headers(), 'webhook-id': 'msg_other' } })).toBe('signature.wrong');
    expect(await codeOf({ ...good, headers: { ...headers(), 'webhook-timestamp': '1614265331' } })).toBe('signature.wrong');
    expect(await codeOf({ ...good, secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })).toBe('signature.wrong');
    expect(await codeOf({ publicKeys: [PUBLIC], headers: headers(V1), body: BODY, now })).toBe('signature.wrong');
  });

  it('is of now: up to the edge of the tolerance on both sides', async () => {
    const at = (seconds: number, more = {}) => codeOf({ ...good, now: now + seconds * 1000, ...more });
    expect(await Promise.all([at(300), at(300.9), at(-300), at(301), at(-301), at(11, { toleranceSeconds: 10 })])).toEqual(['accepted', 'accepted', 'accepted', 'timestamp.too_old', 'timestamp.too_new', 'timestamp.too_old']);
    expect(await codeOf({ ...good, now: undefined as unknown as number })).toBe('timestamp.too_old');
  });

  it.each([
    ['webhook-id', undefined, 'header.missing'],
    ['webhook-timestamp', undefined, 'header.missing'],
    ['webhook-signature', undefined, 'header.missing'],
    ['webhook-signature', '', 'header.missing'],
    ['webhook-id', ['a', 'b'], 'header.malformed'],
    ['webhook-timestamp', '1614265330.0', 'header.malformed'],
    ['webhook-timestamp', '-1', 'header.malformed'],
    ['webhook-timestamp', '16142653300000', 'header.malformed'],
    ['webhook-timestamp', 'Infinity', 'header.malformed'],
    ['webhook-signature', 'nonsense', 'header.malformed'],
    ['webhook-signature', V1.slice(0, -4), 'header.malformed'],
    ['webhook-signature', 'v1,', 'header.malformed'],
  ])('is refused when %s is %j', async (name, value, code) => expect(await codeOf({ ...good, headers: { ...headers(), [name]: value } })).toBe(code));

  it('is not verified without a right key, and the refusal does not show it', async () => {
    for (const secret of ['', 'whsec_', 'whsec_AAAA', 'no base64!', [], ['whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==']]) expect(await codeOf({ ...good, secret })).toBe('key.invalid');
    for (const publicKeys of [[], ['whpk_AAAA'], [SECRET]]) expect(await codeOf({ publicKeys, headers: headers(V1A), body: BODY, now })).toBe('key.invalid');
    const error = await verify({ ...good, secret: 'whsec_visible!' }).catch((refusal: unknown) => refusal);
    expect(String(error)).not.toContain('visible');
    expect((error as WebhookError).fix).toContain('whsec_');
  });

  it('of text that is no JSON says so only when asked for JSON', async () => {
    const body = 'plain';
    const mac = createHmac('sha256', Buffer.from(SECRET.slice(6), 'base64')).update(`m.1614265330.${body}`).digest('base64');
    const webhook = await verify({ ...good, headers: { ...headers(`v1,${mac}`), 'webhook-id': 'm' }, body });
    expect(webhook.text()).toBe('plain');
    expect(() => webhook.json()).toThrow(expect.objectContaining({ code: 'body.not_json' }));
  });

  it('with a parsed body is an error of the caller', async () => {
    expect(await codeOf({ ...good, body: { test: 1 } as unknown as string })).toBeInstanceOf(TypeError);
  });

  it('of a fresh key pair is accepted', async () => {
    const pair = generateKeyPairSync('ed25519');
    const publicKey = `whpk_${pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('base64')}`;
    const signature = `v1a,${sign(null, Buffer.from(`msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.${BODY}`), pair.privateKey).toString('base64')}`;
    expect(await codeOf({ publicKeys: [PUBLIC, publicKey], headers: headers(signature), body: BODY, now })).toBe('accepted');
  });
});

describe('a replay guard', () => {
  it('lets each webhook have its effect once', async () => {
    const guard = createReplayGuard();
    expect(await guard.once('a', () => 7)).toBe(7);
    await expect(guard.once('a', () => 8)).rejects.toMatchObject({ code: 'webhook.replayed' });
    expect(await guard.once('b', () => 9)).toBe(9);
  });

  it('lets the next attempt count when the handler failed, but not while it still runs', async () => {
    const guard = createReplayGuard();
    let fail = (): void => undefined;
    const first = guard.once('a', () => new Promise((_, reject) => { fail = () => reject(new Error('database down')); }));
    await expect(guard.once('a', () => 1)).rejects.toMatchObject({ code: 'webhook.replayed' });
    fail();
    await expect(first).rejects.toThrow('database down');
    expect(await guard.once('a', () => 2)).toBe(2);
  });

  it('forgets after its time, and the oldest first when it is full', () => {
    let at = 0;
    const guard = createReplayGuard({ rememberSeconds: 10, capacity: 2, now: () => at });
    guard.claim('a');
    at = 9_999;
    expect(() => guard.claim('a')).toThrow('came before');
    at = 10_000;
    guard.claim('a');
    guard.claim('b');
    guard.claim('c');
    guard.claim('a');
    expect(() => guard.claim('c')).toThrow('came before');
  });
});
