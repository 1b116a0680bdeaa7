/**
 * One person signs in at an attached server: OAuth with PKCE. It ends where it began: the code that the browser brings back counts only
 * together with the credential of who asked for it, so that a link that was sent to somebody else links nobody's account to the sender.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Collection, type Context, type Document, Failure, type Op, type Row, sealedField } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { z } from 'zod';
import type { Digest } from '../definition.ts';
import type { AttachedServer } from '../server.ts';
import type { HttpPorts } from '../upstream/post.ts';
import { covers, discover, type Issuer, jsonIn, policyOf, requireHttps, wrong } from './discover.ts';
import { askedIn, stepUp, union } from './step-up.ts';

export const signInCollection: Collection = { name: 'mcp_sign_in', kind: 'documents', fields: { expires: 'number' }, sealed: sealedField(contextOf('sign_in', '{id}')) };
export const tokenCollection: Collection = { name: 'mcp_token', kind: 'documents', fields: { server: 'text' }, sealed: sealedField(contextOf('token', '{id}')) };

export interface SignInPorts extends Pick<HttpPorts, 'send'> {
  readonly store: Store;
  readonly now: () => number;
  readonly digest: Digest;
  /** Unguessable text of letters, digits, - and _. */
  readonly randomText: () => string;
  readonly seal: (tenant: string, context: string, value: string) => Promise<string>;
  readonly unseal: (tenant: string, context: string, sealed: string) => Promise<string>;
  /** Where this hub is reached from outside. */
  readonly publicUrl: () => string;
  readonly secretOf: (server: AttachedServer) => Promise<string | undefined>;
}

interface Pending extends Document { readonly server: string; readonly principal: string; readonly issuer: string; readonly tokenEndpoint: string; readonly resource: string; readonly saysIssuer: boolean; readonly scopes: readonly string[]; readonly expires: number; readonly sealed: string }
/** How the hub is known at an issuer. */
interface Client { readonly clientId: string; readonly secret?: string; readonly method: 'none' | 'client_secret_basic' | 'client_secret_post' }
interface Tokens { readonly access: string; readonly refresh?: string; readonly until: number; readonly tokenEndpoint: string; readonly resource: string; readonly client: Client }

const Registered = z.looseObject({ client_id: z.string().min(1).max(2048), client_secret: z.string().min(1).max(4096).optional() });
const TokenReply = z.looseObject({ access_token: z.string().min(1).max(16_384), token_type: z.string().regex(/^bearer$/i), expires_in: z.number().min(0).max(315_360_000).default(3600), refresh_token: z.string().max(16_384).optional() });

/** What another hub got is written down a moment later. */
const [LOOKS, BETWEEN_LOOKS] = [4, 250];
const MINUTES = 600_000;
const EARLY = 30_000;
const MOST_PEOPLE = 1000;
export const CALLBACK = '/mcp/oauth/callback';
export const CLIENT_DOCUMENT = '/mcp/oauth/client.json';

