import { expect, test } from 'vitest';
import { createMcpBridge } from './mcp-bridge.ts';

/** What a client is told that asks one thing, with the id 9. */
async function asked(answer: () => Promise<Response>): Promise<unknown[]> {
  const said: unknown[] = [];
  const fetch: typeof globalThis.fetch = (_, init) => ((JSON.parse(String(init?.body)) as { id?: number }).id === undefined ? Promise.resolve(new Response(null, { status: 202 })) : answer());
  const bridge = createMcpBridge({ url: 'http://hub.example', key: 'pb_secret', fetch }, (text) => said.push(JSON.parse(text)));
  bridge.take('{"jsonrpc":"2.0","id":9,"method":"tools/list"}');
  bridge.take('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  await bridge.idle();
  await bridge.close();
  return said;
}

const json = (status: number, body: object) => async () => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

test('a refusal that names no request is the answer to the one that was asked: nobody waits for ever', async () => {
  const refused = { jsonrpc: '2.0', id: null, error: { code: 401, message: 'The API key was revoked' } };
  expect(await asked(json(401, refused))).toEqual([{ ...refused, id: 9 }]);
});

test('what is no answer is said as one: a page of a proxy, nothing at all, a stream that broke off, nobody there', async () => {
  for (const answer of [
    async () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
    async () => new Response(null, { status: 202 }),
    async () => new Response('data: {"jsonrpc":"2.0","method":"notifications/progress","params":{}}\n\n', { headers: { 'content-type': 'text/event-stream' } }),
    async () => { throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:8085') }); },
  ]) expect((await asked(answer)).filter((each) => (each as { id?: number }).id === 9)).toEqual([{ jsonrpc: '2.0', id: 9, error: { code: 502, message: expect.stringMatching(/^The hub could not be reached: (it answered (502|202|200) and no message|fetch failed: connect ECONNREFUSED 127\.0\.0\.1:8085)$/) as string } }]);
});

test('an answer is told once, as it came', async () => {
  const answer = { jsonrpc: '2.0', id: 9, result: { tools: [] } };
  expect(await asked(json(200, answer))).toEqual([answer]);
});
