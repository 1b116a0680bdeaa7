// A job of a CI system declares without a key: the provider shows the job's token, and gets one of the hub.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@patchbay/client';
import { decode, encode, type Routes, type TypeOf } from '@patchbay/grpc';
import { calls, createProvider, fromWire, loadCatalog, toWire, type Type } from '@patchbay/terraform';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type OidcIssuer, startOidcIssuer } from '../doubles/oidc-issuer.ts';

const CLAIMS = { aud: 'https://hub.example.com', sub: 'repo:acme/shop:ref:refs/heads/main', repository_id: '4711', ref: 'refs/heads/main', event_name: 'push' };
const PROVIDER: Type = ['object', { url: 'string', policy: 'string', audience: 'string' }];
const TOKEN: Type = ['object', { policy: 'string', id_token: 'string', audience: 'string', token: 'string', scopes: ['set', 'string'], expires_at: 'string' }];

let hub: TestHub;
let issuer: OidcIssuer;
let github: Server;
let githubEnv: Readonly<Record<string, string>>;
let policy: string;
const asked: string[] = [];

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } } });
  issuer = await startOidcIssuer();
  github = createServer((request, reply) => {
    const audience = new URL(request.url ?? '', 'http://github').searchParams.get('audience');
    asked.push(`${request.headers.authorization} for ${audience}`);
    reply.writeHead(request.headers.authorization === 'Bearer of-the-job' ? 200 : 403).end(JSON.stringify({ value: issuer.mint({ ...CLAIMS, aud: audience, jti: randomUUID() }) }));
  });
  await new Promise<void>((resolve) => { github.listen(0, '127.0.0.1', resolve); });
  githubEnv = { ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(github.address() as AddressInfo).port}/token?api-version=2`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job' };
  ({ id: policy } = await createClient({ url: hub.url, key: hub.key }).trust_policies.create({ name: 'shop', provider: 'github', issuer: issuer.url, audiences: [CLAIMS.aud], claims: [{ claim: 'repository_id', values: ['4711'] }], scopes: ['project:read'] }));
});
afterAll(async () => {
  github.close();
  await issuer.stop();
  await hub.stop();
});

let later = 0;
const providerWith = (env: Readonly<Record<string, string>>): Routes => createProvider({ loadCatalog, env, now: () => Date.now() + later, newKey: randomUUID }, { version: '0.0.0' });
async function ask<K extends keyof typeof calls>(routes: Routes, name: K, request: TypeOf<(typeof calls)[K]['request']>): Promise<TypeOf<(typeof calls)[K]['response']>> {
  const answer = routes.get(`/tfplugin6.Provider/${name}`)!(encode(calls[name].request as never, request as never), new AbortController().signal) as Promise<Uint8Array>; // one answer to one request
  return decode(calls[name].response as never, await answer) as never; // one entry of the table
}
const configured = async (env: Readonly<Record<string, string>>, block: { policy?: string; audience?: string } = {}) => {
  const routes = providerWith(env);
  return { routes, ...(await ask(routes, 'ConfigureProvider', { config: toWire({ url: hub.url, policy: null, audience: null, ...block }, PROVIDER) })) };
};
const lookUp = (routes: Routes) => ask(routes, 'ReadDataSource', { typeName: 'patchbay_projects', config: toWire({ slug: null, uid: null, ids: null, items: null }, ['object', { slug: 'string', uid: 'string', ids: ['list', 'string'], items: ['list', 'string'] }]) });

describe('a provider without a key', () => {
  test('logs in with the token of its job, and may do what the policy gives', async () => {
    const { routes, diagnostics } = await configured({ PATCHBAY_ID_TOKEN: issuer.mint({ ...CLAIMS, jti: randomUUID() }), PATCHBAY_POLICY: policy });
    expect(diagnostics).toBeUndefined();
    expect((await lookUp(routes)).diagnostics).toBeUndefined();
    const { diagnostics: refused } = await ask(routes, 'OpenEphemeralResource', { typeName: 'patchbay_api_key', config: toWire({ name: null, scopes: ['project:read'], lifetime: null, project: null, rate_limit: null, id: null, key: null, expires_at: null }, ['object', { name: 'string', scopes: ['set', 'string'], lifetime: 'number', project: 'string', rate_limit: 'number', id: 'string', key: 'string', expires_at: 'string' }]) });
    expect(refused?.[0]?.detail).toContain('scope');
  });

  test('has GitHub make a token for each login', async () => {
    for (const _ of ['plan', 'apply']) expect((await configured(githubEnv, { policy, audience: CLAIMS.aud })).diagnostics).toBeUndefined();
    expect(asked.slice(-2)).toEqual(['Bearer of-the-job for https://hub.example.com', 'Bearer of-the-job for https://hub.example.com']);
  });

  test('logs in again before the token of the hub ends: a run may wait for an approval longer than that', async () => {
    const { routes } = await configured(githubEnv, { policy, audience: CLAIMS.aud });
    const before = asked.length;
    later = 800_000;
    for (const { diagnostics } of await Promise.all([lookUp(routes), lookUp(routes)])) expect(diagnostics).toBeUndefined();
    later = 0;
    expect(asked.length).toBe(before + 1);
  });

  test('says why it was not let in, with the code and what to do, and never the token', async () => {
    const token = issuer.mint({ ...CLAIMS, repository_id: '9', jti: randomUUID() });
    const { diagnostics } = await configured({ PATCHBAY_ID_TOKEN: token }, { policy });
    expect(diagnostics?.[0]?.detail).toMatch(/token\.refused/);
    expect(JSON.stringify(diagnostics)).not.toContain(token);
  });

  test('says what a job needs that has no token, and what to set where there is neither', async () => {
    expect((await configured({}, { policy })).diagnostics?.[0]).toMatchObject({ summary: 'This job has no token to log in with', detail: expect.stringContaining('id-token: write') as string });
    expect((await configured({})).diagnostics?.[0]).toMatchObject({ summary: 'No API key', detail: expect.stringContaining('policy') as string });
    expect((await configured({ ...githubEnv, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of another job' }, { policy })).diagnostics?.[0]).toMatchObject({ summary: 'GitHub gave this job no token' });
  });
});

describe('a token for one run', () => {
  const open = (routes: Routes, idToken: string | null) => ask(routes, 'OpenEphemeralResource', { typeName: 'patchbay_token', config: toWire({ policy, id_token: idToken, audience: CLAIMS.aud, token: null, scopes: null, expires_at: null }, TOKEN) });

  test('is one of the hub, for whoever else is configured in this run', async () => {
    const { routes } = await configured({ PATCHBAY_KEY: hub.key, ...githubEnv });
    for (const idToken of [issuer.mint({ ...CLAIMS, jti: randomUUID() }), null]) {
      const { result, diagnostics } = await open(routes, idToken);
      expect(diagnostics).toBeUndefined();
      const made = fromWire(result, TOKEN) as { token: string; scopes: string[]; expires_at: string };
      expect(made.scopes).toEqual(['project:read']);
      expect(Date.parse(made.expires_at)).toBeGreaterThan(Date.now());
      expect((await createClient({ url: hub.url, key: made.token }).projects.list()).items).toEqual([]);
    }
  });

  test('counts once where its policy says so', async () => {
    const { routes } = await configured({ PATCHBAY_KEY: hub.key });
    const token = issuer.mint({ ...CLAIMS, jti: randomUUID() });
    expect((await open(routes, token)).diagnostics).toBeUndefined();
    expect((await open(routes, token)).diagnostics?.[0]?.detail).toMatch(/token\.refused/);
    expect((await ask(routes, 'CloseEphemeralResource', { typeName: 'patchbay_token', private: new Uint8Array() })).diagnostics).toBeUndefined();
  });
});
