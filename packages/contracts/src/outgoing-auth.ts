/** How the hub shows a receiver who it is. What is secret in it is a field of its own: `auth_secret`. */
import { z } from 'zod';
import { checkBasicUser } from './basic-user.ts';
import { httpUrl, secret, setOf } from './field.ts';
import type { Broken } from './cross-field.ts';
import { checkHeaderName, HEADER_TEXT, headerName, NO_HEADER_TEXT } from './outgoing-headers.ts';

export const outgoingAuth = z.strictObject({
  kind: z.enum(['none', 'basic', 'bearer', 'header', 'oauth2', 'mtls']).meta({ description: 'How: not at all, by user and password, by a bearer token, by a header of its own, by OAuth client credentials, or by a client certificate.', examples: ['bearer'] }),
  username: z.string().min(1).max(255).optional().meta({ description: 'Of basic: the user, without a colon.', examples: ['patchbay'] }),
  header: headerName.optional().meta({ description: 'Of header: its name.', examples: ['X-Api-Key'] }),
  token_url: httpUrl.optional().meta({ description: 'Of oauth2: where tokens come from.', examples: ['https://login.example.com/oauth/token'] }),
  client_id: z.string().min(1).max(255).optional().meta({ description: 'Of oauth2: the client.', examples: ['patchbay'] }),
  scopes: setOf(z.string().min(1).max(255)).max(50).default([]).meta({ description: 'Of oauth2: the scopes to ask for.', examples: [['events:write']] }),
  audience: z.string().min(1).max(2048).optional().meta({ description: 'Of oauth2: whom the token is for.', examples: ['https://api.example.com'] }),
  certificate: z.string().min(1).max(32_768).optional().meta({ description: 'Of mtls: the certificate and its chain, PEM. The key is `auth_secret`.', examples: ['-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n'] }),
  ca: z.string().min(1).max(65_536).optional().meta({ description: 'Of mtls: the authorities that the other side’s certificate comes from, PEM; the public ones, if absent.', examples: ['-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n'] }),
});

/** A password may be empty; what else is secret is not. */
export const authSecret = secret(z.string().max(32_768));

export const NO_AUTH = { kind: 'none' as const, scopes: [] };

const needs = { none: [], basic: ['username'], bearer: [], header: ['header'], oauth2: ['token_url', 'client_id'], mtls: ['certificate'] } as const;

/** Their secret is in a header as it is. */
const IN_HEADER = new Set(['bearer', 'header']);

export function checkAuth(fields: { readonly auth: z.output<typeof outgoingAuth>; readonly auth_secret?: string | undefined }): Broken[] {
  const { auth, auth_secret } = fields;
  const missing = needs[auth.kind].filter((field) => auth[field as keyof typeof auth] === undefined).map((field) => ({ path: `auth.${field}`, message: `auth ${auth.kind} needs ${field}` }));
  const empty = auth_secret === '' && auth.kind !== 'basic';
  const secret = (auth.kind === 'none') === (auth_secret === undefined) && !empty ? [] : [{ path: 'auth_secret', message: auth.kind === 'none' ? 'auth none has no secret' : `auth ${auth.kind} needs auth_secret` }];
  const unfit = IN_HEADER.has(auth.kind) && auth_secret !== undefined && !empty && !HEADER_TEXT.test(auth_secret) ? [{ path: 'auth_secret', message: NO_HEADER_TEXT }] : [];
  const header = auth.kind === 'header' && auth.header !== undefined ? checkHeaderName('auth.header', auth.header) : [];
  return [...missing, ...checkBasicUser('auth.username', auth.username), ...secret, ...unfit, ...header];
}
