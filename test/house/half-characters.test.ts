/** Half a character is no text: no door takes it, wherever it stands in a body, and bytes that are no UTF-8 neither. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

let hub: TestHub;
beforeAll(async () => { hub = await startTestHub({ store: 'sqlite' }); }, 60_000);
afterAll(() => hub.stop());

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const answer = await fetch(hub.url + path, { method: 'POST', headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }, body: new Uint8Array(Buffer.from(body)) });
  return { status: answer.status, text: await answer.text() };
}

const mcp = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'project_create' };
/** A body of each door with one text in it, and where that is. */
const doors: [string, string, (text: string) => string, string, Record<string, string>][] = [
  ['REST', '/v1/projects', (text) => `{"slug": "shop", "name": "${text}"}`, 'name', {}],
  ['an action', '/v1/tools/event_publish', (text) => `{"type": "build.done", "data": {"list": [1, {"${text}": 1}]}}`, 'data.list.1.', {}],
  ['GraphQL', '/graphql', (text) => `{"query": "query ($name: String) { projects(name: $name) { edges { node { id } } } }", "variables": {"name": "${text}"}}`, 'variables.name', {}],
  ['MCP', '/mcp', (text) => `{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "project_create", "arguments": {"slug": "shop", "name": "${text}"}, "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}}}`, 'params.arguments.name', mcp],
  ['Svix', '/api/v1/app', (text) => `{"name": "${text}"}`, 'name', {}],
];

describe.each(doors)('%s', (_, path, body, place, headers) => {
  test.each(['\\ud800', '\\uDC00 before', 'a \\ud83d', '\\udc00\\ud800'])('refuses %s and says where', async (text) => {
    const { status, text: said } = await post(path, body(text), headers);
    expect([status >= 400 && status < 500, said]).toEqual([true, expect.stringContaining(`half a character at ${place}`)]);
  });

  test('takes both halves together, and what only looks like one', async () => {
    for (const text of ['\\ud83d\\ude00', '\\\\ud800', '\\u00e9']) expect((await post(path, body(text), headers)).text).not.toContain('half a character');
  });

  test('refuses bytes that are no UTF-8, half a character among them', async () => {
    for (const bytes of [[0xed, 0xa0, 0x80], [0xff], [0xc3]]) {
      const [before, after] = body('|').split('|') as [string, string];
      const { status, text } = await post(path, Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]), headers);
      expect([status >= 400 && status < 500, text]).toEqual([true, expect.stringContaining('UTF-8')]);
    }
  });
});

test('a text within a GraphQL document is held to the same', async () => {
  const { text } = await post('/graphql', JSON.stringify({ query: 'mutation { project_create(input: { slug: "half", name: "\\ud800" }) { id } }' }));
  expect(JSON.parse(text)).toMatchObject({ errors: [{}] });
  expect((JSON.parse(text) as { data?: unknown }).data ?? null).toBeNull();
});
