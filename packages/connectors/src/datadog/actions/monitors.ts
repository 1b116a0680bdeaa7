/** Monitors, and the downtimes that mute them. */
import { action, type Ctx, type Infer, type JsonObject, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { given, list, string } from '../../wire/fields.ts';
import { type Config, limit, monitorId, tags } from '../config.ts';

const monitor = t.object({ id: monitorId, name: t.string({ description: 'Name.' }), type: t.string({ description: 'Kind.' }), query: t.string({ description: 'Its query.' }), message: t.string({ description: 'What it says.' }), state: t.string({ description: 'OK, Alert, Warn, No Data and others.' }), tags: t.array(t.string(), { description: 'Tags.' }) });
const downtime = t.object({ id: t.string({ description: 'Id.' }), status: t.string({ description: 'active, scheduled, ended or canceled.' }), scope: t.string({ description: 'What it is for.' }), message: t.string({ description: 'Why.' }), monitor_id: t.string({ description: 'Monitor; empty where tags choose.' }) });
const downtimeId = t.string({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9-]+$', description: 'Id of the downtime.', examples: ['00000000-0000-1234-0000-000000000000'] });
const name = t.string({ minLength: 1, maxLength: 255, description: 'Name.', examples: ['5xx of shop'] });
const text = t.string({ maxLength: 10_000, description: 'What it says, with @mentions.' });
const options = t.optional(t.record(t.json(), { description: 'Options: thresholds, notify_no_data, renotify_interval.', examples: [{ thresholds: { critical: 5 } }] }));
const PAGE = 100;

export const monitors = {
  create_monitor: action({
    title: 'Create a monitor', description: 'Creates a monitor.', safety: 'moderate',
    input: t.object({ name, type: t.string({ default: 'metric alert', minLength: 1, maxLength: 80, description: 'Kind: metric alert, query alert, service check, log alert and others.' }), query: t.string({ minLength: 1, maxLength: 10_000, description: 'Its query.', examples: ['avg(last_5m):sum:shop.errors{env:production} > 5'] }), message: text, tags, priority: t.optional(t.integer({ minimum: 1, maximum: 5, description: '1 is the highest.' })), options }),
    output: monitor, example: { name: '5xx of shop', type: 'metric alert', query: 'avg(last_5m):sum:shop.errors{env:production} > 5', message: '@pagerduty', tags: [] },
    run: async (input, ctx: Ctx<Config>) => shown(await ctx.http.post<JsonObject>('/api/v1/monitor', given(input))),
  }),
  update_monitor: action({
    title: 'Change a monitor', description: 'Changes what is given of a monitor.', safety: 'moderate', idempotent: true,
    input: t.object({ id: monitorId, name: t.optional(name), query: t.optional(t.string({ minLength: 1, maxLength: 10_000, description: 'Its query.' })), message: t.optional(text), tags: t.optional(t.array(t.string({ maxLength: 200 }), { description: 'All tags.' })), options }), output: monitor, example: { id: '123456', name: '5xx of the shop' },
    run: async ({ id, ...fields }, ctx: Ctx<Config>) => shown(await ctx.http.put<JsonObject>(`/api/v1/monitor/${id}`, given(fields))),
  }),
  delete_monitor: action({
    title: 'Delete a monitor', description: 'Deletes a monitor. Refused as a conflict while something uses it.', safety: 'destructive', input: t.object({ id: monitorId }), output: t.object({ id: monitorId }), example: { id: '123456' },
    run: async ({ id }, ctx: Ctx<Config>) => ({ id: string(await ctx.http.delete<JsonObject>(`/api/v1/monitor/${id}`), 'deleted_monitor_id') || id }),
  }),
  create_downtime: action({
    title: 'Create a downtime', description: 'Mutes monitors for a scope and a while.', safety: 'moderate',
    input: t.object({ scope: t.string({ minLength: 1, maxLength: 2000, description: 'What it is for; * for all.', examples: ['env:production'] }), monitor_id: t.optional(monitorId), monitor_tags: t.optional(t.array(t.string({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 50, description: 'Monitors with all of these tags; * for all.' })), minutes: t.integer({ minimum: 1, maximum: 525_600, default: 60, description: 'For how long.' }), starts_at: t.optional(t.instant({ description: 'From; now, if absent.' })), message: t.string({ default: '', maxLength: 4000, description: 'Why.' }) }),
    output: downtime, example: { scope: 'env:production', monitor_tags: ['service:shop'], minutes: 30, message: 'Deployment' },
    async run({ scope, monitor_id, monitor_tags, minutes, starts_at, message }, ctx: Ctx<Config>) {
      if ((monitor_id === undefined) === (monitor_tags === undefined)) throw new PluginError('invalid', 'A downtime needs either monitor_id or monitor_tags', { field: 'monitor_id' });
      const from = starts_at === undefined ? ctx.now() : Date.parse(starts_at);
      const schedule = { ...(starts_at === undefined ? {} : { start: new Date(from).toISOString() }), end: new Date(from + minutes * 60_000).toISOString() };
      const attributes = { scope, message, monitor_identifier: monitor_id === undefined ? { monitor_tags } : { monitor_id: Number(monitor_id) }, schedule };
      return shownDowntime((await ctx.http.post<{ readonly data: JsonObject }>('/api/v2/downtime', { data: { type: 'downtime', attributes } })).data);
    },
  }),
  cancel_downtime: action({
    title: 'Cancel a downtime', description: 'Ends a downtime now.', safety: 'moderate', idempotent: true, input: t.object({ id: downtimeId }), output: t.object({ id: downtimeId }), example: { id: '00000000-0000-1234-0000-000000000000' },
    async run({ id }, ctx: Ctx<Config>) { await ctx.http.delete(`/api/v2/downtime/${id}`); return { id }; },
  }),
};

export const monitorQueries = {
  get_monitor: query({ title: 'Get a monitor', description: 'A monitor and its state.', input: t.object({ id: monitorId }), output: monitor, example: { id: '123456' }, run: async ({ id }, ctx: ReadCtx<Config>) => shown(await ctx.http.get<JsonObject>(`/api/v1/monitor/${id}`)) }),
  list_monitors: query({
    title: 'List monitors', description: 'Monitors by name and tags.', input: t.object({ name: t.optional(t.string({ maxLength: 255, description: 'What is in the name.' })), monitor_tags: tags, limit }), output: t.object({ items: t.array(monitor) }), example: { monitor_tags: ['service:shop'], limit: 100 },
    run: async ({ name: named, monitor_tags, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await ctx.http.collect<JsonObject>({ url: '/api/v1/monitor', query: { name: named, monitor_tags: monitor_tags.length === 0 ? undefined : monitor_tags.join(','), page: 0, page_size: PAGE } }, { items: '', next: paginate.page('', 'page', PAGE, 0), limit: most })).map(shown) }),
  }),
  list_downtimes: query({
    title: 'List downtimes', description: 'Downtimes; those that ended only when asked for.', input: t.object({ current: t.boolean({ default: true, description: 'Only those that are active.' }), monitor_id: t.optional(monitorId), limit }), output: t.object({ items: t.array(downtime) }), example: { current: true, limit: 100 },
    async run({ current, monitor_id, limit: most }, ctx: ReadCtx<Config>) {
      if (monitor_id !== undefined) await ctx.http.get(`/api/v1/monitor/${monitor_id}`); // an unknown monitor would look like one that nothing mutes
      const found = await ctx.http.collect<JsonObject>({ url: '/api/v2/downtime', query: { current_only: current, include: 'monitor', 'page[limit]': PAGE, 'page[offset]': 0 } }, { items: 'data', next: paginate.offset('data', 'page[offset]', PAGE), limit: monitor_id === undefined ? most : 10_000 });
      return { items: found.map(shownDowntime).filter((each) => monitor_id === undefined || each.monitor_id === monitor_id).slice(0, most) };
    },
  }),
};

const shown = (each: JsonObject): Infer<typeof monitor> => ({ id: string(each, 'id'), name: string(each, 'name'), type: string(each, 'type'), query: string(each, 'query'), message: string(each, 'message'), state: string(each, 'overall_state'), tags: list(each, 'tags') as unknown as string[] });
const shownDowntime = (each: JsonObject): Infer<typeof downtime> => ({ id: string(each, 'id'), status: string(each, 'attributes.status'), scope: string(each, 'attributes.scope'), message: string(each, 'attributes.message'), monitor_id: string(each, 'attributes.monitor_identifier.monitor_id') });
