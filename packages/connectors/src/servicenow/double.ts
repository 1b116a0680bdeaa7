/** ServiceNow on loopback: tables with records, a change model, approvals, data policies and rows that some may not see. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';
import { ask, type Row } from './double-query.ts';

const USER = 'patchbay';
const PASSWORD = 'servicenow-password-0123';
export const API_KEY = 'now_0123456789abcdefghij';
export const CLIENT = { id: '4fab1c5d6e7f', secret: 'servicenow-client-secret' };

const refused = (status: number, message: string, detail: string | null = null): Answer => ({ status, json: { error: { message, detail }, status: 'failure' } });
const NONE = refused(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
const UNAUTHORIZED = refused(401, 'User Not Authenticated', 'Required to provide Auth information');
const aborted = (table: string, rule: string): Answer => refused(403, 'Operation Failed', `Error: Transaction aborted: Operation against file '${table}' was aborted by Business Rule '${rule}'`);
const policy = (...names: string[]): Answer => refused(403, 'Operation Failed', `Error: Data Policy Exception:\r\n Following fields are mandatory: ${names.join(', ')}`);

const sysId = (kind: string, number: number): string => `${kind}${String(number).padStart(32 - kind.length, '0')}`;
export const ADA = sysId('aaa', 1);
export const SHOP = sysId('bbb', 1);
const TEMPLATE = sysId('ccc', 1);
export const NOBODY = sysId('fff', 9);
export const serviceId = (number: number): string => sysId('c1', number);
export const incident = (number: number): string => `INC${String(10_000 + number).padStart(7, '0')}`;
export const changeNumber = (number: number): string => `CHG${String(30_000 + number).padStart(7, '0')}`;

/** Names of references and choices as people read them. */
const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = { priority: { '1': '1 - Critical', '4': '4 - Low' }, risk: { '2': 'High', '3': 'Moderate', '4': 'Low' }, assigned_to: { [ADA]: 'Ada Lovelace' }, approver: { [ADA]: 'Ada Lovelace' }, assignment_group: { [SHOP]: 'Shop' } };
const TASK = ['sys_id', 'sys_class_name', 'sys_created_on', 'sys_updated_on', 'number', 'short_description', 'description', 'state', 'active', 'priority', 'urgency', 'impact', 'assignment_group', 'assigned_to', 'cmdb_ci', 'correlation_id', 'close_code', 'close_notes', 'work_notes', 'comments', 'approval'];
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  incident: [...TASK, 'category', 'caller_id', 'resolved_at', 'u_region'],
  change_request: [...TASK, 'type', 'risk', 'on_hold', 'start_date', 'end_date', 'justification', 'implementation_plan', 'backout_plan', 'test_plan', 'std_change_producer_version'],
  sysapproval_approver: ['sys_id', 'sys_created_on', 'sys_updated_on', 'sysapproval', 'approver', 'group', 'state'],
  sys_user: ['sys_id', 'sys_created_on', 'name', 'user_name', 'email', 'active'],
  sys_user_group: ['sys_id', 'sys_created_on', 'name', 'active'],
  cmdb_ci_service: ['sys_id', 'sys_created_on', 'sys_updated_on', 'name', 'operational_status', 'u_region'],
};
/** From where to where a change may go. */
const MODEL: Readonly<Record<string, readonly string[]>> = { '-5': ['-4', '4'], '-4': ['-3', '4'], '-3': ['-2', '4'], '-2': ['-1', '4'], '-1': ['0', '4'], '0': ['3'], '3': [], '4': [] };

/** Of a query; the real one takes some thousand characters. */
const LONGEST = 280;

