import { expect, test } from 'vitest';
import { mayBePullRequest, pullRequestOf } from './pull-request.ts';

const sha = '3f0c1d9e5b7a2468ace013579bdf02468ace1357';
const github = (action: string, head: object = {}) => ({ action, repository: { id: 1, full_name: 'acme/shop' }, pull_request: { number: 7, title: 'A\u0007 basket', head: { sha, ref: 'b', repo: { id: 1 }, ...head }, base: { repo: { id: 1 } } } });

test('GitHub: what changes the code, what closes, and what does not matter', () => {
  expect(pullRequestOf(github('synchronize'))).toEqual({ provider: 'github', repository: { id: '1', path: 'acme/shop' }, number: '7', title: 'A  basket', what: 'changed', commit: sha, ref: 'refs/heads/b', fork: false });
  expect(pullRequestOf(github('closed'))?.what).toBe('closed');
  for (const action of ['labeled', 'edited', 'assigned', 'review_requested']) expect(pullRequestOf(github(action))).toBeUndefined();
});

test('GitHub: a fork is one, also when its repository was deleted', () => {
  expect(pullRequestOf(github('opened', { repo: { id: 2 } }))?.fork).toBe(true);
  expect(pullRequestOf(github('opened', { repo: null }))?.fork).toBe(true);
});

test('GitLab: an update without a new commit does not matter', () => {
  const merge = (attributes: object) => ({ object_kind: 'merge_request', project: { id: 5, path_with_namespace: 'a/b/c' }, object_attributes: { iid: 3, source_branch: 'x', source_project_id: 5, target_project_id: 5, last_commit: { id: sha }, ...attributes } });
  expect(pullRequestOf(merge({ action: 'update' }))).toBeUndefined();
  expect(pullRequestOf(merge({ action: 'update', oldrev: sha }))).toMatchObject({ provider: 'gitlab', what: 'changed', number: '3', fork: false });
  expect(pullRequestOf(merge({ action: 'merge' }))?.what).toBe('closed');
  expect(pullRequestOf(merge({ action: 'open', source_project_id: 6 }))?.fork).toBe(true);
});

test('Bitbucket: the state says it, as its events have no name in the body', () => {
  const pull = (state: string) => ({ repository: { uuid: '{r}', full_name: 'a/b' }, pullrequest: { id: 9, state, source: { branch: { name: 'x' }, commit: { hash: sha.slice(0, 12) }, repository: { uuid: '{r}' } } } });
  expect(pullRequestOf(pull('OPEN'))).toMatchObject({ provider: 'bitbucket', number: '9', what: 'changed', commit: sha.slice(0, 12), fork: false });
  for (const state of ['MERGED', 'DECLINED', 'SUPERSEDED']) expect(pullRequestOf(pull(state))?.what).toBe('closed');
});

test('as a connector tells it', () => {
  expect(pullRequestOf({ provider: 'gitlab', repository: { id: '5', owner: 'a/b', name: 'c' }, pull_request: { number: 3, state: 'open', commit: sha, ref: 'refs/heads/x', fork: false } })).toMatchObject({ repository: { path: 'a/b/c' }, what: 'changed' });
});

test('whatever else comes is none', () => {
  for (const body of [undefined, null, 'x', [], {}, { action: 'opened' }, github('opened', { sha: 'not hex' })]) expect(pullRequestOf(body)).toBeUndefined();
  expect(['pull_request.opened', 'github.pull_request', 'gitlab.merge_request_hook', 'bitbucket.pullrequest.updated', 'build.finished'].map(mayBePullRequest)).toEqual([true, true, true, true, false]);
});
