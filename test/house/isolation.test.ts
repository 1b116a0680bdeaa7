/** What you may not see looks as if it did not exist: every resource, every record and every action that takes an id. */
import { type Action, actionsOf, type Caller, exampleOf, Failure, hubActions, hubResources, type House, references, type ResourceDefinition, schemaOf } from '@patchbay/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { entitlementOf } from './plugins/entitlement.ts';
import { releaseOf } from './plugins/release.ts';

let hub: TestHub;
let ours: Caller;
let theirs: Caller;
const ids = new Map<string, string>();

const call = (caller: Caller, action: string, input: unknown, house: House = hub.house) =>
  house.invoke({ action, input, caller, signal: new AbortController().signal, via: 'test', requestId: 'req_test' }).then((answer) => answer.output as Record<string, unknown>);

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite' });
  ours = await hub.house.authenticate({ authorization: `Bearer ${hub.key}` });
  const tenant = await call(ours, 'tenant_create', { slug: 'others', name: 'Others' });
  theirs = await hub.house.authenticate({ authorization: `Bearer ${hub.key}`, tenant: String(tenant['id']) });
  const declared = hubResources.filter((each) => each.state === 'live' && each.kind === 'resource');
  for (const definition of declared.toSorted((a, b) => Object.keys(references(a)).length - Object.keys(references(b)).length)) {
    const example = exampleOf(definition); // a field that belongs to another choice is not in it, also when it refers to something
    const made = await call(ours, `${definition.name}_create`, { ...example, ...Object.fromEntries(Object.entries(references(definition)).filter(([field]) => field in example).map(([field, target]) => [field, ids.get(target)])) });
    ids.set(definition.name, String(made['id']));
  }
  await call(ours, 'secret_delete', { id: ids.get('secret') }).catch(() => undefined); // asks for an approval
  await leaveRuleDeadLetter();
  await leaveNotification();
  await leaveDeadLetter();
  await fetch(`${hub.url}/hooks/${ids.get('source')}`, { method: 'POST' }); // is refused
  await leavePluginAccess();
  await leavePreview();
  await leaveRun();
  await call(ours, 'event_replay', { endpoint: ids.get('endpoint'), since: '2020-01-01T00:00:00Z' }); // a job
  for (const record of hubResources.filter((each) => each.kind === 'record')) {
    const { items } = (await call(ours, `${record.name}_list`, {})) as { items: { id: string }[] };
    if (items[0] === undefined) throw new Error(`leave one ${record.name} above`);
    ids.set(record.name, items[0].id);
  }
});
afterAll(() => hub.stop());

