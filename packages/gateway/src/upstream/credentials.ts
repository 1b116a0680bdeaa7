/** How the hub shows an attached server who it is. What a caller brought is for the hub, and goes nowhere. */
import { type Document, Failure } from '@patchbay/contracts';
import type { EgressReply, EgressRequest } from '@patchbay/egress';
import type { AttachedServer } from '../server.ts';

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: { readonly cert?: string; readonly key?: string; readonly ca?: string };
}

export interface CredentialPorts {
  readonly secretOf: (server: AttachedServer) => Promise<string | undefined>;
  readonly send: (request: EgressRequest, signal: AbortSignal) => Promise<EgressReply>;
  readonly now: () => number;
  /** The token of one person, where each signs in for themselves. */
  readonly accessOf: (server: AttachedServer, principal: string) => Promise<string>;
}

interface Known { readonly version: number; readonly until: number; readonly credentials: Credentials }

const EARLY = 30_000;

export function createCredentials({ secretOf, accessOf, send, now }: CredentialPorts) {
  const known = new Map<string, Known>();
  async function credentials(server: AttachedServer, principal: string | undefined): Promise<Credentials> {
    if (server.fields.per_person && principal !== undefined) return { headers: { authorization: `Bearer ${await accessOf(server, principal)}` } };
    const before = known.get(server.id);
    if (before !== undefined && before.version === server.version && before.until > now()) return before.credentials;
    const made = await make(server);
    known.set(server.id, { version: server.version, ...made });
    return made.credentials;
  }

  async function make(server: AttachedServer): Promise<Omit<Known, 'version'>> {
    const { auth } = server.fields;
    const secret = auth.kind === 'none' ? '' : (await secretOf(server)) ?? '';
    switch (auth.kind) {
      case 'none': return forever({ headers: {} });
      case 'basic': return forever({ headers: { authorization: `Basic ${Buffer.from(`${auth.username}:${secret}`).toString('base64')}` } });
      case 'bearer': return forever({ headers: { authorization: `Bearer ${secret}` } });
      case 'header': return forever({ headers: { [String(auth.header).toLowerCase()]: secret } });
      case 'mtls': return forever({ headers: {}, tls: { key: secret, ...(auth.certificate === undefined ? {} : { cert: auth.certificate }), ...(auth.ca === undefined ? {} : { ca: auth.ca }) } });
      case 'oauth2': return token(server, secret);
      default: return auth.kind satisfies never;
    }
  }

  /** OAuth client credentials, for exactly this server (RFC 8707). */
  async function token(server: AttachedServer, secret: string): Promise<Omit<Known, 'version'>> {
    const { auth, http, slug } = server.fields;
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(auth.scopes.length === 0 ? {} : { scope: auth.scopes.join(' ') }), resource: auth.audience ?? http?.url ?? '' });
    const reply = await send({
      method: 'POST', url: String(auth.token_url), body: form.toString(), deadlineMs: 15_000, maxBytes: 65_536, ...(server.policy === undefined ? {} : { policy: server.policy }),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', authorization: `Basic ${Buffer.from(`${encodeURIComponent(String(auth.client_id))}:${encodeURIComponent(secret)}`).toString('base64')}` },
    }, AbortSignal.timeout(15_000));
    const { access_token, token_type = 'bearer', expires_in = 300 } = fieldsIn(reply.body);
    if (reply.status !== 200 || typeof access_token !== 'string' || String(token_type).toLowerCase() !== 'bearer') throw new Failure('upstream.failed', `The token endpoint of ${slug} answered ${reply.status} without a bearer token`, { upstream: slug, answered: reply.status, reason: 'unauthorized', retryable: false });
    return { until: now() + Math.max(0, Number(expires_in) * 1000 - EARLY), credentials: { headers: { authorization: `Bearer ${access_token}` } } };
  }

  return Object.freeze({ credentials, forget: ({ id }: AttachedServer): void => void known.delete(id) });
}

const forever = (credentials: Credentials): Omit<Known, 'version'> => ({ until: Infinity, credentials });

function fieldsIn(body: Uint8Array): Document {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Document) : {};
  } catch {
    return {};
  }
}
