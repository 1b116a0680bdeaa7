/** MCP on a whole hub: the same actions, the same rights, the same approvals as everywhere. */
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { connectors } from '@patchbay/connectors';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Loose, mcpClient, type McpClient } from '../doubles/mcp-client.ts';
import { root as tree } from './tree.ts';

const TASKS = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
const URLS = { elicitation: { url: {} } };

let hub: TestHub;
let root: McpClient;
/** A key that the first one issued: what it asks for, the first may allow. */
let worker: string;

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', ports: { builtIn: connectors.filter(({ id }) => id === 'patchbay/alertmanager') }, config: { listen: { mcpAuthorizationServers: ['https://login.example.com'] } } });
  root = mcpClient(hub.url, hub.key);
  worker = await keyWith(['*']);
}, 60_000);
afterAll(() => hub.stop());

let keys = 0;
async function keyWith(scopes: readonly string[]): Promise<string> {
  return String((await root.call('api_key_create', { name: `key ${++keys}`, scopes }))['structuredContent']['key']);
}
const by = (key: string, capabilities: object = {}, path = '/mcp'): McpClient => mcpClient(hub.url, key, { capabilities, path });
const newSecret = async (): Promise<string> => String((await root.call('secret_create', { name: `s${++keys}`, value: 'hush' }))['structuredContent']['id']);
const textOf = (result: Record<string, Loose>): string => String(result['content'][0].text);

describe('an address that names what is not there', () => {
  test('is refused with what there is, and shows no empty list', async () => {
    for (const [path, headers, part, known] of [
      ['/mcp/server/nowhere', {}, 'server', []],
      ['/mcp/toolset/project,sekret', {}, 'toolset', expect.arrayContaining(['project', 'secret'])],
      ['/mcp', { 'x-mcp-toolsets': 'sekret' }, 'toolset', expect.arrayContaining(['secret'])],
    ] as const) {
      for (const method of ['server/discover', 'tools/list', 'tools/call']) {
        const { status, body } = await mcpClient(hub.url, hub.key, { path, headers }).post(method, method === 'tools/call' ? { name: 'whoami', arguments: {} } : {});
        expect([path, method, status, body.error?.data]).toEqual([path, method, 404, expect.objectContaining({ code: 'mcp.address_unknown', part, known })]);
      }
    }
    expect((await by(worker, {}, '/mcp/toolset/sekret').post('tools/list')).body.error?.message).toContain('sekret');
  });

  test('tells who may do little of no more than that', async () => {
    const { body } = await by(await keyWith(['project:read', 'self:read']), {}, '/mcp/toolset/sekret').post('tools/list');
    expect(body.error?.data.known).toEqual(['project', 'whoami']);
  });

  test('what is only switched off is no mistake: the rest of the address is there, and alone it says that it is off', async () => {
    const tool = async (name: string, input: object): Promise<Loose> => (await root.call(name, input))['structuredContent'];
    const { missing_permissions: permissions } = await tool('plugin_install', { name: 'patchbay/alertmanager', config: { base_url: 'https://alertmanager.example.com' }, secrets: { webhook_token: 'alertmanager-token' } });
    const { id: server } = await tool('mcp_server_create', { slug: 'far-off', name: 'Far off', transport: 'http', http: { url: 'https://mcp.example.com/' }, enabled: false });
    const answer = async (path: string) => (await mcpClient(hub.url, hub.key, { path }).post('tools/list')).body;
    const toolsAt = async (path: string): Promise<string[]> => (await answer(path)).result!['tools'].map(({ name }: Loose) => name);
    expect(await toolsAt('/mcp/toolset/alertmanager,whoami,far_off')).toEqual(['whoami']);
    for (const [path, named] of [['/mcp/toolset/alertmanager', 'alertmanager'], ['/mcp/toolset/far_off', 'far_off'], ['/mcp/server/far-off', 'far-off']] as const) {
      expect([path, (await answer(path)).error]).toEqual([path, expect.objectContaining({ message: expect.stringContaining(`${named} is switched off`), data: expect.objectContaining({ code: 'mcp.address_unknown' }) })]);
    }
    expect((await answer('/mcp/toolset/alertmanager,sekret')).error?.message).toContain('no toolset sekret');
    await tool('plugin_enable', { name: 'patchbay/alertmanager', permissions });
    expect((await toolsAt('/mcp/toolset/alertmanager')).length).toBeGreaterThan(0);
    await tool('plugin_uninstall', { name: 'patchbay/alertmanager' });
    await tool('mcp_server_delete', { id: server });
    expect((await answer('/mcp/toolset/alertmanager')).error?.message).toContain('no toolset alertmanager');
  });

  test('and none of a trust policy is for keys of the hub', async () => {
    const { status, body } = await by(worker, {}, '/mcp/trust/trust_01jd8xk3v2q4r6t8w0y2a4c6e8').post('tools/list');
    expect([status, body.error?.data.code, body.error?.message]).toEqual([401, 'credential.audience', expect.stringContaining('key of the hub')]);
  });
});

