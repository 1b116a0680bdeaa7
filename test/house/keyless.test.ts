// Keyless login: a job of each CI system gets in by what its token says, and by nothing less. Every refusal is on record with the claim that failed, and without the token.
import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Minting, type OidcIssuer, startOidcIssuer } from '../doubles/oidc-issuer.ts';
import { movableClock } from './deployment-hub.ts';

type Claims = Readonly<Record<string, unknown>>;
interface Ci { readonly name: string; readonly policy: object; readonly claims: Claims; readonly other?: Claims }

const GITHUB: Ci = {
  name: 'GitHub',
  policy: { provider: 'github', audiences: ['https://hub.example.com'], claims: [{ claim: 'repository_id', values: ['4711'] }, { claim: 'environment', values: ['production'] }, { claim: 'ref', match: 'glob', values: ['refs/heads/release-*', 'refs/heads/main'] }] },
  claims: { aud: 'https://hub.example.com', sub: 'repo:acme/shop:environment:production', repository: 'acme/shop', repository_id: '4711', repository_owner_id: '99', environment: 'production', ref: 'refs/heads/main', event_name: 'push', run_id: '1234', run_attempt: '1' },
};
const GITLAB: Ci = {
  name: 'GitLab',
  policy: { provider: 'gitlab', audiences: ['https://hub.example.com'], claims: [{ claim: 'project_id', values: ['22'] }, { claim: 'ref_protected', values: ['true'] }] },
  claims: { aud: 'https://hub.example.com', sub: 'project_path:acme/shop:ref_type:branch:ref:main', project_id: '22', job_project_id: '22', project_path: 'acme/shop', ref_protected: 'true', pipeline_id: '5', job_id: '6' },
};
const JENKINS: Ci = {
  name: 'Jenkins',
  policy: { provider: 'jenkins', audiences: ['https://hub.example.com'], claims: [{ claim: 'sub', values: ['https://jenkins.example.com/job/shop/job/main/'] }] },
  claims: { aud: 'https://hub.example.com', sub: 'https://jenkins.example.com/job/shop/job/main/', build_number: 7 },
};
const AZURE: Ci = {
  name: 'Azure DevOps',
  policy: { provider: 'azure_devops', audiences: ['api://AzureADTokenExchange'], claims: [{ claim: 'org_id', values: ['org'] }, { claim: 'prj_id', values: ['prj'] }, { claim: 'def_id', values: ['3'] }] },
  claims: { aud: 'api://AzureADTokenExchange', sub: 'p://acme/shop/deploy', org_id: 'org', prj_id: 'prj', def_id: '3', run_id: '88' },
};
const AWS: Ci = {
  name: 'AWS',
  policy: { provider: 'aws', algorithms: ['ES256', 'RS256'], audiences: ['https://hub.example.com'], claims: [{ claim: 'sub', values: ['arn:aws:iam::123456789012:role/deploy'] }, { claim: '/https:~1~1sts.amazonaws.com~1/aws_account', values: ['123456789012'] }] },
  claims: { aud: 'https://hub.example.com', sub: 'arn:aws:iam::123456789012:role/deploy', 'https://sts.amazonaws.com/': { aws_account: '123456789012' } },
};

let hub: TestHub;
let issuer: OidcIssuer;
const clock = movableClock();
beforeAll(async () => { hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { now: clock.now } }); }, 60_000);
afterAll(() => hub.stop());
beforeEach(async () => { issuer = await startOidcIssuer({ now: clock.now }); });
afterEach(() => issuer.stop());

