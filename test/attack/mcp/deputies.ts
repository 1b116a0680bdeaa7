/** Rights that are borrowed: approvals that the asker gives, states and tasks of others, tokens that travel on. */
import { mcpClient } from '../../doubles/mcp-client.ts';
import type { Ledger } from './ledger.ts';
import { outcomeOf, type Stage } from './stage.ts';

const URLS = { elicitation: { url: {}, form: {} } };
const TASKS = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

export async function deputies(stage: Stage, ledger: Ledger): Promise<void> {
  await approvals(stage, ledger);
  await tasks(stage, ledger);
  await tokens(stage, ledger);
  await programs(stage, ledger);
  await nonsense(stage, ledger);
}

async function approvals({ root, worker, hub }: Stage, ledger: Ledger): Promise<void> {
  let n = 0;
  const newSecret = async (): Promise<string> => String((await root.call('secret_create', { name: `victim-${++n}`, value: 'x' }))['structuredContent']['id']);
  const alive = async (id: string): Promise<boolean> => outcomeOf(await root.call('secret_get', { id })) === 'ran';
  const [one, two] = [await newSecret(), await newSecret()];
  const client = worker(URLS);
  const asked = await client.call('secret_delete', { id: one });
  const approval = String(asked['inputRequests']?.approval?.params.elicitationId);
  const state = asked['requestState'] as string;
  const accept = { inputResponses: { approval: { action: 'accept', content: { approved: true } } } };

  ledger.holds('a yes in the client is no approval', outcomeOf(await client.call('secret_delete', { id: one }, { ...accept, requestState: state })) === 'input_required');
  ledger.holds('nobody approves what they asked for', outcomeOf(await client.call('approval_approve', { id: approval })) === 'approval.own_request');
  const child = String((await client.call('api_key_create', { name: 'child', scopes: ['*'] }))['structuredContent']['key']);
  ledger.holds('nor by a key that they made', outcomeOf(await mcpClient(hub.url, child).call('approval_approve', { id: approval })) === 'approval.own_request');
  ledger.holds('nobody names another approval in _meta', !(await alive(two)) || outcomeOf(await client.call('secret_delete', { id: two }, { _meta: { 'dev.patchbay/approval': approval } })) === 'approval.mismatch');
  await root.call('approval_approve', { id: approval });
  ledger.holds('an approval is for its input alone', outcomeOf(await client.call('secret_delete', { id: two }, { ...accept, requestState: state })) === '-32602');
  ledger.holds('a state is for its owner alone', outcomeOf(await mcpClient(hub.url, child, { capabilities: URLS }).call('secret_delete', { id: one }, { ...accept, requestState: state })) === '-32602');
  ledger.honest('the approved call runs', outcomeOf(await client.call('secret_delete', { id: one }, { ...accept, requestState: state })) === 'ran');
  ledger.holds('a state that was used is used up', outcomeOf(await client.call('secret_delete', { id: one }, { ...accept, requestState: state })) !== 'ran');
  ledger.holds('and the other secret is still there', await alive(two));
  for (const forged of [state.slice(0, -1), `${state}x`, state.replace('.', ''), '.', '', `${Buffer.from('{}').toString('base64url')}.${state.split('.')[1]}`, ['x'], { a: 1 }, 7, null]) {
    ledger.holds('a state that was forged', outcomeOf(await client.call('secret_delete', { id: two }, { ...accept, requestState: forged })) === '-32602', forged);
  }
  ledger.holds('read-only has no way around it', outcomeOf(await worker(URLS, '/mcp/readonly').call('secret_delete', { id: two })) === '-32602');
}

async function tasks({ root, worker, hub }: Stage, ledger: Ledger): Promise<void> {
  const secret = String((await root.call('secret_create', { name: 'task-victim', value: 'x' }))['structuredContent']['id']);
  const client = worker({ ...TASKS, ...URLS });
  const { taskId } = await client.call('secret_delete', { id: secret });
  const stranger = mcpClient(hub.url, String((await root.call('api_key_create', { name: 'stranger', scopes: ['*'] }))['structuredContent']['key']), { capabilities: TASKS });
  for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) ledger.holds(`${method} by a stranger`, (await stranger.post(method, { taskId, inputResponses: {} })).body.error?.code === -32602);
  await client.ask('tasks/update', { taskId, inputResponses: { approval: { action: 'accept' }, made_up: { action: 'accept' } } });
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  ledger.holds('a yes in a task is no approval', (await client.ask('tasks/get', { taskId }))['status'] !== 'completed');
  ledger.holds('task ids can’t be guessed', /^[\w-]{32,}$/.test(String(taskId)));
  await client.ask('tasks/cancel', { taskId });
}

