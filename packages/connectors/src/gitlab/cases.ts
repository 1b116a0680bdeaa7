import { createHmac } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, CiDouble, ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { type GitlabVendor, SHA, startGitlab } from './double.ts';

const where = { owner: 'acme/web', repository: 'shop' };
const elsewhere = { owner: 'acme', repository: 'nowhere' };
const marker = '<!-- patchbay:shop:42 -->';
const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const some = (output: Json): boolean => (at(output, 'items') as readonly unknown[]).length > 0;
const refused = (input: JsonObject, code: `upstream.${string}`): ActionCase['refused'] => ({ input: { ...where, ...input }, code });
const nowhere: ActionCase['refused'] = { input: elsewhere, code: 'upstream.not_found' };

const token = { ref: 'main', run: 'run_01jd8xk3v2q4r6t8w0y2a4c6e8', run_input: 'patchbay_run' };
const targetAt = (url: string): JsonObject => ({ url, project: 'acme/web/shop', pass: 'variables' });
const other = targetAt('https://gitlab.com');

/** A pipeline that is there. */
async function startedAt(vendor: Vendor, state: Parameters<CiDouble['move']>[1]): Promise<string> {
  const { ci } = vendor as GitlabVendor; // the cases start this one
  await fetch(`${vendor.url}/api/v4/projects/acme%2Fweb%2Fshop/pipeline`, { method: 'POST', headers: { 'private-token': vendor.secrets['token']!, 'content-type': 'application/json' }, body: JSON.stringify({ ref: 'main', variables: [{ key: token.run_input, value: token.run }] }) });
  const { id } = ci.runs().at(-1)!;
  ci.say(id, 'up');
  ci.move(id, state);
  return id;
}

