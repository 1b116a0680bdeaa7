import type { JsonObject } from '@patchbay/sdk';
import { createHarness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const where = { owner: 'acme', repository: 'shop' };
const marker = '<!-- patchbay:shop:42 -->';
const hidden = '[//]: # (patchbay:shop:42)';
const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const keep = { ...where, number: '42', marker, body: `${marker}\nThe preview is up.` };

/** A pull request with comments that are remembered. */
function withComments(comments: JsonObject[], me: string | undefined) {
  return createHarness(plugin, {
    answer({ method, url, json }) {
      if (url === '/user') return me === undefined ? { status: 403, body: { error: { message: 'no account scope' } } } : { body: { uuid: me } };
      if (method === 'GET') return { body: { values: comments } };
      const at = method === 'PUT' ? comments.findIndex(({ id }) => String(id) === url.split('/').at(-1)) : comments.length;
      if (at === -1) return { status: 404, body: { error: { message: 'gone' } } };
      comments[at] = { ...comments[at], id: comments[at]?.['id'] ?? 100 + at, content: (json as JsonObject)['content']! };
      return { body: comments[at] };
    },
  });
}

test('the marker is written so that nobody sees it, and found again', async () => {
  const comments: JsonObject[] = [];
  const harness = withComments(comments, '{me}');
  expect(await harness.action('pull_request_comment', keep)).toMatchObject({ id: '100', created: true });
  expect(comments[0]!['content']).toEqual({ raw: `The preview is up.\n\n${hidden}` });
  expect(await harness.action('pull_request_comment', keep)).toMatchObject({ id: '100', created: false });
  expect(comments).toHaveLength(1);
});

test('a comment of somebody else that holds our marker is left alone', async () => {
  const comments: JsonObject[] = [{ id: 1, user: { uuid: '{ada}' }, content: { raw: hidden } }, { id: 2, user: { uuid: '{me}' }, deleted: true, content: { raw: hidden } }, { id: 3, user: { uuid: '{me}' }, content: { raw: hidden } }];
  expect(await withComments(comments, '{me}').action('pull_request_comment', keep)).toMatchObject({ id: '3', created: false });
});

test('a token that may not ask who it is remembers its comment', async () => {
  const comments: JsonObject[] = [{ id: 1, user: { uuid: '{ada}' }, content: { raw: hidden } }];
  const harness = withComments(comments, undefined);
  expect(await harness.action('pull_request_comment', keep)).toMatchObject({ id: '101', created: true });
  expect(await harness.action('pull_request_comment', keep)).toMatchObject({ id: '101', created: false });
  expect(comments).toHaveLength(2);
});

test('a comment that somebody deleted is written anew', async () => {
  const comments: JsonObject[] = [];
  const harness = withComments(comments, undefined);
  await harness.action('pull_request_comment', keep);
  comments.length = 0;
  expect(await harness.action('pull_request_comment', keep)).toMatchObject({ created: true });
});

test('a long context is kept by a key that Bitbucket takes, always the same', async () => {
  const harness = createHarness(plugin, { answer: ({ json }) => ({ body: json }) });
  const key = async (context: string) => (await harness.action('commit_status', { ...where, commit: SHA, state: 'error', context }) as JsonObject)['key'];
  expect(await key('patchbay')).toBe('patchbay');
  expect(await key('x'.repeat(41))).toHaveLength(40);
  expect(await key('x'.repeat(41))).toBe(await key('x'.repeat(41)));
  expect(harness.requests[0]!.json).toMatchObject({ state: 'FAILED', url: `https://bitbucket.org/acme/shop/commits/${SHA}` });
});

test('a merge that goes on after its answer is waited for', async () => {
  const states = ['OPEN', 'OPEN', 'MERGED'];
  const harness = createHarness(plugin, { answer: ({ method }) => (method === 'POST' ? { status: 202, body: null } : { body: { state: states.shift(), merge_commit: { hash: 'e'.repeat(12) } } }) });
  expect(await harness.action('merge_pull_request', { ...where, number: '42', method: 'squash', close_source_branch: false })).toEqual({ merged: true, commit: 'e'.repeat(12) });
});

const repository = { uuid: '{1}', full_name: 'acme/shop' };
const pullrequest = { id: 42, title: 'A new basket', state: 'OPEN', source: { branch: { name: 'basket' }, commit: { hash: SHA.slice(0, 12) }, repository: { uuid: '{1}' } }, destination: { branch: { name: 'main' }, repository: { uuid: '{1}' } } };
const told = async (event: string, body: JsonObject) => createHarness(plugin).toEvents('events', { event, body });

test('a pull request has what previews ask for', async () => {
  expect(await told('pullrequest:updated', { repository, pullrequest })).toMatchObject([{
    type: 'bitbucket.pullrequest.updated', subject: 'acme/shop#42',
    data: { provider: 'bitbucket', repository: { id: '{1}', owner: 'acme', name: 'shop' }, pull_request: { number: '42', state: 'open', commit: SHA.slice(0, 12), ref: 'refs/heads/basket', base: 'main', fork: false } },
  }]);
  expect(await told('pullrequest:created', { repository, pullrequest: { ...pullrequest, source: { ...pullrequest.source, repository: null } } })).toMatchObject([{ data: { pull_request: { fork: true } } }]);
});

test('a comment changes nothing that previews look at', async () => {
  expect((await told('pullrequest:comment_created', { repository, pullrequest }))[0]!.data).not.toHaveProperty('pull_request');
});

test('a pull request of Data Center that was deleted is closed', async () => {
  const side = { id: 'refs/heads/basket', displayId: 'basket', latestCommit: SHA, repository: { id: 84, slug: 'shop', project: { key: 'ACME' } } };
  const body = { pullRequest: { id: 7, state: 'OPEN', fromRef: side, toRef: side } };
  expect(await told('pr:deleted', body)).toMatchObject([{ type: 'bitbucket.pullrequest.deleted', subject: 'ACME/shop#7', data: { pull_request: { state: 'closed', commit: SHA, fork: false } } }]);
  expect(await told('pr:comment:added', body)).toMatchObject([{ type: 'bitbucket.pullrequest.comment.added' }]);
});

test('health names the scope that the credential lacks, in either spelling', async () => {
  const told = (scopes: string, status = 200) => createHarness(plugin, { secrets: ['access_token'], answer: () => ({ status, headers: { 'x-oauth-scopes': scopes }, body: {} }) }).health();
  expect(await told('repository, pullrequest:write')).toEqual({ state: 'degraded', reason: 'The credential lacks the scope pipeline:write', scopes: ['repository', 'pullrequest:write'] });
  expect(await told('write:pullrequest:bitbucket, write:pipeline:bitbucket')).toMatchObject({ state: 'ok' });
  expect(await told('', 403)).toEqual({ state: 'ok' });
});
