/** Finds out who hands out tokens for a server (RFC 9728), and what they can (RFC 8414). Every claim is checked against what was asked: a server may name anybody. */
import { Failure } from '@patchbay/contracts';
import { z } from 'zod';
import type { AttachedServer } from '../server.ts';
import type { HttpPorts } from '../upstream/post.ts';
import { MODERN, modernMeta } from '../upstream/upstream.ts';
import { type Challenge, challengeIn, scopesIn } from './challenge.ts';

const url = z.string().max(2048).refine((text) => URL.canParse(text));
const Resource = z.looseObject({ resource: url, authorization_servers: z.array(url).min(1).max(20), scopes_supported: z.array(z.string().max(255)).max(200).optional() });
const Issuer = z.looseObject({
  issuer: url, authorization_endpoint: url, token_endpoint: url, registration_endpoint: url.optional(), code_challenge_methods_supported: z.array(z.string()).optional(), scopes_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  client_id_metadata_document_supported: z.boolean().optional(), authorization_response_iss_parameter_supported: z.boolean().optional(),
});
export type Issuer = z.output<typeof Issuer>;

export interface Discovered { readonly issuer: Issuer; readonly resource: string; readonly scopes: readonly string[] }

type Ports = Pick<HttpPorts, 'send'>;

const SMALL = 65_536;
const QUICK = 10_000;

export async function discover(server: AttachedServer, ports: Ports, signal: AbortSignal): Promise<Discovered> {
  const at = server.fields.http?.url ?? '';
  const challenge = await challengeOf(server, at, ports, signal);
  const metadata = await resourceMetadata(server, at, challenge.get('resource_metadata'), ports, signal);
  const issuer = await issuerMetadata(server, metadata.authorization_servers[0]!, ports, signal);
  const scopes = challenge.has('scope') ? scopesIn(challenge.get('scope')) : metadata.scopes_supported ?? [];
  return { issuer, resource: metadata.resource, scopes: issuer.scopes_supported?.includes('offline_access') === true ? [...new Set([...scopes, 'offline_access'])] : scopes };
}

/** What a request without a token is told. */
async function challengeOf(server: AttachedServer, at: string, { send }: Ports, signal: AbortSignal): Promise<Challenge> {
  const { headers } = await send({ method: 'POST', url: at, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: modernMeta({}) } }), headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': MODERN, 'mcp-method': 'server/discover' }, deadlineMs: QUICK, maxBytes: SMALL, ...policyOf(server) }, signal);
  return challengeIn(headers['www-authenticate']);
}

async function resourceMetadata(server: AttachedServer, at: string, named: string | undefined, ports: Ports, signal: AbortSignal): Promise<z.output<typeof Resource>> {
  const { origin, pathname } = new URL(at);
  const places = named === undefined ? [`${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`, `${origin}/.well-known/oauth-protected-resource`] : [named];
  const found = await first(server, places, Resource, ports, signal);
  if (!covers(found.resource, server)) throw wrong(server, `its metadata is of ${found.resource}, which is another resource`);
  return found;
}

/** Whether a server is at this resource, or below it. */
export function covers(resource: string, { fields: { http } }: AttachedServer): boolean {
  const [one, other] = [new URL(resource), new URL(http?.url ?? '')];
  const above = one.pathname.replace(/\/$/, '');
  return one.origin === other.origin && (other.pathname === above || other.pathname.startsWith(`${above}/`));
}

async function issuerMetadata(server: AttachedServer, issuer: string, ports: Ports, signal: AbortSignal): Promise<Issuer> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const places = path === '' ? [`${origin}/.well-known/oauth-authorization-server`, `${origin}/.well-known/openid-configuration`]
    : [`${origin}/.well-known/oauth-authorization-server${path}`, `${origin}/.well-known/openid-configuration${path}`, `${origin}${path}/.well-known/openid-configuration`];
  const found = await first(server, places, Issuer, ports, signal);
  if (found.issuer !== issuer) throw wrong(server, `the metadata of ${issuer} says that it is ${found.issuer}`);
  if (found.code_challenge_methods_supported?.includes('S256') !== true) throw wrong(server, `${issuer} does not say that it knows PKCE with S256`);
  for (const each of [found.authorization_endpoint, found.token_endpoint]) requireHttps(server, each);
  return found;
}

async function first<T>(server: AttachedServer, places: readonly string[], shape: z.ZodType<T>, { send }: Ports, signal: AbortSignal): Promise<T> {
  for (const place of places) {
    requireHttps(server, place);
    const { status, body } = await send({ method: 'GET', url: place, headers: { accept: 'application/json' }, deadlineMs: QUICK, maxBytes: SMALL, ...policyOf(server) }, signal);
    if (status !== 200) continue;
    const { data } = shape.safeParse(jsonIn(body));
    if (data !== undefined) return data;
  }
  throw wrong(server, `there is no usable metadata at ${places.join(' or ')}`);
}

/** Plain http only on this computer, where a test or a developer has it; egress decides whether the hub may go there at all. */
export function requireHttps(server: AttachedServer, text: string): void {
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))) throw wrong(server, `${text} is not https`);
}

export const policyOf = ({ policy }: AttachedServer) => (policy === undefined ? {} : { policy });

export const wrong = ({ fields: { slug } }: AttachedServer, why: string): Failure => new Failure('upstream.failed', `Nobody can sign in to ${slug}: ${why}`, { upstream: slug, reason: 'unauthorized', retryable: false });

export function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
