/** One installation is one system: its origin, and one credential of whichever kind it takes. */
import { auth, type AuthSlot, type Infer, type ReadCtx, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ description: 'Where the system is; paths are below it. Requests go to this origin only.', examples: ['https://api.example.com/v1'] }),
  health_path: t.optional(t.string({ maxLength: 2000, description: 'Path whose answer says that the system is well.', examples: ['/health'] })),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'User of HTTP Basic; its password is the secret password.' })),
  header_name: t.string({ default: 'x-api-key', pattern: '^[A-Za-z0-9-]{1,80}$', description: 'Header that carries the secret header_value.' }),
  query_name: t.string({ default: 'api_key', pattern: '^[A-Za-z0-9_.-]{1,80}$', description: 'Query parameter that carries the secret query_value.' }),
  token_url: t.optional(t.url({ description: 'Token endpoint of OAuth 2 client credentials.', examples: ['https://login.example.com/oauth/token'] })),
  client_id: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Client of OAuth 2; its secret is client_secret.' })),
  scope: t.optional(t.string({ minLength: 1, maxLength: 1000, description: 'Scopes to ask for, with spaces between.' })),
  audience: t.optional(t.string({ minLength: 1, maxLength: 1000, description: 'Audience to ask for, where the token endpoint wants one.' })),
  ca_cert: t.optional(t.string({ maxLength: 65_536, description: 'Authorities that the certificate of the system is signed by, PEM.' })),
  client_cert: t.optional(t.string({ maxLength: 65_536, description: 'Client certificate, PEM; its key is the secret client_key.' })),
  client_secret: t.secret({ description: 'Secret of the OAuth 2 client.', required: false }),
  password: t.secret({ description: 'Password of HTTP Basic.', required: false }),
  token: t.secret({ description: 'Bearer token.', required: false }),
  header_value: t.secret({ description: 'Value of the header header_name.', required: false }),
  query_value: t.secret({ description: 'Value of the query parameter query_name.', required: false }),
  client_key: t.secret({ description: 'Key of the client certificate, PEM.', required: false }),
  webhook_secret: t.secret({ description: 'Secret of senders that sign as Standard Webhooks do (whsec_…).', required: false }),
  webhook_token: t.secret({ description: 'Token that senders show in the header x-webhook-token.', required: false }),
});
export type Config = Infer<typeof config>;

const oauth = { tokenUrl: '{{config.token_url}}', clientId: '{{config.client_id}}', secret: 'client_secret', clientAuth: 'basic' } as const;

/** The first whose secret and settings are all there. */
export const slots: Readonly<Record<string, AuthSlot>> = {
  oauth_for: auth.clientCredentials({ ...oauth, parameters: { audience: '{{config.audience}}', scope: '{{config.scope}}' }, description: 'OAuth 2 client credentials, with scope and audience.' }),
  oauth_audience: auth.clientCredentials({ ...oauth, parameters: { audience: '{{config.audience}}' }, description: 'OAuth 2 client credentials, with an audience.' }),
  oauth_scope: auth.clientCredentials({ ...oauth, parameters: { scope: '{{config.scope}}' }, description: 'OAuth 2 client credentials, with scopes.' }),
  oauth: auth.clientCredentials({ ...oauth, description: 'OAuth 2 client credentials.' }),
  basic: auth.basic('{{config.username}}', 'password', { description: 'HTTP Basic.' }),
  bearer: auth.bearer('token', { description: 'A bearer token.' }),
  header: auth.placed({ headers: { '{{config.header_name}}': '{{secret.header_value}}' }, description: 'A header of its own.' }),
  query: auth.placed({ query: { '{{config.query_name}}': '{{secret.query_value}}' }, description: 'A query parameter.' }),
};

const CREDENTIALS = ['client_secret', 'password', 'token', 'header_value', 'query_value'];

/** Open systems, and those that a client certificate is enough for, get no credential. */
export const credential = (ctx: ReadCtx<Config>): { readonly auth?: false } => (CREDENTIALS.some((name) => ctx.hasSecret(name)) ? {} : { auth: false });
