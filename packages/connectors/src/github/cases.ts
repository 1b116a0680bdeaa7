import { createHmac } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, CiDouble, ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { type GithubVendor, PAT, SHA, startGithub } from './double.ts';

const where = { owner: 'acme', repository: 'shop' };
const elsewhere = { owner: 'acme', repository: 'nowhere' };
const marker = '<!-- patchbay:shop:42 -->';
const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const some = (output: Json): boolean => (at(output, 'items') as readonly unknown[]).length > 0;
const refused = (input: JsonObject, code: `upstream.${string}`): ActionCase['refused'] => ({ input: { ...where, ...input }, code });

const token = { ref: 'main', run: 'run_01jd8xk3v2q4r6t8w0y2a4c6e8', run_input: 'patchbay_run' };
const targetAt = (url: string): JsonObject => ({ ...where, api_url: url, workflow: 'deploy.yml' });

/** A run that is there. */
async function startedAt(vendor: Vendor, state: Parameters<CiDouble['move']>[1] = 'running'): Promise<string> {
  const { ci } = vendor as GithubVendor; // the cases start this one
  const headers = { authorization: `Bearer ${PAT}`, 'user-agent': 'a person', 'x-github-api-version': '2022-11-28', 'content-type': 'application/json' };
  vendor.next(undefined);
  await fetch(`${vendor.url}/repos/acme/shop/actions/workflows/deploy.yml/dispatches`, { method: 'POST', headers, body: JSON.stringify({ ref: 'main' }) });
  const { id } = ci.runs().at(-1)!;
  ci.say(id, 'up');
  ci.move(id, state);
  return id;
}