async function call<T = Record<string, unknown>>(method: string, path: string, body?: object, key = hub.key): Promise<T & { status_code: number }> {
  const reply = await fetch(`${hub.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { ...((await reply.json()) as T), status_code: reply.status };
}
let count = 0;
const declare = async ({ policy }: Pick<Ci, 'policy'>, more: object = {}, key?: string) => call<{ id: string; version: number; issues?: { path: string }[] }>('POST', 'trust_policies', { name: `policy ${++count}`, issuer: issuer.url, scopes: ['deployment:write', 'deployment:read'], ...policy, ...more }, key);

interface Exchanged { readonly status: number; readonly access_token?: string; readonly expires_in?: number; readonly scope?: string; readonly error?: string; readonly code?: string; readonly reason?: string; readonly claim?: string }
async function exchange(policy: string, token: string, more: Record<string, string> = {}): Promise<Exchanged> {
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: token, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', policy, ...more });
  const reply = await fetch(`${hub.url}/v1/token`, { method: 'POST', body: form });
  const text = await reply.text();
  expect(text).not.toContain(token);
  return { ...(JSON.parse(text) as Exchanged), status: reply.status };
}
const audit = async (policy: string) => (await call<{ items: { subject?: string; outcome: string; failure?: string; principal: string }[] }>('GET', 'audit_entries?action=token_exchange&limit=500&sort=-id')).items.filter(({ subject }) => subject === policy || subject?.startsWith(`${policy}/`));

describe.each([GITHUB, GITLAB, JENKINS, AZURE, AWS])('$name', (ci) => {
  const claimsBut = (changed: Claims): Claims => ({ ...ci.claims, ...changed });

  test('a job with the right claims gets a token with the scopes of the policy, for its time', async () => {
    const { id } = await declare(ci);
    const got = await exchange(id, issuer.mint(ci.claims));
    expect(got).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 900, scope: 'deployment:read deployment:write' });
    const me = await call<{ principal: string; name: string; scopes: string[] }>('POST', 'tools/whoami', {}, got.access_token);
    expect(me).toMatchObject({ principal: expect.stringMatching(/^ci_/), scopes: ['deployment:read', 'deployment:write', 'self:read'] });
    expect(await call('GET', 'secrets', undefined, got.access_token)).toMatchObject({ status_code: 403 });
    expect((await audit(id))[0]).toMatchObject({ outcome: 'done', principal: me.principal });
  });

  test('each bound claim: another value, none, and one of another kind are refused, and the record names it', async () => {
    const bound = (ci.policy as { claims: { claim: string }[] }).claims.filter(({ claim }) => !claim.startsWith('/')).map(({ claim }) => claim);
    const { id } = await declare(ci);
    for (const claim of bound) {
      for (const wrong of ['something else', undefined, { deep: true }, null, '', ['x']]) expect([claim, wrong, await exchange(id, issuer.mint(claimsBut({ [claim]: wrong })))]).toMatchObject([claim, wrong, { status: 400, error: 'invalid_grant', code: 'token.refused', reason: 'claim', claim }]);
      expect((await audit(id))[0]).toMatchObject({ outcome: 'refused', failure: 'token.refused: claim', subject: `${id}/${claim}` });
    }
  });

  test('issuer, audience and times', async () => {
    const { id } = await declare(ci, { max_age: 300 });
    const at = Math.floor(clock.now() / 1000);
    const wrong: readonly [Claims, string, string][] = [
      [{ iss: `${issuer.url}/` }, 'issuer', 'iss'], [{ iss: 'https://evil.example.com' }, 'issuer', 'iss'], [{ iss: undefined }, 'issuer', 'iss'],
      [{ aud: 'https://other.example.com' }, 'audience', 'aud'], [{ aud: undefined }, 'audience', 'aud'], [{ aud: [] }, 'audience', 'aud'], [{ aud: { '0': 'https://hub.example.com' } }, 'audience', 'aud'],
      [{ exp: at - 31 }, 'expired', 'exp'], [{ exp: undefined }, 'expired', 'exp'], [{ exp: '9999999999' }, 'expired', 'exp'], [{ exp: null }, 'expired', 'exp'],
      [{ iat: at + 60 }, 'not_yet', 'iat'], [{ nbf: at + 60 }, 'not_yet', 'nbf'], [{ nbf: 'soon' }, 'not_yet', 'nbf'], [{ iat: at - 400 }, 'too_old', 'iat'], [{ iat: undefined }, 'too_old', 'iat'],
    ];
    for (const [changed, reason, claim] of wrong) expect([changed, await exchange(id, issuer.mint(claimsBut(changed)))]).toMatchObject([changed, { status: 400, reason, claim }]);
    expect(await exchange(id, issuer.mint(claimsBut({ exp: at - 20, aud: [String(ci.claims['aud']), 'https://other.example.com'] })))).toMatchObject({ status: 200 });
  });

  test('a token counts once', async () => {
    const { id } = await declare(ci);
    const token = issuer.mint(ci.claims);
    expect(await exchange(id, token)).toMatchObject({ status: 200 });
    expect(await exchange(id, token)).toMatchObject({ status: 400, reason: 'replayed', claim: 'jti' });
    const nameless = issuer.mint(claimsBut({ jti: undefined }));
    expect((await Promise.all([exchange(id, nameless), exchange(id, nameless), exchange(id, nameless)])).map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    const again = issuer.mint(claimsBut({ jti: 'same' }));
    expect(await exchange(id, again)).toMatchObject({ status: 200 });
    expect(await exchange(id, issuer.mint(claimsBut({ jti: 'same', other: 1 })))).toMatchObject({ reason: 'replayed' });
  });

  test('keys that the issuer changes are found, and old ones that it drops count no more', async () => {
    const { id } = await declare(ci);
    expect(await exchange(id, issuer.mint(ci.claims))).toMatchObject({ status: 200 });
    expect(await exchange(id, issuer.mint(ci.claims))).toMatchObject({ status: 200 });
    expect(issuer.keySetReads()).toBe(1);
    issuer.rotate({ dropOld: true });
    clock.move(11_000);
    expect(await exchange(id, issuer.mint(ci.claims))).toMatchObject({ status: 200 });
    expect(issuer.keySetReads()).toBe(2);
    expect(await exchange(id, issuer.mint(ci.claims, { header: { kid: 'unknown' } }))).toMatchObject({ status: 400, reason: 'key' });
    expect(issuer.keySetReads()).toBe(2);
  });

  test.each<[string, Minting, string]>([
    ['no signature', { unsigned: true }, 'algorithm'], ['a foreign key under a known id', { foreignKey: true }, 'signature'], ['an algorithm that the policy does not name', { algorithm: 'ES256', header: { alg: 'ES512' } }, 'algorithm'], ['an id of no key', { header: { kid: 'nobody' } }, 'key'], ['a kid that is no text', { header: { kid: 7 } }, 'key'],
  ])('%s is refused', async (_, minting, reason) => {
    const { id } = await declare(ci);
    expect(await exchange(id, issuer.mint(ci.claims, minting))).toMatchObject({ status: 400, reason });
  });

  test('the public key of the issuer is no shared secret, whatever the header says', async () => {
    const { id } = await declare(ci);
    const { keys: [key] } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: { kid: string; n: string }[] };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const at = Math.floor(clock.now() / 1000);
    for (const alg of ['HS256', 'none', 'None', 'NONE', 'RS256 ', '']) {
      const signed = `${part({ alg, kid: key!.kid, typ: 'JWT' })}.${part({ iss: issuer.url, iat: at, exp: at + 300, jti: randomUUID(), ...ci.claims })}`;
      expect([alg, await exchange(id, `${signed}.${createHmac('sha256', JSON.stringify(key)).update(signed).digest('base64url')}`)]).toMatchObject([alg, { status: 400, reason: 'algorithm' }]);
    }
  });

  test('a signature with the key of another kind is refused', async () => {
    const { id } = await declare(ci, { algorithms: ['RS256', 'ES256'] });
    const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: { kid: string; kty: string }[] };
    const rsa = keys.find(({ kty }) => kty === 'RSA')!;
    expect(await exchange(id, issuer.mint(ci.claims, { algorithm: 'ES256', header: { kid: rsa.kid } }))).toMatchObject({ status: 400, reason: 'algorithm' });
  });
});

test('GitHub: the old and the new form of sub let in alike, as a policy binds ids', async () => {
  const { id } = await declare(GITHUB);
  for (const sub of ['repo:acme/shop:environment:production', 'repo:acme@99/shop@4711:environment:production', 'repository_id:4711:custom', 'repo:acme/shop:environment:pro%3Aduction']) expect([sub, await exchange(id, issuer.mint({ ...GITHUB.claims, sub }))]).toMatchObject([sub, { status: 200 }]);
  expect(await exchange(id, issuer.mint({ ...GITHUB.claims, repository: 'evil/shop', repository_id: '666' }))).toMatchObject({ reason: 'claim', claim: 'repository_id' });
  expect(await exchange(id, issuer.mint({ ...GITHUB.claims, event_name: 'pull_request_target' }))).toMatchObject({ reason: 'claim', claim: 'event_name' });
  expect(await exchange(id, issuer.mint({ ...GITHUB.claims, ref: 'refs/heads/release-7' }))).toMatchObject({ status: 200 });
});

test('GitLab: a merge request of a fork is nobody of ours, whatever project_id says', async () => {
  const { id } = await declare(GITLAB);
  expect(await exchange(id, issuer.mint({ ...GITLAB.claims, job_project_id: '666' }))).toMatchObject({ reason: 'claim', claim: 'job_project_id' });
  expect(await exchange(id, issuer.mint({ ...GITLAB.claims, project_id: '666', job_project_id: '22' }))).toMatchObject({ reason: 'claim', claim: 'project_id' });
  expect(await exchange(id, issuer.mint({ ...GITLAB.claims, job_project_id: undefined }))).toMatchObject({ status: 200 });
  const { id: loose } = await declare({ policy: { ...GITLAB.policy, claims: [{ claim: 'project_id', values: ['22'] }] } });
  expect(await exchange(loose, issuer.mint({ ...GITLAB.claims, job_project_id: undefined }))).toMatchObject({ reason: 'claim', claim: 'job_project_id' });
  const { id: either } = await declare({ policy: { ...GITLAB.policy, claims: [{ claim: 'project_id', values: ['22'] }, { claim: 'ref_protected', values: ['true', 'false'] }] } });
  expect(await exchange(either, issuer.mint({ ...GITLAB.claims, job_project_id: undefined }))).toMatchObject({ reason: 'claim', claim: 'job_project_id' });
});

test('Jenkins: jobs of pull requests stay out, and a controller that the hub can’t reach is trusted by its pasted keys', async () => {
  const { id } = await declare({ policy: { ...JENKINS.policy, claims: [{ claim: 'sub', match: 'glob', values: ['https://jenkins.example.com/job/shop/*'] }, { claim: 'aud', values: ['https://hub.example.com'] }] } });
  for (const job of ['PR-17', 'PR-17-merge', 'PR-17-head', 'PR%2D17', 'MR-17', 'MR-17-merge']) expect([job, await exchange(id, issuer.mint({ ...JENKINS.claims, sub: `https://jenkins.example.com/job/shop/job/${job}/` }))]).toMatchObject([job, { reason: 'claim', claim: 'sub' }]);
  expect(await exchange(id, issuer.mint(JENKINS.claims))).toMatchObject({ status: 200 });
  const { keys } = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: Record<string, string>[] };
  const { id: pasted } = await declare(JENKINS, { issuer: 'https://jenkins.internal/oidc', jwks: keys.filter(({ kty }) => kty === 'RSA') });
  issuer.fail(503);
  expect(await exchange(pasted, issuer.mint({ ...JENKINS.claims, iss: 'https://jenkins.internal/oidc' }))).toMatchObject({ status: 200 });
});

