// Several hubs on one store are one MCP server: whichever of them is asked.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type Hub, startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mcpClient } from '../doubles/mcp-client.ts';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';

let dataDir: string;
let database: Awaited<ReturnType<typeof startPostgres>>;
let hubs: readonly [Hub, Hub];
let key: string;

describe.each(findPostgres() === undefined ? [] : ['PostgreSQL'])('two hubs on one %s', () => {
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'patchbay-mcp-'));
    database = await startPostgres();
    const begin = () => startHub({ listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir, databaseUrl: database.url }, observe: { level: 'silent' } });
    const first = await begin();
    hubs = [first, await begin()];
    key = first.firstKey!;
  }, 60_000);
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.stop()));
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const at = (hub: number, message: object, { as = key, session, method = 'POST' }: { readonly as?: string; readonly session?: string; readonly method?: string } = {}) => fetch(`${hubs[hub]!.url}/mcp`, {
    method, headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...(session === undefined ? {} : { 'mcp-session-id': session }) }, ...(method === 'POST' ? { body: JSON.stringify({ jsonrpc: '2.0', ...message }) } : {}),
  });
  const initialize = { id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: { elicitation: {} }, clientInfo: { name: 't', version: '1' } } };

  test('know the sessions of each other, for whoever opened them and nobody else', async () => {
    const session = (await at(0, initialize)).headers.get('mcp-session-id')!;
    expect(session).toMatch(/^[\x21-\x7e]{32,2000}$/);
    const reply = await at(1, { id: 1, method: 'tools/call', params: { name: 'whoami', arguments: {} } }, { session });
    expect([reply.status, (await reply.text()).includes('"scopes"')]).toEqual([200, true]);
    const stranger = String((await mcpClient(hubs[0].url, key).call('api_key_create', { name: 'stranger', scopes: ['*'] }))['structuredContent']['key']);
    const [payload, signature = ''] = session.split('.');
    const forged = `${Buffer.from(Buffer.from(payload!, 'base64url').toString().replace('2025-06-18', '2025-11-25')).toString('base64url')}.${signature}`;
    expect([(await at(1, { id: 2, method: 'ping' }, { session, as: stranger })).status, (await at(1, { id: 2, method: 'ping' }, { session: forged })).status, (await at(1, { id: 2, method: 'ping' }, { session: 'made-up' })).status]).toEqual([404, 404, 404]);
    expect((await at(1, {}, { session, method: 'DELETE' })).status).toBe(204);
    expect((await at(1, { id: 3, method: 'ping' }, { session })).status).toBe(404);
  });

  test('serve a client of the older era whose requests come to either', async () => {
    let turn = 0;
    const balanced: typeof fetch = (url, init) => fetch(String(url).replace(hubs[0].url, hubs[turn++ % 2]!.url), init);
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${hubs[0].url}/mcp`), { fetch: balanced, requestInit: { headers: { authorization: `Bearer ${key}` } } }));
    try {
      for (let n = 0; n < 4; n++) expect((await client.callTool({ name: 'whoami', arguments: {} })).structuredContent).toMatchObject({ scopes: expect.arrayContaining(['*']) });
      expect(turn).toBeGreaterThan(4);
    } finally {
      await client.close();
    }
  });
});
