import type { JsonObject } from '@patchbay/sdk';
import { createHarness, type Harness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { base64Of } from '../wire/base64.ts';
import { plugin } from './plugin.ts';

const where = { owner: 'acme', repository: 'shop' };
const marker = '<!-- patchbay:shop:42 -->';
const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';

/** A pull request with comments that are remembered. */
function withComments(comments: JsonObject[], { secrets, me }: { readonly secrets: readonly string[]; readonly me?: JsonObject }): Harness {
  return createHarness(plugin, {
    config: { app_id: '123456', installation_id: '1' }, secrets,
    answer({ method, url, json }) {
      if (url === '/user') return me === undefined ? { status: 403, body: { message: 'Resource not accessible by integration' } } : { body: me };
      const body = (json as JsonObject | undefined)?.['body'] ?? '';
      if (method === 'GET') return { body: comments };
      const at = method === 'PATCH' ? comments.findIndex(({ id }) => String(id) === url.split('/').at(-1)) : comments.length;
      comments[at] = { ...comments[at], body, id: comments[at]?.['id'] ?? 100 + at, html_url: `https://github.com/c/${at}` };
      return { body: comments[at] };
    },
  });
}

test('a comment of somebody else that holds our marker is left alone', async () => {
  const comments: JsonObject[] = [{ id: 1, body: marker, user: { id: 5, type: 'User' }, performed_via_github_app: null }, { id: 2, body: marker, user: { id: 900, type: 'Bot' }, performed_via_github_app: { id: 123456 } }];
  const told = await withComments(comments, { secrets: ['private_key'] }).action('pull_request_comment', { ...where, number: '42', marker, body: `${marker} up` });
  expect(told).toMatchObject({ id: '2', created: false });
  expect(comments.map(({ body }) => body)).toEqual([marker, `${marker} up`]);
});

test.each([
  ['of a person', { secrets: ['token'], me: { id: 7 } }, { user: { id: 7, type: 'User' } }, { user: { id: 8, type: 'User' } }],
  ['of a workflow, which may not ask who it is', { secrets: ['token'] }, { user: { id: 9, type: 'Bot' } }, { user: { id: 8, type: 'User' } }],
])('with the token %s the comment is found among its own', async (_, how, ours, theirs) => {
  const comments: JsonObject[] = [{ id: 1, body: marker, ...theirs }, { id: 2, body: marker, ...ours }];
  expect(await withComments(comments, how).action('pull_request_comment', { ...where, number: '42', marker, body: `${marker} up` })).toMatchObject({ id: '2' });
});

test('a comment that says the same already is not written again', async () => {
  const harness = withComments([{ id: 2, body: marker, performed_via_github_app: { id: 123456 } }], { secrets: ['private_key'] });
  await harness.action('pull_request_comment', { ...where, number: '42', marker, body: marker });
  expect(harness.requests.map(({ method }) => method)).toEqual(['GET']);
});

test('a body without its marker is refused: the comment would never be found again', async () => {
  await expect(withComments([], { secrets: ['token'], me: { id: 7 } }).action('pull_request_comment', { ...where, number: '42', marker, body: 'up' })).rejects.toThrow('marker');
});

test('a path that would climb out of the repository is refused before anything is sent', async () => {
  const harness = createHarness(plugin, { answer: () => ({ body: {} }) });
  for (const path of ['../../user', 'a/../../../user', '..', './x']) await expect(harness.query('get_file', { ...where, path }), path).rejects.toThrow('Expected a name');
  await expect(harness.query('list_checks', { ...where, ref: '..', limit: 1 })).rejects.toThrow('Expected a name');
  expect(harness.requests).toEqual([]);
});

test('the parts of a path are escaped one by one', async () => {
  const harness = createHarness(plugin, { answer: () => ({ body: { type: 'file', encoding: 'base64', content: 'b2s=\n', path: 'a b/ü?.txt', sha: SHA, size: 2 } }) });
  expect(await harness.query('get_file', { ...where, path: 'a b/ü?.txt' })).toMatchObject({ content: 'ok', encoding: 'text' });
  expect(harness.requests[0]!.url).toBe('/repos/acme/shop/contents/a%20b/%C3%BC%3F.txt');
});

test('a file that has the content already is not committed again', async () => {
  const harness = createHarness(plugin, { answer: () => ({ body: { type: 'file', encoding: 'base64', content: `${base64Of('replicas: 3\n')}\n`, sha: SHA } }) });
  expect(await harness.action('put_file', { ...where, path: 'values.yaml', content: 'replicas: 3\n', encoding: 'text', message: 'x' })).toEqual({ sha: SHA, commit: '', changed: false });
  expect(harness.requests).toHaveLength(1);
});

const pullRequest = { number: 42, title: 'A new basket', state: 'open', head: { ref: 'basket', sha: SHA, repo: { id: 1 } }, base: { ref: 'main', repo: { id: 1 } } };
const repository = { id: 1, name: 'shop', owner: { login: 'acme' } };

test('a pull request has what previews ask for', async () => {
  const [event] = await createHarness(plugin).toEvents('events', { event: 'pull_request', body: { action: 'synchronize', repository, pull_request: pullRequest } });
  expect(event).toMatchObject({
    type: 'github.pull_request.synchronize', subject: 'acme/shop#42',
    data: { provider: 'github', action: 'synchronize', repository: { id: '1', owner: 'acme', name: 'shop' }, pull_request: { number: '42', state: 'open', commit: SHA, ref: 'refs/heads/basket', base: 'main', fork: false } },
  });
});

test.each([['another repository', { id: 2 }], ['a repository that is gone', null]])('a head in %s is a fork', async (_, repo) => {
  const [event] = await createHarness(plugin).toEvents('events', { event: 'pull_request', body: { action: 'opened', repository, pull_request: { ...pullRequest, head: { ...pullRequest.head, repo } } } });
  expect(event?.data).toMatchObject({ pull_request: { fork: true } });
});

test('what is no name of an event becomes none', async () => {
  expect(await createHarness(plugin).toEvents('events', { event: '../x', body: {} })).toEqual([]);
});

test('health says which scopes a classic token has, and that the limit is used up', async () => {
  const answer = (remaining: number) => () => ({ headers: { 'x-oauth-scopes': 'repo, workflow' }, body: { resources: { core: { remaining } } } });
  expect(await createHarness(plugin, { secrets: ['token'], answer: answer(10) }).health()).toEqual({ state: 'ok', scopes: ['repo', 'workflow'] });
  expect(await createHarness(plugin, { secrets: ['token'], answer: answer(0) }).health()).toMatchObject({ state: 'degraded' });
  expect(await createHarness(plugin, { secrets: [] }).health()).toMatchObject({ state: 'down' });
});

test('health names the scope that a classic token lacks; other tokens tell none', async () => {
  const told = (headers: Readonly<Record<string, string>>) => createHarness(plugin, { secrets: ['token'], answer: () => ({ headers, body: { resources: { core: { remaining: 10 } } } }) }).health();
  expect(await told({ 'x-oauth-scopes': 'read:org' })).toEqual({ state: 'degraded', reason: 'The token lacks the scope repo', scopes: ['read:org'] });
  expect(await told({ 'x-oauth-scopes': '' })).toMatchObject({ state: 'degraded' });
  expect(await told({ 'x-oauth-scopes': 'public_repo' })).toMatchObject({ state: 'ok' });
  expect(await told({})).toEqual({ state: 'ok' });
});

test.each([405, 409])('a merge that is refused with %s because a request before got through, whose answer was lost, is done; any other is refused', async (status) => {
  const merging = (merged: boolean) => {
    let looks = 0;
    return createHarness(plugin, { answer: ({ method }) => (method === 'GET' ? { body: { merged: looks++ > 0 && merged, merge_commit_sha: SHA } } : { status, body: { message: 'Pull Request is not mergeable' } }) });
  };
  expect(await merging(true).action('merge_pull_request', { ...where, number: '42' })).toEqual({ merged: true, commit: SHA });
  await expect(merging(false).action('merge_pull_request', { ...where, number: '42' })).rejects.toMatchObject({ code: 'conflict' });
});

test('deployments of a window that is long over are found behind those that came since, and no more is read than that', async () => {
  const days = [20, 19, 18, 17, 16, 15, 14, 13];
  const page = (from: number) => days.slice(from, from + 2).map((day) => ({ id: day, ref: `v${day}`, environment: 'production', created_at: `2026-11-${day}T12:00:00Z` }));
  const harness = createHarness(plugin, { answer: ({ url }) => { const from = Number(/from=(\d+)/.exec(url)?.[1] ?? 0); return { body: page(from), headers: from + 2 < days.length ? { link: `<https://api.github.com/repos/acme/shop/deployments?from=${from + 2}>; rel="next"` } : {} }; } });
  const found = await harness.context('deployments', { service: 'shop', since: '2026-11-16T00:00:00Z', until: '2026-11-17T23:00:00Z', limit: 2, query: { owner: 'acme', repository: 'shop' } });
  expect(found.map(({ title }) => title)).toEqual(['v17 to production', 'v16 to production']);
  expect(harness.requests).toHaveLength(3);
});
