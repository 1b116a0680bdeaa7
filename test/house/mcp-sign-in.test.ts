/** Each person signs in at an attached server for themselves: OAuth with PKCE, through a hub that keeps the tokens. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Loose, mcpClient, type McpClient } from '../doubles/mcp-client.ts';
import { type McpServerDouble, startMcpServer } from '../doubles/mcp-server.ts';
import { type OAuthServer, startOAuthServer } from '../doubles/oauth-server.ts';

let hub: TestHub;
let root: McpClient;
let ada: McpClient;
let bob: McpClient;
let far: McpServerDouble;
let issuer: OAuthServer;
let named: object;
let count = 0;

beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.1/32'] } } });
  root = mcpClient(hub.url, hub.key);
  const person = async (name: string): Promise<McpClient> => mcpClient(hub.url, String((await root.call('api_key_create', { name, scopes: ['*'] }))['structuredContent']['key']));
  [ada, bob] = [await person('ada'), await person('bob')];
}, 60_000);
afterAll(() => hub.stop());
beforeEach(async () => {
  issuer = await startOAuthServer();
  far = await startMcpServer();
  named = { resource: far.url, authorization_servers: [issuer.url] };
  far.guard = { admits: (authorization) => issuer.good.has(String(authorization).replace('Bearer ', '')), metadata: () => named };
});
afterEach(async () => { await far.stop(); await issuer.stop(); });

async function attach(more: object = {}): Promise<{ id: string; slug: string }> {
  const slug = `person${++count}`;
  const made = await root.call('mcp_server_create', { slug, name: slug, transport: 'http', http: { url: far.url }, per_person: true, allowed_tools: ['echo'], safety: { echo: 'safe' }, ...more });
  return { id: String(made['structuredContent']['id']), slug };
}
const signIn = async (who: McpClient, id: string): Promise<Loose> => {
  const begun = (await who.call('mcp_server_sign_in', { id }))['structuredContent'];
  return who.call('mcp_server_finish_sign_in', issuer.agree(String(begun['url'])));
};
/** What a token needs to look around, and to call. */
function wants(look: string, call: string): void {
  far.instead = ({ method, headers }, response) => {
    const has = issuer.scopes.get(String(headers.authorization).replace('Bearer ', ''))?.split(' ') ?? [];
    const needs = method === 'tools/call' ? call : look;
    if (has.includes(needs)) return false;
    response.writeHead(403, { 'www-authenticate': `Bearer error="insufficient_scope", scope="${needs}"` }).end();
    return true;
  };
}
const codeOf = (result: Loose): unknown => result['_meta']?.['dev.patchbay/problem']?.code;

