/** Tokens for the people of one application: keys that are held within its project, and run out. */
import { covers } from '@patchbay/contracts';
import { z } from 'zod';
import { ApplicationIn, createProject } from './applications.ts';
import { take } from './body.ts';
import { type Desk, findApp, type Page, type Project } from './desk.ts';
import { idOut } from './ids.ts';
import { invalid, notFound } from './refusal.ts';
import { gone, ok, type Reply, type Route } from './route.ts';
import { typeName } from './shapes.ts';

interface ApiKey {
  readonly id: string;
  readonly key?: string;
  readonly expires_at?: string;
}

const HOUR = 3_600;
const WEEK = 604_800;
/** Another time than was asked for would leave a door open. */
const LASTS = `expected ${HOUR} to ${WEEK} seconds`;
const PortalAccessIn = z.object({ application: ApplicationIn.nullish(), featureFlags: z.array(typeName).max(100).nullish(), expiry: z.int().min(HOUR, LASTS).max(WEEK, LASTS).nullish() });

/** What somebody needs to look after the endpoints of one application. */
const PORTAL_SCOPES = ['project:read', 'endpoint:read', 'endpoint:write', 'endpoint:reveal', 'event:read', 'event:write', 'event_type:read', 'attempt:read', 'job:read', 'api_key:end'];

export const authentication: readonly Route[] = [
  { method: 'POST', path: '/auth/app-portal-access/:app_id', organisation: true, handle: portalAccess },
  { method: 'POST', path: '/auth/dashboard-access/:app_id', organisation: true, handle: portalAccess },
  { method: 'POST', path: '/auth/app/:app_id/expire-all', organisation: true, handle: expireAll },
  { method: 'POST', path: '/auth/logout', handle: async (desk) => { await desk.again('api_key_end', {}); return gone; } },
];

async function portalAccess(desk: Desk): Promise<Reply> {
  const { application, featureFlags, expiry } = take(PortalAccessIn, desk.request);
  const app = await appOrNew(desk, application);
  const { newId, now, publicUrl } = desk.settings;
  await sweep(desk, app);
  const { key = '' } = await desk.write<ApiKey>('api_key_create', {
    name: `portal of ${app.slug.slice(0, 60)} ${newId('key').slice(-12)}`, project: app.id, scopes: PORTAL_SCOPES.filter((scope) => covers(desk.caller.scopes, [scope])),
    expires_at: new Date(now() + (expiry ?? WEEK) * 1000).toISOString(), ...(featureFlags == null || featureFlags.length === 0 ? {} : { feature_flags: [...new Set(featureFlags)] }),
  });
  return ok({ url: `${publicUrl()}/portal#app=${idOut('app', app.id)}&key=${key}`, token: key });
}

/** The application of the path. One that is not there yet comes into being, if the body says what it is. */
export async function appOrNew(desk: Desk, application: z.output<typeof ApplicationIn> | null | undefined): Promise<Project> {
  const name = desk.param('app_id');
  const found = await findApp(desk, name);
  if (found !== undefined || application == null) return found ?? desk.app();
  if (application.uid == null) throw invalid(['body', 'application', 'uid'], 'expected the uid of the application, the same as in the path', 'application_uid_missing');
  if (application.uid !== name) throw invalid(['body', 'application', 'uid'], 'expected the same uid as in the path', 'application_uid_mismatch');
  return createProject(desk, application).catch(async (error: unknown) => {
    const other = await findApp(desk, name); // somebody was faster
    if (other === undefined) throw error;
    return other;
  });
}

/** Tokens that ran out are no use to anybody. */
async function sweep(desk: Desk, app: Project): Promise<void> {
  const { items } = await desk.read<Page<ApiKey>>('api_key_list', { project: app.id, limit: 100 });
  for (const { id, expires_at } of items) if (expires_at !== undefined && Date.parse(expires_at) <= desk.settings.now()) await desk.again('api_key_delete', { id });
}

async function expireAll(desk: Desk): Promise<Reply> {
  const app = await findApp(desk, desk.param('app_id'));
  if (app === undefined) throw notFound('Application');
  for (;;) {
    const { items, next_cursor } = await desk.read<Page<ApiKey>>('api_key_list', { project: app.id, limit: 100 });
    for (const { id } of items) await desk.again('api_key_delete', { id });
    if (next_cursor === null) return gone;
  }
}