const actions: Record<string, ActionCase> = {
  ci_start: { input: ({ url }) => ({ ...token, target: targetAt(url), inputs: { environment: 'production' } }), answers: has('run'), refused: { input: { ...token, target: other }, code: 'upstream.invalid' } },
  ci_cancel: { input: async (vendor) => ({ target: targetAt(vendor.url), run: await startedAt(vendor, 'running') }), answers: is('told', true), refused: { input: { target: other, run: '1' }, code: 'upstream.invalid' } },
  ci_decide: { input: async (vendor) => ({ target: targetAt(vendor.url), run: '1', approval: `job:${await startedAt(vendor, 'waiting_approval')}0`, decision: 'approved' }), answers: is('told', true), refused: { input: { target: other, run: '1', approval: 'x', decision: 'approved' }, code: 'upstream.invalid' } },
  ci_find: { input: async (vendor) => { await startedAt(vendor, 'running'); return { ...token, target: targetAt(vendor.url), since: '2026-11-20T00:00:00Z' }; }, answers: is('found', 'run'), refused: { input: { ...token, target: other, since: '2026-11-20T00:00:00Z' }, code: 'upstream.invalid' } },
  ci_run: { input: async (vendor) => ({ target: targetAt(vendor.url), run: await startedAt(vendor, 'waiting_approval') }), answers: is('state', 'waiting_approval'), refused: { input: { target: other, run: '1' }, code: 'upstream.invalid' } },
  ci_log: { input: async (vendor) => ({ target: targetAt(vendor.url), run: await startedAt(vendor, 'running') }), answers: is('entries.0.lines.0', 'up'), refused: { input: { target: other, run: '1' }, code: 'upstream.invalid' } },
  create_issue: { input: { ...where, title: '5xx above 5 %', labels: ['incident', 'shop'], assignees: ['1'] }, answers: is('labels.1', 'shop'), refused: refused({ title: ' ' }, 'upstream.invalid') },
  update_issue: { input: { ...where, number: '7', state: 'closed' }, answers: is('state', 'closed'), refused: refused({ number: '9999', state: 'closed' }, 'upstream.not_found') },
  add_comment: { input: { ...where, number: '42', on: 'merge_request', body: 'Rolled back.' }, answers: has('id'), refused: refused({ number: '9999', body: 'x' }, 'upstream.not_found') },
  get_issue: { input: { ...where, number: '9' }, answers: is('title', 'Issue 9'), refused: refused({ number: '9999' }, 'upstream.not_found') },
  list_issues: { input: { ...where, state: 'all', limit: 220 }, answers: (output) => (at(output, 'items') as readonly unknown[]).length === 220, refused: nowhere },
  create_merge_request: { input: ({ asked }) => ({ ...where, title: 'A new basket', head: `feature-${asked.length}`, base: 'main' }), answers: is('state', 'open'), refused: refused({ title: 'x', head: 'gone', base: 'main' }, 'upstream.invalid') },
  merge_merge_request: { input: { ...where, number: '44', commit: SHA, squash: true }, answers: is('merged', true), refused: refused({ number: '43' }, 'upstream.conflict') },
  pull_request_comment: { input: ({ asked }) => ({ ...where, number: '42', marker, body: `${marker}\nThe preview is up (${asked.length}).` }), answers: has('id'), refused: refused({ number: '9999', marker, body: marker }, 'upstream.not_found') },
  get_merge_request: { input: { ...where, number: '43' }, answers: (output) => is('fork', true)(output) && is('merge_status', 'conflict')(output), refused: refused({ number: '9999' }, 'upstream.not_found') },
  list_merge_requests: { input: { ...where, state: 'all' }, answers: some, refused: nowhere },
  commit_status: { input: { ...where, commit: SHA, state: 'pending', context: 'patchbay/shop/production', description: 'waiting', url: 'https://shop.example.com' }, answers: is('state', 'pending'), refused: refused({ commit: SHA.replace('6', '7'), state: 'success' }, 'upstream.not_found') },
  list_commit_statuses: { input: { ...where, commit: SHA }, answers: some, refused: refused({ commit: SHA.replace('6', '7') }, 'upstream.not_found') },
  create_deployment: { input: { ...where, environment: 'production', commit: SHA, ref: 'main', status: 'running' }, answers: is('environment', 'production'), refused: refused({ environment: 'production', commit: SHA.replace('6', '7'), ref: 'main', status: 'running' }, 'upstream.invalid') },
  deployment_status: { input: { ...where, deployment: '1', status: 'success' }, answers: is('status', 'success'), refused: refused({ deployment: '404', status: 'success' }, 'upstream.not_found') },
  list_deployments: { input: { ...where, environment: 'production' }, answers: some, refused: nowhere },
  run_pipeline: { input: { ...where, ref: 'main', variables: { ENVIRONMENT: 'production' } }, answers: is('source', 'api'), refused: refused({ ref: 'gone' }, 'upstream.invalid') },
  trigger_pipeline: { input: { ...where, ref: 'main', variables: { ENVIRONMENT: 'production' } }, answers: is('source', 'trigger'), refused: refused({ ref: 'gone' }, 'upstream.invalid') },
  retry_pipeline: { input: { ...where, pipeline: '46' }, answers: is('status', 'running'), refused: refused({ pipeline: '404' }, 'upstream.not_found') },
  cancel_pipeline: { input: { ...where, pipeline: '47' }, answers: is('status', 'canceled'), refused: refused({ pipeline: '404' }, 'upstream.not_found') },
  play_job: { input: { ...where, job: '7' }, answers: is('status', 'pending'), refused: refused({ job: '8' }, 'upstream.invalid') },
  get_pipeline: { input: { ...where, pipeline: '46' }, answers: is('commit', SHA), refused: refused({ pipeline: '404' }, 'upstream.not_found') },
  list_pipelines: { input: { ...where, ref: 'main' }, answers: some, refused: nowhere },
  create_release: { input: ({ asked }) => ({ ...where, tag: `v2.${asked.length}.0`, target: 'main', description: 'Faster.' }), answers: is('commit', SHA), refused: refused({ tag: 'v1.4.0', target: 'main' }, 'upstream.conflict') },
  get_release: { input: { ...where, tag: 'v1.4.0' }, answers: is('name', '1.4.0'), refused: refused({ tag: 'v0.0.0' }, 'upstream.not_found') },
  list_releases: { input: where, answers: some, refused: nowhere },
  put_file: { input: ({ asked }) => ({ ...where, path: 'deploy/values.yaml', content: `replicas: 3 # – ${asked.length}\n`, message: 'Three replicas' }), answers: is('branch', 'main'), refused: refused({ path: 'deploy/values.yaml', content: 'x', message: 'x', previous: SHA.replace('6', '7') }, 'upstream.conflict') },
  get_file: { input: { ...where, path: 'deploy/values.yaml', ref: 'main' }, answers: (output) => String(at(output, 'content')).startsWith('replicas: 3 # – '), refused: refused({ path: 'gone.yaml' }, 'upstream.not_found') },
};

