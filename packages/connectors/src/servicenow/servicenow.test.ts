import type { Json, JsonObject } from '@patchbay/sdk';
import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { namesIn } from './encoded-query.ts';
import { plugin } from './plugin.ts';

const ID = '46d44a23a9fe19810012d100cca80666';
const config = { base_url: 'https://acme.service-now.com', username: 'patchbay' };
const answering = (answer: NonNullable<HarnessOptions['answer']>) => createHarness(plugin, { config, secrets: ['password'], answer });
const both = (values: Readonly<Record<string, string>>): JsonObject => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, display_value: value }]));

test('an encoded query tells which fields it is about', () => {
  expect(namesIn('active=true^assigned_toISEMPTY^ORcaller_id.nameLIKEa^^b^NQpriority!=1^ORDERBYDESCopened_at^EQ')).toEqual(['active', 'assigned_to', 'caller_id', 'priority', 'opened_at']);
  expect(namesIn('123TEXTQUERY321=basket^stateIN1,2')).toEqual(['state']);
  expect(() => namesIn('priority')).toThrow(expect.objectContaining({ code: 'invalid' }));
});

test('a condition on a field that is not there is refused, as ServiceNow would answer everything', async () => {
  const harness = answering(() => ({ body: { result: [both({ sys_id: ID, active: 'true' })] } }));
  await expect(harness.query('query_incidents', { query: 'actve=true', limit: 10 })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('actve') });
  expect(harness.requests).toHaveLength(1);
  expect(await harness.query('query_incidents', { query: 'active=true', limit: 10 })).toMatchObject({ items: [{ id: ID }] });
});

test('where no record can be seen, a query can’t be checked and is not asked', async () => {
  const seen = (total: string) => answering(() => ({ headers: { 'x-total-count': total }, body: { result: [] } })).query('query_records', { table: 'incident', query: 'active=true', fields: [], limit: 10 });
  expect(await seen('0')).toEqual({ items: [] });
  await expect(seen('7')).rejects.toMatchObject({ code: 'permission' });
});

test('the next page starts where the header says, as rows that may not be seen are missing', async () => {
  const harness = answering(({ query }) => ({ headers: query?.['sysparm_offset'] === 0 ? { link: '<https://inner.example/api?sysparm_offset=0>;rel="first",<https://inner.example/api?sysparm_limit=200&sysparm_offset=200>;rel="next",<https://inner.example/api?sysparm_offset=200>;rel="last"' } : {}, body: { result: [both({ sys_id: ID })] } }));
  expect(await harness.query('query_incidents', { query: '', limit: 300 })).toMatchObject({ items: [{}, {}] });
  expect(harness.requests.map(({ url, query }) => [url, query?.['sysparm_offset']])).toEqual([['/api/now/table/incident', 0], ['/api/now/table/incident', '200']]);
});

test('what is searched for can’t add conditions', async () => {
  const harness = answering(() => ({ body: { result: [] } }));
  await harness.query('find_users', { text: 'a^ORactive=false', limit: 5 });
  expect(harness.requests[0]!.query!['sysparm_query']).toBe('active=true^nameLIKEa^^ORactive=false^ORuser_nameLIKEa^^ORactive=false^ORemailLIKEa^^ORactive=false^ORDERBYname');
});

test('403 says what it means', async () => {
  const failing = (detail: string) => answering(() => ({ status: 403, body: { error: { message: 'Operation Failed', detail }, status: 'failure' } })).action('update_record', { table: 'incident', id: ID, values: { state: '6' } });
  await expect(failing('Error: Data Policy Exception:\r\n Following fields are mandatory: Resolution notes')).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('mandatory: Resolution notes') });
  await expect(failing("Error: Transaction aborted: Operation against file 'incident' was aborted by Business Rule 'x'")).rejects.toMatchObject({ code: 'conflict' });
  await expect(failing('ACL Exception Update Failed due to security constraints')).rejects.toMatchObject({ code: 'permission' });
});

test('an instance that sleeps answers 200 with a page, which is no answer', async () => {
  await expect(answering(() => ({ body: '<html><title>Instance Hibernating page</title></html>' })).query('get_incident', { id: ID })).rejects.toMatchObject({ code: 'unavailable' });
});

test('an incident of the same id elsewhere is made once while it is open', async () => {
  let open: JsonObject[] = [];
  const harness = answering(({ method, json }) => {
    if (method !== 'POST') return { body: { result: open } };
    open = [both({ sys_id: ID, ...(json as Record<string, string>) })];
    return { status: 201, body: { result: open[0]! } };
  });
  expect(await harness.action('create_incident', { summary: 'x', correlation_id: 'shop/5^xx' })).toMatchObject({ id: ID, created: true });
  expect(await harness.action('create_incident', { summary: 'x', correlation_id: 'shop/5^xx' })).toMatchObject({ id: ID, created: false });
  expect(harness.requests[0]!.query!['sysparm_query']).toBe('correlation_id=shop/5^^xx^stateNOT IN6,7,8^ORDERBYDESCsys_created_on');
});

test('times are those of UTC, both ways', async () => {
  const harness = answering(({ json }) => ({ body: { result: both({ sys_id: ID, ...(json as Record<string, string>), sys_created_on: '2026-11-20 09:30:00' }) } }));
  expect(await harness.action('create_change', { type: 'normal', summary: 'x', starts_at: '2026-11-20T20:00:00+02:00' })).toMatchObject({ starts_at: '2026-11-20T18:00:00Z', created_at: '2026-11-20T09:30:00Z' });
  expect(harness.requests[0]!.json).toMatchObject({ start_date: '2026-11-20 18:00:00' });
});

test('only a standard change is made from a template', async () => {
  const harness = answering(() => ({ body: { result: {} } }));
  await expect(harness.action('create_change', { type: 'standard', summary: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(harness.action('create_change', { type: 'normal', template: ID, summary: 'x' })).rejects.toMatchObject({ code: 'invalid' });
});

test('a state of their own goes by what people read', async () => {
  const shown = async (value: string): Promise<Json> => ((await answering(() => ({ body: { result: { sys_id: { value: ID }, state: { value, display_value: 'Awaiting Vendor' } } } })).query('get_change', { id: ID })) as { state: Json }).state;
  expect(await shown('-4')).toBe('assess');
  expect(await shown('42')).toBe('Awaiting Vendor');
});

test('what changed comes by the names of states', async () => {
  const data = { table: 'change_request', sys_id: ID, number: 'CHG0030042', state: '-3', previous_state: '-4', approval: 'approved' };
  expect(await createHarness(plugin).toEvents('events', { event: 'change_request.updated', body: { type: 'change_request.updated', data } })).toMatchObject([{ type: 'servicenow.change_request.updated', subject: 'CHG0030042', data: { state: 'authorize', previous_state: 'assess', approval: 'approved' } }]);
  expect(await createHarness(plugin).toEvents('events', { event: 'not a name', body: {} })).toEqual([]);
});

test('an account that may not read what the connector works on is told at once', async () => {
  const health = (closed: string) => answering(({ url }) => (url.endsWith(closed) ? { status: 403, body: { error: { message: 'x', detail: 'ACL' } } } : { body: { result: [] } })).health();
  expect(await health('/change_request')).toEqual({ state: 'degraded', reason: 'The account may not read change_request; the role itil lets it' });
  expect(await health('/none')).toEqual({ state: 'ok' });
  expect(await createHarness(plugin, { config, secrets: [] }).health()).toMatchObject({ state: 'down' });
});
