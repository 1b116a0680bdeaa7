/** The client under test: a hub that attaches the suite's server, signs in where it must, and calls what there is. The suite starts it with the server's URL. */
import { startTestHub } from '../../doubles/hub.ts';
import { type Loose, mcpClient } from '../../doubles/mcp-client.ts';

type Arguments = Readonly<Record<string, unknown>>;
interface Tool { readonly name: string; readonly inputSchema: { readonly properties?: Readonly<Record<string, Arguments>>; readonly required?: readonly string[] } }

const url = process.argv.at(-1) ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Loose;
const { origin } = new URL(url);
const signsIn = (process.env['MCP_CONFORMANCE_SCENARIO'] ?? '').startsWith('auth');
const capabilities = { elicitation: {}, sampling: {}, roots: {} };

const hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.1/32', '::1/128'] } } });
try {
  const root = mcpClient(hub.url, hub.key);
  const made = await root.call('mcp_server_create', { slug: 'far', name: 'Far', transport: 'http', http: { url }, per_person: signsIn, default_safety: 'safe', ...(await knownAs()) });
  const id = String(made['structuredContent']['id']);
  const names = await toolsOf(id);
  await root.call('mcp_server_update', { id, allowed_tools: names });
  const far = mcpClient(hub.url, hub.key, { path: '/mcp/server/far', capabilities });
  const tools = (await far.ask('tools/list'))['tools'] as readonly Tool[];
  const wanted = (context.toolCalls ?? tools.map((tool) => ({ name: tool.name, arguments: sample(tool) }))) as readonly { name: string; arguments: Arguments }[];
  for (const { name, arguments: args } of wanted) {
    const headers = mirrored(tools.find((tool) => tool.name === name), args);
    const call = async (more: object = {}): Promise<Loose> => (await far.post('tools/call', { name, arguments: args, ...more }, headers)).body.result ?? {};
    let result = await call();
    for (let steps = 0; steps < 2 && result['_meta']?.['dev.patchbay/problem']?.code === 'sign_in.required'; steps++) { await signIn(id); result = await call(); }
    await answered(result, call);
  }

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

/** Where the suite has registered the hub before: what an operator would write down. */
async function knownAs(): Promise<object> {
  const { client_id, client_secret, issuer } = context as { client_id?: string; client_secret?: string; issuer?: string };
  if (!signsIn || client_id === undefined || client_secret === undefined) return {};
  const metadata = (await (await fetch(`${issuer ?? origin}/.well-known/oauth-authorization-server`)).json()) as { token_endpoint: string };
  return { auth: { kind: 'oauth2', client_id, token_url: metadata.token_endpoint }, auth_secret: client_secret };
}

/** Something for each argument that must be there. */
function sample({ name, inputSchema: { properties = {}, required = [] } }: Tool): Arguments {
  if (name === 'add_numbers') return { a: 5, b: 3 };
  const values: Arguments = { string: 'x', integer: 1, number: 1, boolean: true, array: [], object: {} };
  return Object.fromEntries(required.map((key) => [key, values[String(properties[key]?.['type'])] ?? null]));
}

/** What the hub wants repeated, as any client of it must. */
function mirrored(tool: Tool | undefined, args: Arguments): Record<string, string> {
  const marked = Object.entries(tool?.inputSchema.properties ?? {}).filter(([key, part]) => part['x-mcp-header'] !== undefined && args[key] !== undefined && args[key] !== null);
  return Object.fromEntries(marked.map(([key, part]) => [`mcp-param-${String(part['x-mcp-header'])}`, `=?base64?${Buffer.from(String(args[key])).toString('base64')}?=`]));
}

async function answered(result: Loose, again: (more: object) => Promise<Loose>): Promise<void> {
  if (result['resultType'] !== 'input_required') return;
  const responses = Object.fromEntries(Object.keys((result['inputRequests'] ?? {}) as object).map((key) => [key, { action: 'accept', content: { name: 'Ada' } }]));
  await again({ inputResponses: responses, ...(result['requestState'] === undefined ? {} : { requestState: result['requestState'] }) });
}
