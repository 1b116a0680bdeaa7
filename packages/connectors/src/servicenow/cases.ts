import { createHmac } from 'node:crypto';
import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, ConnectorCases, InboundCase } from '../testing/index.ts';
import { ADA, changeNumber, incident, NOBODY, serviceId, SHOP, startServicenow } from './double.ts';

const is = (path: string, value: unknown) => (output: Json): boolean => JSON.stringify(at(output, path)) === JSON.stringify(value);
const all = (...checks: readonly ((output: Json) => boolean)[]) => (output: Json): boolean => checks.every((check) => check(output));
const items = (output: Json): readonly JsonObject[] => at(output, 'items') as readonly JsonObject[];
const count = (wanted: number) => (output: Json): boolean => items(output).length === wanted;
const none = (input: JsonObject): ActionCase['refused'] => ({ input, code: 'upstream.not_found' });
const invalid = (input: JsonObject): ActionCase['refused'] => ({ input, code: 'upstream.invalid' });
const conflict = (input: JsonObject): ActionCase['refused'] => ({ input, code: 'upstream.conflict' });

const actions: Record<string, ActionCase> = {
  create_incident: { input: { summary: '5xx above 5 %', description: 'Since 09:30.', impact: 'high', urgency: 'high', group: SHOP, assignee: ADA, correlation_id: 'shop/5xx', fields: { u_region: 'eu', u_nothing: 1 } }, answers: all(is('priority', '1 - Critical'), is('group_name', 'Shop'), is('assignee_name', 'Ada Lovelace'), is('state', 'new'), (output) => is('created', false)(output) || is('ignored', ['u_nothing'])(output)), refused: conflict({ summary: 'x', assignee: NOBODY }) },
  update_incident: { input: { id: incident(4), state: 'on_hold', assignee: ADA }, answers: all(is('state', 'on_hold'), is('assignee', ADA)), refused: { input: { id: incident(999), summary: 'x' }, code: 'upstream.forbidden' } },
  resolve_incident: { input: { id: incident(6), notes: 'Rolled back.' }, answers: all(is('state', 'resolved'), is('close_notes', 'Rolled back.'), (output) => String(at(output, 'resolved_at')).endsWith('Z')), refused: none({ id: 'INC9999999', notes: 'x' }) },
  create_change: { input: { summary: 'Deploy shop 1.4.0', justification: 'Faster', backout_plan: 'Roll back', risk: 'low', starts_at: '2026-11-20T20:00:00+01:00', ends_at: '2026-11-20T20:00:00Z', correlation_id: 'dep_1', fields: { u_nothing: 'x' } }, answers: all(is('type', 'normal'), is('state', 'new'), is('risk', 'Low'), is('starts_at', '2026-11-20T19:00:00Z'), is('ignored', ['u_nothing'])), refused: none({ type: 'standard', template: NOBODY, summary: 'x' }) },
  update_change: { input: { id: changeNumber(5), risk: 'high', summary: 'Changed' }, answers: all(is('risk', 'High'), is('summary', 'Changed')), refused: none({ id: 'CHG9999999', summary: 'x' }) },
  move_change: { input: { id: changeNumber(6), to: 'assess', notes: 'Please look.' }, answers: all(is('state', 'assess'), is('approval', 'requested')), refused: conflict({ id: changeNumber(99), to: 'authorize' }) },
  close_change: { input: { id: changeNumber(3), result: 'successful', notes: 'All checks passed.' }, answers: all(is('state', 'closed'), is('close_code', 'successful')), refused: conflict({ id: changeNumber(7), result: 'successful', notes: 'x' }) },
  add_note: { input: { id: changeNumber(8), text: 'Rolled back.' }, answers: is('number', changeNumber(8)), refused: none({ id: 'INC9999999', text: 'x' }) },
  attach_file: { input: { id: incident(8), name: 'deploy.log', type: 'text/plain', base64: Buffer.from('All is well.\n').toString('base64') }, answers: is('size', '13'), refused: { input: { id: incident(8), name: 'virus.exe', base64: 'QUJD' }, code: 'upstream.forbidden' } },
  create_record: { input: { table: 'cmdb_ci_service', values: { name: 'shop', operational_status: 1, u_nothing: true } }, answers: all(is('values.operational_status', '1'), is('ignored', ['u_nothing'])), refused: invalid({ table: 'cmdb_ci_service', values: { operational_status: '1' } }) },
  update_record: { input: { table: 'cmdb_ci_service', id: serviceId(2), values: { operational_status: '2' } }, answers: is('values.operational_status', '2'), refused: none({ table: 'cmdb_ci_service', id: NOBODY, values: { name: 'x' } }) },
  import_row: { input: { staging_table: 'u_patchbay_services', values: { u_name: 'basket' } }, answers: all(is('items.0.table', 'cmdb_ci_service'), (output) => ['inserted', 'updated'].includes(String(at(output, 'items.0.status')))), refused: invalid({ staging_table: 'u_patchbay_services', values: { u_other: 'x' } }) },
  get_incident: { input: { id: incident(2) }, answers: all(is('summary', 'Incident 2'), is('state', 'in_progress')), refused: none({ id: NOBODY }) },
  query_incidents: { input: { query: 'active=true^numberSTARTSWITHINC00102^ORnumberSTARTSWITHINC00103^ORnumberSTARTSWITHINC00104^ORDERBYnumber', limit: 300 }, answers: all(count(226), is('items.0.number', incident(200))), refused: invalid({ query: 'active=true^priorty=1' }) },
  get_change: { input: { id: changeNumber(99) }, answers: all(is('state', 'assess'), is('approval', 'requested')), refused: none({ id: 'CHG9999999' }) },
  query_changes: { input: { query: 'type=normal^stateIN-5,-1', limit: 50 }, answers: count(50), refused: invalid({ query: 'RLQUERYtask' }) },
  get_approvals: { input: { id: changeNumber(99) }, answers: all(is('approved', false), is('items.0.state', 'approved'), is('items.0.approver_name', 'Ada Lovelace'), is('items.1.state', 'requested')), refused: none({ id: 'CHG9999999' }) },
  find_users: { input: { text: 'carets^inc', limit: 5 }, answers: count(1), refused: invalid({ text: 'x'.repeat(255) }) },
  find_groups: { input: { text: 'sho' }, answers: is('items.0', { id: SHOP, name: 'Shop' }), refused: invalid({ text: 'x'.repeat(255) }) },
  get_record: { input: { table: 'cmdb_ci_service', id: serviceId(1), fields: ['name'] }, answers: is('values', { sys_id: serviceId(1), name: 'shop-1' }), refused: none({ table: 'cmdb_ci_service', id: NOBODY }) },
  query_records: { input: { table: 'cmdb_ci_service', query: 'nameSTARTSWITHshop-^ORDERBYname', fields: ['name'] }, answers: all(count(5), is('items.0.values.name', 'shop-1')), refused: { input: { table: 'sys_secret' }, code: 'upstream.forbidden' } },
};

