/** Auth slots: how the host puts a credential into a request. They are data: the plugin names its secrets and never sees them. */
import type { Json } from './json.ts';

/**
 * `{{config.field}}` and `{{secret.field}}` stand for values, filled in by the host. In `exchange` also `{{jwt}}`.
 * `|base64` behind a name encodes it: `{{secret.pat|base64}}`.
 */
export type Template = string;

interface Slot {
  /** Only requests to these origins; all of the plugin's, if absent. */
  readonly hosts?: readonly Template[];
  /** For people who choose between slots. */
  readonly description?: string;
}

/** Headers, query parameters, top-level fields of a JSON or form body, or the whole URL. Names of headers and parameters may come from the configuration, too. */
export interface PlacedAuth extends Slot {
  readonly kind: 'placed';
  readonly headers?: Readonly<Record<string, Template>>;
  readonly query?: Readonly<Record<string, Template>>;
  readonly body?: Readonly<Record<string, Template>>;
  /** Before a relative URL: for systems whose URL is the secret. Its host must be declared. */
  readonly url?: Template;
}
export interface BasicAuth extends Slot { readonly kind: 'basic'; readonly username: Template; readonly password: Template }
export interface OAuth2Auth extends Slot {
  readonly kind: 'oauth2';
  readonly grant: 'client_credentials' | 'refresh_token';
  readonly token_url: Template;
  readonly client_id: Template;
  readonly client_secret?: Template;
  /** Of refresh_token: the name of the secret. A new one that the server sends is kept. */
  readonly refresh_token?: string;
  readonly scopes?: readonly string[];
  readonly parameters?: Readonly<Record<string, Template>>;
  /** How the client shows itself: Basic, or in the body. */
  readonly client_auth?: 'basic' | 'body';
  /** Of the header; Bearer, if absent. */
  readonly scheme?: string;
}
/** A token that a request of its own brings: GitHub Apps, Google service accounts, session logins. */
export interface ExchangeAuth extends Slot {
  readonly kind: 'exchange';
  /** Signed anew for each exchange; `{{jwt}}` is the token. Numbers of claims: `iat` and `exp` are set by the host. */
  readonly jwt?: { readonly algorithm: 'RS256' | 'ES256' | 'HS256'; readonly key: string; readonly claims: Readonly<Record<string, Template>>; readonly ttl: number; readonly key_id?: Template; /** Seconds before now. */ readonly backdate?: number };
  readonly request: { readonly method: 'POST' | 'GET' | 'PUT'; readonly url: Template; readonly headers?: Readonly<Record<string, Template>>; readonly json?: Json; readonly form?: Readonly<Record<string, Template>> };
  /** Dotted paths in the JSON answer. `header:name` for a header. */
  readonly token: string;
  /** An instant (RFC 3339), or with `expires_in` the path of seconds; else `ttl` seconds. */
  readonly expires_at?: string;
  readonly expires_in?: string;
  readonly ttl?: number;
  /** Where the token goes: `{{token}}`. */
  readonly headers: Readonly<Record<string, Template>>;
}
/** A JWT that is the credential itself. */
export interface JwtAuth extends Slot { readonly kind: 'jwt'; readonly jwt: NonNullable<ExchangeAuth['jwt']>; readonly headers: Readonly<Record<string, Template>> }
export interface SigV4Auth extends Slot {
  readonly kind: 'sigv4';
  readonly access_key_id: Template;
  readonly secret_access_key: Template;
  readonly session_token?: Template;
  readonly region: Template;
  readonly service: string;
}
export type AuthSlot = PlacedAuth | BasicAuth | OAuth2Auth | ExchangeAuth | JwtAuth | SigV4Auth;

type Facts = Slot;
const of = (secret: string): Template => (secret.includes('{{') ? secret : `{{secret.${secret}}}`);

/**
 * Slots by name. A request without `auth` takes the first slot whose secrets are all there.
 * @example
 * auth: { token: auth.bearer('api_token'), app: auth.githubApp({ appId: '{{config.app_id}}', installationId: '{{config.installation_id}}', key: 'private_key', api: '{{config.base_url}}' }) }
 */