export function startServicenow(): Promise<Vendor> {
  const tables = new Map<string, Map<string, Row>>(Object.keys(COLUMNS).map((name) => [name, new Map()]));
  const files = new Map<string, number>();
  const tokens = new Set<string>();
  let last = 1000;

  const now = (): string => `2026-11-20 09:${String(Math.floor(last / 60) % 60).padStart(2, '0')}:${String(last % 60).padStart(2, '0')}`;
  const blank = (table: string): Row => Object.fromEntries(COLUMNS[table]!.map((name) => [name, '']));
  /** What the table does not have is left out without a word. */
  const known = (table: string, said: JsonObject): Row => Object.fromEntries(Object.entries(said).filter(([name]) => COLUMNS[table]!.includes(name) && !['sys_id', 'number', 'sys_created_on'].includes(name)).map(([name, value]) => [name, String(value)]));

  function put(table: string, row: Row): Row {
    const made: Row = { ...blank(table), ...(COLUMNS[table]!.includes('sys_class_name') ? { sys_class_name: table, active: 'true' } : {}), sys_created_on: now(), sys_updated_on: now(), ...row };
    tables.get(table)!.set(made['sys_id']!, made);
    return made;
  }

  put('sys_user', { sys_id: ADA, name: 'Ada Lovelace', user_name: 'ada', email: 'ada@example.com', active: 'true' });
  put('sys_user', { sys_id: sysId('aaa', 2), name: 'Carets^Inc', user_name: 'carets', email: 'c@example.com', active: 'true' });
  put('sys_user_group', { sys_id: SHOP, name: 'Shop', active: 'true' });
  for (let number = 1; number <= 450; number++) put('incident', { sys_id: sysId('1c', number), number: incident(number), short_description: `Incident ${number}`, state: number % 2 === 0 ? '2' : '1', priority: '4', sys_created_on: `2026-11-01 ${String(Math.floor(number / 60)).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}:00` });
  put('incident', { sys_id: sysId('1c', 999), number: incident(999), short_description: 'Over', state: '7', priority: '4', sys_created_on: '2026-10-01 00:00:00' });
  for (let number = 1; number <= 60; number++) put('change_request', { sys_id: sysId('c2', number), number: changeNumber(number), short_description: `Change ${number}`, type: 'normal', state: number === 3 ? '-1' : '-5', approval: 'not requested', risk: '3', on_hold: 'false' });
  put('change_request', { sys_id: sysId('c2', 99), number: changeNumber(99), short_description: 'Under way', type: 'normal', state: '-4', approval: 'requested', risk: '3', on_hold: 'false' });
  for (const state of ['approved', 'requested']) put('sysapproval_approver', { sys_id: sysId('a9', ++last), sysapproval: sysId('c2', 99), approver: ADA, state });
  put('incident', { sys_id: sysId('1c', 998), number: incident(998), short_description: 'Orders fail', state: '2', priority: '1', cmdb_ci: serviceId(1), sys_created_on: '2026-11-19 08:00:00', sys_updated_on: '2026-11-19 08:30:00' });
  put('incident', { sys_id: sysId('1c', 997), number: incident(997), short_description: 'The workshop-1 floor is wet', state: '2', priority: '4', sys_created_on: '2026-11-19 08:00:00', sys_updated_on: '2026-11-19 08:20:00' });
  put('change_request', { sys_id: sysId('c2', 98), number: changeNumber(98), short_description: 'Deploy shop-1 2.0', type: 'normal', state: '-1', approval: 'approved', risk: '2', on_hold: 'false', start_date: '2026-11-19 08:00:00', end_date: '2026-11-19 09:00:00', sys_updated_on: '2026-11-19 08:10:00' });
  for (let number = 1; number <= 5; number++) put('cmdb_ci_service', { sys_id: serviceId(number), name: `shop-${number}`, operational_status: '1' });

  /** `task` holds those of all its kinds. */
  const rowsOf = (table: string): Map<string, Row> | undefined => (table === 'task' ? new Map([...tables.get('incident')!, ...tables.get('change_request')!]) : tables.get(table));
  const namesOf = (table: string): ReadonlySet<string> => new Set(table === 'task' ? TASK : COLUMNS[table]);
  const hidden = (row: Row): boolean => /^Incident \d*7$/.test(row['short_description'] ?? '');

  function shown(row: Row, { query }: Pick<Asked, 'query'>): JsonObject {
    const names = query['sysparm_fields'] === undefined ? Object.keys(row) : query['sysparm_fields'].split(',').filter((name) => Object.hasOwn(row, name));
    return Object.fromEntries(names.map((name) => [name, query['sysparm_display_value'] === 'all' ? both(name, row[name]!) : row[name]!]));
  }
  const both = (name: string, value: string): JsonObject => ({ value, display_value: LABELS[name]?.[value] ?? (name === 'cmdb_ci' ? tables.get('cmdb_ci_service')!.get(value)?.['name'] : undefined) ?? value });

  const valueOf = (row: Row, name: string): string => (name === 'cmdb_ci.name' ? tables.get('cmdb_ci_service')!.get(row['cmdb_ci'] ?? '')?.['name'] : row[name]) ?? '';

  const inTable = (answer: (table: string, asked: Asked) => Answer) => (asked: Asked): Answer => {
    const table = asked.params['table']!;
    if (table === 'sys_secret') return refused(403, 'Operation Failed', 'ACL Exception: User Not Authorized');
    return rowsOf(table) === undefined ? refused(400, `Invalid table ${table}`) : answer(table, asked);
  };

  /** Rows that may not be seen are taken out of a page after it was cut. */
  function list(table: string, asked: Asked): Answer {
    if ((asked.query['sysparm_query'] ?? '').length > LONGEST) return refused(414, 'URI Too Long');
    const [size, from] = [Number(asked.query['sysparm_limit'] ?? 10_000), Number(asked.query['sysparm_offset'] ?? 0)];
    const found = ask([...rowsOf(table)!.values()], asked.query['sysparm_query'] ?? '', namesOf(table), valueOf);
    const link = (offset: number, rel: string): string => `<https://acme.service-now.com${asked.path}?sysparm_limit=${size}&sysparm_offset=${offset}>;rel="${rel}"`;
    return { headers: { 'x-total-count': String(found.length), link: [link(0, 'first'), ...(from + size < found.length ? [link(from + size, 'next')] : []), link(Math.floor(found.length / size) * size, 'last')].join(',') }, json: { result: found.slice(from, from + size).filter((row) => !hidden(row)).map((row) => shown(row, asked)) } };
  }

  const within = (answer: (table: string, row: Row, asked: Asked) => Answer) => inTable((table, asked) => {
    const row = rowsOf(table)!.get(asked.params['id']!);
    return row === undefined || hidden(row) ? NONE : answer(row['sys_class_name'] ?? table, row, asked);
  });

  function create(table: string, asked: Asked): Answer {
    if (typeof asked.body !== 'object') return refused(400, 'Exception while reading request', 'The payload is not valid JSON');
    const said = known(table, asked.body as JsonObject);
    const wrong = references(said);
    if (wrong !== undefined) return wrong;
    if (table === 'cmdb_ci_service' && (said['name'] ?? '') === '') return policy('Name');
    const numbered = COLUMNS[table]!.includes('number') ? { number: incident(++last), priority: said['impact'] === '1' && said['urgency'] === '1' ? '1' : '4', state: '1' } : {};
    return { status: 201, json: { result: shown(put(table, { ...numbered, ...said, sys_id: sysId('9e', ++last) }), asked) } };
  }

  const references = (said: Row): Answer | undefined => (said['assigned_to'] === NOBODY || said['caller_id'] === NOBODY || said['assignment_group'] === NOBODY ? aborted('incident', 'Check references') : undefined);

  function update(table: string, row: Row, asked: Asked): Answer {
    const said = known(table, asked.body as JsonObject);
    if (table === 'incident' && row['state'] === '7') return refused(403, 'Operation Failed', 'ACL Exception Update Failed due to security constraints');
    const [from, to] = [row['state']!, said['state'] ?? row['state']!];
    if (to === '6' && table === 'incident' && ((said['close_code'] ?? '') === '' || (said['close_notes'] ?? '') === '')) return policy('Resolution code', 'Resolution notes');
    if (table === 'change_request' && from !== to) {
      if (MODEL[from]?.includes(to) !== true) return aborted(table, 'Change Model: Check State Transition');
      if (from === '-4' && to === '-3' && row['approval'] !== 'approved') return aborted(table, 'Change Model: Check Approval');
      if (to === '3' && ((said['close_code'] ?? '') === '' || (said['close_notes'] ?? '') === '')) return policy('Close code', 'Close notes');
      if (to === '-4') put('sysapproval_approver', { sys_id: sysId('a9', ++last), sysapproval: row['sys_id']!, approver: ADA, state: 'requested' });
    }
    const wrong = references(said);
    if (wrong !== undefined) return wrong;
    last++;
    const changed = { ...row, ...said, ...(table === 'change_request' && to === '-4' && from !== to ? { approval: 'requested' } : {}), ...(to === '6' ? { resolved_at: now() } : {}), sys_updated_on: now() };
    tables.get(table)!.set(row['sys_id']!, changed);
    return { json: { result: shown(changed, asked) } };
  }

  function createChange(type: string, asked: Asked): Answer {
    const said = known('change_request', asked.body as JsonObject);
    if (type === 'standard' && asked.params['template'] !== TEMPLATE) return refused(404, 'Record not found', 'Could not find Standard Change Template');
    if (said['assigned_to'] === NOBODY) return aborted('change_request', 'Check references');
    if (said['start_date'] !== undefined && !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(said['start_date'])) return refused(400, 'Bad Request', 'start_date is not a date');
    const made = put('change_request', { risk: '3', on_hold: 'false', ...said, sys_id: sysId('9c', ++last), number: changeNumber(last), type, state: type === 'standard' ? '-2' : '-5', approval: type === 'standard' ? 'approved' : 'not requested' });
    return { json: { result: shown(made, { query: { sysparm_display_value: 'all' } }) } };
  }

  function attach(asked: Asked): Answer {
    const { table_name = '', table_sys_id = '', file_name = '' } = asked.query;
    if (tables.get(table_name)?.has(table_sys_id) !== true) return refused(404, 'Attachment error', 'Invalid table or record');
    if (file_name === '' || asked.bytes.length === 0 || asked.headers['content-type'] === undefined) return refused(400, 'Attachment error', 'No file');
    if (file_name.endsWith('.exe')) return refused(403, 'Attachment error', 'Attachment type exe is not allowed');
    const id = sysId('af', ++last);
    files.set(id, asked.bytes.length);
    return { status: 201, json: { result: { sys_id: id, file_name, content_type: asked.headers['content-type'], size_bytes: String(asked.bytes.length), table_name, table_sys_id } } };
  }

  function importRow(asked: Asked): Answer {
    if (asked.params['table'] !== 'u_patchbay_services') return refused(400, `Invalid staging table ${asked.params['table']!}`);
    const name = String((asked.body as JsonObject)['u_name'] ?? '');
    const there = [...tables.get('cmdb_ci_service')!.values()].find((row) => row['name'] === name);
    const row = there ?? put('cmdb_ci_service', { sys_id: serviceId(++last), name });
    return { status: 201, json: { import_set: 'ISET0010001', staging_table: 'u_patchbay_services', result: name === '' ? [{ transform_map: 'Services', status: 'error', error_message: 'No coalesce value for u_name' }] : [{ transform_map: 'Services', table: 'cmdb_ci_service', display_name: 'name', display_value: name, status: there === undefined ? 'inserted' : 'updated', sys_id: row['sys_id']! }] } };
  }

  function token({ body }: Asked): Answer {
    const { grant_type, client_id, client_secret } = body as Record<string, Json>;
    if (grant_type !== 'client_credentials' || client_id !== CLIENT.id || client_secret !== CLIENT.secret) return { status: 401, json: { error: 'access_denied', error_description: 'access_denied' } };
    const access_token = `token-${++last}`;
    tokens.add(access_token);
    return { json: { access_token, token_type: 'Bearer', expires_in: 1799, scope: 'useraccount' } };
  }

  const basic = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
  return startVendor({
    routes: {
      'GET /api/now/table/:table': inTable(list),
      'POST /api/now/table/:table': inTable(create),
      'GET /api/now/table/:table/:id': within((_, row, asked) => ({ json: { result: shown(row, asked) } })),
      'PATCH /api/now/table/:table/:id': within(update),
      'POST /api/sn_chg_rest/change/normal': (asked) => createChange('normal', asked),
      'POST /api/sn_chg_rest/change/emergency': (asked) => createChange('emergency', asked),
      'POST /api/sn_chg_rest/change/standard/:template': (asked) => createChange('standard', asked),
      'POST /api/now/attachment/file': attach,
      'POST /api/now/import/:table': importRow,
      'POST /oauth_token.do': token,
    },
    authorize({ path, headers }) {
      if (path === '/oauth_token.do') return undefined;
      const said = headers['authorization'] ?? '';
      if (said !== basic && headers['x-sn-apikey'] !== API_KEY && !tokens.has(said.replace(/^Bearer /, ''))) return UNAUTHORIZED;
      return headers['accept']?.includes('application/json') === true ? undefined : { status: 406, text: 'Not acceptable' };
    },
    limited: { status: 429, headers: { 'retry-after': '2', 'x-ratelimit-limit': '1000', 'x-ratelimit-rule': 'patchbay' }, json: { error: { message: 'Rate limit exceeded', detail: 'Rejected by large REST API requests per hour' }, status: 'failure' } },
    expired: UNAUTHORIZED,
    unknown: refused(400, 'Requested URI does not represent any resource'),
    config: (url) => ({ base_url: url, username: USER }),
    secrets: { password: PASSWORD, webhook_secret: `whsec_${Buffer.from('servicenow-webhook-secret').toString('base64')}`, webhook_token: 'servicenow-webhook-token' },
  });
}
