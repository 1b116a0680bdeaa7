import type { JsonObject } from '@patchbay/sdk';
import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const answering = (answer: NonNullable<HarnessOptions['answer']>) => createHarness(plugin, { config: { base_url: 'https://acme.atlassian.net' }, answer });
const ways = [{ id: '11', name: 'Done', to: { name: 'Closed' } }, { id: '21', name: 'Finish', to: { name: 'Done' } }];
const at = (status: string) => answering(({ method, url }) => (method === 'POST' ? { status: 204, body: null } : { body: url.endsWith('/transitions') ? { transitions: ways } : { fields: { status: { name: status } } } }));

test('an issue moves by the name of the status, before that of a transition', async () => {
  const harness = at('In Progress');
  expect(await harness.action('transition_issue', { key: 'OPS-1', to: 'DONE' })).toEqual({ key: 'OPS-1', status: 'Done' });
  expect(harness.requests.at(-1)!.json).toEqual({ transition: { id: '21' } });
  expect(await at('In Progress').action('transition_issue', { key: 'OPS-1', to: 'finish' })).toMatchObject({ status: 'Done' });
});

test('an issue that is there already stays, and one that cannot go there says where it can', async () => {
  const harness = at('Done');
  expect(await harness.action('transition_issue', { key: 'OPS-1', to: 'done' })).toEqual({ key: 'OPS-1', status: 'Done' });
  expect(harness.requests).toHaveLength(1);
  await expect(at('In Progress').action('transition_issue', { key: 'OPS-1', to: 'Review' })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Closed, Done') });
});

test('what is wrong is told by field', async () => {
  await expect(answering(() => ({ status: 400, body: { errorMessages: [], errors: { project: 'valid project is required', summary: 'missing' } } })).action('create_issue', { project: 'X', type: 'Task', summary: 'x' })).rejects.toMatchObject({ code: 'invalid', message: 'The system answered 400: project: valid project is required; summary: missing' });
});

test('nobody is assigned by null, and not by leaving it out', async () => {
  const harness = answering(() => ({ status: 204, body: null }));
  await harness.action('assign_issue', { key: 'OPS-1' });
  expect(harness.requests[0]!.json).toEqual({ accountId: null });
});

test('labels are added and removed without touching the others', async () => {
  const harness = answering(() => ({ status: 204, body: null }));
  await harness.action('update_issue', { key: 'OPS-1', add_labels: ['a'], remove_labels: ['b'] });
  expect(harness.requests[0]!.json).toEqual({ fields: {}, update: { labels: [{ add: 'a' }, { remove: 'b' }] } });
});

test('what changed comes in plain words, and a comment as text', async () => {
  const body = { webhookEvent: 'jira:issue_updated', issue: { id: '1', key: 'OPS-1', self: 'https://acme.atlassian.net/rest/api/2/issue/1', fields: {} }, changelog: { items: [{ field: 'status', fromString: 'To Do', toString: 'Done' }, { field: 'labels', fromString: '' }] }, comment: { id: '9', body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hi' }] }] } } } as unknown as JsonObject;
  expect(await createHarness(plugin).toEvents('events', { event: 'jira:issue_updated', body })).toMatchObject([{ type: 'jira.issue_updated', subject: 'OPS-1', data: { issue: { url: 'https://acme.atlassian.net/browse/OPS-1' }, changes: [{ field: 'status', from: 'To Do', to: 'Done' }, { field: 'labels', from: '', to: '' }], comment: { text: 'Hi' } } }]);
});

test('health names what the account may do in no project', async () => {
  const told = (lacking: readonly string[]) => answering(({ url, query }) => ({ body: url.endsWith('/myself') ? {} : { permissions: Object.fromEntries(String(query!['permissions']).split(',').map((name) => [name, { havePermission: !lacking.includes(name) }])) } })).health();
  expect(await told([])).toEqual({ state: 'ok' });
  expect(await told(['EDIT_ISSUES', 'ADD_COMMENTS'])).toEqual({ state: 'degraded', reason: 'In no project the account has EDIT_ISSUES, ADD_COMMENTS' });
});
