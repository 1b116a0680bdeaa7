/**
 * Libraries that are watched. A notification of Graph says only that something changed: what it was is read from the library itself, so that
 * a notification that got lost is made up for by the next look.
 */
import { type Ctx, type JsonObject, PluginError } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { LATEST, type Page, pageOf } from './changes.ts';
import type { Config } from './config.ts';

export interface Watch { readonly drive_id: string; readonly notification_url: string; readonly token: string; readonly expires_at: string }

const DAY = 86_400_000;
/** Graph takes at most 42,300 minutes for libraries. */
const LASTS = 28 * DAY;
const RENEWED = 7 * DAY;
/** One call of a plugin may ask its host 256 times. */
const MOST_TOLD = 50;

export const keyOf = (id: string): string => `watch/${id}`;
const until = (ctx: Pick<Ctx, 'now'>): string => new Date(ctx.now() + LASTS).toISOString();

/** The place is remembered first: what changes from then on is told. */
export async function start({ drive_id, notification_url }: Pick<Watch, 'drive_id' | 'notification_url'>, ctx: Ctx<Config>): Promise<{ id: string; drive_id: string; expires_at: string }> {
  const { token } = await pageOf(drive_id, LATEST, ctx);
  return subscribe({ drive_id, notification_url, token }, ctx);
}

async function subscribe(watch: Omit<Watch, 'expires_at'>, ctx: Ctx<Config>): Promise<{ id: string; drive_id: string; expires_at: string }> {
  const { drive_id, notification_url } = watch;
  const made = await ctx.http.post<JsonObject>('/subscriptions', { changeType: 'updated', notificationUrl: notification_url, lifecycleNotificationUrl: notification_url, resource: `drives/${drive_id}/root`, expirationDateTime: until(ctx), clientState: await ctx.reveal('client_state') });
  const [id, expires_at] = [string(made, 'id'), string(made, 'expirationDateTime')];
  await ctx.state.set(keyOf(id), { ...watch, expires_at });
  return { id, drive_id, expires_at };
}

/** Tells what changed since the last look, and how much that was. What is too much for one call is told at the next. */
export async function follow(id: string, ctx: Ctx<Config>, before = 0): Promise<number> {
  let told = before;
  while (told < MOST_TOLD) {
    const watch = await ctx.state.get<Watch>(keyOf(id));
    if (watch === undefined) return told;
    const { changes, token, more } = await pageOf(watch.drive_id, watch.token, ctx).catch((error: unknown) => startedOver(error, watch, ctx));
    for (const { item, deleted } of changes) await ctx.emit(`sharepoint.item.${deleted ? 'deleted' : 'changed'}`, item.path || item.id, { drive_id: watch.drive_id, item });
    if (token !== watch.token) await ctx.state.set(keyOf(id), { ...watch, token });
    told += changes.length;
    if (!more) return told;
  }
  return told;
}

async function startedOver(error: unknown, { drive_id }: Watch, ctx: Ctx<Config>): Promise<Page> {
  if (!(error instanceof PluginError) || error.details['vendor_code'] !== 'resyncRequired') throw error;
  await ctx.emit('sharepoint.watch.missed', drive_id, { drive_id });
  return pageOf(drive_id, LATEST, ctx);
}

/** A subscription that Graph forgot is made anew, with another id, and goes on where the old one was. */
export async function renew(id: string, ctx: Ctx<Config>): Promise<string> {
  const watch = await ctx.state.get<Watch>(keyOf(id));
  if (watch === undefined) return id;
  const { status, body } = await ctx.http.request<JsonObject>({ method: 'PATCH', url: `/subscriptions/${id}`, json: { expirationDateTime: until(ctx) }, accept: [404] });
  if (status !== 404) {
    await ctx.state.set(keyOf(id), { ...watch, expires_at: string(body, 'expirationDateTime') });
    return id;
  }
  const fresh = await subscribe(watch, ctx);
  await ctx.state.delete(keyOf(id));
  return fresh.id;
}

/** From time to time, whether or not anything was notified. */
export async function keepUp(ctx: Ctx<Config>): Promise<void> {
  const ids: string[] = [];
  for (const key of await ctx.state.list('watch/')) {
    const id = key.slice('watch/'.length);
    const watch = await ctx.state.get<Watch>(key);
    ids.push(watch !== undefined && Date.parse(watch.expires_at) - ctx.now() < RENEWED ? await renew(id, ctx) : id);
  }
  let told = 0;
  for (const id of ids) told = await follow(id, ctx, told);
}