async function tokens({ server, attach, root, hub, workerKey }: Stage, ledger: Ledger): Promise<void> {
  const far = await server();
  const { slug } = await attach(far, { http: { url: far.url, headers: { 'X-Team': 'ops' } } });
  const nosy = mcpClient(hub.url, hub.key, { headers: { cookie: 'session=1', 'x-api-key': 'mine', 'x-tenant-id': '', 'mcp-param-token': 'mine', 'proxy-authorization': 'Basic eA==' } });
  ledger.honest('the call goes through', outcomeOf(await nosy.call(`${slug}_echo`, { text: 'x' })) === 'ran');
  const sent = JSON.stringify(far.came);
  for (const [what, value] of Object.entries({ key: hub.key, 'key of the worker': workerKey, cookie: 'session=1', 'other headers': '"mine"', 'proxy credential': 'eA==', principal: 'key_' })) ledger.holds(`the ${what} of the caller stays here`, !sent.includes(value));
  ledger.honest('the hub’s own header goes along', sent.includes('"x-team":"ops"'));
  ledger.holds('a credential in an argument stays here', outcomeOf(await root.call(`${slug}_echo`, { text: `use ${hub.key}` })) === 'input.invalid');
  far.result = () => ({ content: [{ type: 'text', text: `-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY----- and ${'ghp_'}${'a'.repeat(36)}` }], structuredContent: { deep: [{ token: `xoxb-${'1'.repeat(20)}` }] } });
  const back = JSON.stringify(await root.call(`${slug}_echo`, { text: 'x' }));
  ledger.holds('credentials in a result are hidden', !/PRIVATE KEY|ghp_|xoxb/.test(back), back);
}

/** A program runs on the machine of the hub: nobody starts one alone, and none other than what two agreed to. */
async function programs({ root, worker }: Stage, ledger: Ledger): Promise<void> {
  const client = worker();
  const declare = (slug: string, stdio: object) => client.call('mcp_server_create', { slug, name: slug, transport: 'stdio', stdio, allowed_tools: ['x'] });
  ledger.holds('a program that nobody allowed', outcomeOf(await declare('shell', { command: '/bin/sh', arguments: ['-c', 'id'] })) === 'input.invalid');
  ledger.holds('an allowed one by another path', outcomeOf(await declare('dots', { command: `/usr/../${process.execPath}`, arguments: [] })) === 'input.invalid');
  const made = await declare('code', { command: process.execPath, arguments: ['-e', 'process.exit(7)'] });
  const id = String(made['structuredContent']?.id);
  const status = async (): Promise<string> => String((await client.call('mcp_server_check', { id }))['structuredContent']?.status);
  ledger.holds('an allowed one with arguments that nobody agreed to', (await status()) === 'unauthorized');
  const agreed = { id, program: [process.execPath, '-e', 'process.exit(7)'], environment: [] };
  const asked = await client.call('mcp_server_consent', agreed);
  ledger.holds('nobody agrees alone', outcomeOf(asked) === 'approval.required');
  ledger.holds('nor by a yes of their own', outcomeOf(await client.call('approval_approve', { id: asked['_meta']?.['dev.patchbay/approval'] })) === 'approval.own_request');
  await root.call('approval_approve', { id: asked['_meta']?.['dev.patchbay/approval'] });
  ledger.holds('an approval is for that line alone', outcomeOf(await client.call('mcp_server_consent', { ...agreed, program: [process.execPath, '-e', 'process.exit(8)'] })) !== 'ran');
  ledger.honest('what two agreed to counts', outcomeOf(await client.call('mcp_server_consent', agreed)) === 'ran');
  ledger.honest('and is started', (await status()) === 'unreachable');
  await client.call('mcp_server_update', { id, stdio: { command: process.execPath, arguments: ['-e', 'process.exit(7)'], environment: { NODE_OPTIONS: '--require=/tmp/evil.cjs' } } });
  ledger.holds('what changed since is not', (await status()) === 'unauthorized');
  await client.call('mcp_server_delete', { id });
}

/** Requests that break the protocol: refused in its words, and on record. */
async function nonsense({ root, hub }: Stage, ledger: Ledger): Promise<void> {
  const fresh = mcpClient(hub.url, String((await root.call('api_key_create', { name: 'nonsense', scopes: ['*'] }))['structuredContent']['key']));
  const sent: Record<string, readonly [number, string, () => ReturnType<typeof fresh.post>]> = {
    'headers that name another tool': [-32020, 'mcp.header_mismatch', () => fresh.post('tools/call', { name: 'whoami' }, { 'mcp-name': 'secret_delete' })],
    'a revision that nobody knows': [-32022, 'mcp.unsupported_version', () => fresh.post('tools/list', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2031-01-01' } }, { 'mcp-protocol-version': '2031-01-01' })],
    'a cursor of nowhere': [-32602, 'mcp.invalid_params', () => fresh.post('tools/list', { cursor: 'x' })],
    'a state that was forged': [-32602, 'mcp.invalid_params', () => fresh.post('tools/call', { name: 'whoami', requestState: 'x.y' })],
  };
  for (const [what, [code, failure, send]] of Object.entries(sent)) {
    ledger.holds(`${what} is refused`, (await send()).body.error?.code === code);
    const { items: [entry] } = (await root.call('audit_entry_list', { outcome: 'refused', limit: 1 }))['structuredContent'] as { items: { failure: string }[] };
    ledger.holds(`${what} is on record`, entry?.failure === failure, entry);
  }
}
