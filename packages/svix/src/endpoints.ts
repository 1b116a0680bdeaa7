/** Endpoints of an application are those of its project: they get what is published for it, byte for byte, with svix-* headers besides. */
import { isSecretHeader } from '@patchbay/contracts';
import { z } from 'zod';
import { isTaken, said } from './applications.ts';
import { take } from './body.ts';
import { type Desk, isUid, missing, type Page, type Project } from './desk.ts';
import { addressed } from './endpoint-url.ts';
import { idIn, idOut } from './ids.ts';
import { conflict, invalid, notFound } from './refusal.ts';
import { resourcePage } from './resource-page.ts';
import { created, gone, ok, type Reply, type Route } from './route.ts';
import { ALLOWED, channelName, metadata, rate, setOf, uidInPath, uidOf, words } from './shapes.ts';

export interface Endpoint {
  readonly id: string;
  readonly project?: string;
  readonly uid?: string;
  readonly url: string;
  readonly auth: { readonly kind: string };
  readonly signature: { readonly profile: string };
  readonly description?: string;
  readonly event_types: readonly string[];
  readonly channels: readonly string[];
  readonly rate_limit?: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly secret_header_names?: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

const url = z.string().min(1).max(65_536);
const secret = z.string().min(1);
/** `build.*` is no name of theirs, but endpoints that were declared elsewhere have it, and are written back as they were read. */
const chosenType = z.string().regex(/^[a-zA-Z0-9\-_.]+(\.\*)?$/, ALLOWED).max(256);
const chosen = { eventTypes: setOf(chosenType, 1, 1000).nullish(), channels: setOf(channelName, 1, 10).nullish(), throttleRate: rate.nullish(), uid: uidOf('endpoint').nullish() };
const EndpointUpdate = z.object({ url, description: words.default(''), disabled: z.boolean().default(false), metadata: metadata.nullish(), ...chosen });
const EndpointIn = z.object({ ...EndpointUpdate.shape, secret: secret.nullish(), headers: z.record(z.string(), z.string()).nullish() });
const EndpointPatch = z.object({ url: url.optional(), description: words.optional(), disabled: z.boolean().optional(), metadata: metadata.optional(), secret: secret.nullish(), ...chosen });
type EndpointIn = z.output<typeof EndpointIn>;
type EndpointPatch = z.output<typeof EndpointPatch>;

const aliases = { rateLimit: 'throttleRate', filterTypes: 'eventTypes' };
const names = { auth: 'url', auth_secret: 'url', event_types: 'eventTypes', rate_limit: 'throttleRate', enabled: 'disabled', signing_secret: 'secret', signature: 'secret', secret_headers: 'headers' };

export const endpoints: readonly Route[] = [
  { method: 'GET', path: '/app/:app_id/endpoint', handle: list },
  { method: 'POST', path: '/app/:app_id/endpoint', names, handle: create },
  { method: 'GET', path: '/app/:app_id/endpoint/:endpoint_id', handle: async (desk) => ok(endpointOut(await endpointOf(desk, await desk.app()))) },
  { method: 'PUT', path: '/app/:app_id/endpoint/:endpoint_id', names, handle: put },
  { method: 'PATCH', path: '/app/:app_id/endpoint/:endpoint_id', names, handle: patch },
  { method: 'DELETE', path: '/app/:app_id/endpoint/:endpoint_id', handle: remove },
];

export function endpointOut(endpoint: Endpoint): object {
  const { id, uid = null, url: at, description = '', enabled, event_types, channels, rate_limit = null, metadata: notes, created_at, updated_at } = endpoint;
  const types = event_types.includes('*') ? null : event_types;
  return {
    id: idOut('endpoint', id), uid, url: at, description, disabled: !enabled, eventTypes: types, filterTypes: types, channels: channels.length === 0 ? null : channels,
    throttleRate: rate_limit, rateLimit: rate_limit, metadata: notes, version: 1, createdAt: created_at, updatedAt: updated_at,
  };
}

/** The endpoint in the path. */
export async function endpointOf(desk: Desk, app: Project, name = desk.param('endpoint_id')): Promise<Endpoint> {
  const found = await findEndpoint(desk, app, name);
  if (found === undefined) throw notFound('Endpoint');
  return found;
}

async function findEndpoint(desk: Desk, app: Project, name: string): Promise<Endpoint | undefined> {
  const id = idIn('endpoint', name);
  if (id !== undefined) {
    const found = await desk.read<Endpoint>('endpoint_get', { id }).catch(missing);
    return found?.project === app.id ? found : undefined;
  }
  if (!isUid(name)) return undefined;
  return (await desk.read<Page<Endpoint>>('endpoint_list', { project: app.id, uid: name, limit: 1 })).items[0];
}

async function list(desk: Desk): Promise<Reply> {
  const app = await desk.app();
  return ok(await resourcePage<Endpoint>(desk, { action: 'endpoint_list', kind: 'endpoint', filter: { project: app.id }, descending: true, show: endpointOut }));
}

async function create(desk: Desk): Promise<Reply> {
  const input = take(EndpointIn, desk.request, aliases);
  const app = await desk.app();
  return created(endpointOut(await createEndpoint(desk, app, input)));
}

async function createEndpoint(desk: Desk, app: Project, input: EndpointIn): Promise<Endpoint> {
  await knownTypes(desk, input.eventTypes);
  const { uid, secret: key, headers, ...rest } = input;
  return desk.write<Endpoint>('endpoint_create', {
    project: app.id, name: nameFor(desk, input.url), ...addressed(input.url, { secret_header_names: Object.keys(headers ?? {}) }), ...given(rest, undefined), ...(uid == null ? {} : { uid }), ...(key == null ? {} : { signing_secret: key }), ...parted(headers ?? {}),
    payload_format: 'raw', only_published: true, signature: { profile: profileOf(key), also_svix_headers: true, id_form: 'msg' },
  }).catch(takenUid(uid));
}

/** Those that tell a secret are kept where nobody reads them back. */
function parted(headers: Readonly<Record<string, string>>): object {
  const { open = [], secret: hidden = [] } = Object.groupBy(Object.entries(headers), ([name]) => (isSecretHeader(name) ? 'secret' : 'open'));
  return { ...(open.length === 0 ? {} : { headers: Object.fromEntries(open) }), ...(hidden.length === 0 ? {} : { secret_headers: Object.fromEntries(hidden) }) };
}

/** Names are for people who look at all endpoints of the tenant; what makes one the only one is chance. */
function nameFor(desk: Desk, at: string): string {
  const host = URL.canParse(at) ? new URL(at).hostname.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 80) : '';
  return `${host === '' ? 'endpoint' : host} ${desk.settings.newId('ep').slice(-12)}`;
}