test('what would let in more than is meant is refused where it is declared', async () => {
  const at = async (ci: Ci, more: object): Promise<string | undefined> => (await declare(ci, more)).issues?.[0]?.path;
  expect(await at(GITHUB, { claims: [{ claim: 'repository', values: ['acme/shop'] }] })).toBe('claims');
  expect(await at(GITHUB, { claims: [{ claim: 'repository_id', match: 'glob', values: ['*'] }] })).toBe('claims');
  expect(await at(GITHUB, { claims: [{ claim: 'repository_id', values: ['1'] }, { claim: 'sub', match: 'glob', values: ['repo:acme/*'] }] })).toBe('claims.1.match');
  expect(await at(GITHUB, { issuer: 'https://evil.example.com' })).toBe('issuer');
  expect(await at(GITLAB, { claims: [{ claim: 'project_path', values: ['acme/shop'] }] })).toBe('claims');
  expect(await at(GITLAB, { issuer: 'http://gitlab.example.com' })).toBe('issuer');
  expect(await at(AZURE, { audiences: ['https://hub.example.com'] })).toBe('audiences');
  expect(await at(AZURE, { single_use: false })).toBe('single_use');
  expect(await at(AZURE, { max_age: 3600 })).toBe('max_age');
  expect(await at(AZURE, { claims: [{ claim: 'prj_id', values: ['1'] }] })).toBe('claims');
  expect(await at(AWS, { claims: [{ claim: 'aud', values: ['1'] }] })).toBe('claims');
  expect(await at({ ...JENKINS, policy: { ...JENKINS.policy, provider: 'other' } }, { claims: [{ claim: 'sub', match: 'glob', values: ['*'] }] })).toBe('claims');
});

