/** Where the attacks happen: a hub, a worker whose key the first one issued, and a server of the attacker's. */
import { startTestHub, type TestHub } from '../../doubles/hub.ts';
import { type Loose, mcpClient, type McpClient } from '../../doubles/mcp-client.ts';
import { ECHO, type McpServerDouble, startMcpServer } from '../../doubles/mcp-server.ts';

export interface Attached { readonly id: string; readonly slug: string; tools(): Promise<readonly Record<string, Loose>[]> }

export interface Stage {
  readonly hub: TestHub;
  readonly root: McpClient;
  readonly workerKey: string;
  worker(capabilities?: object, path?: string): McpClient;
  server(): Promise<McpServerDouble>;
  attach(server: McpServerDouble, more?: object): Promise<Attached>;
  stop(): Promise<void>;
}

let count = 0;

export async function openStage(): Promise<Stage> {
  const hub = await startTestHub({ store: 'sqlite', config: { listen: { mcpCommands: [process.execPath] }, deliveries: { egressAllow: ['127.0.0.1/32'] }, limits: { principalPerMinute: 1_000_000, tenantPerMinute: 1_000_000 } } });
  const root = mcpClient(hub.url, hub.key);
  const workerKey = String((await root.call('api_key_create', { name: 'worker', scopes: ['*'] }))['structuredContent']['key']);
  const servers: McpServerDouble[] = [];
  return {
    hub, root, workerKey,
    worker: (capabilities = {}, path = '/mcp') => mcpClient(hub.url, workerKey, { capabilities, path }),
    async server() {
      const server = await startMcpServer([ECHO]);
      servers.push(server);
      return server;
    },
    async attach(server, more = {}) {
      const slug = `evil${++count}`;
      const made = await root.call('mcp_server_create', { slug, name: slug, transport: 'http', http: { url: server.url }, allowed_tools: ['echo'], safety: { echo: 'safe' }, timeout: 3, ...more });
      const id = String(made['structuredContent']['id']);
      const tools = async () => (await root.call('mcp_server_check', { id }))['structuredContent']['tools'] as readonly Record<string, Loose>[];
      await tools();
      return { id, slug, tools };
    },
    async stop() {
      for (const server of servers) await server.stop();
      await hub.stop();
    },
  };
}

/** What a call came to: `ran`, a JSON-RPC code, or the code of a failure. */
export function outcomeOf(result: Record<string, Loose>): string {
  if (result['error'] !== undefined) return String(result['error'].code);
  const code = result['_meta']?.['dev.patchbay/problem']?.code as string | undefined;
  return code ?? (result['resultType'] === 'complete' && result['isError'] !== true ? 'ran' : String(result['resultType']));
}