const project = { id: 1, name: 'Shop', path_with_namespace: 'acme/web/shop', web_url: 'https://gitlab.com/acme/web/shop' };
const bodyOf = (payload: JsonObject): string => JSON.stringify({ project, user: { username: 'ada' }, ...payload });

/** With the signing token, as Standard Webhooks. */
function signed(event: string, payload: JsonObject): InboundCase['request'] {
  return ({ signing_token }, nowSeconds) => {
    const body = bodyOf(payload);
    const id = `msg_${event}_${body.length}`;
    const key = Buffer.from(signing_token!.replace('whsec_', ''), 'base64');
    return { body, headers: { 'content-type': 'application/json', 'x-gitlab-event': event, 'webhook-id': id, 'webhook-timestamp': String(nowSeconds), 'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${nowSeconds}.${body}`).digest('base64')}` } };
  };
}

/** With the secret token, which proves nothing about the body. */
const shared = (event: string, payload: JsonObject): InboundCase['request'] => ({ webhook_token }) => ({ body: bodyOf(payload), headers: { 'content-type': 'application/json', 'x-gitlab-event': event, 'x-gitlab-token': webhook_token!, 'x-gitlab-event-uuid': `uuid-${event}` } });

const request = { iid: 42, title: 'A new basket', state: 'opened', action: 'open', source_branch: 'basket', target_branch: 'main', source_project_id: 1, target_project_id: 1, last_commit: { id: SHA }, url: 'https://gitlab.com/acme/web/shop/-/merge_requests/42' };

const inbound: InboundCase[] = [
  { title: 'a merge request that was opened, signed', request: signed('Merge Request Hook', { object_kind: 'merge_request', object_attributes: request }), becomes: [{ type: 'gitlab.merge_request.open', subject: 'acme/web/shop!42' }] },
  { title: 'a merge request that was merged, with the secret token', signs: false, request: shared('Merge Request Hook', { object_kind: 'merge_request', object_attributes: { ...request, state: 'merged', action: 'merge' } }), becomes: [{ type: 'gitlab.merge_request.merge', subject: 'acme/web/shop!42' }] },
  { title: 'a push', request: signed('Push Hook', { object_kind: 'push', event_name: 'push', ref: 'refs/heads/main', checkout_sha: SHA }), becomes: [{ type: 'gitlab.push', subject: 'acme/web/shop@main' }] },
  { title: 'a pipeline that succeeded', request: signed('Pipeline Hook', { object_kind: 'pipeline', object_attributes: { id: 46, ref: 'main', status: 'success' } }), becomes: [{ type: 'gitlab.pipeline.success', subject: 'acme/web/shop@main' }] },
  { title: 'a comment on an issue', signs: false, request: shared('Note Hook', { object_kind: 'note', object_attributes: { id: 1, note: '/deploy', noteable_type: 'Issue' }, issue: { iid: 7 } }), becomes: [{ type: 'gitlab.note', subject: 'acme/web/shop#7' }] },
  { title: 'a deployment', request: signed('Deployment Hook', { object_kind: 'deployment', status: 'success', environment: 'production', ref: 'main' }), becomes: [{ type: 'gitlab.deployment.success', subject: 'acme/web/shop@main' }] },
];

const context: NonNullable<ConnectorCases['context']> = {
  deployments: { asked: { service: 'shop', until: '2026-11-01T01:00:00Z' }, repository: { provider: 'gitlab', owner: 'acme/web', name: 'shop' }, answers: (found) => found.length === 1 && found[0]?.title.startsWith('main to production: ') === true },
  pipelines: { asked: { service: 'shop', until: '2026-11-01T01:00:00Z' }, repository: { provider: 'gitlab', owner: 'acme/web', name: 'shop' }, answers: (found) => found.some(({ title, url }) => title.startsWith('Pipeline 46 on main: ') && url?.endsWith('/pipelines/46') === true) },
};

export const cases: ConnectorCases = { context, start: startGitlab, actions, inbound };