describe('a server where each person signs in', () => {
  test('is asked with the token of who calls, and of nobody else', async () => {
    const { id, slug } = await attach();
    expect((await signIn(ada, id))['structuredContent']).toEqual({ server: id, signed_in: true });
    await ada.call('mcp_server_check', { id });
    expect((await ada.call(`${slug}_echo`, { text: 'hi' }))['content'][0].text).toBe('{"text":"hi"}');
    expect(codeOf(await bob.call(`${slug}_echo`, { text: 'hi' }))).toBe('sign_in.required');
    await signIn(bob, id);
    await bob.call(`${slug}_echo`, { text: 'hi' });
    const tokens = far.came.filter(({ method }) => method === 'tools/call').map(({ headers }) => headers.authorization);
    expect(new Set(tokens).size).toBe(2);
  });

  test('gets a fresh token when the old one runs out', async () => {
    issuer.lives = 1; // sooner than the hub would wait
    const { id, slug } = await attach();
    await signIn(ada, id);
    await ada.call('mcp_server_check', { id });
    for (let n = 0; n < 3; n++) expect((await ada.call(`${slug}_echo`, { text: 'hi' }))['isError']).toBeUndefined();
    expect(issuer.good.size).toBeGreaterThan(3);
  });

  test('that is somewhere else since gets nobody’s token', async () => {
    const { id, slug } = await attach();
    await signIn(ada, id);
    await ada.call('mcp_server_check', { id });
    expect((await ada.call(`${slug}_echo`, { text: 'hi' }))['isError']).toBeUndefined();
    const evil = await startMcpServer();
    await root.call('mcp_server_update', { id, http: { url: evil.url } });
    expect(codeOf(await ada.call(`${slug}_echo`, { text: 'hi' }))).toBe('sign_in.required');
    await ada.call('mcp_server_check', { id });
    expect(JSON.stringify(evil.came)).not.toContain('Bearer');
    await root.call('mcp_server_update', { id, http: { url: far.url } });
    expect((await ada.call(`${slug}_echo`, { text: 'hi' }))['isError']).toBeUndefined();
    await evil.stop();
  });

  test('that wants more for a tool gets it with the next sign-in, together with what it got before', async () => {
    wants('tools', 'write');
    const { id, slug } = await attach();
    await signIn(ada, id);
    await ada.call('mcp_server_check', { id });
    const refused = await ada.call(`${slug}_echo`, { text: 'hi' });
    expect(refused['_meta']['dev.patchbay/problem']).toMatchObject({ code: 'sign_in.required', server: id, scopes: ['write'] });
    await signIn(ada, id);
    expect((await ada.call(`${slug}_echo`, { text: 'hi' }))['isError']).toBeUndefined();
    expect([...issuer.scopes.values()]).toEqual(['tools', 'tools write']);
  });

  test('that never has enough is not asked for again and again', async () => {
    const { id, slug } = await attach();
    await signIn(ada, id);
    await ada.call('mcp_server_check', { id });
    wants('tools', 'tools');
    for (const token of issuer.scopes.keys()) issuer.scopes.set(token, 'other'); // it gives less than was asked for
    expect(codeOf(await ada.call(`${slug}_echo`, { text: 'hi' }))).toBe('upstream.failed');
    const said: unknown[] = [];
    for (const scope of ['one', 'two', 'three', 'four']) {
      wants('tools', scope);
      said.push(codeOf(await ada.call(`${slug}_echo`, { text: 'hi' })));
      await signIn(ada, id);
    }
    expect(said).toEqual(['sign_in.required', 'sign_in.required', 'sign_in.required', 'upstream.failed']);
  });

  test('where the hub was registered before is signed in to with that, and the secret goes nowhere else', async () => {
    issuer.known.set('hub-client', 'hub-secret');
    issuer.metadata = { registration_endpoint: undefined, token_endpoint_auth_methods_supported: ['client_secret_basic'] };
    const auth = { kind: 'oauth2', client_id: 'hub-client', token_url: `${issuer.url}/token` };
    const { id, slug } = await attach({ auth, auth_secret: 'hub-secret' });
    await signIn(ada, id);
    await ada.call('mcp_server_check', { id });
    expect((await ada.call(`${slug}_echo`, { text: 'hi' }))['isError']).toBeUndefined();
    const other = await startOAuthServer();
    named = { resource: far.url, authorization_servers: [other.url] };
    expect(codeOf(await ada.call('mcp_server_sign_in', { id }))).toBe('upstream.failed');
    await other.stop();
  });

  test('is not signed in to by a link that somebody sent', async () => {
    const { id } = await attach();
    const begun = (await ada.call('mcp_server_sign_in', { id }))['structuredContent'];
    const brought = issuer.agree(String(begun['url']));
    expect(codeOf(await bob.call('mcp_server_finish_sign_in', brought))).toBe('sign_in.unknown');
    expect((await ada.call('mcp_server_finish_sign_in', brought))['isError']).toBeUndefined();
    expect(codeOf(await ada.call('mcp_server_finish_sign_in', brought))).toBe('sign_in.unknown');
  });

  test('takes no answer of another issuer, or of none', async () => {
    const { id } = await attach();
    for (const iss of ['https://evil.example', `${issuer.url}/`, undefined]) {
      const begun = (await ada.call('mcp_server_sign_in', { id }))['structuredContent'];
      const { state, code } = issuer.agree(String(begun['url']));
      expect(codeOf(await ada.call('mcp_server_finish_sign_in', { state, code, ...(iss === undefined ? {} : { iss }) }))).toBe('upstream.failed');
    }
  });

  test.each([
    ['names another issuer in the metadata', () => { issuer.metadata = { issuer: 'https://evil.example' }; }],
    ['does not know PKCE', () => { issuer.metadata = { code_challenge_methods_supported: ['plain'] }; }],
    ['would take tokens over plain http elsewhere', () => { issuer.metadata = { token_endpoint: 'http://tokens.example/token' }; }],
    ['names metadata inside', () => { named = { resource: far.url, authorization_servers: ['http://169.254.169.254/'] }; }],
    ['is metadata of another resource', () => { named = { resource: 'https://bank.example/mcp', authorization_servers: [issuer.url] }; }],
  ])('that %s is not signed in to', async (_, spoil) => {
    const { id } = await attach();
    spoil();
    expect(codeOf(await ada.call('mcp_server_sign_in', { id }))).toBe('upstream.failed');
  });
});

test('the page that a browser comes back to shows what came, as text', async () => {
  const page = await fetch(`${hub.url}/mcp/oauth/callback?state=s1&code=${encodeURIComponent('<script>alert(1)</script>')}`);
  const text = await page.text();
  expect([page.status, page.headers.get('content-security-policy')?.includes("default-src 'none'"), text.includes('<script>'), text.includes('mcp_server_finish_sign_in')]).toEqual([200, true, false, true]);
  expect(await (await fetch(`${hub.url}/mcp/oauth/client.json`)).json()).toMatchObject({ client_id: `${hub.url}/mcp/oauth/client.json`, redirect_uris: [`${hub.url}/mcp/oauth/callback`] });
});