describe('tools', () => {
  test('are every live action, in the order of their names, page by page', async () => {
    const first = await root.ask('tools/list');
    const tools = [...first['tools']];
    for (let cursor = first['nextCursor']; cursor !== undefined; ) {
      const next = await root.ask('tools/list', { cursor });
      tools.push(...next['tools']);
      cursor = next['nextCursor'];
    }
    expect(tools.map((tool) => tool.name)).toEqual(hub.house.catalog.actions.filter(({ state }) => state === 'live').map(({ id }) => id));
    expect([first['tools'].length, first['cacheScope'], first['resultType']]).toEqual([100, 'private', 'complete']);
  });

  test('have schemas, and hints from the hub’s own safety', async () => {
    const { tools } = await by(worker, {}, '/mcp/toolset/secret').ask('tools/list');
    expect(tools.map((tool: Loose) => [tool.name, tool.annotations.readOnlyHint, tool.annotations.destructiveHint, tool.inputSchema.type, tool.outputSchema.type])).toEqual([
      ['secret_create', false, false, 'object', 'object'], ['secret_delete', false, true, 'object', 'object'], ['secret_get', true, false, 'object', 'object'], ['secret_list', true, false, 'object', 'object'], ['secret_update', false, false, 'object', 'object'],
    ]);
  });

  test('are only those that the scopes allow, and read-only beats every scope', async () => {
    const reader = by(await keyWith(['project:read', 'self:read']));
    expect((await reader.ask('tools/list'))['tools'].map((tool: Loose) => tool.name)).toEqual(['project_get', 'project_list', 'whoami']);
    const looking = by(hub.key, {}, '/mcp/readonly');
    expect((await looking.ask('tools/list'))['tools'].every((tool: Loose) => tool.annotations.readOnlyHint)).toBe(true);
    expect((await looking.post('tools/call', { name: 'project_create', arguments: { slug: 'x', name: 'X' } })).body.error?.code).toBe(-32602);
    expect((await root.post('tools/call', { name: 'project_create', arguments: { slug: 'x', name: 'X' } }, { 'x-mcp-readonly': 'true' })).body.error?.code).toBe(-32602);
  });

  test('answer with data, and with the same as text', async () => {
    const result = await root.call('project_create', { slug: 'shop', name: 'Web shop' });
    expect(result['structuredContent']).toMatchObject({ slug: 'shop', version: 1 });
    expect(JSON.parse(textOf(result))).toEqual(result['structuredContent']);
  });

  test('say what was wrong and what to do, with the code of the refusal', async () => {
    const result = await root.call('project_get', { id: 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8' });
    expect([result['isError'], result['_meta']['dev.patchbay/problem'].code]).toEqual([true, 'resource.not_found']);
    expect(textOf(result)).toContain('List what you can see');
    const wrong = await root.call('project_create', { slug: 'Not A Slug', nmae: 'x' });
    expect([wrong['isError'], textOf(wrong)]).toEqual([true, expect.stringContaining('- slug:')]);
  });

  test('that are not there are unknown, and those beyond the scopes say which scope is missing', async () => {
    expect((await root.post('tools/call', { name: 'nothing' })).body.error).toMatchObject({ code: -32602, message: 'Unknown tool: nothing' });
    const { status, headers, body } = await by(await keyWith(['self:read'])).post('tools/call', { name: 'project_list' });
    expect([status, body.error?.data.code]).toEqual([403, 'caller.forbidden']);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer error="insufficient_scope", scope="self:read project:read", resource_metadata="http:\/\/127\.0\.0\.1:\d+\/\.well-known\/oauth-protected-resource\/mcp"$/);
  });

  test('are called in the tenant of the URL', async () => {
    const id = String((await root.call('tenant_create', { slug: 'others', name: 'Others' }))['structuredContent']['id']);
    expect((await by(hub.key, {}, `/mcp/tenant/${id}`).call('whoami'))['structuredContent']['tenant']).toBe(id);
    expect((await by(worker, {}, '/mcp/tenant/ten_01jd8xk3v2q4r6t8w0y2a4c6e8').post('tools/list')).status).toBe(404);
  });

  test('repeat what an idempotency key did before, and do nothing on a dry run', async () => {
    const again = () => root.call('project_create', { slug: 'once', name: 'Once' }, { _meta: { 'dev.patchbay/idempotency-key': 'k-1' } });
    expect((await again())['structuredContent']['id']).toBe((await again())['structuredContent']['id']);
    await root.call('project_create', { slug: 'dry', name: 'Dry' }, { _meta: { 'dev.patchbay/dry-run': true } });
    expect((await root.call('project_list', { slug: 'dry' }))['structuredContent']['items']).toEqual([]);
  });
});

describe('a destructive tool', () => {
  const idIn = (result: Record<string, Loose>): string => String(result['_meta']['dev.patchbay/approval']);
  const approve = (id: string) => root.call('approval_approve', { id });

  test('tells a plain client what waits, and runs when called again after somebody else allowed it', async () => {
    const secret = await newSecret();
    const client = by(worker);
    const waiting = await client.call('secret_delete', { id: secret });
    expect([waiting['isError'], textOf(waiting)]).toEqual([true, expect.stringMatching(/Nothing was done yet.*\/approvals\/apr_/)]);
    expect(idIn(await client.call('secret_delete', { id: secret }))).toBe(idIn(waiting));
    await approve(idIn(waiting));
    expect((await client.call('secret_delete', { id: secret }))['structuredContent']).toEqual({ id: secret, deleted: true });
  });

  test('sends a client that can open links to where it is allowed, and takes no yes of the client for it', async () => {
    const secret = await newSecret();
    const client = by(worker, URLS);
    const asked = await client.call('secret_delete', { id: secret });
    expect([asked['resultType'], asked['inputRequests'].approval.params.mode]).toEqual(['input_required', 'url']);
    const accepted = { inputResponses: { approval: { action: 'accept' } }, requestState: asked['requestState'] };
    expect((await client.call('secret_delete', { id: secret }, accepted))['resultType']).toBe('input_required');
    await approve(asked['inputRequests'].approval.params.elicitationId);
    expect((await client.call('secret_delete', { id: secret }, accepted))['structuredContent']['deleted']).toBe(true);
  });

  test('has a page behind its link that knows nothing, lends nothing and takes a key of whoever opens it', async () => {
    const secret = await newSecret();
    const asked = await by(worker, URLS).call('secret_delete', { id: secret });
    const { url, elicitationId: id } = asked['inputRequests'].approval.params as { url: string; elicitationId: string };
    const reply = await fetch(url);
    const [text, policy] = [await reply.text(), reply.headers.get('content-security-policy') ?? ''];
    expect([reply.status, reply.headers.get('x-frame-options'), reply.headers.get('referrer-policy'), reply.headers.get('set-cookie')]).toEqual([200, 'DENY', 'no-referrer', null]);
    expect([text.includes('secret_delete'), text.includes(secret), policy.includes("'unsafe-inline'")]).toEqual([false, false, false]);
    const nonce = /script-src 'nonce-([\w-]+)'/.exec(policy)?.[1];
    expect([text.split(`nonce="${nonce}"`).length, /nonce-([\w-]+)/.exec((await fetch(url)).headers.get('content-security-policy')!)?.[1] === nonce]).toEqual([3, false]);
    const decide = (key: string) => fetch(`${hub.url}/v1/tools/approval_approve`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ id }) });
    expect([(await decide(worker)).status, (await decide(hub.key)).status]).toEqual([403, 200]);
    for (const path of ['/approvals/%3Cscript%3E', '/.well-known/oauth-protected-resource/mcp/trust/trust_none']) {
      const nothing = await fetch(hub.url + path);
      expect([nothing.status, nothing.headers.get('content-type'), await nothing.json()]).toMatchObject([404, 'application/problem+json; charset=utf-8', { code: 'route.not_found' }]);
    }
  });

  test('is not done when the client declines', async () => {
    const secret = await newSecret();
    const client = by(worker, URLS);
    const { requestState } = await client.call('secret_delete', { id: secret });
    expect((await client.call('secret_delete', { id: secret }, { inputResponses: { approval: { action: 'decline' } }, requestState }))['isError']).toBe(true);
    expect((await root.call('secret_get', { id: secret }))['isError']).toBeUndefined();
  });

  test('refuses a state that was forged, is of another call, or of somebody else', async () => {
    const [one, two] = [await newSecret(), await newSecret()];
    const client = by(worker, URLS);
    const { requestState } = await client.call('secret_delete', { id: one });
    const [payload = '', mac = ''] = String(requestState).split('.');
    const forged = `${Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), approval: 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8' })).toString('base64url')}.${mac}`;
    const tries: [McpClient, string, unknown][] = [[client, one, forged], [client, one, 'x'], [client, one, 7], [client, two, requestState], [by(await keyWith(['*']), URLS), one, requestState]];
    for (const [who, id, state] of tries) expect((await who.call('secret_delete', { id }, { requestState: state }))['error']?.code).toBe(-32602);
  });

  test('is a task for a client that has tasks: it goes on by itself once it is allowed', async () => {
    const secret = await newSecret();
    const client = by(worker, { ...TASKS, ...URLS });
    const task = await client.call('secret_delete', { id: secret });
    expect([task['resultType'], task['status']]).toEqual(['task', 'working']);
    const asking = await vi.waitFor(async () => { const now = await client.ask('tasks/get', { taskId: task['taskId'] }); expect(now['status']).toBe('input_required'); return now; });
    await client.ask('tasks/update', { taskId: task['taskId'], inputResponses: { approval: { action: 'accept' } } });
    expect((await client.ask('tasks/get', { taskId: task['taskId'] }))['status']).toBe('working');
    await approve(asking['inputRequests'].approval.params.elicitationId);
    await vi.waitFor(async () => expect((await client.ask('tasks/get', { taskId: task['taskId'] }))['status']).toBe('completed'));
    expect((await client.ask('tasks/get', { taskId: task['taskId'] }))['result']['structuredContent']).toEqual({ id: secret, deleted: true });
  });

  test('whose approval was rejected ends as a task that failed, and one that was cancelled is not done', async () => {
    const [one, two] = [await newSecret(), await newSecret()];
    const client = by(worker, TASKS);
    const [rejected, cancelled] = [await client.call('secret_delete', { id: one }), await client.call('secret_delete', { id: two })];
    const waits = await vi.waitFor(async () => { const now = await client.ask('tasks/get', { taskId: rejected['taskId'] }); expect(now['statusMessage']).toContain('apr_'); return now; });
    await root.call('approval_reject', { id: /apr_\w+/.exec(waits['statusMessage'])?.[0] });
    await vi.waitFor(async () => expect((await client.ask('tasks/get', { taskId: rejected['taskId'] }))['result']?.['isError']).toBe(true));
    await client.ask('tasks/cancel', { taskId: cancelled['taskId'] });
    expect((await client.ask('tasks/get', { taskId: cancelled['taskId'] }))['status']).toBe('cancelled');
    expect((await by(await keyWith(['*']), TASKS).post('tasks/get', { taskId: cancelled['taskId'] })).body.error?.code).toBe(-32602);
  });
});