test('nobody gives more than they have, and a job never asks for more than it is given', async () => {
  const { key } = await call<{ key: string }>('POST', 'api_keys', { name: 'weak', scopes: ['trust_policy:write', 'event:write'] });
  expect(await declare(GITHUB, {}, key)).toMatchObject({ status_code: 403, code: 'caller.forbidden' });
  const { id } = await declare(GITHUB);
  expect(await exchange(id, issuer.mint(GITHUB.claims), { scope: 'deployment:read' })).toMatchObject({ status: 200, scope: 'deployment:read' });
  expect(await exchange(id, issuer.mint(GITHUB.claims), { scope: 'deployment:read secret:write' })).toMatchObject({ status: 400, reason: 'scope' });
  expect(await exchange(id, issuer.mint(GITHUB.claims), { scope: '*' })).toMatchObject({ status: 400, reason: 'scope' });
});

test('a token ends with its time, with its policy, and with what the policy gives', async () => {
  const { id } = await declare(GITHUB, { lifetime: 60 });
  const enter = async (): Promise<string> => (await exchange(id, issuer.mint(GITHUB.claims))).access_token!;
  const who = (key: string) => call('POST', 'tools/whoami', {}, key);
  const short = await enter();
  clock.move(61_000);
  expect(await who(short)).toMatchObject({ status_code: 401 });
  const kept = await enter();
  expect(await who(kept)).toMatchObject({ status_code: 200 });
  await call('PATCH', `trust_policies/${id}`, { scopes: ['deployment:read'] });
  expect(await who(kept)).toMatchObject({ scopes: ['deployment:read', 'self:read'] });
  await call('PATCH', `trust_policies/${id}`, { enabled: false });
  expect(await who(kept)).toMatchObject({ status_code: 401 });
  expect(await exchange(id, issuer.mint(GITHUB.claims))).toMatchObject({ status: 400, code: 'token.refused' });
});

