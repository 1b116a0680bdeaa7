/** The client under test: a hub that attaches the suite's server, signs in where it must, and calls what there is. The suite starts it with the server's URL. */
import { startTestHub } from '../../doubles/hub.ts';
import { type Loose, mcpClient } from '../../doubles/mcp-client.ts';

const url = process.argv.at(-1) ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Loose;
const signsIn = (process.env['MCP_CONFORMANCE_SCENARIO'] ?? '').startsWith('auth');
const capabilities = { elicitation: {}, sampling: {}, roots: {} };

const hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.1/32', '::1/128'] } } });
try {
  const root = mcpClient(hub.url, hub.key);
  const made = await root.call('mcp_server_create', { slug: 'far', name: 'Far', transport: 'http', http: { url }, per_person: signsIn, default_safety: 'safe' });
  const id = String(made['structuredContent']['id']);
  const names = await toolsOf(id);
  await root.call('mcp_server_update', { id, allowed_tools: names });
  const far = mcpClient(hub.url, hub.key, { path: '/mcp/server/far', capabilities });
  const wanted = (context.toolCalls ?? names.map((name) => ({ name, arguments: name === 'add_numbers' ? { a: 5, b: 3 } : {} }))) as readonly { name: string; arguments?: object }[];
  for (const { name, arguments: args = {} } of wanted) await answered(await far.call(name, args), (more) => far.call(name, args, more));

  async function toolsOf(server: string): Promise<string[]> {
    for (let tries = 0; tries < 3; tries++) {
      const { status, tools } = (await root.call('mcp_server_check', { id: server }))['structuredContent'] as { status: string; tools: { name: string }[] };
      if (status !== 'unauthorized') return tools.map(({ name }) => name);
      await signIn(server);
    }
    return [];
  }

  async function signIn(server: string): Promise<void> {
    const begun = await root.call('mcp_server_sign_in', { id: server });
    if (begun['isError'] === true) throw new Error(String(begun['content'][0].text));
    const reply = await fetch(String(begun['structuredContent'].url), { redirect: 'manual' });
    const back = Object.fromEntries(new URL(reply.headers.get('location') ?? '').searchParams);
    const finished = await root.call('mcp_server_finish_sign_in', back);
    if (finished['isError'] === true) throw new Error(String(finished['content'][0].text));
  }
} finally {
  await hub.stop();
}
process.exit(); // kept connections to the suite's server would keep it alive, and the suite starts dozens at once

async function answered(result: Loose, again: (more: object) => Promise<Loose>): Promise<void> {
  if (result['resultType'] !== 'input_required') return;
  const responses = Object.fromEntries(Object.keys((result['inputRequests'] ?? {}) as object).map((key) => [key, { action: 'accept', content: { name: 'Ada' } }]));
  await again({ inputResponses: responses, ...(result['requestState'] === undefined ? {} : { requestState: result['requestState'] }) });
}