describe('what can be read', () => {
  test('are the hub’s resources by their URI, and pages about the hub', async () => {
    const { resources } = await root.ask('resources/list');
    expect(resources.map((each: Loose) => each.uri)).toEqual(expect.arrayContaining(['patchbay://docs/approvals', 'patchbay://events', 'patchbay://projects']));
    for (const { uri } of resources) expect((await root.ask('resources/read', { uri }))['contents'][0].text.length, uri).toBeGreaterThan(2);
    const [project] = JSON.parse((await root.ask('resources/read', { uri: 'patchbay://projects' }))['contents'][0].text).items;
    expect(JSON.parse((await root.ask('resources/read', { uri: `patchbay://projects/${project.id}` }))['contents'][0].text)).toEqual(project);
    expect((await root.post('resources/read', { uri: 'patchbay://projects/prj_01jd8xk3v2q4r6t8w0y2a4c6e8' })).body.error?.code).toBe(-32602);
    expect((await by(await keyWith(['self:read'])).post('resources/read', { uri: 'patchbay://projects' })).body.error?.code).toBe(-32602);
  });

  test('and prompts, with what may be filled in', async () => {
    const { prompts } = await root.ask('prompts/list');
    expect(prompts.map((each: Loose) => each.name)).toEqual(['incident_triage', 'release_review']);
    expect((await root.ask('prompts/get', { name: 'incident_triage', arguments: { subject: 'checkout' } }))['messages'][0].content.text).toContain('event_list');
    await root.call('runbook_create', { slug: 'restart-shop', name: 'Restart the shop', steps: [{ id: 'look', action: 'whoami' }] });
    const { messages } = await root.ask('prompts/get', { name: 'incident_triage', arguments: { subject: 'shop', since: new Date().toISOString() } });
    expect(JSON.parse(messages[1].content.resource.text)).toMatchObject({ service: 'shop', complete: true, sources: [{ source: 'hub/changes' }, { source: 'hub/deployments' }, { source: 'hub/events' }] });
    expect(JSON.parse((await root.ask('resources/read', { uri: messages[2].content.uri }))['contents'][0].text)).toMatchObject({ slug: 'restart-shop' });
    expect((await by(await keyWith(['self:read'])).ask('prompts/get', { name: 'incident_triage', arguments: { subject: 'shop' } }))['messages']).toHaveLength(2);
    expect((await root.post('prompts/get', { name: 'release_review', arguments: {} })).body.error?.code).toBe(-32602);
    expect((await root.ask('completion/complete', { ref: { type: 'ref/prompt', name: 'release_review' }, argument: { name: 'project', value: 'sh' } }))['completion'].values).toEqual(['shop']);
    expect((await root.ask('completion/complete', { ref: { type: 'ref/resource', uri: 'patchbay://projects/{id}' }, argument: { name: 'id', value: 'prj_' } }))['completion'].values.length).toBeGreaterThan(0);
  });
});

