/** How a registry wants to be asked: it says so at /v2/, with a token for each repository, with Basic, or not at all. */
import { at, type HttpRequest, type Infer, PluginError, type ReadCtx, t } from '@patchbay/sdk';

export const config = t.object({
  registry_url: t.url({ description: 'Origin of the registry.', examples: ['https://ghcr.io'] }),
  token_url: t.optional(t.url({ description: 'Origin that hands out tokens, where it is another than the registry.', examples: ['https://auth.docker.io'] })),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'User; for some registries any word does.' })),
  ca_cert: t.optional(t.string({ maxLength: 65_536, description: 'Authorities that its certificate is signed by, PEM.' })),
  password: t.secret({ description: 'Password or access token of the user.', required: false }),
  webhook_token: t.secret({ description: 'Token that notifications of the registry show; you choose it.', required: false }),
});
export type Config = Infer<typeof config>;

/** What goes with each request of one call. */
export type Session = Pick<HttpRequest, 'auth' | 'headers'>;
export type Scope = `repository:${string}:${string}` | 'registry:catalog:*';

export async function login(scopes: readonly Scope[], ctx: ReadCtx<Config>): Promise<Session> {
  const { status, headers } = await ctx.http.request({ url: '/v2/', auth: false, accept: [401] });
  const known = ctx.hasSecret('password') && ctx.config.username !== undefined;
  if (status !== 401) return known ? { auth: 'basic' } : { auth: false };
  const challenge = headers['www-authenticate'] ?? '';
  if (/^bearer\s/i.test(challenge)) return { auth: false, headers: { authorization: `Bearer ${await tokenFor(challenge, scopes, known, ctx)}` } };
  if (!known) throw new PluginError('auth', 'The registry wants a user: set username and the secret password', { missing: 'password' });
  return { auth: 'basic' };
}

/** The broker lets it go to the origins of registry_url and token_url only, wherever the challenge points. */
async function tokenFor(challenge: string, scopes: readonly Scope[], known: boolean, ctx: ReadCtx<Config>): Promise<string> {
  const { realm, service } = Object.fromEntries([...challenge.matchAll(/([a-z]+)="([^"]*)"/gi)].map(([, name, value]) => [name!.toLowerCase(), value!]));
  if (realm === undefined) throw new PluginError('unavailable', 'The registry asks for a token and does not say where to get it');
  const body = await ctx.http.get(realm, { query: { service, scope: scopes }, auth: known ? 'basic' : false });
  const token = at(body, 'token') ?? at(body, 'access_token');
  if (typeof token !== 'string' || token === '') throw new PluginError('auth', 'The token server gave no token');
  return token;
}