const actions: Record<string, ActionCase> = {
  create_issue: { input: { ...where, title: '5xx above 5 %', body: 'Since 09:30', labels: ['incident'], assignees: ['ada'] }, answers: is('labels.0', 'incident'), refused: { input: { owner: 'acme', repository: 'without-issues', title: 'x' }, code: 'upstream.not_found' } },
  update_issue: { input: { ...where, number: '7', state: 'closed', state_reason: 'completed', labels: ['bug'] }, answers: is('state', 'closed'), refused: refused({ number: '9999', state: 'closed' }, 'upstream.not_found') },
  add_comment: { input: { ...where, number: '8', body: 'Rolled back.' }, answers: has('id'), refused: refused({ number: '99', body: 'x' }, 'upstream.forbidden') },
  get_issue: { input: { ...where, number: '9' }, answers: is('title', 'Issue 9'), refused: refused({ number: '9999' }, 'upstream.not_found') },
  list_issues: { input: { ...where, state: 'all', limit: 220 }, answers: (output) => (at(output, 'items') as readonly { number: string }[]).length === 220 && !JSON.stringify(output).includes('"number":"42"'), refused: { input: elsewhere, code: 'upstream.not_found' } },
  create_pull_request: { input: ({ asked }) => ({ ...where, title: 'A new basket', head: `feature-${asked.length}`, base: 'main' }), answers: is('state', 'open'), refused: refused({ title: 'x', head: 'gone', base: 'main' }, 'upstream.invalid') },
  merge_pull_request: { input: { ...where, number: '44', commit: SHA, method: 'squash' }, answers: is('merged', true), refused: refused({ number: '43' }, 'upstream.conflict') },
  pull_request_comment: { input: ({ asked }) => ({ ...where, number: '42', marker, body: `${marker}\nThe preview is up (${asked.length}).` }), answers: has('id'), refused: refused({ number: '99', marker, body: marker }, 'upstream.forbidden') },
  get_pull_request: { input: { ...where, number: '43' }, answers: (output) => is('fork', true)(output) && is('mergeable', false)(output), refused: refused({ number: '9999' }, 'upstream.not_found') },
  list_pull_requests: { input: { ...where, base: 'main' }, answers: some, refused: { input: elsewhere, code: 'upstream.not_found' } },
  commit_status: { input: { ...where, commit: SHA, state: 'success', context: 'patchbay/shop/production', description: 'succeeded', url: 'https://shop.example.com' }, answers: is('context', 'patchbay/shop/production'), refused: refused({ commit: SHA.replace('6', '7'), state: 'success' }, 'upstream.invalid') },
  create_check: { input: { ...where, commit: SHA, name: 'patchbay / preview', status: 'in_progress', title: 'Coming up', summary: 'Wait.' }, answers: is('status', 'in_progress'), refused: refused({ commit: SHA.replace('6', '7'), name: 'x' }, 'upstream.invalid') },
  update_check: { input: { ...where, id: '1', conclusion: 'success', title: 'Up', summary: 'It took 40 s.' }, answers: is('conclusion', 'success'), refused: refused({ id: '404404', conclusion: 'success' }, 'upstream.not_found') },
  list_checks: { input: { ...where, ref: 'main' }, answers: some, refused: refused({ ref: 'gone' }, 'upstream.invalid') },
  list_commit_statuses: { input: { ...where, ref: SHA }, answers: some, refused: refused({ ref: 'gone' }, 'upstream.not_found') },
  create_deployment: { input: { ...where, ref: 'main', environment: 'production', production: true, payload: { release: '1.4.0' } }, answers: is('commit', SHA), refused: refused({ ref: 'gone', environment: 'production' }, 'upstream.invalid') },
  deployment_status: { input: { ...where, deployment: '1', state: 'success', url: 'https://shop.example.com', description: 'Up' }, answers: is('state', 'success'), refused: refused({ deployment: '404404', state: 'success' }, 'upstream.not_found') },
  list_deployments: { input: { ...where, environment: 'production' }, answers: some, refused: { input: elsewhere, code: 'upstream.not_found' } },
  dispatch_repository: { input: { ...where, event_type: 'release-ready', payload: { release: '1.4.0' } }, answers: is('sent', true), refused: refused({ event_type: 'x', payload: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, 1])) }, 'upstream.invalid') },
  dispatch_workflow: { input: { ...where, workflow: 'deploy.yml', ref: 'main', inputs: { environment: 'production' } }, answers: has('run'), refused: refused({ workflow: 'test.yml', ref: 'main' }, 'upstream.invalid') },
  rerun_workflow: { input: ({ asked }) => ({ ...where, run: String(2 * asked.length + 1) }), answers: has('id'), refused: refused({ run: '2' }, 'upstream.forbidden') },
  cancel_workflow: { input: ({ asked }) => ({ ...where, run: String(2 * asked.length + 2) }), answers: has('id'), refused: refused({ run: '9001' }, 'upstream.conflict') },
  get_workflow_run: { input: { ...where, run: '7001' }, answers: is('conclusion', 'success'), refused: refused({ run: '404' }, 'upstream.not_found') },
  list_workflow_runs: { input: { ...where, branch: 'main', status: 'completed' }, answers: some, refused: { input: elsewhere, code: 'upstream.not_found' } },
  ci_start: { input: ({ url }) => ({ ...token, target: targetAt(url), inputs: { environment: 'production' } }), answers: has('run'), refused: { input: { ...token, target: targetAt('https://api.github.com') }, code: 'upstream.invalid' } },
  ci_cancel: { input: async (vendor) => ({ target: targetAt(vendor.url), run: await startedAt(vendor), level: 0 }), answers: has('told'), refused: { input: { target: targetAt('https://api.github.com'), run: '1' }, code: 'upstream.invalid' } },
  ci_decide: { input: async (vendor) => ({ target: targetAt(vendor.url), run: await startedAt(vendor, 'waiting_approval'), approval: 'environment:161171787', decision: 'approved' }), answers: is('told', true), refused: { input: { target: targetAt('https://api.github.com'), run: '1', approval: 'x', decision: 'approved' }, code: 'upstream.invalid' } },
  ci_find: { input: ({ url }) => ({ ...token, target: targetAt(url), since: '2026-11-20T00:00:00Z' }), answers: has('found'), refused: { input: { ...token, target: targetAt('https://api.github.com'), since: '2026-11-20T00:00:00Z' }, code: 'upstream.invalid' } },
  ci_run: { input: async (vendor) => ({ target: targetAt(vendor.url), run: await startedAt(vendor, 'running') }), answers: is('state', 'running'), refused: { input: { target: targetAt('https://api.github.com'), run: '404' }, code: 'upstream.invalid' } },
  ci_log: { input: async (vendor) => ({ target: targetAt(vendor.url), run: await startedAt(vendor, 'succeeded') }), answers: (output) => at(output, 'entries.0.lines.0') === 'up', refused: { input: { target: targetAt('https://api.github.com'), run: '404' }, code: 'upstream.invalid' } },
  create_release: { input: ({ asked }) => ({ ...where, tag: `v2.${asked.length}.0`, name: '2', generate_notes: true }), answers: has('url'), refused: refused({ tag: 'v1.4.0' }, 'upstream.invalid') },
  get_release: { input: { ...where, tag: 'v1.4.0' }, answers: is('name', '1.4.0'), refused: refused({ tag: 'v0.0.0' }, 'upstream.not_found') },
  list_releases: { input: where, answers: some, refused: { input: elsewhere, code: 'upstream.not_found' } },
  put_file: { input: ({ asked }) => ({ ...where, path: 'values.yaml', content: `replicas: 3 # – ${asked.length}\n`, message: 'Three replicas', branch: 'main' }), answers: is('changed', true), refused: refused({ path: 'values.yaml', content: 'x', message: 'x', previous: SHA }, 'upstream.conflict') },
  get_file: { input: { ...where, path: 'values.yaml', ref: 'main' }, answers: (output) => String(at(output, 'content')).startsWith('replicas: 3 # – '), refused: refused({ path: 'gone.yaml' }, 'upstream.not_found') },
};

