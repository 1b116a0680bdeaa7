/** Applications are projects. */
import { Failure, hubResources, referrers } from '@patchbay/contracts';
import { z } from 'zod';
import { take } from './body.ts';
import { type Desk, findApp, isUid, type Page, type Project } from './desk.ts';
import { idIn, idOut } from './ids.ts';
import { conflict, notFound } from './refusal.ts';
import { resourcePage } from './resource-page.ts';
import { created, gone, ok, type Reply, type Route } from './route.ts';
import { metadata, rate, uidInPath, uidOf, words } from './shapes.ts';

export const ApplicationIn = z.object({ name: words.min(1), uid: uidOf('app').nullish(), metadata: metadata.nullish(), throttleRate: rate.nullish() });
const ApplicationPatch = z.object({ name: words.min(1).optional(), uid: uidOf('app').nullish(), metadata: metadata.optional(), throttleRate: rate.nullish() });
type ApplicationIn = z.output<typeof ApplicationIn>;

export const APPLICATION_ALIASES = { rateLimit: 'throttleRate' };
const names = { event_rate: 'throttleRate' };

export const applications: readonly Route[] = [
  { method: 'GET', path: '/app', organisation: true, handle: async (desk) => ok(await resourcePage<Project>(desk, { action: 'project_list', kind: 'app', filter: {}, descending: false, show: applicationOut })) },
  { method: 'POST', path: '/app', organisation: true, names, handle: create },
  { method: 'GET', path: '/app/:app_id', handle: async (desk) => ok(applicationOut(await desk.app())) },
  { method: 'PUT', path: '/app/:app_id', organisation: true, names, handle: put },
  { method: 'PATCH', path: '/app/:app_id', organisation: true, names, handle: patch },
  { method: 'DELETE', path: '/app/:app_id', organisation: true, handle: remove },
];

export function applicationOut({ id, uid, name, event_rate, metadata: notes = {}, created_at, updated_at }: Project): object {
  const throttle = event_rate === undefined ? {} : { throttleRate: event_rate, rateLimit: event_rate };
  return { id: idOut('app', id), ...(uid === undefined ? {} : { uid }), name, ...throttle, metadata: notes, createdAt: created_at, updatedAt: updated_at };
}

async function create(desk: Desk): Promise<Reply> {
  const input = take(ApplicationIn, desk.request, APPLICATION_ALIASES);
  const getIfExists = desk.query.flag('get_if_exists', false);
  try {
    return created(applicationOut(await createProject(desk, input)));
  } catch (error) {
    if (!isTaken(error)) throw error;
    const existing = getIfExists && typeof input.uid === 'string' ? await findApp(desk, input.uid) : undefined;
    if (existing === undefined) throw taken(input.uid);
    return ok(applicationOut(existing));
  }
}

/** The slug is for people who look at it elsewhere; what makes it the only one is chance. */
export function createProject(desk: Desk, { name, uid, metadata: notes, throttleRate }: ApplicationIn): Promise<Project> {
  const readable = (uid ?? name).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 40);
  const chance = desk.settings.newId('app').slice(-12);
  const optional = { ...(uid == null ? {} : { uid }), ...(notes == null ? {} : { metadata: notes }), ...(throttleRate == null ? {} : { event_rate: throttleRate }) };
  return desk.write<Project>('project_create', { slug: readable === '' ? chance : `${readable}-${chance}`, name, ...optional });
}

/** What is not said keeps its uid, if the path named it by that: a repeated upsert must not make a second one. */
async function put(desk: Desk): Promise<Reply> {
  const input = take(ApplicationIn, desk.request, APPLICATION_ALIASES);
  const name = desk.param('app_id');
  const existing = await findApp(desk, name);
  if (existing === undefined) {
    if (idIn('app', name) !== undefined || !isUid(name)) throw notFound('Application');
    const uid = input.uid ?? uidInPath('app', name);
    return created(applicationOut(await createProject(desk, { ...input, uid }).catch(renamed(uid))));
  }
  const uid = input.uid === undefined && existing.uid === name ? existing.uid : (input.uid ?? null);
  return ok(applicationOut(await change(desk, existing, { name: input.name, uid, metadata: input.metadata ?? {}, event_rate: input.throttleRate ?? null }, input.uid)));
}

async function patch(desk: Desk): Promise<Reply> {
  const { name, uid, metadata: notes, throttleRate } = take(ApplicationPatch, desk.request, APPLICATION_ALIASES);
  const existing = await desk.app();
  return ok(applicationOut(await change(desk, existing, { name, uid, metadata: notes, event_rate: throttleRate }, uid)));
}

function change(desk: Desk, { id }: Project, fields: object, uid: string | null | undefined): Promise<Project> {
  return desk.again<Project>('project_update', { id, ...said(fields) }).catch(renamed(uid));
}

/** Endpoints and tokens go with their application. What else a project has is not for this door to remove. */
const THEIRS = ['endpoint', 'api_key'];

async function remove(desk: Desk): Promise<Reply> {
  const { id } = await desk.app();
  await refuseUsed(desk, id);
  for (const name of THEIRS) {
    for (;;) {
      const { items, next_cursor } = await desk.read<Page<{ id: string }>>(`${name}_list`, { project: id, limit: 100 });
      for (const item of items) await desk.again(`${name}_delete`, { id: item.id });
      if (next_cursor === null) break;
    }
  }
  await desk.again('project_delete', { id });
  return gone;
}

async function refuseUsed(desk: Desk, id: string): Promise<void> {
  for (const { definition, field } of referrers(hubResources, 'project')) {
    if (definition.state !== 'live' || THEIRS.includes(definition.name)) continue;
    const { items } = await desk.read<Page<unknown>>(`${definition.name}_list`, { [field]: id, limit: 1 }).catch(forbidden);
    if (items.length > 0) throw conflict(`This application has ${definition.plural.replaceAll('_', ' ')}; remove them first`);
  }
}

function forbidden(error: unknown): Page<unknown> {
  if (error instanceof Failure && error.code === 'caller.forbidden') return { items: [], next_cursor: null };
  throw error;
}

export const said = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export const isTaken = (error: unknown): error is Failure => error instanceof Failure && error.code === 'resource.duplicate';
const taken = (uid: string | null | undefined): Error => conflict(`An application with the uid ${uid ?? ''} exists already`);

const renamed = (uid: string | null | undefined) => (error: unknown): never => { throw isTaken(error) ? taken(uid) : error; };