/** An event for an endpoint whose name leads nowhere. */
async function leaveDeadLetter(): Promise<void> {
  await call(ours, 'endpoint_update', { id: ids.get('endpoint'), url: 'http://nowhere.invalid/', allowed_networks: [], retry: { delays: [] }, event_types: ['*'], filter: null, channels: [], project: null });
  await call(ours, 'event_publish', { type: 'delivery.tried', subject: 'shop' });
  for (;;) {
    const { items } = (await call(ours, 'dead_letter_list', {})) as { items: unknown[] };
    if (items.length > 0) return;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

/** An event that a rule makes nothing valid of. */
async function leaveRuleDeadLetter(): Promise<void> {
  await call(ours, 'rule_create', { name: 'broken', event_types: ['rule.tried'], kind: 'action', action: { action: 'event_publish', input: { type: '{{event.data.nothing}}', subject: 'x' } } });
  await call(ours, 'event_publish', { type: 'rule.tried', subject: 'shop' });
  for (;;) {
    const { items } = (await call(ours, 'rule_dead_letter_list', {})) as { items: unknown[] };
    if (items.length > 0) return;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

/** A message for somebody whom no connector reaches. */
async function leaveNotification(): Promise<void> {
  await call(ours, 'rule_create', { name: 'telling', event_types: ['rule.told'], kind: 'notify', template: ids.get('template'), notify: [{ channel: 'sms', recipients: ['+14155550199'] }] });
  await call(ours, 'event_publish', { type: 'rule.told', subject: 'shop' });
  while (((await call(ours, 'notification_list', {})) as { items: unknown[] }).items.length === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
}

/** A plugin of a release that asks its host for something, counts what it does, was bought, and whose publisher is paid. */
async function leavePluginAccess(): Promise<void> {
  const plans = [{ name: 'pro', title: 'Pro', price: { amount: 1900, currency: 'EUR', per: 'month' as const } }];
  const body = "await host.call('meter', { name: 'echoes', quantity: 1 }); return host.call('http', { url: 'https://nowhere.invalid' });";
  await call(ours, 'plugin_publish', releaseOf({ version: '1.0.0', health: false, manifest: { plans, meters: [{ name: 'echoes', title: 'Echoes', unit: 'echo' }] }, body }).input);
  const { id } = await call(ours, 'plugin_install', { name: 'acme/echo', enabled: true });
  await call(ours, 'installation_update', { id, record: 'all' });
  await call(ours, 'acme_echo_echo', { text: 'x' });
  await call(ours, 'plugin_entitlement_add', { entitlement: entitlementOf({ tenant: ours.tenant, startsAt: Date.now() - 1000, expiresAt: Date.now() + 86_400_000 }) });
  await call(ours, 'plugin_sale_record', { reference: 'pi_1', plugin: 'acme/echo', amount: 1900, currency: 'EUR' });
  await call(ours, 'payout_create', { reference: 'po_1', publisher: 'acme', currency: 'EUR' });
  for (const record of ['plugin_access', 'plugin_run']) {
    while (((await call(ours, `${record}_list`, {})) as { items: unknown[] }).items.length === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

/** A deployment of a preview. */
async function leavePreview(): Promise<void> {
  await call(ours, 'environment_create', { project: ids.get('project'), slug: 'preview', name: 'Preview', tier: 'preview' });
  await call(ours, 'preview_up', { project: ids.get('project'), environment: 'preview', pull_request: '42', release: '1' });
}

/** A run of a CI that nobody reaches, and what a scanner found. */
async function leaveRun(): Promise<void> {
  const { missing_permissions } = await call(ours, 'plugin_install', { name: 'patchbay/jenkins', config: { base_url: 'https://nowhere.invalid', username: 'x' }, secrets: { api_token: 'a-token-of-nobody' } });
  await call(ours, 'plugin_enable', { name: 'patchbay/jenkins', permissions: missing_permissions });
  const { id } = await call(ours, 'pipeline_create', { project: ids.get('project'), name: 'nowhere', provider: 'jenkins', jenkins: { url: 'https://nowhere.invalid', job: 'x' } });
  await call(ours, 'pipeline_start', { id });
  await call(ours, 'scan_report', { project: ids.get('project'), release: '1', scanner: 'trivy', counts: {} });
}

/** Reviews are for everybody to read, whoever wrote them. */
const takesId = (action: Action): boolean => !action.id.startsWith('plugin_review_') && 'id' in ((schemaOf(action.input, 'input')['properties'] ?? {}) as object);
const names = hubResources.map((each) => each.name).sort((a, b) => b.length - a.length);
const subjectOf = (action: Action): string => action.resource?.name ?? names.find((name) => action.id.startsWith(`${name}_`)) ?? action.id;
/** What some actions ask for besides the id. */
const besides: Readonly<Record<string, object>> = { deployment_finish: { status: 'failed' }, deployment_promote: { environment: 'production' }, deployment_log_append: { lines: ['x'] }, mcp_server_consent: { program: ['npx'] }, mcp_server_pin: { hashes: {} }, mcp_server_finish_sign_in: { code: 'x', state: 'x' }, plugin_release_decide: { decision: 'reject', reason: 'x' }, payout_settle: { outcome: 'paid' } };

async function outcome(caller: Caller, action: string, input: object): Promise<unknown> {
  return call(caller, action, input).catch((error: unknown) => (error instanceof Failure ? { code: error.code, message: error.message, details: error.details } : error));
}

describe('another tenant’s id', () => {
  const actions = hubActions.filter(takesId);

  test('is tried with every action that takes one', () => {
    const fromResources = hubResources.flatMap(actionsOf).filter(takesId).length;
    expect(actions.length).toBeGreaterThanOrEqual(fromResources);
    expect(fromResources).toBeGreaterThan(40);
  });

  test.each(actions.map((action) => [action.id, action] as const))('looks to %s like one that does not exist', async (id, action) => {
    const foreign = action.state === 'planned' ? 'xx_01jd8xk3v2q4r6t8w0y2a4c6e8' : ids.get(subjectOf(action));
    expect(foreign, `there is an example of ${subjectOf(action)}`).toBeDefined();
    const unknown = `${foreign!.slice(0, -4)}0000`;
    const said = await outcome(theirs, id, { id: foreign, ...besides[id] });
    const saidOfNothing = await outcome(theirs, id, { id: unknown, ...besides[id] });
    expect(JSON.parse(JSON.stringify(said).replaceAll(foreign!, unknown))).toEqual(JSON.parse(JSON.stringify(saidOfNothing)));
    expect(said).toMatchObject({ code: action.state === 'live' ? 'resource.not_found' : 'action.planned' });
  });

  test.each(hubResources.filter((each) => each.state === 'live').map((each) => [each.name, each] as const))('is in no list of %s', async (name, definition: ResourceDefinition) => {
    const { items } = (await call(theirs, `${name}_list`, {})) as { items: { id: string }[] };
    expect(items.map((item) => item.id)).not.toContain(ids.get(definition.name));
    const asked = (await call(theirs, `${name}_list`, { ids: [ids.get(name)] })) as { items: unknown[] };
    expect(asked.items).toEqual([]);
  });
});
