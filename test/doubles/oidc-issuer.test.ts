import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOidcIssuer, type Algorithm, type OidcIssuer } from './oidc-issuer.ts';

let issuer: OidcIssuer;
beforeEach(async () => { issuer = await startOidcIssuer(); });
afterEach(() => issuer.stop());

test.each<Algorithm>(['RS256', 'ES256'])('a verifier finds the key by discovery and accepts a token signed %s', async (algorithm) => {
  const token = issuer.mint({ aud: 'patchbay', repository: 'acme/shop' }, { algorithm });
  expect(await verified(token)).toBe(true);
  expect(part(token, 1)).toMatchObject({ iss: issuer.url, aud: 'patchbay', repository: 'acme/shop' });
});

test('a token signed by a foreign key carries a known key id and does not verify', async () => {
  expect(await verified(issuer.mint({}, { foreignKey: true }))).toBe(false);
});

test('an unsigned token says so and has no signature', () => {
  const token = issuer.mint({}, { unsigned: true });
  expect(part(token, 0)).toMatchObject({ alg: 'none' });
  expect(token.endsWith('.')).toBe(true);
});

test('claims may be put over or left out', () => {
  expect(part(issuer.mint({ iss: 'https://elsewhere.example', exp: undefined }), 1)).toMatchObject({ iss: 'https://elsewhere.example' });
  expect(part(issuer.mint({ exp: undefined }), 1)).not.toHaveProperty('exp');
});

test('after a rotation both old and new tokens verify, until the old keys are dropped', async () => {
  const old = issuer.mint({});
  issuer.rotate();
  expect([await verified(old), await verified(issuer.mint({}))]).toEqual([true, true]);
  issuer.rotate({ dropOld: true });
  expect([await verified(old), await verified(issuer.mint({}))]).toEqual([false, true]);
});

test('counts how often the key set was read, and can be made to fail', async () => {
  await keySet();
  expect(issuer.keySetReads()).toBe(1);
  issuer.fail(503);
  expect((await fetch(`${issuer.url}/jwks`)).status).toBe(503);
});

async function verified(token: string): Promise<boolean> {
  const [head = '', body = '', signature = ''] = token.split('.');
  const { kid } = part(token, 0) as { kid: string };
  const jwk = (await keySet()).find((one) => one['kid'] === kid);
  if (jwk === undefined) return false;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return verify('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

async function keySet(): Promise<JsonWebKey[]> {
  const discovery = await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json() as { jwks_uri: string };
  return (await (await fetch(discovery.jwks_uri)).json() as { keys: JsonWebKey[] }).keys;
}

const part = (token: string, index: number): object => JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as object;
