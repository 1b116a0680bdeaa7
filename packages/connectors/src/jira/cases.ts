import { createHmac } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, ConnectorCases, InboundCase } from '../testing/index.ts';
import { ADA, startJira } from './double.ts';

const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const gone: Record<'key', string> = { key: 'OPS-9999' };
const none = (input: JsonObject = {}): ActionCase['refused'] => ({ input: { ...gone, ...input }, code: 'upstream.not_found' });

const actions: Record<string, ActionCase> = {
  create_issue: { input: { project: 'OPS', type: 'Bug', summary: '5xx above 5 %', description: 'Since 09:30.\n\n- shop\n- checkout', labels: ['incident'], priority: 'High', assignee: ADA, fields: { customfield_10010: 'gold' } }, answers: (output) => String(at(output, 'url')).endsWith(`/browse/${String(at(output, 'key'))}`), refused: { input: { project: 'NONE', summary: 'x' }, code: 'upstream.invalid' } },
  update_issue: { input: { key: 'OPS-7', summary: 'Changed', description: 'Text', add_labels: ['checkout'], remove_labels: ['bug'] }, answers: is('key', 'OPS-7'), refused: { input: { key: 'OPS-7', fields: { customfield_404: 1 } }, code: 'upstream.invalid' } },
  transition_issue: { input: { key: 'OPS-2', to: 'done', comment: 'Rolled back.' }, answers: is('status', 'Done'), refused: none({ to: 'Done' }) },
  assign_issue: { input: { key: 'OPS-3', account: ADA }, answers: is('key', 'OPS-3'), refused: { input: { key: 'OPS-3', account: 'nobody' }, code: 'upstream.invalid' } },
  add_comment: { input: { key: 'OPS-4', body: 'Rolled back.\n\nSee ```the log```.' }, answers: has('id'), refused: none({ body: 'x' }) },
  link_page: { input: { key: 'OPS-4', url: 'https://hub.example.com/deployments/dep_1', title: 'Deployment of shop', link_id: 'dep_1' }, answers: has('id'), refused: none({ url: 'https://example.com', title: 'x' }) },
  add_worklog: { input: { key: 'OPS-4', seconds: 1800, comment: 'Looked at it' }, answers: has('id'), refused: none({ seconds: 60 }) },
  create_version: { input: ({ asked }) => ({ project_id: '10000', name: `2.${asked.length}.0`, released: true, release_date: '2026-11-20' }), answers: has('id'), refused: { input: { project_id: '10000', name: '1.3.0' }, code: 'upstream.invalid' } },
  get_issue: { input: { key: 'OPS-7' }, answers: (output) => is('description', 'Text')(output) && is('labels.0', 'checkout')(output), refused: none() },
  search_issues: { input: { jql: 'project = OPS ORDER BY created', limit: 220 }, answers: (output) => (at(output, 'items') as readonly Json[]).length === 220 && (at(output, 'items') as readonly Json[]).every((each) => String(at(each, 'summary') ?? '') !== ''), refused: { input: { jql: 'order by created' }, code: 'upstream.invalid' } },
  list_transitions: { input: { key: 'OPS-3' }, answers: (output) => (at(output, 'items') as readonly Json[]).length === 2, refused: none() },
  list_projects: { input: {}, answers: (output) => at((at(output, 'items') as readonly Json[])[0], 'key') === 'OPS', refused: { input: { text: 'x'.repeat(200) }, code: 'upstream.invalid' } },
  find_users: { input: { text: 'ada' }, answers: (output) => at((at(output, 'items') as readonly Json[])[0], 'account') === ADA, refused: { input: { text: '!' }, code: 'upstream.invalid' } },
};

/** As an admin webhook with a secret signs it. */
function sent(webhookEvent: string, payload: JsonObject): InboundCase['request'] {
  return ({ webhook_secret }) => {
    const body = JSON.stringify({ timestamp: 1_900_000_000_000, webhookEvent, user: { accountId: ADA, displayName: 'Ada' }, ...payload });
    return { body, headers: { 'content-type': 'application/json', 'x-atlassian-webhook-identifier': `${webhookEvent}-${body.length}`, 'x-hub-signature': `sha256=${createHmac('sha256', webhook_secret!).update(body).digest('hex')}` } };
  };
}

/** As an app gets it: a token that does not cover the body. */
function fromApp(webhookEvent: string, payload: JsonObject): InboundCase['request'] {
  return ({ webhook_secret }, nowSeconds) => {
    const part = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: 'app', iat: nowSeconds, exp: nowSeconds + 180 })}`;
    return { body: JSON.stringify({ webhookEvent, ...payload }), headers: { 'content-type': 'application/json', authorization: `Bearer ${unsigned}.${createHmac('sha256', webhook_secret!).update(unsigned).digest('base64url')}` } };
  };
}

const issue = { id: '10042', key: 'OPS-42', self: 'https://acme.atlassian.net/rest/api/3/issue/10042', fields: { summary: '5xx above 5 %', status: { name: 'Done' }, issuetype: { name: 'Bug' }, project: { key: 'OPS' } } };

const inbound: InboundCase[] = [
  { title: 'an issue that was created', request: sent('jira:issue_created', { issue }), becomes: [{ type: 'jira.issue_created', subject: 'OPS-42' }] },
  { title: 'an issue that moved', request: sent('jira:issue_updated', { issue, changelog: { items: [{ field: 'status', fromString: 'In Progress', toString: 'Done' }] } }), becomes: [{ type: 'jira.issue_updated', subject: 'OPS-42' }] },
  { title: 'a comment, to an app', signs: false, request: fromApp('comment_created', { issue, comment: { id: '1', body: 'Rolled back.' } }), becomes: [{ type: 'jira.comment_created', subject: 'OPS-42' }] },
  { title: 'a version that was released', request: sent('jira:version_released', { version: { id: '1', name: '1.4.0' } }), becomes: [{ type: 'jira.version_released', subject: '1.4.0' }] },
];

const context: NonNullable<ConnectorCases['context']> = {
  issues: { asked: { service: 'shop', until: '2026-11-01T01:00:00Z', query: { jql: 'project = OPS' } }, answers: (found) => found.length === 50 && found[0]?.url?.endsWith('/browse/OPS-1') === true },
};

export const cases: ConnectorCases = { context, start: startJira, described: [{ mock: 'jira', except: [{ path: /\/mypermissions$/, because: 'the description is a selection without it' }] }], actions, inbound };
