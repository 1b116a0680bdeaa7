import { createHmac } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, ConnectorCases, InboundCase } from '../testing/index.ts';
import { SHA, startBitbucket } from './double.ts';

const where = { owner: 'acme', repository: 'shop' };
const elsewhere = { owner: 'acme', repository: 'nowhere' };
const marker = '<!-- patchbay:shop:42 -->';
const ENDED = '{a1b2c3d4-0000-4000-8000-000000000002}';
const GOING = '{a1b2c3d4-0000-4000-8000-000000000003}';
const GONE = '{a1b2c3d4-0000-4000-8000-999999999999}';
const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const counts = (number: number) => (output: Json): boolean => (at(output, 'items') as readonly unknown[]).length === number;
const refused = (input: JsonObject, code: `upstream.${string}`): ActionCase['refused'] => ({ input: { ...where, ...input }, code });
const nowhere: ActionCase['refused'] = { input: elsewhere, code: 'upstream.not_found' };

const actions: Record<string, ActionCase> = {
  create_pull_request: { input: ({ asked }) => ({ ...where, title: 'A new basket', head: `feature-${asked.length}`, base: 'main' }), answers: is('state', 'open'), refused: refused({ title: 'x', head: 'gone' }, 'upstream.invalid') },
  merge_pull_request: { input: { ...where, number: '44', method: 'squash' }, answers: (output) => is('merged', true)(output) && has('commit')(output), refused: refused({ number: '43' }, 'upstream.conflict') },
  approve_pull_request: { input: { ...where, number: '45' }, answers: is('approved', true), refused: refused({ number: '9999' }, 'upstream.not_found') },
  decline_pull_request: { input: ({ asked }) => ({ ...where, number: String(50 + (asked.length % 40)) }), answers: is('state', 'declined'), refused: refused({ number: '44' }, 'upstream.invalid') },
  add_comment: { input: { ...where, number: '42', body: 'Rolled back.' }, answers: has('id'), refused: refused({ number: '9999', body: 'x' }, 'upstream.not_found') },
  pull_request_comment: { input: ({ asked }) => ({ ...where, number: '42', marker, body: `${marker}\nThe preview is up (${asked.length}).` }), answers: has('id'), refused: refused({ number: '9999', marker, body: marker }, 'upstream.not_found') },
  commit_status: { input: { ...where, commit: SHA.slice(0, 12), state: 'success', context: 'patchbay/shop/a-very-long-name-of-an-environment', description: 'succeeded' }, answers: (output) => is('state', 'SUCCESSFUL')(output) && String(at(output, 'key')).length === 40, refused: refused({ commit: SHA.replace('6', '7'), state: 'success' }, 'upstream.not_found') },
  run_pipeline: { input: { ...where, ref: 'main', custom: 'deploy', variables: { ENVIRONMENT: 'production' } }, answers: is('status', 'IN_PROGRESS'), refused: refused({ ref: 'gone' }, 'upstream.invalid') },
  stop_pipeline: { input: { ...where, pipeline: GOING }, answers: is('id', GOING), refused: refused({ pipeline: ENDED }, 'upstream.invalid') },
  create_branch: { input: ({ asked }) => ({ ...where, branch: `release/${asked.length}`, commit: SHA }), answers: is('commit', SHA), refused: refused({ branch: 'main', commit: SHA }, 'upstream.invalid') },
  get_repository: { input: where, answers: is('default_branch', 'main'), refused: nowhere },
  list_repositories: { input: { owner: 'acme' }, answers: counts(1), refused: { input: { owner: 'nobody' }, code: 'upstream.not_found' } },
  get_pull_request: { input: { ...where, number: '43' }, answers: is('fork', true), refused: refused({ number: '9999' }, 'upstream.not_found') },
  list_pull_requests: { input: { ...where, limit: 52 }, answers: counts(52), refused: nowhere },
  list_commit_statuses: { input: { ...where, commit: SHA }, answers: counts(1), refused: refused({ commit: SHA.replace('6', '7') }, 'upstream.not_found') },
  get_pipeline: { input: { ...where, pipeline: ENDED }, answers: is('result', 'SUCCESSFUL'), refused: refused({ pipeline: GONE }, 'upstream.not_found') },
  list_pipelines: { input: { ...where, limit: 115 }, answers: counts(115), refused: nowhere },
};

/** As Bitbucket signs it. */
function sent(event: string, payload: JsonObject): InboundCase['request'] {
  return ({ webhook_secret }) => {
    const body = JSON.stringify({ actor: { nickname: 'ada' }, ...payload });
    return { body, headers: { 'content-type': 'application/json', 'x-event-key': event, 'x-request-uuid': `${event}-${body.length}`, 'x-hub-signature': `sha256=${createHmac('sha256', webhook_secret!).update(body).digest('hex')}` } };
  };
}

const repository = { uuid: '{b0000000-0000-4000-8000-000000000001}', full_name: 'acme/shop', links: { html: { href: 'https://bitbucket.org/acme/shop' } } };
const pullrequest = { id: 42, title: 'A new basket', state: 'OPEN', source: { branch: { name: 'basket' }, commit: { hash: SHA.slice(0, 12) }, repository: { uuid: repository.uuid } }, destination: { branch: { name: 'main' }, repository: { uuid: repository.uuid } } };
const side = (name: string) => ({ id: `refs/heads/${name}`, displayId: name, latestCommit: SHA, repository: { id: 84, slug: 'shop', project: { key: 'ACME' } } });

const inbound: InboundCase[] = [
  { title: 'the test of a new webhook', request: sent('diagnostics:ping', { test: true }), becomes: [] },
  { title: 'a pull request that was opened', request: sent('pullrequest:created', { repository, pullrequest }), becomes: [{ type: 'bitbucket.pullrequest.created', subject: 'acme/shop#42' }] },
  { title: 'a pull request that was merged', request: sent('pullrequest:fulfilled', { repository, pullrequest: { ...pullrequest, state: 'MERGED' } }), becomes: [{ type: 'bitbucket.pullrequest.fulfilled', subject: 'acme/shop#42' }] },
  { title: 'a push', request: sent('repo:push', { repository, push: { changes: [{ new: { type: 'branch', name: 'main', target: { hash: SHA } } }] } }), becomes: [{ type: 'bitbucket.repo.push', subject: 'acme/shop@main' }] },
  { title: 'a branch that was deleted', request: sent('repo:push', { repository, push: { changes: [{ new: null, old: { type: 'branch', name: 'basket' } }] } }), becomes: [{ type: 'bitbucket.repo.push', subject: 'acme/shop@basket' }] },
  { title: 'a build status', request: sent('repo:commit_status_updated', { repository, commit_status: { state: 'SUCCESSFUL' } }), becomes: [{ type: 'bitbucket.repo.commit_status_updated', subject: 'acme/shop' }] },
  { title: 'a pull request of Data Center', request: sent('pr:opened', { eventKey: 'pr:opened', pullRequest: { id: 7, title: 'A new basket', state: 'OPEN', fromRef: side('basket'), toRef: side('main') } }), becomes: [{ type: 'bitbucket.pullrequest.opened', subject: 'ACME/shop#7' }] },
];

export const cases: ConnectorCases = {
  start: startBitbucket,
  described: [{ mock: 'bitbucket', prefix: '/2.0', except: [{ path: /\/pullrequests\/\d+\/comments\/\d+$|\/stopPipeline$/, because: 'the description is a selection without them' }] }],
  actions, inbound,
};
