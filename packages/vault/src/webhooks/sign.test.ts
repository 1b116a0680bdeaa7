import { createHmac, createPublicKey, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { Failure } from '@patchbay/contracts';
import { describe, expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { canSign, checkSigningSecret, createSigner, generateSigningSecret } from './create-signer.ts';
import { jwksOf } from './public-keys.ts';
import { signStandard } from './sign-standard.ts';
import { checkSignatureProfile, type SignatureProfile } from './signature-profile.ts';
import { generateWebhookKey, webhookKey } from './webhook-key.ts';

const SHARED = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PRIVATE = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
const V1 = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const V1A = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

/** The failure of something that must not work. */
function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It worked');
}

describe('Standard Webhooks', () => {
  test('both versions give the published signatures, over text and over bytes', async () => {
    for (const body of [message.body, Buffer.from(message.body), new Uint8Array(Buffer.from(message.body))]) {
      expect(signStandard({ ...message, body, keys: [webhookKey(SHARED)] })).toEqual({ 'webhook-id': message.id, 'webhook-timestamp': '1614265330', 'webhook-signature': V1 });
      expect((await signStandard({ ...message, body, keys: [webhookKey(new Secret(PRIVATE))] }))['webhook-signature']).toBe(V1A);
    }
  });

  test('during a rotation every key signs, the newest first, and kinds may mix', async () => {
    const newer = webhookKey(generateWebhookKey('v1'));
    const signature = (await signStandard({ ...message, keys: [newer, webhookKey(PRIVATE), webhookKey(SHARED)] }))['webhook-signature'] ?? '';
    expect(signature.split(' ')).toEqual([expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/), V1A, V1]);
  });

  test('receivers that know svix-* headers get the same values under those names too', async () => {
    const headers = await signStandard({ ...message, keys: [webhookKey(SHARED)], svixHeaders: true });
    for (const part of ['id', 'timestamp', 'signature']) expect(headers[`svix-${part}`]).toBe(headers[`webhook-${part}`]);
    expect(Object.keys(headers)).toHaveLength(6);
  });

  test('a body of any bytes is signed as it is', async () => {
    const body = Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0x00, 0x0d, 0x0a]);
    const key = Buffer.from(SHARED.slice(6), 'base64');
    const expected = createHmac('sha256', key).update(Buffer.concat([Buffer.from('msg_1.5.'), body])).digest('base64');
    expect((await signStandard({ id: 'msg_1', timestamp: 5, body, keys: [webhookKey(SHARED)] }))['webhook-signature']).toBe(`v1,${expected}`);
  });

  test.each(['', 'a.b', 'a b', 'a\nb', 'ключ', 'x'.repeat(256)])('an id that another id and time could pass for is not signed: %j', (id) => {
    expect(() => signStandard({ ...message, id, keys: [webhookKey(SHARED)] })).toThrow('A webhook id has');
  });

  test('nothing is signed at half a second, before 1970, or without a key', () => {
    for (const timestamp of [1.5, -1, Number.NaN, Infinity]) expect(() => signStandard({ ...message, timestamp, keys: [webhookKey(SHARED)] })).toThrow('whole seconds');
    expect(() => signStandard({ ...message, keys: [] })).toThrow('at least one key');
  });
});

describe('keys', () => {
  test('a new key is of its kind, can sign, and is never twice the same', () => {
    expect(generateWebhookKey('v1').reveal()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(generateWebhookKey('v1a').reveal()).toMatch(/^whsk_[A-Za-z0-9+/]{86}==$/);
    expect(generateWebhookKey('v1').equals(generateWebhookKey('v1'))).toBe(false);
    expect(webhookKey(generateWebhookKey('v1a')).version).toBe('v1a');
  });

  test('the public key is that of the published pair, and the seed makes the pair', () => {
    expect(webhookKey(PRIVATE)).toMatchObject({ version: 'v1a', publicKey: PUBLIC });
    expect(generateWebhookKey('v1a', () => Buffer.from(PRIVATE.slice(5), 'base64').subarray(0, 32)).reveal()).toBe(PRIVATE);
  });

  test('a shared key has 24 to 75 bytes', () => {
    const key = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
    for (const bytes of [24, 25, 75]) expect(webhookKey(key(bytes)).version).toBe('v1');
    for (const bytes of [0, 23, 76]) expect(failureOf(() => webhookKey(key(bytes)))).toMatchObject({ code: 'input.invalid', details: { issues: [{ path: 'signing_secret', message: `expected 24 to 75 bytes after whsec_, not ${bytes}` }] } });
  });

  test.each([
    ['no prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', /expected whsec_ or whsk_/],
    ['the public key of a pair', PUBLIC, /not the public key/],
    ['no base64', `${SHARED}!`, /base64 with its padding/],
    ['base64url', `whsec_${Buffer.alloc(30, 0xff).toString('base64url')}`, /base64 with its padding/],
    ['no padding', `whsec_${'A'.repeat(43)}`, /base64 with its padding/],
    ['a line break', `${SHARED}\n`, /base64 with its padding/],
    ['half a pair', `whsk_${Buffer.alloc(32).toString('base64')}`, /64 bytes/],
    ['the public key of another seed', `whsk_${Buffer.concat([Buffer.alloc(32, 1), Buffer.from(PUBLIC.slice(5), 'base64')]).toString('base64')}`, /that of the seed/],
  ])('a key with %s is refused without being shown', (_, key, complaint) => {
    const failure = failureOf(() => webhookKey(key));
    expect(failure.message).toMatch(complaint);
    expect(inspect(failure)).not.toContain(key.slice(8, 30));
  });

  test('a parsed key shows nothing of itself', () => {
    for (const key of [SHARED, PRIVATE]) {
      expect(inspect(webhookKey(key), { depth: 9, showHidden: true })).not.toContain(key.slice(8, 24));
      expect(JSON.stringify(webhookKey(key))).not.toContain(key.slice(8, 24));
    }
  });

  test('public keys are published as a key set that anybody can verify with', () => {
    const { keys: [jwk, ...rest] } = jwksOf([PUBLIC, PUBLIC]);
    expect(rest).toEqual([]);
    expect(jwk).toEqual({ kty: 'OKP', crv: 'Ed25519', x: '1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4', kid: expect.stringMatching(/^[\w-]{43}$/), use: 'sig', alg: 'EdDSA' });
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: jwk?.x ?? '' }, format: 'jwk' });
    expect(verify(null, Buffer.from(`${message.id}.${message.timestamp}.${message.body}`), key, Buffer.from(V1A.slice(4), 'base64'))).toBe(true);
    expect(() => jwksOf([SHARED])).toThrow('whpk_');
  });

  test('the name of a key is its thumbprint by RFC 8037', () => {
    expect(jwksOf(['whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=']).keys[0]?.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });
});