export function createSignIn(ports: SignInPorts) {
  const { store, now, digest, randomText, seal, unseal, send, publicUrl } = ports;
  const refreshing = new Map<string, Promise<Tokens>>();
  const challengeOf = (verifier: string): string => Buffer.from(digest(verifier), 'hex').toString('base64url');
  const tokenId = (server: string, principal: string): string => `${server}.${principal}`;

  async function begin(server: AttachedServer, { caller, unit, now: at, signal }: Context): Promise<{ url: string; state: string; expires_at: string }> {
    const { issuer, resource, scopes: named } = await discover(server, ports, signal);
    const { asked, wanted } = askedIn(await store.get(tokenCollection.name, caller.tenant, tokenId(server.id, caller.principal)));
    const scopes = union(named, asked, wanted); // what was granted before is not given up
    const [state, verifier] = [randomText(), randomText() + randomText()];
    const client = await clientOf(server, issuer, signal);
    const id = digest(state);
    const expires = at + MINUTES;
    const body: Pending = {
      server: server.id, principal: caller.principal, issuer: issuer.issuer, tokenEndpoint: issuer.token_endpoint, resource, saysIssuer: issuer.authorization_response_iss_parameter_supported === true, scopes, expires,
      sealed: await seal(caller.tenant, contextOf('sign_in', id), JSON.stringify({ verifier, client })),
    };
    unit.add({ op: 'insert', in: signInCollection.name, tenant: caller.tenant, id, body, at });
    const url = new URL(issuer.authorization_endpoint);
    const query = { response_type: 'code', client_id: client.clientId, redirect_uri: `${publicUrl()}${CALLBACK}`, state, code_challenge: challengeOf(verifier), code_challenge_method: 'S256', resource, ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return { url: url.href, state, expires_at: new Date(expires).toISOString() };
  }

  /** Known there already; else by a document of ours that they fetch; else they are asked to take us in. */
  async function clientOf(server: AttachedServer, issuer: Issuer, signal: AbortSignal): Promise<Client> {
    const offered = issuer.token_endpoint_auth_methods_supported ?? ['client_secret_basic', 'none'];
    const withSecret = offered.includes('client_secret_basic') ? 'client_secret_basic' as const : 'client_secret_post' as const;
    if (server.fields.auth.client_id !== undefined) {
      if (!sameUrl(server.fields.auth.token_url, issuer.token_endpoint)) throw wrong(server, `it names ${issuer.token_endpoint}, and the client of this hub belongs to ${server.fields.auth.token_url}`); // a server may name anybody, and would get the secret
      const secret = await ports.secretOf(server);
      return { clientId: server.fields.auth.client_id, ...(secret === undefined ? { method: 'none' } : { secret, method: withSecret }) };
    }
    if (issuer.client_id_metadata_document_supported === true && publicUrl().startsWith('https://')) return { clientId: `${publicUrl()}${CLIENT_DOCUMENT}`, method: 'none' };
    if (issuer.registration_endpoint === undefined) throw wrong(server, `${issuer.issuer} knows no client of this hub: set auth.client_id, or PATCHBAY_PUBLIC_URL to an https address`);
    requireHttps(server, issuer.registration_endpoint);
    const wanted = { ...clientDocument(publicUrl(), undefined), token_endpoint_auth_method: offered.includes('none') ? 'none' : withSecret };
    const { status, body } = await send({ method: 'POST', url: issuer.registration_endpoint, headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(wanted), deadlineMs: 10_000, maxBytes: 65_536, ...policyOf(server) }, signal);
    const { data } = Registered.safeParse(jsonIn(body));
    if ((status !== 200 && status !== 201) || data === undefined) throw wrong(server, `${issuer.issuer} did not take the hub in as a client (${status})`);
    const secret = offered.includes('none') ? undefined : data.client_secret;
    return { clientId: data.client_id, ...(secret === undefined ? { method: 'none' } : { secret, method: withSecret }) };
  }

  async function finish(find: (id: string) => AttachedServer, { state, code, iss }: { readonly state: string; readonly code: string; readonly iss?: string | undefined }, { caller, unit, now: at, signal }: Context): Promise<{ server: string; signed_in: true }> {
    const id = digest(state);
    const row = (await store.get(signInCollection.name, caller.tenant, id)) as Row<Pending> | undefined;
    if (row === undefined || row.body.principal !== caller.principal || row.body.expires <= at) throw new Failure('sign_in.unknown', 'There is no such sign-in of yours, or it has run out');
    const gone = await store.commit([{ op: 'delete', in: signInCollection.name, tenant: caller.tenant, id, version: row.version }]); // counts once, also when it fails
    if (gone.kind === 'refused') throw new Failure('sign_in.unknown', 'This sign-in was finished already');
    const { server: serverId, issuer, saysIssuer, tokenEndpoint, resource, scopes, sealed } = row.body;
    const server = find(serverId);
    if (iss === undefined ? saysIssuer : iss !== issuer) throw wrong(server, `the answer does not come from ${issuer}`);
    const { verifier, client } = JSON.parse(await unseal(caller.tenant, contextOf('sign_in', id), sealed)) as { verifier: string; client: Client }; // we wrote it
    const tokens = await exchange(server, { tokenEndpoint, resource, client }, { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: `${publicUrl()}${CALLBACK}` }, signal);
    unit.add(await keep(server, caller.principal, tokens, at, scopes));
    return { server: server.id, signed_in: true };
  }

  async function exchange(server: AttachedServer, about: Pick<Tokens, 'tokenEndpoint' | 'resource' | 'client'>, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Tokens> {
    const { clientId, secret, method } = about.client;
    const basic = secret !== undefined && method === 'client_secret_basic' ? { authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}` } : {};
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...basic };
    const body = new URLSearchParams({ ...form, resource: about.resource, ...(method === 'client_secret_basic' ? {} : { client_id: clientId }), ...(secret !== undefined && method === 'client_secret_post' ? { client_secret: secret } : {}) }).toString();
    const { status, body: reply } = await send({ method: 'POST', url: about.tokenEndpoint, headers, body, deadlineMs: 15_000, maxBytes: 65_536, ...policyOf(server) }, signal);
    const { data } = TokenReply.safeParse(jsonIn(reply));
    if (status !== 200 || data === undefined) throw wrong(server, `no token came back (${status})`);
    return { ...about, access: data.access_token, until: now() + data.expires_in * 1000, ...(data.refresh_token === undefined ? {} : { refresh: data.refresh_token }) };
  }

  /** `scopes`: of a sign-in. What was wanted before it is in there. */
  async function keep({ id, tenant }: AttachedServer, principal: string, tokens: Tokens, at: number, scopes?: readonly string[]): Promise<Op> {
    const place = tokenId(id, principal);
    const before = await store.get(tokenCollection.name, tenant, place);
    const { asked, wanted, steps } = askedIn(before);
    const about = scopes === undefined ? { asked, wanted, steps } : { asked: scopes, wanted: [], steps };
    const body = { server: id, principal, ...about, sealed: await seal(tenant, contextOf('token', place), JSON.stringify(tokens)) };
    return before === undefined ? { op: 'insert', in: tokenCollection.name, tenant, id: place, body, at } : { op: 'update', in: tokenCollection.name, tenant, id: place, body, at, version: before.version };
  }

  /** The access token of one person, refreshed when it is about to run out. */
  async function accessOf(server: AttachedServer, principal: string): Promise<string> {
    const place = tokenId(server.id, principal);
    const row = await store.get(tokenCollection.name, server.tenant, place);
    if (row === undefined) throw required(server);
    const tokens = await opened(row, server.tenant);
    if (!covers(tokens.resource, server)) throw required(server); // it was given for another address than the server has now
    if (tokens.until - EARLY > now()) return tokens.access;
    if (tokens.refresh === undefined) throw required(server);
    const running = refreshing.get(place) ?? refresh(server, principal, tokens, tokens.refresh).finally(() => refreshing.delete(place));
    refreshing.set(place, running);
    return (await running).access;
  }

  const opened = async ({ id, body }: Row, tenant: string): Promise<Tokens> => JSON.parse(await unseal(tenant, contextOf('token', id), String(body['sealed']))) as Tokens; // we wrote it

  /** A refresh token may count once: then another hub that was faster has what came of it. */
  async function refresh(server: AttachedServer, principal: string, tokens: Tokens, token: string): Promise<Tokens> {
    const fresh = await exchange(server, tokens, { grant_type: 'refresh_token', refresh_token: token }, AbortSignal.timeout(15_000)).catch(() => undefined);
    if (fresh === undefined) return theirs(server, principal, tokens);
    const kept = { refresh: token, ...fresh };
    await store.commit([await keep(server, principal, kept, now())]); // another hub that refreshed at the same time has one that is as good
    return kept;
  }

  async function theirs(server: AttachedServer, principal: string, before: Tokens): Promise<Tokens> {
    for (let look = 0; look < LOOKS; look++) {
      if (look > 0) await wait(BETWEEN_LOOKS);
      const row = await store.get(tokenCollection.name, server.tenant, tokenId(server.id, principal));
      const found = row === undefined ? undefined : await opened(row, server.tenant);
      if (found !== undefined && found.access !== before.access) return found;
    }
    throw required(server);
  }

  /** What to say to one person whose token was refused for want of scopes. */
  async function lacks(server: AttachedServer, principal: string, scopes: readonly string[]): Promise<Failure> {
    const row = await store.get(tokenCollection.name, server.tenant, tokenId(server.id, principal));
    return row === undefined ? required(server) : stepUp(server, row, scopes, { store, now, collection: tokenCollection.name });
  }

  /** With a server go the tokens of its people. */
  const forget = async (tenant: string, server: string): Promise<Op[]> =>
    (await store.list(tokenCollection.name, { tenant, where: { server }, limit: MOST_PEOPLE })).map(({ id }) => ({ op: 'delete', in: tokenCollection.name, tenant, id }));

  const prune = async (): Promise<void> => void (await store.prune(signInCollection.name, 'expires', now(), MOST_PEOPLE));

  return Object.freeze({ begin, finish, accessOf, lacks, forget, prune });
}

export type SignIn = ReturnType<typeof createSignIn>;

/** What a sealed text is bound to. */
function contextOf(kind: 'sign_in' | 'token', id: string): string { return `mcp_${kind}/${id}/sealed`; }

const sameUrl = (one: string | undefined, other: string): boolean => one !== undefined && new URL(one).href === new URL(other).href;

const required = ({ id, fields: { slug } }: AttachedServer): Failure => new Failure('sign_in.required', `${slug} wants to know who you are there`, { server: id });

/** What an issuer may know about this hub (RFC 7591, client metadata documents). */
export const clientDocument = (publicUrl: string, clientId: string | undefined): Document => ({
  ...(clientId === undefined ? {} : { client_id: clientId }), client_name: 'Patchbay', client_uri: publicUrl, redirect_uris: [`${publicUrl}${CALLBACK}`],
  grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none', application_type: 'web',
});