async function put(desk: Desk): Promise<Reply> {
  const input = take(EndpointUpdate, desk.request, aliases);
  const app = await desk.app();
  const name = desk.param('endpoint_id');
  const existing = await findEndpoint(desk, app, name);
  if (existing === undefined) {
    if (idIn('endpoint', name) !== undefined || !isUid(name)) throw notFound('Endpoint');
    return created(endpointOut(await createEndpoint(desk, app, { ...input, uid: input.uid ?? uidInPath('endpoint', name) })));
  }
  await knownTypes(desk, input.eventTypes, existing);
  const uid = input.uid === undefined && existing.uid === name ? existing.uid : (input.uid ?? null);
  return ok(endpointOut(await change(desk, existing, { ...addressed(input.url, existing), ...given(input, null), uid }, input.uid)));
}

async function patch(desk: Desk): Promise<Reply> {
  const { secret: key, ...input } = take(EndpointPatch, desk.request, aliases);
  const existing = await endpointOf(desk, await desk.app());
  await knownTypes(desk, input.eventTypes, existing);
  const address = input.url === undefined ? {} : addressed(input.url, existing);
  return ok(endpointOut(await change(desk, existing, { ...address, ...patched(input), uid: input.uid, ...(key == null ? {} : keyed(existing, key)) }, input.uid)));
}

/** A key tells by its name which kind it is. */
function keyed({ signature }: Endpoint, key: string): object {
  const profile = signature.profile.startsWith('standard') ? profileOf(key) : signature.profile;
  return { signing_secret: key, signature: { ...signature, profile } };
}

const profileOf = (key: string | null | undefined): string => (key?.startsWith('whsk_') === true ? 'standard_ed25519' : 'standard');

async function remove(desk: Desk): Promise<Reply> {
  const { id } = await endpointOf(desk, await desk.app());
  await desk.again('endpoint_delete', { id });
  return gone;
}

/** Fields of ours besides the address. What is not said is `absent`: left out of a creation, put back to its default by an upsert. */
function given({ description, disabled, eventTypes, channels, throttleRate, metadata: notes }: Omit<EndpointIn, 'url' | 'uid' | 'secret' | 'headers'>, absent: null | undefined): object {
  return said({
    description: description === '' ? absent : description, enabled: !disabled, event_types: eventTypes ?? absent, channels: channels ?? absent,
    rate_limit: throttleRate ?? absent, metadata: notes ?? absent,
  });
}

/** Null clears, what is absent stays. */
const patched = ({ description, disabled, eventTypes, channels, throttleRate, metadata: notes }: Omit<EndpointPatch, 'url' | 'secret'>): object =>
  ({ description: description === '' ? null : description, enabled: disabled === undefined ? undefined : !disabled, event_types: eventTypes, channels, rate_limit: throttleRate, metadata: notes });

const change = (desk: Desk, { id }: Endpoint, fields: object, uid: string | null | undefined): Promise<Endpoint> => desk.again<Endpoint>('endpoint_update', { id, ...said(fields) }).catch(takenUid(uid));

const takenUid = (uid: string | null | undefined) => (error: unknown): never => { throw isTaken(error) ? conflict(`An endpoint with the uid ${uid ?? ''} exists already in this application`) : error; };

/** Nobody waits for what never comes: a type must be there. Those that the endpoint has already may have been archived since. */
async function knownTypes(desk: Desk, wanted: readonly string[] | null | undefined, { event_types: had }: Pick<Endpoint, 'event_types'> = { event_types: [] }): Promise<void> {
  const asked = (wanted ?? []).filter((name) => !had.includes(name));
  const found = await Promise.all(asked.map(async (name) => (name.endsWith('*') ? undefined : (await desk.read<Page<{ readonly archived: boolean }>>('event_type_list', { name, limit: 1 })).items[0])));
  const unknown = asked.filter((_, at) => found[at]?.archived !== false);
  if (unknown.length > 0) throw invalid(['body', 'eventTypes'], `The event type ${unknown[0]} does not exist or is archived`);
}
