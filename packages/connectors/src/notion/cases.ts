import { createHmac } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { ADA, blockId, DATABASE, NOBODY, rowId, ROWS, RUNBOOK, startNotion } from './double.ts';

const is = (path: string, value: unknown) => (output: Json): boolean => JSON.stringify(at(output, path)) === JSON.stringify(value);
const count = (wanted: number, path = 'items') => (output: Json): boolean => (at(output, path) as readonly Json[]).length === wanted;
const none = (input: JsonObject): ActionCase['refused'] => ({ input, code: 'upstream.not_found' });
const invalid = (input: JsonObject): ActionCase['refused'] => ({ input, code: 'upstream.invalid' });
/** Another block each time: what is deleted is gone. */
const anotherBlock = ({ asked }: Vendor): string => blockId(1010 + (asked.length % 100));

const properties = { Status: 'In progress', Tags: ['shop', 'checkout'], Due: '2026-11-30', Points: 5, Paged: true, Owner: ADA, Notes: 'See https://hub.example.com/incidents/inc_1.' };
const long = Array.from({ length: 150 }, (_, row) => `- step ${row}`).join('\n');

const actions: Record<string, ActionCase> = {
  create_page: { input: { data_source: ROWS, title: 'Outage of shop', properties, text: `# What happened\n\nSince 09:30.\n\n\`\`\`sh\nkubectl get pods\n\`\`\`\n\n${long}`, icon: '🚑' }, answers: (output) => is('title', 'Outage of shop')(output) && is('properties.Tags', ['shop', 'checkout'])(output) && is('properties.Owner', [ADA])(output) && is('parent', ROWS)(output), refused: invalid({ data_source: ROWS, title: 'x', properties: { Status: 'Postponed' } }) },
  update_page: { input: { id: rowId(7), title: 'Task seven', properties: { Status: 'Done', Due: null } }, answers: (output) => is('properties.Status', 'Done')(output) && is('title', 'Task seven')(output), refused: none({ id: NOBODY, title: 'x' }) },
  trash_page: { input: { id: rowId(8) }, answers: is('in_trash', true), refused: none({ id: NOBODY }) },
  restore_page: { input: { id: rowId(8) }, answers: is('in_trash', false), refused: none({ id: NOBODY }) },
  append: { input: { to: RUNBOOK, text: `## 10:15\n\nRolled back.\n\n${long}`, after: blockId(1005) }, answers: count(152, 'ids'), refused: none({ to: NOBODY, text: 'x' }) },
  append_blocks: { input: { to: RUNBOOK, blocks: [{ type: 'callout', callout: { rich_text: [{ type: 'text', text: { content: 'Careful' } }] } }, { type: 'divider', divider: {} }] }, answers: count(2, 'ids'), refused: invalid({ to: RUNBOOK, blocks: [{ type: 'paragraph' }] }) },
  update_block: { input: { id: blockId(1003), text: 'Drain it', checked: true }, answers: is('text', 'Drain it'), refused: none({ id: NOBODY, text: 'x' }) },
  delete_block: { input: (vendor) => ({ id: anotherBlock(vendor) }), answers: is('type', 'to_do'), refused: none({ id: NOBODY }) },
  add_comment: { input: { page: RUNBOOK, text: 'Still true?' }, answers: (output) => String(at(output, 'discussion')) !== '', refused: none({ page: NOBODY, text: 'x' }) },
  get_page: { input: { id: rowId(3).replaceAll('-', '') }, answers: (output) => is('title', 'Task 3')(output) && is('properties.Points', 3)(output) && count(130, 'properties.Blocks')(output), refused: none({ id: NOBODY }) },
  get_content: { input: { id: RUNBOOK, limit: 105 }, answers: (output) => count(105)(output) && is('items.1.level', 1)(output) && is('complete', false)(output) && String(at(output, 'text')).startsWith('- [ ] Step 0\n\n  First of all.'), refused: none({ id: NOBODY }) },
  list_comments: { input: { on: RUNBOOK }, answers: (output) => (at(output, 'items') as readonly Json[]).every((each) => at(each, 'text') === 'Still true?'), refused: none({ on: NOBODY }) },
  query: { input: { data_source: ROWS, filter: { and: [{ property: 'Status', status: { equals: 'In progress' } }] }, sorts: [{ property: 'Points', direction: 'descending' }], limit: 110 }, answers: (output) => count(110)(output) && Number(at(output, 'items.0.properties.Points')) > Number(at(output, 'items.109.properties.Points')), refused: invalid({ data_source: ROWS, filter: { property: 'Nothing', status: { equals: 'x' } } }) },
  search: { input: { text: 'task', type: 'page', limit: 120 }, answers: (output) => count(120)(output) && is('items.0.type', 'page')(output), refused: invalid({ text: 'nul \u0000 inside' }) },
  get_database: { input: { id: DATABASE }, answers: is('data_sources', [{ id: ROWS, name: 'Tasks' }]), refused: none({ id: NOBODY }) },
  get_data_source: { input: { id: ROWS }, answers: is('properties.1', { name: 'Status', type: 'status', options: ['Not started', 'In progress', 'Done'] }), refused: none({ id: NOBODY }) },
  list_users: { input: { limit: 115 }, answers: (output) => count(115)(output) && is('items.1.email', 'p1@example.com')(output), refused: none({ id: NOBODY }) },
};

function sent(type: string, entity: JsonObject, data: JsonObject): InboundCase['request'] {
  return ({ webhook_secret }) => {
    const body = JSON.stringify({ id: `367cba44-b6f3-4c92-81e7-${String(type.length).padStart(12, '0')}`, timestamp: '2026-11-20T09:30:00.000Z', workspace_id: RUNBOOK, workspace_name: 'Acme', subscription_id: ROWS, integration_id: DATABASE, type, authors: [{ id: ADA, type: 'person' }], accessible_by: [], attempt_number: 1, entity, data });
    return { body, headers: { 'content-type': 'application/json', 'x-notion-signature': `sha256=${createHmac('sha256', webhook_secret!).update(body).digest('hex')}` } };
  };
}

const page = { id: RUNBOOK, type: 'page' };
const parent = { id: ROWS, type: 'data_source' };

const inbound: InboundCase[] = [
  { title: 'a page that was made', request: sent('page.created', page, { parent }), becomes: [{ type: 'notion.page.created', subject: RUNBOOK }], answers: (body, status) => status === 200 && body === '' },
  { title: 'text that changed', request: sent('page.content_updated', page, { parent, updated_blocks: [{ id: blockId(1001), type: 'block' }] }), becomes: [{ type: 'notion.page.content_updated', subject: RUNBOOK }] },
  { title: 'properties that changed', request: sent('page.properties_updated', page, { parent, updated_properties: ['st', 'du'] }), becomes: [{ type: 'notion.page.properties_updated', subject: RUNBOOK }] },
  { title: 'a column that was added', request: sent('data_source.schema_updated', { id: ROWS, type: 'data_source' }, { parent: { id: DATABASE, type: 'database' }, updated_properties: [{ id: 'xy', name: 'Risk', action: 'created' }] }), becomes: [{ type: 'notion.data_source.schema_updated', subject: ROWS }] },
  { title: 'a comment', request: sent('comment.created', { id: blockId(1), type: 'comment' }, { page_id: RUNBOOK, parent: page }), becomes: [{ type: 'notion.comment.created', subject: blockId(1) }] },
];

export const cases: ConnectorCases = { start: startNotion, described: [{ mock: 'notion' }], actions, inbound };