export const auth = Object.freeze({
  /** `Authorization: Bearer …`, or another word. */
  bearer: (secret: string, { scheme = 'Bearer', ...facts }: Facts & { readonly scheme?: string } = {}): PlacedAuth => ({ kind: 'placed', headers: { authorization: `${scheme} ${of(secret)}` }, ...facts }),
  /** A header of its own. */
  header: (name: string, secret: string, facts: Facts = {}): PlacedAuth => ({ kind: 'placed', headers: { [name.toLowerCase()]: of(secret) }, ...facts }),
  /** A query parameter. */
  query: (name: string, secret: string, facts: Facts = {}): PlacedAuth => ({ kind: 'placed', query: { [name]: of(secret) }, ...facts }),
  /** Anything in headers, query, body or the URL itself. */
  placed: (places: Omit<PlacedAuth, 'kind'>): PlacedAuth => ({ kind: 'placed', ...places }),
  /** The URL is the secret: requests are made to '' or to paths below it. */
  url: (secret: string, facts: Facts = {}): PlacedAuth => ({ kind: 'placed', url: of(secret), ...facts }),
  basic: (username: Template, secret: string, facts: Facts = {}): BasicAuth => ({ kind: 'basic', username, password: secret === '' ? '' : of(secret), ...facts }),
  clientCredentials: (slot: { readonly tokenUrl: Template; readonly clientId: Template; readonly secret: string; readonly scopes?: readonly string[]; readonly parameters?: Readonly<Record<string, Template>>; readonly clientAuth?: 'basic' | 'body'; readonly scheme?: string } & Facts): OAuth2Auth => {
    const { tokenUrl, clientId, secret, clientAuth, ...rest } = slot;
    return { kind: 'oauth2', grant: 'client_credentials', token_url: tokenUrl, client_id: clientId, client_secret: of(secret), ...(clientAuth === undefined ? {} : { client_auth: clientAuth }), ...rest };
  },
  refreshToken: (slot: { readonly tokenUrl: Template; readonly clientId: Template; readonly secret?: string; readonly refreshToken: string; readonly scopes?: readonly string[]; readonly parameters?: Readonly<Record<string, Template>>; readonly clientAuth?: 'basic' | 'body'; readonly scheme?: string } & Facts): OAuth2Auth => {
    const { tokenUrl, clientId, secret, refreshToken, clientAuth, ...rest } = slot;
    return { kind: 'oauth2', grant: 'refresh_token', token_url: tokenUrl, client_id: clientId, refresh_token: refreshToken, ...(secret === undefined ? {} : { client_secret: of(secret) }), ...(clientAuth === undefined ? {} : { client_auth: clientAuth }), ...rest };
  },
  exchange: (slot: Omit<ExchangeAuth, 'kind'>): ExchangeAuth => ({ kind: 'exchange', ...slot }),
  jwt: (slot: Omit<JwtAuth, 'kind'>): JwtAuth => ({ kind: 'jwt', ...slot }),
  /** An installation token of a GitHub App. `api` is the base of the API; `key` names the secret with the PEM. */
  githubApp: ({ appId, installationId, key, api, ...facts }: { readonly appId: Template; readonly installationId: Template; readonly key: string; readonly api: Template } & Facts): ExchangeAuth => ({
    kind: 'exchange',
    jwt: { algorithm: 'RS256', key, claims: { iss: appId }, ttl: 540, backdate: 60 },
    request: { method: 'POST', url: `${api}/app/installations/${installationId}/access_tokens`, headers: { authorization: 'Bearer {{jwt}}', accept: 'application/vnd.github+json' } },
    token: 'token',
    expires_at: 'expires_at',
    headers: { authorization: 'Bearer {{token}}' },
    ...facts,
  }),
  sigV4: (slot: { readonly accessKeyId: Template; readonly secretAccessKey: string; readonly sessionToken?: string; readonly region: Template; readonly service: string } & Facts): SigV4Auth => {
    const { accessKeyId, secretAccessKey, sessionToken, ...rest } = slot;
    return { kind: 'sigv4', access_key_id: accessKeyId, secret_access_key: of(secretAccessKey), ...(sessionToken === undefined ? {} : { session_token: of(sessionToken) }), ...rest };
  },
});

const SECRET = /\{\{secret\.([A-Za-z0-9_]+)(?:\|[a-z0-9]+)?\}\}/g;

/** Names of the secrets that a slot takes. */
export function secretsOf(slot: AuthSlot): string[] {
  const named = [...JSON.stringify(slot).matchAll(SECRET)].map((match) => match[1]!);
  const keys = slot.kind === 'oauth2' ? [slot.refresh_token] : slot.kind === 'exchange' || slot.kind === 'jwt' ? [slot.jwt?.key] : [];
  return [...new Set([...named, ...keys.filter((name) => name !== undefined)])];
}
