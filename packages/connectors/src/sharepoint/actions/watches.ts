/** What changes in libraries: asked for, or told as events. */
import { action, type Ctx, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import { type Change, LATEST, pageOf, TOKEN } from '../changes.ts';
import { type Config, drive_id } from '../config.ts';
import { item } from '../drive.ts';
import { keyOf, renew, start } from '../watch.ts';

const watch_id = t.string({ pattern: '^[A-Za-z0-9-]{1,100}$', description: 'Id of the subscription.', examples: ['7f105c7d-2dc5-4530-97cd-4e7ae6534c07'] });
const watched = t.object({ id: watch_id, drive_id: t.string({ description: 'The library.' }), expires_at: t.string({ description: 'Until when, if it is not renewed; it is, by itself.' }) });

export const watchActions = {
  watch_drive: action({
    title: 'Watch a library', description: 'From now on tells what changes in a library as events, until unwatch_drive. Graph asks the URL at once whether it is meant.', safety: 'moderate',
    input: t.object({ drive_id, notification_url: t.url({ maxLength: 2048, pattern: '^https://', description: 'The webhook_url of this installation.', examples: ['https://hub.example.com/v1/webhooks/inst_1'] }) }), output: watched, example: { notification_url: 'https://hub.example.com/v1/webhooks/inst_1' },
    async run({ drive_id: of, notification_url }, ctx: Ctx<Config>) {
      const drive = of ?? ctx.config.drive_id;
      if (drive === undefined) throw new PluginError('invalid', 'Expected a drive_id, as the configuration has none', { field: 'drive_id' });
      if (!ctx.hasSecret('client_state')) throw new PluginError('invalid', 'Expected the secret client_state to be set: notifications are proved by it', { missing: 'client_state' });
      return start({ drive_id: drive, notification_url }, ctx);
    },
  }),
  renew_watch: action({
    title: 'Renew a watch', description: 'Keeps a watch going for four more weeks. It happens by itself; this shows whether it can. One that Graph forgot is made anew, with another id.', safety: 'moderate', idempotent: true,
    input: t.object({ id: watch_id }), output: watched, example: { id: '7f105c7d-2dc5-4530-97cd-4e7ae6534c07' },
    run: async ({ id }, ctx: Ctx<Config>) => look(await renew(id, ctx), ctx),
  }),
  unwatch_drive: action({
    title: 'Stop watching', description: 'Nothing more is told of the library.', safety: 'moderate',
    input: t.object({ id: watch_id }), output: t.object({ id: watch_id }), example: { id: '7f105c7d-2dc5-4530-97cd-4e7ae6534c07' },
    async run({ id }, ctx: Ctx<Config>) {
      const known = await ctx.state.get(keyOf(id));
      await ctx.http.request({ method: 'DELETE', url: `/subscriptions/${id}`, accept: known === undefined ? [] : [404] });
      await ctx.state.delete(keyOf(id));
      return { id };
    },
  }),
};

/** The resource is such as `drives/b!x/root`. */
async function look(id: string, ctx: ReadCtx<Config>) {
  const found = await ctx.http.get<JsonObject>(`/subscriptions/${id}`);
  return { id: string(found, 'id'), drive_id: string(found, 'resource').split('/').at(-2) ?? '', expires_at: string(found, 'expirationDateTime') };
}

const change = t.object({ item, deleted: t.boolean({ description: 'It is gone; of what is gone, hardly more than its id is known.' }) });

export const watchQueries = {
  get_watch: query({ title: 'Get a watch', description: 'Which library, and until when.', input: t.object({ id: watch_id }), output: watched, example: { id: '7f105c7d-2dc5-4530-97cd-4e7ae6534c07' }, run: ({ id }, ctx: ReadCtx<Config>) => look(id, ctx) }),
  list_changes: query({
    title: 'List changes', description: 'What changed in a library since a place that an earlier answer gave; without one, all that is there.',
    input: t.object({ drive_id, token: t.optional(t.string({ pattern: `${TOKEN}|^latest$`, maxLength: 4002, description: 'Where to go on, as an earlier answer gave it; latest to begin now.', examples: ['latest'] })), limit: t.integer({ minimum: 1, maximum: 5000, default: 200, description: 'Not many more than these; a page of Graph is never cut.' }) }),
    output: t.object({ items: t.array(change, { description: 'What changed, each once.' }), token: t.string({ description: 'Where the next look goes on.' }), more: t.boolean({ description: 'There is more to see at once.' }) }), example: { token: 'latest', limit: 200 },
    async run({ drive_id: of, token = '', limit }, ctx: ReadCtx<Config>) {
      const changes: Change[] = [];
      for (let place = token === 'latest' ? LATEST : token; ;) {
        const page = await pageOf(of, place, ctx);
        changes.push(...page.changes);
        if (!page.more || changes.length >= limit) return { items: changes, token: page.token, more: page.more };
        place = page.token;
      }
    },
  }),
};
