/** Scopes that nothing has, wherever scopes are given: a typo there is found in production, by who can do nothing. */
import { type ActionSource, defineAction } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

/** What a plugin or an attached server brings into the tenant, in a list and beside it. */
const board: ActionSource = {
  varies: true, resolve: () => undefined, unlisted: () => ['deployment:promote'],
  list: () => [defineAction({ id: 'projects_list', title: 'List', description: 'Lists.', safety: 'safe', scope: 'projects:read', input: z.strictObject({}), output: z.object({}) })],
};

let hub: TestHub;
let brought: TestHub;
beforeAll(async () => { [hub, brought] = await Promise.all([startTestHub({ store: 'sqlite' }), startTestHub({ store: 'sqlite', ports: { sources: [board] } })]); }, 60_000);
afterAll(() => Promise.all([hub.stop(), brought.stop()]));

async function call(method: string, path: string, body: object, at = hub): Promise<{ status: number; body: Record<string, unknown> & { id: string } }> {
  const answer = await fetch(`${at.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${at.key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { id: string } };
}

const given = {
  api_keys: { name: 'ci' },
  role_bindings: { subject_kind: 'group', subject: 'ci', role: 'custom' },
  trust_policies: { name: 'ci', provider: 'github', issuer: 'https://token.actions.githubusercontent.com', audiences: ['https://hub.example.com'], claims: [{ claim: 'repository_id', values: ['1'] }, { claim: 'ref', values: ['refs/heads/main'] }] },
  rules: { name: 'ci', event_types: ['build.failed'], kind: 'action', action: { action: 'project_list', input: {} } },
} as const;

test.each(Object.entries(given))('%s: one that is mistyped is refused and the right one named; one that may come later is not', async (plural, fields) => {
  const scopes = (...more: string[]) => ({ ...fields, scopes: ['project:read', ...more] });
  expect(await call('POST', plural, scopes('projct:write'))).toMatchObject({ status: 422, body: { code: 'input.invalid', issues: [{ path: 'scopes', message: 'nothing has the scope projct:write', expected: 'project:write' }] } });
  const made = await call('POST', plural, scopes('linear:write', 'call:linear', 'pipeline:*', '*:read'));
  expect(made).toMatchObject({ status: 201 });
  if (plural !== 'api_keys') expect(await call('PATCH', `${plural}/${made.body.id}`, { scopes: ['project:read', 'projects:read'] })).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
});

test('what is installed or attached has the scopes that it has', async () => {
  expect(await call('POST', 'api_keys', { name: 'later', scopes: ['projects:read', 'projects:*', 'deployment:promote'] }, brought)).toMatchObject({ status: 201 });
  expect(await call('POST', 'api_keys', { name: 'never', scopes: ['projects:read', 'deployment:promote'] })).toMatchObject({ status: 422 });
});

test('who was given such a scope before stays as they are, and can be changed', async () => {
  let store: Store | undefined;
  const own = await startTestHub({ store: 'sqlite', ports: { around: (opened) => (store = opened) } });
  try {
    for (const [plural, fields] of Object.entries(given)) await call('POST', plural, { ...fields, scopes: ['project:read', 'pipeline:read'] }, own);
    for (const name of ['api_key', 'role_binding', 'trust_policy', 'rule']) {
      const [row] = (await store!.list(name, { where: {}, limit: 10 })).filter(({ body }) => (body['scopes'] as string[]).includes('pipeline:read'));
      await store!.commit([{ op: 'update', in: name, tenant: row!.tenant, id: row!.id, at: Date.now(), version: row!.version, body: { ...row!.body, scopes: ['pipline:read', 'project:read'] } }]);
    }
    const change = { api_keys: { name: 'renamed' }, role_bindings: { scopes: ['pipline:read'] }, trust_policies: { description: 'Whom it lets in' }, rules: { enabled: false } };
    for (const [plural, fields] of Object.entries(change)) {
      const answer = await fetch(`${own.url}/v1/${plural}`, { headers: { authorization: `Bearer ${own.key}` } });
      const { items } = (await answer.json()) as { items: { id: string; scopes: string[] }[] };
      const old = items.find(({ scopes }) => scopes.includes('pipline:read'))!;
      expect(await call('PATCH', `${plural}/${old.id}`, fields, own), plural).toMatchObject({ status: 200 });
    }
  } finally {
    await own.stop();
  }
});