/** As GitHub signs it. */
function sent(event: string, payload: JsonObject): InboundCase['request'] {
  return ({ webhook_secret }) => {
    const body = JSON.stringify({ repository: { id: 1296269, name: 'shop', full_name: 'acme/shop', html_url: 'https://github.com/acme/shop', owner: { login: 'acme' } }, sender: { login: 'ada' }, ...payload });
    return { body, headers: { 'content-type': 'application/json', 'x-github-event': event, 'x-github-delivery': `${event}-${body.length}`, 'x-hub-signature-256': `sha256=${createHmac('sha256', webhook_secret!).update(body).digest('hex')}` } };
  };
}

const pullRequest = { number: 42, title: 'A new basket', state: 'open', draft: false, merged: false, html_url: 'https://github.com/acme/shop/pull/42', user: { login: 'ada' }, head: { ref: 'basket', sha: SHA, repo: { id: 1296269 } }, base: { ref: 'main', sha: SHA, repo: { id: 1296269 } } };

const inbound: InboundCase[] = [
  { title: 'the ping of a new webhook', request: sent('ping', { zen: 'Keep it logically awesome.', hook_id: 1 }), becomes: [] },
  { title: 'a pull request that was opened', request: sent('pull_request', { action: 'opened', number: 42, pull_request: pullRequest }), becomes: [{ type: 'github.pull_request.opened', subject: 'acme/shop#42' }] },
  { title: 'a pull request that was closed', request: sent('pull_request', { action: 'closed', number: 42, pull_request: { ...pullRequest, state: 'closed', merged: true } }), becomes: [{ type: 'github.pull_request.closed', subject: 'acme/shop#42' }] },
  { title: 'a push', request: sent('push', { ref: 'refs/heads/main', before: SHA, after: SHA, commits: [] }), becomes: [{ type: 'github.push', subject: 'acme/shop@main' }] },
  { title: 'a run of a workflow that ended', request: sent('workflow_run', { action: 'completed', workflow_run: { id: 7001, head_branch: 'main', conclusion: 'success' } }), becomes: [{ type: 'github.workflow_run.completed', subject: 'acme/shop@main' }] },
  { title: 'a comment on an issue', request: sent('issue_comment', { action: 'created', issue: { number: 7 }, comment: { id: 1, body: '/deploy' } }), becomes: [{ type: 'github.issue_comment.created', subject: 'acme/shop#7' }] },
  { title: 'an event that is newer than this connector', request: sent('sub_issues', { action: 'sub_issue_added' }), becomes: [{ type: 'github.sub_issues.sub_issue_added', subject: 'acme/shop' }] },
];

export const cases: ConnectorCases = {
  start: startGithub,
  described: [{ mock: 'github', except: [{ path: /^\/app\//, because: 'the description is a selection without the tokens of Apps' }, { path: /\/actions\/jobs\/|^\/blob\//, because: 'nor the logs of jobs' }, { path: /\/workflows\/[^/]+\/runs$/, because: 'created is a date-time in it, where its words allow a range: >=2026-11-20T00:00:00Z' }] }],
  context: {
    commits: { asked: { service: 'shop', until: '2026-11-01T01:00:00Z' }, repository: { provider: 'github', owner: 'acme', name: 'shop' }, answers: (found) => found.length === 1 && found[0]?.title === 'Cache prices' },
    deployments: { asked: { service: 'shop', environment: 'production', until: '2026-11-01T01:00:00Z' }, repository: { provider: 'github', owner: 'acme', name: 'shop' }, answers: (found) => found.length === 1 && found[0]?.title === 'main to production' },
  },
  actions: Object.fromEntries(Object.entries(actions).map(([name, given]) => [name, { ...given, renews: true }])), // the token of an App is fetched anew
  inbound,
};
