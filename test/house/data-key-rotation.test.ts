// A new data key of a tenant: whatever the hub has sealed, wherever it lies, is sealed anew.
import { connectors } from '@patchbay/connectors';
import { type ConnectorCases, fileOf, startRefreshing, type Vendor } from '@patchbay/connectors/testing';
import type { Row } from '@patchbay/contracts';
import { collectionsOf } from '@patchbay/hub';
import type { Store } from '@patchbay/storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type McpServerDouble, startMcpServer } from '../doubles/mcp-server.ts';
import { type OAuthServer, startOAuthServer } from '../doubles/oauth-server.ts';
import { type Said, type Tool, toolOf } from './plugin-tool.ts';
import { codeOf, files, isRoom } from './tree.ts';

/** Who seals, and where it lies then. What is new here needs `sealed` at its collection, and something of it in the store of the test below. */
const SEALERS: Readonly<Record<string, readonly string[]>> = {
  'packages/resources/src/create.ts': ['endpoint', 'installation', 'mcp_server', 'registry', 'secret', 'sink', 'source', 'tenant'],
  'packages/resources/src/update.ts': ['retired_key', 'retired_secret'], // what a resource has sealed before is kept there for a while
  'packages/invoke/src/idempotency.ts': ['idempotency'],
  'packages/gateway/src/sign-in/sign-in.ts': ['mcp_sign_in', 'mcp_token'],
  'packages/deployments/src/answers/ask.ts': ['gate_answer'],
  'packages/plugins/src/broker/renewed.ts': ['plugin_token'],
  'packages/plugins/src/federation/publish-index.ts': ['plugin_index'],
  'packages/hub/src/fingerprint.ts': ['setting'],
  'packages/hub/src/reseal.ts': [], // anew, in its place
  'packages/hub/src/attach-gateway.ts': [], // hands it on
  'packages/hub/src/attach-deployments.ts': [],
};

const sealed = Object.values(SEALERS).flat().sort();

let kept: Store;
let hub: TestHub;
let tool: Tool;
let vendor: Vendor;
let far: McpServerDouble;
let issuer: OAuthServer;

beforeAll(async () => {
  const { cases } = (await import(fileOf('jira', 'cases.ts'))) as { cases: ConnectorCases };
  [vendor, far, issuer] = [await cases.start(), await startMcpServer(), await startOAuthServer()];
  far.guard = { admits: (authorization) => issuer.good.has(String(authorization).replace('Bearer ', '')), metadata: () => ({ resource: far.url, authorization_servers: [issuer.url] }) };
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } }, ports: { around: (opened) => (kept = opened), builtIn: connectors.filter(({ id }) => id === 'patchbay/jira') } });
  tool = toolOf(hub);
}, 60_000);
afterAll(async () => { await hub?.stop(); await Promise.all([vendor?.close(), far?.stop(), issuer?.stop()]); });