test('a run that logs in again is the same party: what it asked for is still its own, and it cannot approve that', async () => {
  const { id } = await declare(GITHUB, { scopes: ['project:write', 'secret:write', 'approval:decide', 'approval:read'] });
  const enter = async (more: Claims = {}): Promise<string> => (await exchange(id, issuer.mint({ ...GITHUB.claims, ...more }))).access_token!;
  const post = async (path: string, body: object, key: string, headers: Record<string, string>) => {
    const reply = await fetch(`${hub.url}/v1/${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    return { ...((await reply.json()) as { id?: string; code?: string; approval_id?: string }), status_code: reply.status };
  };
  const [first, again, other] = [await enter(), await enter(), await enter({ run_id: '9' })];
  const make = (key: string) => post('projects', { slug: 'party', name: 'Party' }, key, { 'idempotency-key': 'of-the-run' });
  const made = await make(first);
  expect(await make(again)).toMatchObject({ id: made.id });
  expect(await make(other)).toMatchObject({ status_code: 409 });
  const secret = await post('secrets', { name: 'party', value: 'x' }, hub.key, {});
  const remove = (key: string, headers: Record<string, string> = {}) => post('tools/secret_delete', { id: secret.id }, key, headers);
  const { approval_id: approval = '' } = await remove(first);
  expect(approval).toMatch(/^apr_/);
  expect(await post('tools/approval_approve', { id: approval }, again, {})).toMatchObject({ code: 'approval.own_request' });
  expect(await post('tools/approval_approve', { id: approval }, hub.key, {})).toMatchObject({ status_code: 200 });
  expect(await remove(other, { 'approval-id': approval })).toMatchObject({ code: 'approval.mismatch' });
  expect(await remove(again, { 'approval-id': approval })).toMatchObject({ status_code: 200 });
});

test('while the issuer is away, known keys serve on, and a new policy is told to try again later', async () => {
  const { id } = await declare(GITHUB);
  expect(await exchange(id, issuer.mint(GITHUB.claims))).toMatchObject({ status: 200 });
  issuer.fail(503);
  clock.move(700_000);
  expect(await exchange(id, issuer.mint(GITHUB.claims))).toMatchObject({ status: 200 });
  const asked = issuer.requests();
  expect(await exchange(id, issuer.mint(GITHUB.claims))).toMatchObject({ status: 200 });
  expect(issuer.requests()).toBe(asked); // not every job waits for an issuer that is away
  clock.move(11_000);
  await exchange(id, issuer.mint(GITHUB.claims));
  expect(issuer.requests()).toBeGreaterThan(asked);
  const other = await startOidcIssuer({ now: clock.now });
  other.fail(500);
  const { id: cold } = await declare(GITHUB, { issuer: other.url });
  expect(await exchange(cold, other.mint(GITHUB.claims))).toMatchObject({ status: 503, code: 'token.keys_unavailable', error: 'temporarily_unavailable' });
  await other.stop();
});

test('a form that is none, of another grant or without a policy is malformed, and a policy that is not there tells nothing', async () => {
  const post = async (body: string, type = 'application/x-www-form-urlencoded') => {
    const reply = await fetch(`${hub.url}/v1/token`, { method: 'POST', body, headers: { 'content-type': type } });
    return { ...((await reply.json()) as object), status_code: reply.status };
  };
  expect(await post('{}', 'application/json')).toMatchObject({ status_code: 400, error: 'invalid_request', code: 'token.malformed' });
  expect(await post('grant_type=client_credentials')).toMatchObject({ status_code: 400, error: 'invalid_request' });
  expect(await post('policy=a&policy=b')).toMatchObject({ status_code: 400, error: 'invalid_request' });
  expect(await post(`a=${'x'.repeat(40_000)}`)).toMatchObject({ status_code: 413 });
  expect(await exchange('trust_01jd8xk3v2q4r6t8w0y2a4c6e8', issuer.mint(GITHUB.claims))).toMatchObject({ status: 400, code: 'token.refused' });
  const { id } = await declare(GITHUB);
  for (const token of ['zzz', 'zz.yy.qq', 'e30.e30.', `${'A'.repeat(10)}.${'B'.repeat(10)}.${'C'.repeat(10)}`]) expect(await exchange(id, token)).toMatchObject({ status: 400, code: 'token.refused' });
});

test('who keeps guessing is held off, and shuts nobody out; the trail holds what they did', async () => {
  const { id } = await declare(GITHUB);
  const guess = () => exchange(id, issuer.mint({ ...GITHUB.claims, environment: 'staging' }));
  for (let at = 0; at < 60; at++) await guess();
  for (const token of [issuer.mint({ ...GITHUB.claims, environment: 'staging' }), issuer.mint(GITHUB.claims, { foreignKey: true }), 'zz.yy.qq']) expect(await exchange(id, token)).toMatchObject({ status: 429 });
  expect((await audit(id)).length).toBe(60);
  expect(await exchange(id, issuer.mint(GITHUB.claims))).toMatchObject({ status: 200 });
  clock.move(61_000);
  expect(await guess()).toMatchObject({ status: 400, reason: 'claim' });
  expect(await exchange(id, issuer.mint(GITHUB.claims))).toMatchObject({ status: 200 });
  const { items } = await call<{ items: { data: { policy: string; claim: string } }[] }>('GET', 'events?type=trust_policy.refused&limit=500');
  expect(items.filter(({ data }) => data.policy === id && data.claim === 'environment').length).toBe(61);
});

test('every algorithm that a policy may name is understood', async () => {
  const pairs = {
    RS384: generateKeyPairSync('rsa', { modulusLength: 2048 }), PS256: generateKeyPairSync('rsa', { modulusLength: 2048 }), ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }), ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }), EdDSA: generateKeyPairSync('ed25519'),
  };
  const at = Math.floor(clock.now() / 1000);
  for (const [alg, { privateKey, publicKey }] of Object.entries(pairs)) {
    const { id } = await declare(JENKINS, { issuer: 'https://j.example.com', algorithms: [alg], jwks: [{ kid: 'one', ...(publicKey.export({ format: 'jwk' }) as object) }] });
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg, kid: 'one' })}.${part({ iss: 'https://j.example.com', iat: at, exp: at + 60, jti: randomUUID(), ...JENKINS.claims })}`;
    const signature = alg === 'EdDSA' ? sign(null, Buffer.from(signed), privateKey)
      : sign(`sha${alg.slice(2)}`, Buffer.from(signed), alg.startsWith('PS') ? { key: privateKey, padding: 6, saltLength: 32 } : { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect([alg, await exchange(id, `${signed}.${signature.toString('base64url')}`)]).toMatchObject([alg, { status: 200 }]);
  }
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const { id } = await declare(JENKINS, { issuer: 'https://j.example.com', jwks: [{ kid: 'one', ...(weak.publicKey.export({ format: 'jwk' }) as object) }] });
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: 'one' })}.${part({ iss: 'https://j.example.com', iat: at, exp: at + 60, ...JENKINS.claims })}`;
  expect(await exchange(id, `${signed}.${sign('sha256', Buffer.from(signed), weak.privateKey).toString('base64url')}`)).toMatchObject({ status: 400, reason: 'signature' });
});

test('a token counts where it was asked for, and nowhere else: not one of the tools’ door at the API, nor the other way round', async () => {
  const { id } = await declare(JENKINS);
  const asking = (path: string, key: string | undefined) => fetch(`${hub.url}${path}`, {
    method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} } } }),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
  });
  const forTools = await exchange(id, issuer.mint(JENKINS.claims), { resource: `${hub.url}/mcp` });
  expect([(await asking('/mcp', forTools.access_token)).status, (await asking('/mcp/readonly', forTools.access_token)).status]).toEqual([200, 200]);
  expect(await call('POST', 'tools/whoami', {}, forTools.access_token)).toMatchObject({ status_code: 401, code: 'credential.audience', issued_for: `${hub.url}/mcp`, asked_at: 'api' });
  const forLooking = await exchange(id, issuer.mint(JENKINS.claims), { resource: `${hub.url}/mcp/readonly/` });
  expect([(await asking('/mcp', forLooking.access_token)).status, (await asking('/mcp/readonly', forLooking.access_token)).status, (await asking('/mcp/readonlyish', forLooking.access_token)).status]).toEqual([401, 200, 404]);
  const forApi = await exchange(id, issuer.mint(JENKINS.claims));
  const refused = await asking('/mcp', forApi.access_token);
  expect([refused.status, (await call('POST', 'tools/whoami', {}, forApi.access_token)).status_code]).toEqual([401, 200]);
  expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  const elsewhere = await exchange(id, issuer.mint(JENKINS.claims), { resource: 'https://other.example.com/mcp' });
  expect((await asking('/mcp', elsewhere.access_token)).status).toBe(401);
  expect(await exchange(id, issuer.mint(JENKINS.claims), { resource: 'https://hub.example.com/mcp#x' })).toMatchObject({ status: 400, code: 'token.malformed' });
});

describe('a token that an authorization server gave somebody for the address of the tools', () => {
  const PERSON: Claims = { sub: 'ada', groups: ['ops'] };
  const declared = async (more: object = {}): Promise<{ id: string; path: string }> => {
    const { id } = await declare({ policy: { provider: 'other', audiences: [`${hub.url}/mcp`], claims: [{ claim: 'groups', values: ['ops'] }] } }, { scopes: ['project:read', 'deployment:read'], ...more });
    return { id, path: `/mcp/trust/${id}` };
  };
  const list = async (path: string, token: string) => {
    const reply = await fetch(`${hub.url}${path}`, {
      method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} } } }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json', 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
    });
    const text = await reply.text();
    expect(text).not.toContain(token);
    return { status: reply.status, challenge: reply.headers.get('www-authenticate') ?? '', tools: ((JSON.parse(text) as { result?: { tools: { name: string }[] } }).result?.tools ?? []).map(({ name }) => name) };
  };

  test('is found by the metadata of that address, and counts there as often as it is shown', async () => {
    const { path } = await declared();
    const refused = await list(path, 'pb_nothing');
    expect(refused.challenge).toContain(`resource_metadata="${hub.url}/.well-known/oauth-protected-resource${path}"`);
    expect(await (await fetch(`${hub.url}/.well-known/oauth-protected-resource${path}`)).json()).toMatchObject({ resource: `${hub.url}${path}`, authorization_servers: [issuer.url] });
    const token = issuer.mint({ ...PERSON, aud: `${hub.url}/mcp` });
    for (let n = 0; n < 3; n++) expect((await list(path, token)).tools).toEqual(expect.arrayContaining(['deployment_list', 'project_list', 'whoami']));
    expect((await Promise.all([list(`${path}/readonly`, token), list(path, token)])).map(({ status }) => status)).toEqual([200, 200]);
    expect((await list(path, issuer.mint({ ...PERSON, aud: `${hub.url}/mcp`, scope: 'project:read openid' }))).tools).toEqual(['project_get', 'project_list', 'whoami']);
  });

  test('counts nowhere else, and none that was meant for somebody else counts here', async () => {
    const { id, path } = await declared();
    const token = issuer.mint({ ...PERSON, aud: `${hub.url}/mcp` });
    expect((await list('/mcp', token)).status).toBe(401);
    expect((await list(path, token)).status).toBe(200);
    expect(await call('POST', 'tools/whoami', {}, token)).toMatchObject({ status_code: 401 });
    const narrow = await declared({ audiences: [`${hub.url}/mcp/readonly`, 'https:', 'https://other.example.com/mcp'] });
    for (const aud of [`${hub.url}/mcp/readonly`, 'https:', 'https://other.example.com/mcp', ['https:', `${hub.url}/mcp`]]) expect([aud, (await list(narrow.path, issuer.mint({ ...PERSON, aud }))).status]).toEqual([aud, 401]);
    expect((await list(path, issuer.mint({ ...PERSON, aud: `${hub.url}/mcp`, groups: ['sales'] }))).status).toBe(401);
    expect((await list(path, issuer.mint({ ...PERSON, aud: `${hub.url}/mcp` }, { foreignKey: true }))).status).toBe(401);
    expect((await audit(id)).filter(({ outcome }) => outcome === 'refused').map(({ failure }) => failure)).toEqual(expect.arrayContaining(['token.refused: claim', 'token.refused: signature']));
    expect((await list('/mcp/trust/trust_01jd8xk3v2q4r6t8w0y2a4c6e8', token)).status).toBe(401);
  });

  test('ends with its time and with its policy, and is the same person as the next one', async () => {
    const { id, path } = await declared();
    const mint = (more: object = {}): string => issuer.mint({ ...PERSON, aud: `${hub.url}/mcp`, ...more });
    const [one, two] = [mint(), mint()];
    await list(path, one);
    await list(path, two);
    await list(path, mint({ sub: 'grace' }));
    const entered = (await audit(id)).filter(({ outcome }) => outcome === 'done').map(({ principal }) => principal);
    expect([entered.length, new Set(entered).size, entered[0]]).toEqual([3, 2, expect.stringMatching(/^ext_/)]);
    await call('PATCH', `trust_policies/${id}`, { enabled: false });
    clock.move(5000);
    expect((await list(path, one)).status).toBe(401);
    await call('PATCH', `trust_policies/${id}`, { enabled: true });
    clock.move(901_000);
    expect((await list(path, one)).status).toBe(401);
  });
});
