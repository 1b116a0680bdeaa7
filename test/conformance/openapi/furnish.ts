/** What chance alone would not bring about: an endpoint that got something, something that it could not get, and senders that prove themselves. */
import { generateSigningKey } from '@patchbay/vault';
import { startMcpServer } from '../../doubles/mcp-server.ts';
import { entitlementOf } from '../../house/plugins/entitlement.ts';
import { startCi } from '../../house/pipeline-hub.ts';
import { releaseOf, revocationOf, rotationOf } from '../../house/plugins/release.ts';
import type { Operation } from './document.ts';
import type { Reply, Request } from './request.ts';

type Ask = (operation: Operation, request: Request) => Promise<Reply>;

const TYPE = 'house.furnished';

export interface FurnishPorts {
  readonly ask: Ask;
  readonly key: string;
  /** Of somebody above, who may approve. */
  readonly approver: string;
  /** What stands for the world outside goes with it. */
  readonly outside: AsyncDisposableStack;
}

/** Every operation is done once, so that it is not left to chance whether the run knows it. */
export async function furnish(operations: readonly Operation[], { ask, key, approver, outside }: FurnishPorts): Promise<void> {
  const callAs = (who: string): Call => async (id, body, item = '', query = {}) => {
    const operation = operations.find((each) => each.id === id);
    if (operation === undefined) throw new Error(`the document has no ${id}`);
    const send = (more: Record<string, string> = {}): Promise<Reply> => ask(operation, {
      method: operation.method, path: item.split(' ').reduce((path, part) => path.replace(/\{\w+\}/, encodeURIComponent(part)), operation.path), query: Object.entries(query), headers: { authorization: `Bearer ${who}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    let reply = await send();
    const waiting = /"approval_id":"(\w+)"/.exec(reply.text)?.[1];
    if (reply.status >= 400 && waiting !== undefined && who !== approver) { // somebody else agrees
      await callAs(approver)('approval_approve', { id: waiting });
      reply = await send({ 'approval-id': waiting });
    }
    if (reply.status >= 400) throw new Error(`${id} is refused: ${reply.text.slice(0, 300)}`);
    return reply.headers['content-type']?.includes('json') === true ? (JSON.parse(reply.text) as Record<string, unknown>) : {};
  };
  const call = callAs(key);
  const idOf = ({ id }: Record<string, unknown>): string => String(id);
  const listed = async (id: string): Promise<Record<string, unknown>[]> => (await call(id))['items'] as Record<string, unknown>[];

  const kept = idOf(await call('endpoint_create', { name: 'furnished', url: 'http://furnished.invalid/', event_types: [TYPE], retry: { delays: [] } })); // a name that never leads anywhere
  await call('endpoint_get', undefined, kept);
  await call('endpoint_update', { description: 'where nothing arrives' }, kept);
  await call('endpoint_keys', { endpoint: kept });
  await call('get_endpoint_keys', undefined, `${String((await call('whoami'))['tenant'])} ${kept}`);
  await call('endpoint_send_example', { endpoint: kept });
  await call('endpoint_test_transform', { transform: 'export default ({ type }) => type' });
  await call('event_publish', { type: TYPE, subject: 'house' });
  await first(call, 'dead_letter_list');
  for (const record of ['dead_letter', 'attempt']) await call(`${record}_get`, undefined, idOf((await listed(`${record}_list`))[0]!));
  await furnishHistory(call, kept, idOf((await listed('attempt_list'))[0]!));
  await furnishJobs(call);
  const passing = idOf(await call('endpoint_create', { name: 'passing', url: 'https://example.com/' }));
  await call('endpoint_delete', undefined, passing);
  await call('event_type_update', { description: 'told' }, idOf(await call('event_type_create', { name: 'house.declared' })));
  await furnishSources(operations, ask, call);
  await furnishRules(call);
  await furnishChanges(call);
  await furnishDeployments(call, callAs(approver));
  await furnishPipelines(call, callAs(approver), outside);
  await furnishPlugins(call);
  await furnishIntroduction(operations, ask, call);
  await furnishServers(call, outside);
  await furnishLives(call);
  await furnishReads(operations, call);
}

/** A job that takes so long that it can be cancelled: its endpoint takes one event a second. */
async function furnishJobs(call: Call): Promise<void> {
  const slow = String((await call('endpoint_create', { name: 'slow', url: 'http://furnished.invalid/', event_types: ['house.slow'], rate_limit: 1, enabled: false }))['id']);
  await call('event_publish_batch', { events: Array.from({ length: 500 }, (_, room) => ({ type: 'house.slow', subject: `room ${room}` })) });
  await call('endpoint_update', { enabled: true }, slow);
  const job = String((await call('event_replay', { endpoint: slow, since: '2020-01-01T00:00:00Z' }))['id']);
  await call('job_get', undefined, job);
  await call('job_cancel', { id: job });
  await call('endpoint_delete', undefined, slow);
}

/** What was told, where it went, and what is known about it no more. */
async function furnishHistory(call: Call, endpoint: string, attempt: string): Promise<void> {
  const { event } = await call('attempt_get', undefined, attempt);
  for (const action of ['delivery_search', 'attempt_search', 'endpoint_stats', 'event_poll', 'endpoint_secret_reveal', 'endpoint_secret_rotate']) await call(action, { endpoint });
  await call('event_search', {});
  await call('event_destinations', { event });
  await call('event_seek', { consumer: 'furnished', endpoint, after: 0 });
  await call('endpoint_headers_change', { endpoint, headers: { 'X-Furnished': 'yes' } });
  await call('event_expunge', { id: event });
  await call('attempt_expunge', { id: attempt });
  await call('api_key_end', {});
}

/** `item`: what stands in the path, word by word. */
type Call = (id: string, body?: object, item?: string, query?: Readonly<Record<string, string>>) => Promise<Record<string, unknown>>;

/** A sender that is accepted, one that asks, one that brings its token, and one that is refused. */
async function furnishSources(operations: readonly Operation[], ask: Ask, call: Call): Promise<void> {
  const knock = async (id: string, source: string, headers: Record<string, string>, body?: string): Promise<number> => {
    const operation = operations.find((each) => each.id === id)!;
    return (await ask(operation, { method: operation.method, path: operation.path.replace('{source}', source), query: [], headers, ...(body === undefined ? {} : { body }) })).status;
  };
  const declare = async (slug: string, fields: object): Promise<string> => String((await call('source_create', { slug, name: slug, ...fields }))['id']);
  const own = await declare('furnished', { scheme: 'custom', verification: { algorithm: 'equal', header: 'X-Token' }, secret: 'furnished' });
  await knock('receive_webhook', own, { 'x-token': 'furnished' }, '{}');
  await knock('receive_webhook', own, {}, '{}');
  const refused = (await call('refused_request_list'))['items'] as Record<string, unknown>[];
  await call('refused_request_get', undefined, String(refused[0]!['id']));
  await knock('answer_handshake', await declare('asking', { scheme: 'okta', secret: 'furnished' }), { 'x-okta-verification-challenge': 'x' });
  const bringing = await declare('bringing', { scheme: 'notion' });
  await knock('receive_webhook', bringing, { 'content-type': 'application/json' }, '{"verification_token":"secret_furnished"}');
  await call('source_token', { id: bringing });
}

/** A rule that acts, one that can't, and one that tells somebody. */
async function furnishRules(call: Call): Promise<void> {
  const rule = String((await call('rule_create', { name: 'furnished', event_types: ['house.ruled'], kind: 'action', action: { action: 'event_publish', input: { type: 'house.followed', subject: '{{event.subject}}' } } }))['id']);
  const broken = String((await call('rule_create', { name: 'broken', event_types: ['house.ruled'], kind: 'action', action: { action: 'event_publish', input: { type: '{{event.data.nothing}}', subject: 'x' } } }))['id']);
  await call('rule_get', undefined, rule);
  await call('rule_update', { description: 'follows' }, rule);
  await call('event_publish', { type: 'house.ruled', subject: 'shop' });
  const template = String((await call('template_create', { name: 'furnished', title: '{{ subject }} happened' }))['id']);
  await call('template_get', undefined, template);
  await call('template_update', { text: 'By {{ data.actor }}' }, template);
  await call('template_preview', { template, sample: { data: { actor: 'Ada' } } });
  const telling = String((await call('rule_create', { name: 'telling', event_types: ['house.told'], kind: 'notify', template, notify: [{ channel: 'sms', recipients: ['+14155550199'] }] }))['id']);
  await call('event_publish', { type: 'house.told', subject: 'shop' });
  await call('notification_get', undefined, String((await first(call, 'notification_list'))['id']));
  await call('notification_redrive', { rule: telling });
  await call('rule_delete', undefined, telling);
  await call('template_delete', undefined, template);
  for (const record of ['rule_run', 'rule_dead_letter']) await call(`${record}_get`, undefined, String((await first(call, `${record}_list`))['id']));
  for (const id of [rule, broken]) await call('rule_delete', undefined, id);
}

/** The first of a list, once there is one. */
const first = (call: Call, list: string): Promise<Record<string, unknown>> => until(`${list} shows something`, async () => ((await call(list))['items'] as Record<string, unknown>[])[0]);

const PATIENCE_MS = 120_000;

/** What the look answers, once it answers something. */
async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  throw new Error(`waited ${PATIENCE_MS / 1000} s in vain until ${what}`);
}

/** Changes that chance seldom finds: most of what these may be told depends on what they are. */
async function furnishChanges(call: Call): Promise<void> {
  const made = async (resource: string, fields: object): Promise<string> => String((await call(`${resource}_create`, fields))['id']);
  await call('source_update', { name: 'Changed' }, await made('source', { slug: 'changed', name: 'To be changed', scheme: 'github', secret: 'furnished' }));
  await call('sink_update', { description: 'changed' }, await made('sink', { name: 'changed', stream: 'events', kind: 'http', http: { url: 'https://example.com/' } }));
  await call('flag_update', { description: 'changed' }, await made('flag', { name: 'changed' }));
  await call('runbook_update', { guide: '1. Look.' }, await made('runbook', { slug: 'changed', name: 'To be changed', steps: [{ id: 'look', action: 'whoami' }] }));
}

/** One that runs to its end, one that goes on to the next place and back, and two that somebody else decides. */
async function furnishDeployments(call: Call, callOther: Call): Promise<void> {
  const project = String((await call('project_create', { slug: 'deployed', name: 'Deployed' }))['id']);
  const place = async (slug: string, fields: object): Promise<string> => String((await call('environment_create', { project, slug, name: slug, tier: 'staging', ...fields }))['id']);
  const house = await place('house', {});
  await place('next', {});
  await place('guarded', { protection: { approvals: 1 } });
  await place('previews', { tier: 'preview' });
  await call('environment_get', undefined, house);
  await call('environment_update', { description: 'furnished' }, house);
  await call('environment_delete', undefined, await place('gone', {}));

  const deploy = async (environment: string, release: string, more: object = {}): Promise<string> => String((await call('deployment_create', { project, environment, release, ...more }))['id']);
  const one = await deploy('house', '1', { begin: true });
  await call('deployment_log_append', { lines: ['built'] }, one);
  await call('deployment_log_read', undefined, one);
  await call('deployment_finish', { status: 'succeeded' }, one);
  await call('deployment_get', undefined, one);
  await call('deployment_wait', undefined, one);
  await call('follow_deployment', undefined, one);
  await call('gate_check', undefined, '', { project, environment: 'house', release: '2' });
  await call('gate_answer', { project, environment: 'house', release: '2', azure_devops: { collection_url: 'http://furnished.invalid/', project: 'p', hub: 'checks', plan: 'p', job: 'j', task: 't', token: 'of the job' } });
  const promoted = String((await call('deployment_promote', { environment: 'next' }, one))['id']);
  await call('deployment_begin', {}, promoted);
  await call('deployment_cancel', {}, promoted);
  await call('deployment_finish', { status: 'succeeded' }, await deploy('house', '2', { begin: true }));
  await call('deployment_rollback', { id: one });
  await callOther('deployment_approve', {}, await deploy('guarded', '1'));
  await callOther('deployment_reject', {}, await deploy('guarded', '2'));
  const { preview } = await call('preview_up', { project, environment: 'previews', pull_request: '42', release: '1' });
  await call('preview_get', undefined, String((preview as Record<string, unknown>)['id']));
  await call('preview_down', { project, environment: 'previews', pull_request: '42' });
}

/** Runs in a CI on loopback: one that is let through, one that is not, one that is stopped; and what a scanner found. */
async function furnishPipelines(call: Call, callOther: Call, outside: AsyncDisposableStack): Promise<void> {
  const vendor = await startCi('jenkins');
  outside.defer(() => vendor.close());
  const project = String((await call('project_create', { slug: 'piped', name: 'Piped' }))['id']);
  await call('scan_report', { project, release: '1', scanner: 'trivy', counts: { high: 1 } });
  await call('scan_get', undefined, String((await first(call, 'scan_list'))['id']));
  const { missing_permissions } = await call('plugin_install', { config: vendor.config, secrets: vendor.secrets }, 'jenkins');
  await call('plugin_enable', { permissions: missing_permissions }, 'jenkins');
  const declare = async (name: string): Promise<string> => String((await call('pipeline_create', { project, name, provider: 'jenkins', jenkins: { url: vendor.url, job: 'shop/deploy' }, may_approve: true }))['id']);
  const pipeline = await declare('deploy');
  await call('pipeline_get', undefined, pipeline);
  await call('pipeline_update', { description: 'furnished' }, pipeline);
  await call('pipeline_delete', undefined, await declare('gone'));
  for (const [count, how] of (['run_approve', 'run_reject', 'run_cancel'] as const).entries()) {
    const run = String((await call('pipeline_start', {}, pipeline))['id']);
    const { id: theirs } = await until('the CI was asked', async () => vendor.ci.runs()[count]);
    vendor.ci.move(theirs, 'waiting_approval');
    await until('the hub knows what the run waits for', async () => ((await call('run_get', undefined, run))['waits_for'] as unknown[])[0]);
    await callOther(how, {}, run);
    await call('run_wait', undefined, run);
    await call('run_log_read', undefined, run);
    if (how !== 'run_reject') continue;
    await until('the run has ended', async () => ((await call('run_get', undefined, run))['ended'] === true ? run : undefined));
    await call('follow_run', undefined, run);
  }
}

/** A plugin that is installed, asks for something, changes, and whose release is called back. */
async function furnishPlugins(call: Call): Promise<void> {
  await call('plugin_publish', releaseOf({ id: 'furnished/echo', version: '1.0.0', health: false, body: "return host.call('http', { url: 'https://nowhere.invalid' });" }).input);
  const installed = await call('plugin_install', { enabled: true }, 'furnished/echo');
  await call('installation_update', { update_policy: 'manual' }, String(installed['id']));
  await call('call_tool', { text: 'x' }, 'furnished_echo_echo');
  for (const record of ['plugin_access', 'plugin_release']) await call(`${record}_get`, undefined, String((await first(call, `${record}_list`))['id']));
  await furnishMarket(call);
  const plugin = 'furnished/echo';
  await call('plugin_get', undefined, plugin);
  await call('plugin_configure', { config: {} }, plugin);
  await call('plugin_disable', {}, plugin);
  await call('plugin_enable', {}, plugin);
  await call('plugin_publish', releaseOf({ id: plugin, version: '1.0.1', health: false }).input);
  await call('plugin_diff', undefined, plugin, { from: '1.0.0', to: '1.0.1' });
  await call('plugin_review_list', undefined, plugin);
  const held = await call('plugin_publish', releaseOf({ id: 'furnished/held', version: '1.0.0', body: 'return eval(input);' }).input);
  await call('plugin_release_decide', { id: held['id'], decision: 'reject', reason: 'It hides something' });
  await call('plugin_update', {}, plugin);
  await call('plugin_uninstall', undefined, plugin);
  await call('plugin_publish', releaseOf({ id: 'furnished/healthy', version: '1.0.0' }).input);
  await call('plugin_install', { enabled: true }, 'furnished/healthy');
  await call('plugin_check', {}, 'furnished/healthy');
  await call('plugin_revoke', { revocation: revocationOf('1.0.0', { id: 'furnished/echo' }) });
}

/** A system that brings its token to a plugin. */
async function furnishIntroduction(operations: readonly Operation[], ask: Ask, call: Call): Promise<void> {
  const plugin = 'patchbay/notion';
  const { id, missing_permissions: permissions } = await call('plugin_install', {}, plugin);
  await call('plugin_enable', { permissions }, plugin);
  const webhook = operations.find((each) => each.id === 'receive_plugin_webhook')!;
  await ask(webhook, { method: webhook.method, path: webhook.path.replace('{plugin_name}', String(id)), query: [], headers: { 'content-type': 'application/json' }, body: '{"verification_token":"secret_furnished"}' });
  await call('installation_token', { id });
  await call('plugin_uninstall', undefined, plugin);
}

/** What a plugin is sold for, who gets what of it, and who takes it over. */
async function furnishMarket(call: Call): Promise<void> {
  const id = 'furnished/market';
  const plans = [{ name: 'pro', title: 'Pro', price: { amount: 1900, currency: 'EUR', per: 'month' as const } }];
  await call('plugin_publish', releaseOf({ id, version: '1.0.0', health: false, manifest: { plans, meters: [{ name: 'echoes', title: 'Echoes', unit: 'echo' }] }, body: "return host.call('meter', { name: 'echoes', quantity: 1 });" }).input);
  const installed = await call('plugin_install', { enabled: true }, id);
  await call('installation_update', { record: 'all' }, String(installed['id']));
  await call('call_tool', { text: 'x' }, 'furnished_market_echo');
  const tenant = String((await call('whoami'))['tenant']);
  await call('plugin_entitlement_add', { entitlement: entitlementOf({ tenant, plugin: id, startsAt: Date.now() - 1000, expiresAt: Date.now() + 86_400_000 }) });
  await call('plugin_sale_record', { reference: 'furnished sale', plugin: id, plan: 'pro', amount: 1900, currency: 'EUR' });
  await call('plugin_refund_record', { reference: 'furnished refund', sale: 'furnished sale', amount: 900 });
  const { id: payout } = await call('payout_create', { reference: 'furnished payout', publisher: 'furnished', currency: 'EUR' });
  await call('payout_settle', { outcome: 'paid' }, String(payout));
  await call('ledger_verify');
  for (const record of ['plugin_entitlement', 'plugin_usage', 'plugin_run', 'ledger_entry', 'payout']) await call(`${record}_get`, undefined, String((await first(call, `${record}_list`))['id']));
  const key = generateSigningKey();
  await call('plugin_publish', releaseOf({ id: 'furnished-too/echo', version: '1.0.0', health: false, key }).input);
  await call('plugin_publisher_rotate', { rotation: rotationOf(generateSigningKey(), { namespace: 'furnished-too', key }) });
  const { index, public_key, releases } = await call('plugin_index');
  await call('plugin_package', undefined, (releases as { sha256: string }[])[0]!.sha256);
  const { id: registry } = await call('registry_create', { name: 'furnished', public_key });
  await call('registry_refresh', { index }, String(registry));
}

/** A server of somebody else that is looked at, asked, and whose tools are accepted. It has the name that examples speak of, and stays. */
async function furnishServers(call: Call, outside: AsyncDisposableStack): Promise<void> {
  const far = await startMcpServer();
  outside.defer(() => far.stop());
  const id = String((await call('mcp_server_create', { slug: 'linear', name: 'Furnished', transport: 'http', http: { url: far.url }, allowed_tools: ['echo'], safety: { echo: 'safe' } }))['id']);
  await call('mcp_server_update', { description: 'changed' }, id);
  await call('mcp_server_check', { id });
  await call('mcp_server_ask', { server: 'linear', method: 'prompts/list', params: {} });
  await call('mcp_server_pin', { id, hashes: {} });
  const program = String((await call('mcp_server_create', { slug: 'program', name: 'A program', transport: 'stdio', stdio: { command: 'furnished' }, enabled: false }))['id']);
  await call('mcp_server_consent', { id: program, program: ['furnished'] });
}

/** Whole lives of what nothing above needs: chance seldom changes or deletes one of these. */
async function furnishLives(call: Call): Promise<void> {
  const lives: readonly (readonly [resource: string, fields: object, change: object])[] = [
    ['api_key', { name: 'passing', scopes: ['project:read'] }, { name: 'changed' }],
    ['flag', { name: 'passing' }, { description: 'changed' }],
    ['event_type', { name: 'house.passing' }, { description: 'changed' }],
    ['installation', { plugin: 'patchbay/slack', name: 'passing' }, { record: 'failures' }],
    ['mcp_server', { slug: 'passing', name: 'Passing', transport: 'http', http: { url: 'http://furnished.invalid/' }, enabled: false }, { name: 'Changed' }],
    ['project', { slug: 'passing', name: 'Passing' }, { name: 'Changed' }],
    ['registry', { name: 'passing', public_key: 'qA7c0dSbKxgGgYXT1zRrgoVBVHFYl3Kq4yQoJIXbZzs=' }, { description: 'changed' }],
    ['role_binding', { subject_kind: 'group', subject: 'passing', role: 'custom', scopes: ['project:read'] }, { scopes: ['project:read', 'project:write'] }],
    ['runbook', { slug: 'passing', name: 'Passing', steps: [{ id: 'look', action: 'whoami' }] }, { name: 'Changed' }],
    ['secret', { name: 'passing', value: 'furnished' }, { description: 'changed' }],
    ['sink', { name: 'passing', stream: 'events', kind: 'http', http: { url: 'https://example.com/' } }, { description: 'changed' }],
    ['source', { slug: 'passing', name: 'Passing', scheme: 'github', secret: 'furnished' }, { name: 'Changed' }],
    ['tenant', { slug: 'passing', name: 'Passing' }, { name: 'Changed' }],
    ['trust_policy', { name: 'passing', provider: 'github', issuer: 'https://token.actions.githubusercontent.com', audiences: ['https://hub.example.com/passing'], claims: [{ claim: 'repository_id', values: ['1'] }, { claim: 'environment', values: ['production'] }], scopes: ['event:write'] }, { description: 'changed' }],
  ];
  for (const [resource, fields, change] of lives) {
    const id = String((await call(`${resource}_create`, fields))['id']);
    await call(`${resource}_get`, undefined, id);
    await call(`${resource}_update`, change, id);
    await call(`${resource}_delete`, undefined, id);
  }
}

/** What is read without being told what, and the first of what nobody creates. */
async function furnishReads(operations: readonly Operation[], call: Call): Promise<void> {
  for (const { id, method, parameters, planned } of operations) if (method === 'GET' && !planned && !parameters.some(({ required }) => required)) await call(id);
  for (const record of ['approval', 'audit_entry', 'event']) await call(`${record}_get`, undefined, String((await first(call, `${record}_list`))['id']));
  for (const action of ['audit_verify', 'data_key_rotate', 'dead_letter_redrive', 'delivery_list', 'delivery_sources', 'incident_context_sources', 'rule_dead_letter_redrive']) await call(action, {});
  await call('incident_context', { service: 'furnished', minutes: 60 });
}
