/** Servers that lead inside, lie about the protocol, flood, or never end. */
import type { ServerResponse } from 'node:http';
import { startTestHub } from '../../doubles/hub.ts';
import { mcpClient } from '../../doubles/mcp-client.ts';
import { ECHO } from '../../doubles/mcp-server.ts';
import type { Ledger } from './ledger.ts';
import { outcomeOf, type Stage } from './stage.ts';

export async function reach(stage: Stage, ledger: Ledger): Promise<void> {
  await inside(stage, ledger);
  await lies(stage, ledger);
  await floods(stage, ledger);
}

const trail = async (root: Stage['root'], action: string): Promise<unknown[]> => (await root.call('audit_entry_list', { action, limit: 5 }))['structuredContent']['items'] as unknown[];

/** A hub whose operator opened nothing. */
async function inside({ server }: Stage, ledger: Ledger): Promise<void> {
  const closed = await startTestHub({ store: 'sqlite' });
  const client = mcpClient(closed.url, closed.key);
  const honeypot = await server();
  const { port } = new URL(honeypot.url);
  const urls = [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://[::1]:${port}/`, `http://2130706433:${port}/`, `http://0x7f.1:${port}/`, `http://127.1:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`, 'http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'http://192.168.0.1/', 'http://metadata.google.internal/'];
  for (const [n, url] of urls.entries()) {
    const made = await client.call('mcp_server_create', { slug: `in${n}`, name: `in${n}`, transport: 'http', http: { url }, allowed_tools: ['echo'], timeout: 2 });
    if (made['isError'] === true) { ledger.holds(`${url} is refused when declared`, true); continue; }
    const looked = (await client.call('mcp_server_check', { id: made['structuredContent']['id'] }))['structuredContent'];
    ledger.holds(`${url} is not reached`, looked?.status === 'unreachable', looked);
  }
  const oauth = await client.call('mcp_server_create', { slug: 'oauth', name: 'oauth', transport: 'http', http: { url: 'https://mcp.example.com/' }, auth: { kind: 'oauth2', token_url: `http://127.0.0.1:${port}/token`, client_id: 'x', scopes: [] }, auth_secret: 's', allowed_tools: ['echo'], timeout: 2 });
  if (oauth['isError'] !== true) await client.call('mcp_server_check', { id: oauth['structuredContent']['id'] });
  ledger.holds('a token URL leads nowhere inside', honeypot.came.length === 0, honeypot.came);
  await closed.stop();
}

type Lie = (response: ServerResponse, id: unknown) => void;

const raw = (response: ServerResponse, body: string | Buffer): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
const json = (response: ServerResponse, body: object, status = 200): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function lies({ server, attach, root, hub }: Stage, ledger: Ledger): Promise<void> {
  const told: Record<string, Lie> = {
    'a redirect inside': (response) => void response.writeHead(307, { location: 'http://169.254.169.254/' }).end(),
    'no JSON': (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
    'the answer to another request': (response) => json(response, { jsonrpc: '2.0', id: 424242, result: { content: [] } }),
    'a result that is a list': (response, id) => json(response, { jsonrpc: '2.0', id, result: [] }),
    'content that is none': (response, id) => json(response, { jsonrpc: '2.0', id, result: { resultType: 'complete', content: 'all of it' } }),
    'a task that nobody asked for': (response, id) => json(response, { jsonrpc: '2.0', id, result: { resultType: 'task', taskId: 'x', status: 'working' } }),
    'a result of no known kind': (response, id) => json(response, { jsonrpc: '2.0', id, result: { resultType: 'made_up', content: [] } }),
    'a question that the client can’t answer': (response, id) => json(response, { jsonrpc: '2.0', id, result: { resultType: 'input_required', inputRequests: { a: { method: 'sampling/createMessage', params: {} } } } }),
    'a question of a kind that does not exist': (response, id) => json(response, { jsonrpc: '2.0', id, result: { resultType: 'input_required', inputRequests: { a: { method: 'shell/run', params: {} } } } }),
    'a result that ends early': (response, id) => raw(response, `{"jsonrpc":"2.0","id":${String(id)},"result":{"content":[]}},"result":{"content":[]}}`),
    'a result that never ends': (response, id) => raw(response, `{"jsonrpc":"2.0","id":${String(id)},"result":{"content":[]`),
    'content twice, the second time none': (response, id) => raw(response, `{"jsonrpc":"2.0","id":${String(id)},"result":{"content":[],"content":3}}`),
    'a kind of result that is hidden in escapes': (response, id) => raw(response, `{"jsonrpc":"2.0","id":${String(id)},"result":{"content":[],"re\\u0073ultType":"task"}}`),
    'bytes that are no UTF-8': (response, id) => raw(response, Buffer.concat([Buffer.from(`{"jsonrpc":"2.0","id":${String(id)},"result":{"content":"`), Buffer.from([0xff, 0xfe]), Buffer.from('"}}')])),
    'a refusal and a result': (response, id) => raw(response, `{"jsonrpc":"2.0","id":${String(id)},"result":{"content":[]},"error":{"code":-32000,"message":"no"}}`),
    'what its own schema does not allow': (response, id) => json(response, { jsonrpc: '2.0', id, result: { resultType: 'complete', content: [], structuredContent: { text: 7 } } }),
    'nothing where its own schema wants something': (response, id) => json(response, { jsonrpc: '2.0', id, result: { resultType: 'complete', content: [] } }),
    '500': (response) => void response.writeHead(500).end(),
    '401': (response) => void response.writeHead(401, { 'www-authenticate': 'Bearer resource_metadata="http://169.254.169.254/"' }).end(),
  };
  for (const [what, lie] of Object.entries(told)) {
    const far = await server();
    far.tools = [{ ...ECHO, outputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }];
    const { slug } = await attach(far);
    far.instead = ({ method, id }, response) => { if (method !== 'tools/call') return false; lie(response, id); return true; };
    const outcome = outcomeOf(await root.call(`${slug}_echo`, { text: 'x' }));
    ledger.holds(`a server that answers with ${what}`, outcome !== 'ran', outcome);
    ledger.holds(`a server that answers with ${what} is on record`, (await trail(root, `${slug}_echo`)).length > 0);
  }
  ledger.honest('the hub is as before', (await (await fetch(`${hub.url}/readyz`)).status) === 200);
}

async function floods({ server, attach, root, worker }: Stage, ledger: Ledger): Promise<void> {
  const endless = (response: ServerResponse, type: string, chunk: string): void => {
    response.writeHead(200, { 'content-type': type });
    const more = (): void => { while (!response.destroyed && response.write(chunk)); };
    response.on('drain', more);
    more();
  };
  const floods: Record<string, (response: ServerResponse) => void> = {
    'an endless body': (response) => endless(response, 'application/json', 'x'.repeat(65_536)),
    'an endless stream of progress': (response) => endless(response, 'text/event-stream', `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: 1 } })}\n\n`),
    'an endless line': (response) => endless(response, 'text/event-stream', `data: ${'x'.repeat(65_536)}`),
    'nothing, for ever': () => undefined,
    'a stream that drips': (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }); const drip = setInterval(() => response.write(':\n\n'), 50); response.on('close', () => clearInterval(drip)); },
  };
  for (const [what, flood] of Object.entries(floods)) {
    const far = await server();
    const { slug } = await attach(far, { timeout: 1, max_output: 65_536 });
    far.instead = ({ method }, response) => { if (method !== 'tools/call') return false; flood(response); return true; };
    const began = performance.now();
    const outcome = outcomeOf(await root.call(`${slug}_echo`, { text: 'x' }));
    ledger.holds(`a server that sends ${what}`, outcome === 'upstream.failed' && performance.now() - began < 5000, outcome);
  }
  const lists: Record<string, (page: number) => object> = {
    'a list that goes in a circle': () => ({ tools: [], nextCursor: 'again' }),
    'a list that never ends': (page) => ({ tools: [], nextCursor: `page-${page}` }),
    'a list with one name twice': () => ({ tools: [{ name: 'echo', inputSchema: { type: 'object' } }, { name: 'echo', inputSchema: { type: 'object' }, description: 'the other' }] }),
    'a list of very many': () => ({ tools: Array.from({ length: 3000 }, (_, n) => ({ name: `t${n}`, inputSchema: { type: 'object' } })) }),
  };
  for (const [what, list] of Object.entries(lists)) {
    const far = await server();
    let page = 0;
    far.instead = ({ method }, response) => { if (method !== 'tools/list') return false; json(response, { jsonrpc: '2.0', id: far.came.length, result: { resultType: 'complete', ...list(++page) } }); return true; };
    const { id } = await attach(far);
    const looked = (await root.call('mcp_server_check', { id }))['structuredContent'];
    ledger.holds(`a server with ${what}`, looked.status === 'unreachable' && looked.tools.length === 0, { status: looked.status, detail: looked.detail });
  }
  ledger.honest('others are still served', outcomeOf(await worker().call('whoami')) === 'ran');
}
