/** An authorization server on loopback: metadata, registration, codes with PKCE, tokens that rotate. It refuses what a real one refuses. */
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OAuthServer {
  readonly url: string;
  /** What the metadata says besides; over the usual. */
  metadata: Record<string, unknown>;
  /** Access tokens that are good now. */
  readonly good: Set<string>;
  /** Seconds that an access token lives, as it says. */
  lives: number;
  /** Clients that were registered before, with their secrets. */
  readonly known: Map<string, string>;
  /** Who asks for a token waits for this. */
  gate: () => Promise<void>;
  /** The scopes of each access token. */
  readonly scopes: Map<string, string>;
  /** A person agrees at this authorization URL: what the browser brings back. */
  agree(authorizationUrl: string): { readonly state: string; readonly code: string; readonly iss: string };
  stop(): Promise<void>;
}

interface Code { readonly challenge: string; readonly client: string; readonly redirect: string; readonly resource: string; readonly scope: string }

export async function startOAuthServer(): Promise<OAuthServer> {
  const clients = new Set<string>();
  const codes = new Map<string, Code>();
  const refreshes = new Map<string, { readonly resource: string; readonly scope: string }>();
  const good = new Set<string>();
  const known = new Map<string, string>();
  const scopes = new Map<string, string>();

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const say = (status: number, body: object): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      const body = Buffer.concat(chunks).toString();
      if (request.url === '/.well-known/oauth-authorization-server') return say(200, { issuer: url, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token`, registration_endpoint: `${url}/register`, code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true, ...double.metadata });
      if (request.url === '/register') { const client_id = `client-${clients.size + 1}`; clients.add(client_id); return say(201, { ...(JSON.parse(body) as object), client_id }); }
      if (request.url === '/token') return void double.gate().then(() => token(new URLSearchParams(body), say, request.headers.authorization));
      return say(404, {});
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP, so the address is no pipe

  function token(form: URLSearchParams, say: (status: number, body: object) => void, authorization = ''): void {
    const field = (name: string): string => form.get(name) ?? '';
    const [basic = '', secret] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
    const client = basic === '' ? field('client_id') : basic;
    if (known.get(client) !== secret) return say(401, { error: 'invalid_client' });
    if (field('grant_type') === 'refresh_token') {
      const before = refreshes.get(field('refresh_token'));
      if (before === undefined || before.resource !== field('resource')) return say(400, { error: 'invalid_grant' });
      refreshes.delete(field('refresh_token')); // they rotate
      return give(before, say);
    }
    const code = codes.get(field('code'));
    codes.delete(field('code'));
    const proves = code !== undefined && createHash('sha256').update(field('code_verifier')).digest('base64url') === code.challenge;
    if (!proves || code.client !== client || code.redirect !== field('redirect_uri') || code.resource !== field('resource')) return say(400, { error: 'invalid_grant' });
    give(code, say);
  }

  function give({ resource, scope }: { readonly resource: string; readonly scope: string }, say: (status: number, body: object) => void): void {
    const [access, refresh] = [`access-${randomUUID()}`, `refresh-${randomUUID()}`];
    good.add(access);
    refreshes.set(refresh, { resource, scope });
    scopes.set(access, scope);
    say(200, { access_token: access, token_type: 'Bearer', expires_in: double.lives, refresh_token: refresh });
  }

  const double: OAuthServer = {
    url, metadata: {}, good, known, scopes, lives: 3600, gate: () => Promise.resolve(),
    agree(authorizationUrl) {
      const { searchParams: asked, origin } = new URL(authorizationUrl);
      const [client = '', redirect = '', challenge = '', resource = '', state = ''] = ['client_id', 'redirect_uri', 'code_challenge', 'resource', 'state'].map((name) => asked.get(name) ?? '');
      if (origin !== url || asked.get('response_type') !== 'code' || asked.get('code_challenge_method') !== 'S256' || !(clients.has(client) || known.has(client)) || challenge.length < 43 || resource === '' || state === '') throw new Error(`no authorization for ${authorizationUrl}`);
      const code = randomUUID();
      codes.set(code, { challenge, client, redirect, resource, scope: asked.get('scope') ?? '' });
      return { state, code, iss: url };
    },
    stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
  return double;
}
