/** What the steps of all CI systems meet: a real hub with a project, environments of each kind, and a trust policy for each CI. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestHub, type TestHub } from '../../doubles/hub.ts';
import { type OidcIssuer, startOidcIssuer } from '../../doubles/oidc-issuer.ts';

export interface CiWorld {
  readonly hub: TestHub;
  readonly url: string;
  readonly issuer: OidcIssuer;
  /** Its public keys, as a policy takes them. */
  readonly jwks: readonly object[];
  /** Id of the project `shop`. */
  readonly project: string;
  /** Id of the trust policy, and the audience that it takes. */
  readonly policy: string;
  /** As the first key, or another one. */
  call(action: string, input: object, key?: string): Promise<Answer>;
  /** A key that may delete secrets, once somebody else approves. */
  readonly keeper: string;
  /** A key that may deploy, and approve nothing. */
  readonly deployer: string;
  /** The token service of a runner, as GitHub shows it to a step. */
  readonly runnerEnv: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export type Answer = Readonly<Record<string, unknown>> & { readonly status?: unknown };

export const AUDIENCE = 'https://hub.example.com';
const CLAIMS = { repository: 'acme/shop', repository_id: '7', repository_owner_id: '3', ref: 'refs/heads/main', sub: 'repo:acme@3/shop@7:ref:refs/heads/main' };

export async function startCiWorld(config: Parameters<typeof startTestHub>[0]['config'] = {}): Promise<CiWorld> {
  const [hub, issuer] = await Promise.all([startTestHub({ store: 'sqlite', config: config ?? {} }), startOidcIssuer()]);
  const call = async (action: string, input: object, key = hub.key): Promise<Answer> => {
    const reply = await fetch(`${hub.url}/v1/tools/${action}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(input) });
    return await reply.json() as Answer; // whoever asks knows the action
  };
  const made = async (action: string, input: object): Promise<string> => {
    const answer = await call(action, input);
    if (typeof answer['id'] !== 'string') throw new Error(`${action}: ${JSON.stringify(answer)}`);
    return answer['id'];
  };
  const project = await made('project_create', { slug: 'shop', name: 'Web shop' });
  await made('environment_create', { project, slug: 'staging', name: 'Staging', tier: 'staging' });
  await made('environment_create', { project, slug: 'hosted', name: 'Hosted', tier: 'staging', bring_up: { action: 'event_publish', input: { type: 'deploy.wanted', subject: '{{environment.slug}}', data: { version: '{{version}}' } } }, url_template: 'https://hosted.example.com' });
  await made('environment_create', { project, slug: 'production', name: 'Production', tier: 'production', protection: { approvals: 1 } });
  await made('environment_create', { project, slug: 'closed', name: 'Closed', tier: 'staging', protection: { refs: ['refs/tags/*'] } });
  await made('environment_create', { project, slug: 'preview', name: 'Preview', tier: 'preview' });
  await made('secret_create', { name: 'shop/database-url', value: 'postgres://shop:hunter2@db' });
  await made('environment_create', { project, slug: 'secretive', name: 'Secretive', tier: 'staging', secret_variables: { DATABASE_URL: 'shop/database-url' } });
  const { keys } = await fetch(`${issuer.url}/jwks`).then((reply) => reply.json()) as { keys: Record<string, unknown>[] };
  const jwks = keys.filter(({ kty }) => kty === 'RSA').map(({ kid, kty, alg, n, e }) => ({ kid, kty, alg, n, e }));
  const policy = await made('trust_policy_create', { name: 'shop', provider: 'other', issuer: issuer.url, audiences: [AUDIENCE, hub.url], jwks, claims: [{ claim: 'repository_id', values: ['7'] }], scopes: ['deployment:write', 'deployment:read', 'preview:write', 'preview:read', 'event:write', 'project:read'] });
  const keeper = String((await call('api_key_create', { name: 'keeper', scopes: ['secret:write', 'secret:read', 'approval:read'] }))['key']);
  const deployer = String((await call('api_key_create', { name: 'deployer', scopes: ['deployment:write', 'deployment:read'] }))['key']);
  const service = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://runner');
    const knows = request.headers.authorization === 'Bearer runner-token' && url.searchParams.get('api-version') === '2.0';
    response.writeHead(knows ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(knows ? { value: issuer.mint({ ...CLAIMS, aud: url.searchParams.get('audience') ?? '' }) } : {}));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  return Object.freeze({
    hub, url: hub.url, issuer, jwks, project, policy, call, keeper, deployer,
    runnerEnv: { ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(service.address() as AddressInfo).port}/token?api-version=2.0`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-token' }, // it listens on TCP
    async stop() {
      service.closeAllConnections();
      await Promise.all([new Promise((resolve) => service.close(resolve)), issuer.stop(), hub.stop()]);
    },
  });
}