const record = { table: 'incident', sys_id: '1c000000000000000000000000000042', number: 'INC0010042', short_description: '5xx above 5 %', state: '6', previous_state: '2', priority: '1', updated_by: 'ada' };

/** As our script signs it. */
function signed(type: string, data: JsonObject): InboundCase['request'] {
  return ({ webhook_secret }, nowSeconds) => {
    const [id, body] = [`${type}-1`, JSON.stringify({ type, timestamp: '2026-11-20T09:30:00Z', data })];
    const key = Buffer.from(webhook_secret!.slice('whsec_'.length), 'base64');
    return { body, headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(nowSeconds), 'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${nowSeconds}.${body}`).digest('base64')}` } };
  };
}

const inbound: InboundCase[] = [
  { title: 'an incident that was resolved', request: signed('incident.updated', record), becomes: [{ type: 'servicenow.incident.updated', subject: 'INC0010042' }] },
  { title: 'a change request that was approved', request: signed('change_request.updated', { ...record, table: 'change_request', number: 'CHG0030042', state: '-3', previous_state: '-4', approval: 'approved' }), becomes: [{ type: 'servicenow.change_request.updated', subject: 'CHG0030042' }] },
  { title: 'a flow with a token', signs: false, request: ({ webhook_token }) => ({ body: JSON.stringify({ type: 'u_release.planned', number: 'REL1' }), headers: { 'content-type': 'application/json', 'x-patchbay-token': webhook_token! } }), becomes: [{ type: 'servicenow.u_release.planned', subject: 'REL1' }] },
];

const asked = { service: 'shop-1', until: '2026-11-19T09:00:00Z' };
const context: NonNullable<ConnectorCases['context']> = {
  incidents: { asked, answers: (found) => found.length === 1 && found[0]!.subject === incident(998) && found[0]!.severity === 'critical' && found[0]!.ongoing === true },
  changes: { asked, answers: (found) => found.length === 1 && found[0]!.subject === changeNumber(98) && found[0]!.ongoing === true && at(found[0]!.data, 'starts_at') === '2026-11-19T08:00:00Z' },
};

export const cases: ConnectorCases = { start: startServicenow, actions, inbound, context };