test('who seals is known, and every place of it says so', () => {
  const found = files().filter(({ path, text }) => isRoom(path) && !path.startsWith('packages/vault/') && /(?<!Object\.|function )\bseal\(/.test(codeOf(text))).map(({ path }) => path);
  expect(found.sort()).toEqual(Object.keys(SEALERS).sort());
  expect(collectionsOf().filter(({ sealed }) => sealed !== undefined).map(({ name }) => name).sort()).toEqual(sealed);
});

test('a new data key leaves nothing in the store that an older one sealed, and all of it still opens', async () => {
  const call = async (action: string, input: object = {}, headers: Record<string, string> = {}): Promise<Said> => {
    const said = await tool(action, input, headers);
    expect([action, said.status_code < 300 ? 'done' : said]).toEqual([action, 'done']);
    return said;
  };
  const endpoint = String((await call('endpoint_create', { name: 'billing', url: far.url, auth: { kind: 'bearer' }, auth_secret: 'token', secret_headers: { 'X-Api-Key': 'key' } }))['id']);
  await call('endpoint_secret_rotate', { endpoint });
  const source = String((await call('source_create', { slug: 'github', name: 'GitHub', scheme: 'github', secret: 'the one before' }))['id']);
  await call('source_update', { id: source, secret: 'the one of now' });
  await call('secret_create', { name: 'deploy/token', value: 'hidden' });
  await call('tenant_create', { slug: 'acme', name: 'Acme', egress: { proxy: 'http://proxy.example.com:3128' }, egress_proxy_authorization: 'Basic eDp5' });
  await call('sink_create', { name: 'lake', stream: 'events', kind: 'http', http: { url: far.url, auth: 'bearer' }, auth_secret: 'token' });
  const { public_key } = await call('plugin_index');
  await call('registry_create', { name: 'home', url: far.url, token: 'pb_token', public_key });
  const key = { 'idempotency-key': 'once' };
  const { key: made } = await call('api_key_create', { name: 'once', scopes: ['project:read'] }, key);
  const { client, refresh } = startRefreshing('jira');
  const { missing_permissions } = await call('plugin_install', { name: 'patchbay/jira', config: { ...vendor.config, client_id: client.id }, secrets: { client_secret: client.secret, refresh_token: refresh } });
  await call('plugin_enable', { name: 'patchbay/jira', permissions: missing_permissions });
  await call('jira_get_issue', { key: 'OPS-3' });
  const server = String((await call('mcp_server_create', { slug: 'far', name: 'far', transport: 'http', http: { url: far.url }, per_person: true, allowed_tools: ['echo'], safety: { echo: 'safe' } }))['id']);
  await call('mcp_server_create', { slug: 'locked', name: 'locked', transport: 'http', http: { url: far.url }, auth: { kind: 'bearer' }, auth_secret: 'token' });
  const { url } = await call('mcp_server_sign_in', { id: server });
  await call('mcp_server_finish_sign_in', issuer.agree(String(url)));
  await call('mcp_server_check', { id: server });
  const pending = await call('mcp_server_sign_in', { id: server });
  const project = String((await call('project_create', { slug: 'shop', name: 'Shop' }))['id']);
  await call('environment_create', { project, slug: 'production', name: 'Production', tier: 'production', protection: { wait: 86_400 } });
  await call('gate_answer', { project, environment: 'production', release: '2', azure_devops: { collection_url: far.url, project: 'p', hub: 'checks', plan: 'p', job: 'j', task: 't', token: 'of the job' } });

  expect(await sealedBy(1)).toEqual(sealed);
  const signing = (await kept.list('retired_key', { limit: 1 }))[0] as Row;
  await kept.commit([{ op: 'insert', in: 'retired_key', tenant: signing.tenant, id: 'rk_cut', body: { ...signing.body, sealed: String(signing.body['sealed']).slice(0, -3) }, at: 0 }]);

  expect(await call('data_key_rotate')).toMatchObject({ key_version: 2, resealed: expect.any(Number), unreadable: 1 });
  await kept.commit([{ op: 'delete', in: 'retired_key', tenant: signing.tenant, id: 'rk_cut' }]);
  expect(await sealedBy(1)).toEqual([]);
  expect(await sealedBy(2)).toEqual(sealed);

  expect((await call('api_key_create', { name: 'once', scopes: ['project:read'] }, key))['key']).toBe(made);
  expect(await call('far_echo', { text: 'hi' })).toMatchObject({ content: [{ text: '{"text":"hi"}' }] });
  expect(await call('mcp_server_finish_sign_in', issuer.agree(String(pending['url'])))).toMatchObject({ signed_in: true });
  expect(await call('data_key_rotate')).toMatchObject({ key_version: 3, unreadable: 0 });
}, 60_000);

/** Names of the collections with something that this version of the data key sealed, whatever field it lies in. */
async function sealedBy(version: number): Promise<string[]> {
  const names: string[] = [];
  for (const { name, kind } of collectionsOf()) {
    if (kind === 'queue') continue;
    for await (const rows of kept.scan(name, {})) if (!names.includes(name) && rows.some(({ body }) => JSON.stringify(body).includes(`"pb1.${version}.`))) names.push(name);
  }
  return names.sort();
}
