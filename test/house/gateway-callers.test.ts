/** Many callers share one conversation with an attached server: what one does, hears or gives up is nothing to the others. */
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Loose, mcpClient, type McpClient } from '../doubles/mcp-client.ts';
import { type McpServerDouble, startMcpServer } from '../doubles/mcp-server.ts';
import { root as tree } from './tree.ts';

const PROGRAM = [process.execPath, join(tree, 'test/doubles/mcp-program.ts')] as const;

let hub: TestHub;
let root: McpClient;
let other: McpClient;
let far: McpServerDouble;
let count = 0;

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', config: { listen: { mcpCommands: [PROGRAM.join(' ')] }, deliveries: { egressAllow: ['127.0.0.1/32'] } } });
  root = mcpClient(hub.url, hub.key);
  other = mcpClient(hub.url, String((await root.call('api_key_create', { name: 'other', scopes: ['*'] }))['structuredContent']['key']));
}, 60_000);
afterAll(() => hub.stop());
beforeEach(async () => { far = await startMcpServer(); });
afterEach(() => far.stop());

const look = (id: string) => root.call('mcp_server_check', { id });
async function attach(more: object = {}): Promise<{ id: string; slug: string }> {
  const slug = `shared${++count}`;
  const made = await root.call('mcp_server_create', { slug, name: slug, transport: 'http', http: { url: far.url }, allowed_tools: ['echo'], default_safety: 'safe', ...more });
  const id = String(made['structuredContent']['id']);
  await look(id);
  return { id, slug };
}
/** Keeps answers to a method back, until they are let go. */
function hold(method: string): { readonly came: Promise<void>; letGo(): void } {
  const [came, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  far.instead = (asked, response) => {
    if (asked.method !== method) return false;
    came.resolve();
    void gone.promise.then(() => response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'session-1' }).end(JSON.stringify({ jsonrpc: '2.0', id: asked.id, result: { protocolVersion: '2025-11-25', capabilities: {}, content: [] } })));
    return true;
  };
  return { came: came.promise, letGo: () => { far.instead = undefined; gone.resolve(); } };
}

describe('a server of the older era', () => {
  beforeEach(() => { far.era = 'legacy'; });

  test('is shaken hands with once for all who wait, and whoever goes away leaves it to the others', async () => {
    const { id, slug } = await attach();
    const [held, stop] = [hold('initialize'), new AbortController()];
    const first = other.listen({ name: 'mcp_server_check', arguments: { id } }, stop.signal, 'tools/call').next().catch(() => 'gone');
    await held.came;
    const second = root.call(`${slug}_echo`, { text: 'hi' });
    await root.call('whoami');
    stop.abort();
    expect(await first).toBe('gone');
    await root.call('whoami');
    held.letGo();
    expect((await second)['content']).toEqual([{ type: 'text', text: '{"text":"hi"}' }]);
  });

  test('hears that a call was cancelled: there a broken connection means nothing', async () => {
    const { slug } = await attach();
    const [held, stop] = [hold('tools/call'), new AbortController()];
    const called = root.listen({ name: `${slug}_echo`, arguments: { text: 'x' } }, stop.signal, 'tools/call').next().catch(() => 'gone');
    await held.came;
    stop.abort();
    await called;
    const { id } = far.came.findLast(({ method }) => method === 'tools/call')!;
    await vi.waitFor(() => expect(far.came.at(-1)).toMatchObject({ method: 'notifications/cancelled', params: { requestId: id }, headers: { 'mcp-session-id': 'session-1' } }), { timeout: 5000 });
    held.letGo();
  });

  test('that forgot the session is shaken hands with once, however many calls find out', async () => {
    const { slug } = await attach();
    const all: ServerResponse[] = [];
    far.instead = ({ method }, response) => {
      if (method !== 'tools/call' || all.length === 4) return false;
      if (all.push(response) === 4) for (const each of all) each.writeHead(404).end();
      return true;
    };
    const before = far.came.filter(({ method }) => method === 'initialize').length;
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((text) => root.call(`${slug}_echo`, { text })));
    expect(results.map((result) => result['content'][0].text)).toEqual(['a', 'b', 'c', 'd'].map((text) => JSON.stringify({ text })));
    expect(far.came.filter(({ method }) => method === 'initialize').length - before).toBeLessThan(3); // one, and perhaps that of a look on the side
  });

  test('is told when a session is used no more', async () => {
    const { id } = await attach();
    await look(id);
    await vi.waitFor(() => expect(far.came.some(({ verb, headers }) => verb === 'DELETE' && headers['mcp-session-id'] === 'session-1')).toBe(true), { timeout: 5000 });
  });
});

describe('a program', () => {
  const asProgram = { transport: 'stdio', http: undefined, stdio: { command: PROGRAM[0], arguments: [PROGRAM[1]] }, allowed_tools: ['meet', 'ping', 'end'] };

  test('tells how far a call is to whoever made it, and to nobody else', async () => {
    const { slug } = await attach(asProgram);
    const heard = async (client: McpClient, word: string): Promise<Loose[]> => {
      const all: Loose[] = [];
      for await (const message of client.listen({ name: `${slug}_meet`, arguments: { word }, _meta: { progressToken: word, 'io.modelcontextprotocol/logLevel': 'debug' } }, AbortSignal.timeout(10_000), 'tools/call')) all.push(message);
      return all;
    };
    const [one, two] = await Promise.all([heard(root, 'mine'), heard(other, 'yours')]);
    expect([JSON.stringify(one).includes('yours'), JSON.stringify(two).includes('mine')]).toEqual([false, false]);
    expect(one[0]).toMatchObject({ method: 'notifications/progress', params: { progressToken: 'mine', progress: 1, message: 'mine' } });
    expect(two.at(-1)?.result.content).toEqual([{ type: 'text', text: 'yours' }]);
  }, 30_000);

  test('that pings is answered', async () => {
    const { slug } = await attach(asProgram);
    expect(JSON.parse((await root.call(`${slug}_ping`))['content'][0].text)).toEqual({ jsonrpc: '2.0', result: {} });
  }, 30_000);

  test('has ended when the hub has, also one that stays when nobody speaks to it', async () => {
    const short = await startTestHub({ store: 'sqlite', config: { listen: { mcpCommands: [[...PROGRAM, '--stay'].join(' ')] } } });
    const client = mcpClient(short.url, short.key);
    const { id } = (await client.call('mcp_server_create', { slug: 'stays', name: 'Stays', transport: 'stdio', stdio: { command: PROGRAM[0], arguments: [PROGRAM[1], '--stay'] }, allowed_tools: ['surroundings'], default_safety: 'safe' }))['structuredContent'];
    await client.call('mcp_server_check', { id });
    const { pid } = JSON.parse((await client.call('stays_surroundings'))['content'][0].text) as { pid: number };
    expect(process.kill(pid, 0)).toBe(true);
    await short.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }, 30_000);

  test('that ended is started anew when somebody looks', async () => {
    const { id, slug } = await attach(asProgram);
    expect((await root.call(`${slug}_end`))['isError']).toBe(true);
    expect((await look(id))['structuredContent'].status).toBe('connected');
  }, 30_000);
});