describe('a signer', () => {
  const secret = new Secret('example-secret');
  const hex = (data: string, algorithm = 'sha256'): string => createHmac(algorithm, 'example-secret').update(data).digest('hex');

  test.each<[string, SignatureProfile, Record<string, string>]>([
    ['as GitHub does', { profile: 'hmac', header: 'X-Hub-Signature-256', format: 'sha256={signature}' }, { 'X-Hub-Signature-256': `sha256=${hex(message.body)}` }],
    ['as Stripe does', { profile: 'hmac', header: 'Stripe-Signature', content: '{timestamp}.{body}', format: 't={timestamp},v1={signature}' }, { 'Stripe-Signature': `t=1614265330,v1=${hex(`1614265330.${message.body}`)}` }],
    ['as Slack does, with its time beside', { profile: 'hmac', header: 'X-Slack-Signature', content: 'v0:{timestamp}:{body}', format: 'v0={signature}', headers: { 'X-Slack-Request-Timestamp': '{timestamp}' } }, { 'X-Slack-Signature': `v0=${hex(`v0:1614265330:${message.body}`)}`, 'X-Slack-Request-Timestamp': '1614265330' }],
    ['with the event in a header', { profile: 'hmac', header: 'X-Mission-Control-Signature', headers: { 'X-Mission-Control-Event': '{type}' } }, { 'X-Mission-Control-Signature': hex(message.body), 'X-Mission-Control-Event': 'deployment.succeeded' }],
    ['in one header of its own', { profile: 'hmac', header: 'X-Mission-Control-Event', algorithm: 'sha256', encoding: 'hex' }, { 'X-Mission-Control-Event': hex(message.body) }],
    ['with SHA-1', { profile: 'hmac', header: 'X-Signature', algorithm: 'sha1' }, { 'X-Signature': hex(message.body, 'sha1') }],
    ['with SHA-512 over the id too, in base64', { profile: 'hmac', header: 'X-Signature', algorithm: 'sha512', encoding: 'base64', content: '{id}|{body}' }, { 'X-Signature': createHmac('sha512', 'example-secret').update(`${message.id}|${message.body}`).digest('base64') }],
  ])('signs %s', (_, profile, headers) => {
    expect(createSigner(profile, [secret]).sign({ ...message, type: 'deployment.succeeded' })).toEqual(headers);
    expect(createSigner(profile, [secret]).sign({ ...message, body: Buffer.from(message.body), type: 'deployment.succeeded' })).toEqual(headers);
  });

  test('signs with Ed25519 in a header of its own, and publishes the key', async () => {
    const signer = createSigner({ profile: 'hmac', header: 'X-Signature-Ed25519', algorithm: 'ed25519', encoding: 'base64', content: '{id}.{timestamp}.{body}' }, [new Secret(PRIVATE)]);
    expect(await signer.sign(message)).toEqual({ 'X-Signature-Ed25519': V1A.slice(4) });
    expect(signer.publicKeys).toEqual([PUBLIC]);
  });

  test('what a shared key signs is there at once; a key pair signs on another thread', async () => {
    expect(createSigner({ profile: 'standard' }, [new Secret(SHARED), new Secret(SHARED)]).sign(message)).not.toBeInstanceOf(Promise);
    const signer = createSigner({ profile: 'standard_ed25519' }, [new Secret(PRIVATE)]);
    const many = Array.from({ length: 200 }, () => signer.sign(message));
    expect(new Set((await Promise.all(many)).map((headers) => headers['webhook-signature']))).toEqual(new Set([V1A]));
  });

  test('follows the standard profiles, with and without svix-*', async () => {
    expect((await createSigner({ profile: 'standard' }, [new Secret(SHARED)]).sign(message))['webhook-signature']).toBe(V1);
    const both = createSigner({ profile: 'standard_ed25519', also_svix_headers: true }, [new Secret(PRIVATE), new Secret(SHARED)]);
    expect((await both.sign(message))['svix-signature']).toBe(`${V1A} ${V1}`);
    expect(both.publicKeys).toEqual([PUBLIC]);
    expect(createSigner({ profile: 'none' }, []).sign(message)).toEqual({});
  });

  test('a header of one signature has the newest key’s; with a separator every key signs', () => {
    const secrets = [secret, new Secret('older-secret')];
    const older = createHmac('sha256', 'older-secret').update(message.body).digest('hex');
    expect(createSigner({ profile: 'hmac', header: 'X-S' }, secrets).sign(message)).toEqual({ 'X-S': hex(message.body) });
    expect(createSigner({ profile: 'hmac', header: 'X-S', format: 'v1={signature}', separator: ',v1=' }, secrets).sign(message)).toEqual({ 'X-S': `v1=${hex(message.body)},v1=${older}` });
  });

  test.each<[string, SignatureProfile, string]>([
    ['no header', { profile: 'hmac' }, 'signature.header'],
    ['a header that HTTP sets', { profile: 'hmac', header: 'Content-Length' }, 'signature.header'],
    ['a header with a line break', { profile: 'hmac', header: 'X-A\r\nX-B' }, 'signature.header'],
    ['a content without the body', { profile: 'hmac', header: 'X-S', content: '{timestamp}' }, 'signature.content'],
    ['a content with something unknown', { profile: 'hmac', header: 'X-S', content: '{body}{url}' }, 'signature.content'],
    ['a format without the signature', { profile: 'hmac', header: 'X-S', format: 't={timestamp}' }, 'signature.format'],
    ['a format with a line break', { profile: 'hmac', header: 'X-S', format: '{signature}\r\nX-B: 1' }, 'signature.format'],
    ['a separator with a line break', { profile: 'hmac', header: 'X-S', separator: '\n' }, 'signature.separator'],
    ['a further header with something unknown', { profile: 'hmac', header: 'X-S', headers: { 'X-E': '{secret}' } }, 'signature.headers.X-E'],
  ])('is not made from a profile with %s', (_, profile, path) => {
    expect(checkSignatureProfile(profile).map((issue) => issue.path)).toEqual([path]);
    expect(failureOf(() => createSigner(profile, [secret])).code).toBe('input.invalid');
  });

  test('is not made without a key, or with one of another form', () => {
    expect(failureOf(() => createSigner({ profile: 'standard' }, [])).message).toContain('needs a key');
    expect(failureOf(() => createSigner({ profile: 'standard' }, [secret])).message).toContain('whsec_');
    expect(failureOf(() => createSigner({ profile: 'hmac', header: 'X-S', algorithm: 'ed25519' }, [new Secret(SHARED)])).message).toContain('key pair');
    expect(failureOf(() => createSigner({ profile: 'hmac', header: 'X-S', key_encoding: 'hex' }, [secret])).message).toContain('hex');
  });

  test('says whether a key of before signs in another profile too', () => {
    const fits = (profile: SignatureProfile, key: string): boolean => canSign(profile, new Secret(key));
    expect([SHARED, PRIVATE, 'example-secret'].map((key) => fits({ profile: 'standard' }, key))).toEqual([true, true, false]);
    expect([SHARED, PRIVATE, 'example-secret'].map((key) => fits({ profile: 'hmac', header: 'X-S', algorithm: 'ed25519' }, key))).toEqual([false, true, false]);
    expect(['c0ffee', 'example-secret'].map((key) => fits({ profile: 'hmac', header: 'X-S', key_encoding: 'hex' }, key))).toEqual([true, false]);
  });

  test('makes its own key for every profile, and refuses a key of the other kind', () => {
    for (const profile of [{ profile: 'standard' }, { profile: 'standard_ed25519' }, { profile: 'hmac', header: 'X-S' }, { profile: 'hmac', header: 'X-S', algorithm: 'ed25519' }] satisfies SignatureProfile[]) {
      const made = generateSigningSecret(profile);
      if (made === undefined) throw new Error('No key was made');
      expect(() => checkSigningSecret(profile, made)).not.toThrow();
    }
    expect(generateSigningSecret({ profile: 'none' })).toBeUndefined();
    expect(failureOf(() => checkSigningSecret({ profile: 'standard' }, new Secret(PRIVATE))).message).toContain('whsec_');
    expect(failureOf(() => checkSigningSecret({ profile: 'standard_ed25519' }, new Secret(SHARED))).message).toContain('whsk_');
  });
});