describe('who listens', () => {
  test('hears of what they may read, and of tools that come and go', async () => {
    const stop = new AbortController();
    const messages = by(await keyWith(['project:read', 'self:read'])).listen({ notifications: { toolsListChanged: true, resourceSubscriptions: ['patchbay://projects', 'patchbay://secrets'] } }, stop.signal);
    const next = async () => (await messages.next()).value as Record<string, Loose>;
    expect((await next())['params'].notifications).toEqual({ toolsListChanged: true, resourceSubscriptions: ['patchbay://projects'] });
    await newSecret();
    await root.call('project_create', { slug: `heard-${++keys}`, name: 'Heard' });
    expect(await next()).toMatchObject({ method: 'notifications/resources/updated', params: { uri: 'patchbay://projects', _meta: { 'io.modelcontextprotocol/subscriptionId': expect.anything() } } });
    await keyWith(['self:read']);
    expect((await next())['method']).toBe('notifications/tools/list_changed');
    stop.abort();
  });
});

describe('a request', () => {
  const header = { 'mcp-protocol-version': '2026-07-28' };
  test.each([
    ['whose header names another method', 'tools/list', {}, { 'mcp-method': 'tools/call' }, -32020],
    ['whose header names another tool', 'tools/call', { name: 'whoami' }, { 'mcp-name': 'secret_delete' }, -32020],
    ['of a revision that nobody knows', 'tools/list', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2031-01-01' } }, { 'mcp-protocol-version': '2031-01-01' }, -32022],
    ['with a cursor of another list', 'tools/list', { cursor: Buffer.from('prompts x').toString('base64url') }, header, -32602],
    ['with a cursor that is none', 'tools/list', { cursor: '' }, header, -32602],
    ['of a method that was removed', 'tasks/result', {}, header, -32601],
    ['about a task without the extension', 'tasks/get', { taskId: 'x' }, header, -32021],
    ['with a log level that is none', 'tools/list', { _meta: { 'io.modelcontextprotocol/logLevel': 'loud' } }, header, -32602],
  ])('%s is refused', async (_, method, params, headers, code) => {
    expect((await root.post(method, params, headers)).body.error?.code).toBe(code);
  });

  test.each([
    ['whose headers disagree', 'mcp:tools/list', 'mcp.header_mismatch', () => root.post('tools/list', {}, { 'mcp-method': 'tools/call' })],
    ['of an unknown revision', 'mcp:resources/list', 'mcp.unsupported_version', () => root.post('resources/list', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2031-01-01' } }, { 'mcp-protocol-version': '2031-01-01' })],
    ['with a bad cursor', 'mcp:prompts/list', 'mcp.invalid_params', () => root.post('prompts/list', { cursor: 'x' })],
    ['with a forged state', 'secret_delete', 'mcp.invalid_params', () => by(worker, URLS).post('tools/call', { name: 'secret_delete', arguments: { id: 'x' }, requestState: 'forged.state' })],
    ['with arguments outside the schema', 'project_create', 'input.invalid', () => root.post('tools/call', { name: 'project_create', arguments: { slug: 'Not A Slug', name: 'x' } })],
    ['for a tool beyond the scopes', 'project_list', 'caller.forbidden', async () => by(await keyWith(['self:read'])).post('tools/call', { name: 'project_list', arguments: {} })],
  ] as const)('%s is on record', async (_, action, failure, send) => {
    await send();
    const { items } = (await root.call('audit_entry_list', { action, limit: 1 }))['structuredContent'];
    expect(items[0]).toMatchObject({ outcome: 'refused', failure, via: 'mcp' });
  });

  test('without a good credential is told where to get one', async () => {
    const { status, headers } = await by('pb_nothing').post('tools/list');
    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer error="invalid_token", resource_metadata="[^"]+\/\.well-known\/oauth-protected-resource\/mcp", scope="self:read \*:read"$/)]);
    const metadata = await (await fetch(`${hub.url}/.well-known/oauth-protected-resource/mcp`)).json();
    expect(metadata).toMatchObject({ resource: `${hub.url}/mcp`, authorization_servers: ['https://login.example.com'] });
  });

  test('from a page that somebody visits is refused', async () => {
    expect((await root.post('tools/list', {}, { origin: 'https://evil.example' })).status).toBe(403);
  });

  test('with GET or DELETE belongs to sessions of the older era', async () => {
    for (const method of ['GET', 'DELETE']) {
      const reply = await fetch(`${hub.url}/mcp`, { method, headers: { authorization: `Bearer ${hub.key}` } });
      expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});

describe('the official client', () => {
  test.each(['legacy', 'auto'] as const)('in the era %s lists, calls and reads', async (mode) => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${hub.url}/mcp`), { requestInit: { headers: { authorization: `Bearer ${hub.key}` } } }));
    try {
      expect((await client.listTools()).tools.length).toBeGreaterThan(99);
      expect((await client.callTool({ name: 'whoami', arguments: {} })).structuredContent).toMatchObject({ scopes: expect.arrayContaining(['*']) });
      expect((await client.readResource({ uri: 'patchbay://docs/failures' })).contents).toHaveLength(1);
    } finally {
      await client.close();
    }
  });

  test('is not let into the session of somebody else', async () => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const opened = await fetch(`${hub.url}/mcp`, { method: 'POST', headers: { ...headers, authorization: `Bearer ${hub.key}` }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } } }) });
    const session = opened.headers.get('mcp-session-id')!;
    const ping = (key: string) => fetch(`${hub.url}/mcp`, { method: 'POST', headers: { ...headers, authorization: `Bearer ${key}`, 'mcp-session-id': session }, body: JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' }) });
    expect([(await ping(hub.key)).status, (await ping(worker)).status]).toEqual([200, 404]);
  });
});

describe('patchbay mcp', () => {
  const transport = (...args: string[]) => new StdioClientTransport({ command: process.execPath, args: [join(tree, 'packages/cli/src/bin.ts'), 'mcp', ...args], env: { PATH: process.env['PATH'] ?? '', HOME: hub.dataDir, PATCHBAY_URL: hub.url, PATCHBAY_KEY: hub.key } });

  test.each(['legacy', 'auto'] as const)('is a server on stdin and stdout, in the era %s', async (mode) => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(transport('--readonly'));
    try {
      const { tools } = await client.listTools();
      expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
      expect((await client.callTool({ name: 'whoami', arguments: {} })).structuredContent).toMatchObject({ scopes: expect.arrayContaining(['*']) });
    } finally {
      await client.close();
    }
  }, 30_000);
});
