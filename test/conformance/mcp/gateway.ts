/** The same suite through the gateway: a hub in front of a server that has the fixtures. */
import { startTestHub } from '../../doubles/hub.ts';
import { mcpClient } from '../../doubles/mcp-client.ts';
import { type Front, startFront } from './front.ts';
import { FIXTURES, startWorld } from './world.ts';

export async function startGateway(): Promise<{ readonly front: Front; stop(): Promise<void> }> {
  const far = await startWorld();
  const behind = await far.front(FIXTURES);
  const near = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.1/32'] }, limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000 } } });
  const client = mcpClient(near.url, near.key);
  const { tools } = await mcpClient(far.hub.url, far.hub.key, { path: FIXTURES }).ask('tools/list');
  const names = (tools as { name: string }[]).map(({ name }) => name);
  const made = await client.call('mcp_server_create', { slug: 'far', name: 'Far', transport: 'http', http: { url: behind.url }, allowed_tools: names, default_safety: 'safe' });
  await client.call('mcp_server_check', { id: made['structuredContent']['id'] });
  const front = await startFront(near.url, near.key, '/mcp/server/far');
  return { front, async stop() { await front.stop(); await near.stop(); await far.stop(); } };
}
