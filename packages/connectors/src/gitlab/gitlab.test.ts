import type { JsonObject } from '@patchbay/sdk';
import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const where = { owner: 'acme/web', repository: 'shop' };
const marker = '<!-- patchbay:shop:42 -->';
const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
const answering = (answer: NonNullable<HarnessOptions['answer']>) => createHarness(plugin, { answer });
const status = { ...where, commit: SHA, state: 'pending', context: 'patchbay' };

test('a comment of somebody else that holds our marker, or one of GitLab itself, is left alone', async () => {
  const notes = [{ id: 1, body: marker, author: { id: 1 } }, { id: 2, body: marker, system: true, author: { id: 7 } }, { id: 3, body: marker, author: { id: 7 } }];
  const harness = answering(({ url, method }) => ({ body: url === '/user' ? { id: 7 } : method === 'GET' ? notes : {} }));
  expect(await harness.action('pull_request_comment', { ...where, number: '42', marker, body: `${marker} up` })).toEqual({ id: '3', created: false });
  expect(harness.requests.at(-1)).toMatchObject({ method: 'PUT', url: '/projects/acme%2Fweb%2Fshop/merge_requests/42/notes/3', json: { body: `${marker} up` } });
});

test('a status that is already so is no failure; another 400 is', async () => {
  const refusing = (message: string) => answering(() => ({ status: 400, body: { message } }));
  expect(await refusing('Cannot transition status via :enqueue from :pending').action('commit_status', status)).toEqual({ state: 'pending', context: 'patchbay' });
  expect(await refusing('Cannot transition status via :enqueue from :running (Reason(s): Status cannot transition via "enqueue")').action('commit_status', status)).toEqual({ state: 'running', context: 'patchbay' });
  await expect(refusing('sha is invalid').action('commit_status', status)).rejects.toMatchObject({ code: 'invalid', message: 'The system answered 400: sha is invalid' });
});

test.each([['failure', 'failed'], ['error', 'failed'], ['cancelled', 'canceled'], ['success', 'success']])('the state %s is called %s there', async (state, called) => {
  const harness = answering(() => ({ status: 201, body: { status: called, name: 'patchbay' } }));
  await harness.action('commit_status', { ...status, state });
  expect(harness.requests[0]!.json).toMatchObject({ state: called });
});

test('a refusal by field is told in words', async () => {
  await expect(answering(() => ({ status: 400, body: { message: { title: ["can't be blank", 'is too short'] } } })).action('create_issue', { ...where, title: ' ', confidential: false })).rejects.toMatchObject({ code: 'invalid', message: "The system answered 400: title can't be blank, is too short" });
});

test.each([405, 406, 422])('a merge that is answered with %s is a conflict', async (answer) => {
  const harness = answering(({ method }) => (method === 'GET' ? { body: { state: 'opened' } } : { status: answer, body: { message: 'Branch cannot be merged' } }));
  await expect(harness.action('merge_merge_request', { ...where, number: '42', squash: false, remove_source_branch: false })).rejects.toMatchObject({ code: 'conflict' });
});

test.each([405, 406, 422])('a merge that is refused with %s because a request before got through, whose answer was lost, is done', async (answer) => {
  let looks = 0;
  const harness = answering(({ method }) => (method === 'GET' ? { body: { state: looks++ === 0 ? 'opened' : 'merged', merge_commit_sha: SHA } } : { status: answer, body: { message: 'Method Not Allowed' } }));
  expect(await harness.action('merge_merge_request', { ...where, number: '42', squash: false, remove_source_branch: false })).toEqual({ merged: true, commit: SHA });
});

test('what is merged already is not merged again', async () => {
  const harness = answering(() => ({ body: { state: 'merged', merge_commit_sha: SHA } }));
  expect(await harness.action('merge_merge_request', { ...where, number: '42', squash: false, remove_source_branch: false })).toEqual({ merged: true, commit: SHA });
  expect(harness.requests).toHaveLength(1);
});

test('a path that would climb out of the project is refused before anything is sent', async () => {
  const harness = answering(() => ({ body: {} }));
  await expect(harness.query('get_file', { ...where, path: '..', ref: 'HEAD' })).rejects.toThrow('Expected a name');
  expect(harness.requests).toEqual([]);
  await harness.query('get_file', { ...where, path: '../../user', ref: 'HEAD' });
  expect(harness.requests[0]!.url).toBe('/projects/acme%2Fweb%2Fshop/repository/files/..%2F..%2Fuser');
});

const project = { id: 1, path_with_namespace: 'acme/web/shop', web_url: 'https://gitlab.com/acme/web/shop' };
const request = { iid: 42, title: 'A new basket', state: 'opened', action: 'update', source_branch: 'basket', target_branch: 'main', source_project_id: 1, target_project_id: 1, last_commit: { id: SHA } };
const told = async (body: JsonObject) => createHarness(plugin).toEvents('signed', { event: 'Any Hook', body });

test('a merge request has what previews ask for', async () => {
  expect(await told({ object_kind: 'merge_request', project, object_attributes: request })).toMatchObject([{
    type: 'gitlab.merge_request.update', subject: 'acme/web/shop!42',
    data: { provider: 'gitlab', repository: { id: '1', owner: 'acme/web', name: 'shop' }, pull_request: { number: '42', state: 'open', commit: SHA, ref: 'refs/heads/basket', base: 'main', fork: false } },
  }]);
  expect(await told({ object_kind: 'merge_request', project, object_attributes: { ...request, source_project_id: 2, state: 'merged' } })).toMatchObject([{ data: { pull_request: { state: 'closed', merged: true, fork: true } } }]);
});

test('system hooks go by their event name, and what is no name becomes nothing', async () => {
  expect(await told({ event_name: 'project_create', path_with_namespace: 'acme/web/shop', project_id: 1 })).toMatchObject([{ type: 'gitlab.project_create', subject: 'acme/web/shop' }]);
  expect(await told({ object_kind: 'Not a word' })).toEqual([]);
});

test('health says what the token may do and when it ends', async () => {
  expect(await answering(({ url }) => ({ body: url === '/user' ? { id: 7 } : { scopes: ['api'], expires_at: '2027-01-01' } })).health()).toEqual({ state: 'ok', scopes: ['api'], reason: 'The token ends on 2027-01-01' });
  expect(await createHarness(plugin, { secrets: [] }).health()).toMatchObject({ state: 'down' });
});

test('health names the scope that the token lacks, where it may ask', async () => {
  expect(await answering(({ url }) => ({ body: url === '/user' ? { id: 7 } : { scopes: ['read_api'], expires_at: null } })).health()).toEqual({ state: 'degraded', reason: 'The token lacks the scope api', scopes: ['read_api'] });
  expect(await answering(({ url }) => (url === '/user' ? { body: { id: 7 } } : { status: 404, body: { message: '404 Not Found' } })).health()).toEqual({ state: 'ok' });
});
