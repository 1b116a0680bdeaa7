/** What lasts longer than one MCP request: sessions, streams, questions and tasks. They end with the rights of whoever began them, and take no more than their share. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Loose, mcpClient, type McpClient } from '../doubles/mcp-client.ts';
import { type McpServerDouble, startMcpServer } from '../doubles/mcp-server.ts';

const TASKS = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

let hub: TestHub;
let root: McpClient;
let far: McpServerDouble;
let count = 0;
let ahead = 0;

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.1/32'] }, limits: { approvalSeconds: 60 } }, ports: { now: () => Date.now() + ahead, mcp: { heartbeat: 50, maxSessionsPerTenant: 12, maxTasksPerTenant: 60, taskAfterMs: 1 } } });
  root = mcpClient(hub.url, hub.key);
}, 60_000);
afterAll(() => hub.stop());
beforeEach(async () => { far = await startMcpServer(); ahead = 0; });
afterEach(() => far.stop());

const newKey = async (): Promise<{ id: string; key: string }> => (await root.call('api_key_create', { name: `key ${++count}`, scopes: ['*'] }))['structuredContent'];
const switchOff = (id: string) => root.call('api_key_update', { id, enabled: false });
const newSecret = async (): Promise<string> => String((await root.call('secret_create', { name: `s${++count}`, value: 'hush' }))['structuredContent']['id']);
async function attach(): Promise<string> {
  const slug = `lasting${++count}`;
  const { id } = (await root.call('mcp_server_create', { slug, name: slug, transport: 'http', http: { url: far.url }, allowed_tools: ['echo'], safety: { echo: 'safe' }, max_output: 4_194_304 }))['structuredContent'];
  await root.call('mcp_server_check', { id });
  return slug;
}

/** A client of the older era. */
function session(key: string) {
  const post = (body: object, headers: Record<string, string> = {}) => fetch(`${hub.url}/mcp`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }, body: JSON.stringify({ jsonrpc: '2.0', ...body }) });
  const open = (capabilities: object = {}) => post({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 't', version: '1' } } });
  return { post, open, id: async (capabilities?: object) => (await open(capabilities)).headers.get('mcp-session-id')! };
}

describe('a session', () => {
  test('tells nothing more to a key that was switched off', async () => {
    const { id, key } = await newKey();
    const sessionId = await session(key).id();
    const stream = await fetch(`${hub.url}/mcp`, { headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream', 'mcp-session-id': sessionId } });
    const read = stream.body!.getReader();
    expect([stream.status, (await read.read()).done]).toEqual([200, false]);
    await switchOff(id);
    for (let done = false; !done;) done = (await read.read()).done; // ends with the stream
  }, 10_000);

  test('does not take the place of those of other tenants', async () => {
    const { key } = await newKey();
    const client = session(key);
    const opened: Response[] = [];
    for (let n = 0; n < 20; n++) opened.push(await client.open());
    const refused = opened.filter(({ status }) => status !== 200);
    expect([refused.length > 0, (await refused[0]!.json() as Loose).error.data.code, refused[0]!.headers.get('retry-after')]).toEqual([true, 'hub.overloaded', '30']);
    const tenant = String((await root.call('tenant_create', { slug: 'elsewhere', name: 'Elsewhere' }))['structuredContent']['id']);
    expect((await session(hub.key).post({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {} } }, { 'x-tenant-id': tenant })).status).toBe(200);
    for (const reply of opened) {
      const id = reply.headers.get('mcp-session-id');
      if (id !== null) expect((await fetch(`${hub.url}/mcp`, { method: 'DELETE', headers: { authorization: `Bearer ${key}`, 'mcp-session-id': id } })).status).toBe(204);
    }
  });

  test('asks nothing of a client that could not hear the question', async () => {
    const slug = await attach();
    far.result = () => ({ resultType: 'input_required', inputRequests: { q: { method: 'elicitation/create', params: { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } } } } });
    const client = session((await newKey()).key);
    const id = await client.id({ elicitation: {} });
    const reply = await client.post({ id: 1, method: 'tools/call', params: { name: `${slug}_echo`, arguments: { text: 'x' } } }, { 'mcp-session-id': id, accept: 'application/json' });
    expect([reply.status, (await reply.json() as Loose).error.code]).toEqual([406, -32600]);
  }, 10_000);

  test('has each id under way once, so that who cancels it means one request', async () => {
    const slug = await attach();
    const [came, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    far.instead = ({ method, id }, response) => {
      if (method !== 'tools/call') return false;
      came.resolve();
      void gone.promise.then(() => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } })));
      return true;
    };
    const client = session((await newKey()).key);
    const named = { 'mcp-session-id': await client.id() };
    const first = client.post({ id: 7, method: 'tools/call', params: { name: `${slug}_echo`, arguments: { text: 'x' } } }, named);
    await came.promise;
    expect((await client.post({ id: 7, method: 'ping' }, named)).status).toBe(400);
    gone.resolve();
    expect((await first).status).toBe(200);
    expect((await client.post({ id: 7, method: 'ping' }, named)).status).toBe(200);
  });
});

describe('a stream', () => {
  test.each([['all'], [7], [null], [[]], [true]])('that asks for %j is refused as malformed', async (notifications) => {
    const { status, body } = await root.post('subscriptions/listen', { notifications });
    expect([status, body.error?.code]).toEqual([400, -32602]);
  });
});

describe('a state', () => {
  test('is good for what it was given for, and not for another prompt or page of the same server', async () => {
    const slug = await attach();
    far.instead = ({ method, id }, response) => {
      if (method !== 'prompts/get' && method !== 'resources/read') return false;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result: { resultType: 'input_required', requestState: 'theirs' } }));
      return true;
    };
    const there = mcpClient(hub.url, hub.key, { path: `/mcp/server/${slug}` });
    const { requestState: ofPrompt } = await there.ask('prompts/get', { name: 'one' });
    const { requestState: ofPage } = await there.ask('resources/read', { uri: 'x://one' });
    expect((await there.post('prompts/get', { name: 'two', requestState: ofPrompt })).body.error?.code).toBe(-32602);
    expect((await there.post('resources/read', { uri: 'x://two', requestState: ofPage })).body.error?.code).toBe(-32602);
    expect((await there.post('prompts/get', { name: 'one', requestState: ofPrompt })).body.result?.['resultType']).toBe('input_required');
  });
});

describe('a task', () => {
  const waits = async (client: McpClient): Promise<{ taskId: string; secret: string; approval: string }> => {
    const secret = await newSecret();
    const { taskId } = await client.call('secret_delete', { id: secret });
    const { statusMessage } = await vi.waitFor(async () => { const now = await client.ask('tasks/get', { taskId }); expect(now['statusMessage']).toContain('apr_'); return now; }, { timeout: 5000 });
    return { taskId, secret, approval: String(/apr_\w+/.exec(statusMessage)?.[0]) };
  };
  const completed = (client: McpClient, taskId: string) => vi.waitFor(async () => { const now = await client.ask('tasks/get', { taskId }); expect(now['status']).toBe('completed'); return now['result'] as Loose; }, { timeout: 5000 });

  test('that waits for an approval ends with the key that asked', async () => {
    const { id, key } = await newKey();
    const gone = await waits(mcpClient(hub.url, key, { capabilities: TASKS }));
    const client = mcpClient(hub.url, (await newKey()).key, { capabilities: TASKS });
    const here = await waits(client);
    await switchOff(id);
    for (const { approval } of [gone, here]) await root.call('approval_approve', { id: approval });
    expect((await completed(client, here.taskId)).structuredContent).toEqual({ id: here.secret, deleted: true });
    expect((await root.call('approval_get', { id: gone.approval }))['structuredContent'].status).toBe('approved'); // and never used
    expect((await root.call('secret_get', { id: gone.secret }))['isError']).toBeUndefined();
  }, 20_000);

  test('whose approval ran out says so, though nobody tells', async () => {
    const client = mcpClient(hub.url, (await newKey()).key, { capabilities: TASKS });
    const { taskId } = await waits(client);
    ahead = 61_000;
    const result = await completed(client, taskId);
    expect([result.isError, result._meta['dev.patchbay/problem'].code]).toEqual([true, 'approval.expired']);
  }, 20_000);

  test('is kept with what came of it, as long as all results together are not too large', async () => {
    const slug = await attach();
    far.result = () => ({ content: [{ type: 'text', text: 'x'.repeat(2_000_000) }] });
    const client = mcpClient(hub.url, (await newKey()).key, { capabilities: TASKS });
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) {
      const { taskId } = await client.call(`${slug}_echo`, { text: 'x' });
      ids.push(taskId);
      await vi.waitFor(async () => expect((await client.post('tasks/get', { taskId })).body.result?.['status']).toBe('completed'), { timeout: 10_000 });
    }
    expect((await client.post('tasks/get', { taskId: ids[0] })).body.error?.code).toBe(-32602);
    expect((await client.ask('tasks/get', { taskId: ids.at(-1) }))['result'].content[0].text.length).toBe(2_000_000);
  }, 30_000);

  test('is not made where a tenant has its share: then the call answers, and is not given up half-way', async () => {
    const slug = await attach();
    const client = mcpClient(hub.url, (await newKey()).key, { capabilities: TASKS });
    far.instead = ({ method, id }, response) => { // later than the hub waits
      if (method !== 'tools/call') return false;
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'done' }] } })), 20);
      return true;
    };
    const kinds: unknown[] = [];
    while (kinds.length < 70 && kinds.at(-1) !== 'complete') kinds.push((await client.call(`${slug}_echo`, { text: 'x' }))['resultType']);
    expect([kinds[0], kinds.at(-1)]).toEqual(['task', 'complete']);
    expect((await client.call(`${slug}_echo`, { text: 'x' }))['content']).toEqual([{ type: 'text', text: 'done' }]);
  }, 30_000);
});
