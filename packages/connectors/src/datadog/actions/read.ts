/** Metrics, logs and events that are there. */
import { at, type JsonObject, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { list, string } from '../../wire/fields.ts';
import { type Config, limit } from '../config.ts';

const span = { minutes: t.integer({ minimum: 1, maximum: 525_600, default: 60, description: 'How far back, unless from is given.' }), from: t.optional(t.instant({ description: 'From.' })), to: t.optional(t.instant({ description: 'Until; now, if absent.' })) };
const text = t.string({ default: '*', maxLength: 10_000, description: 'Query of the explorer.', examples: ['service:shop status:error'] });

export const read = {
  query_metrics: query({
    title: 'Query metrics', description: 'Evaluates a metric query over a span of time.', input: t.object({ query: t.string({ minLength: 1, maxLength: 10_000, description: 'Query.', examples: ['sum:shop.orders{env:production} by {region}'] }), ...span }),
    output: t.object({ items: t.array(t.object({ metric: t.string({ description: 'Metric.' }), scope: t.string({ description: 'Tags of the series.' }), points: t.array(t.object({ at: t.number({ description: 'Seconds since 1970.' }), value: t.number({ description: 'Value.' }) }), { description: 'Oldest first.' }) })) }), example: { query: 'sum:shop.orders{env:production}', minutes: 60 },
    async run({ query: asked, ...when }, ctx: ReadCtx<Config>) {
      const { from, to } = spanOf(when, ctx);
      const body = await ctx.http.get<JsonObject>('/api/v1/query', { query: { query: asked, from: Math.floor(from / 1000), to: Math.floor(to / 1000) } });
      if (string(body, 'status') === 'error') throw new PluginError('invalid', `Datadog refused the query: ${string(body, 'error').slice(0, 300)}`);
      return { items: list(body, 'series').map((each) => ({ metric: string(each, 'metric'), scope: string(each, 'scope'), points: (list(each, 'pointlist') as unknown as readonly (readonly [number, number | null])[]).flatMap(([when_, value]) => (value === null ? [] : [{ at: when_ / 1000, value }])) })) };
    },
  }),
  search_logs: query({
    title: 'Search logs', description: 'Lines of logs that match, newest first.', input: t.object({ query: text, ...span, limit }),
    output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), at: t.string({ description: 'When.' }), status: t.string({ description: 'How bad it is.' }), service: t.string({ description: 'Service.' }), host: t.string({ description: 'Host.' }), message: t.string({ description: 'The line.' }) })) }), example: { query: 'service:shop status:error', minutes: 60, limit: 100 },
    async run({ query: asked, limit: most, ...when }, ctx: ReadCtx<Config>) {
      const { from, to } = spanOf(when, ctx);
      const search = (cursor?: string) => ({ filter: { query: asked, from: new Date(from).toISOString(), to: new Date(to).toISOString() }, sort: '-timestamp', page: { limit: Math.min(most, 1000), ...(cursor === undefined ? {} : { cursor }) } });
      const next = ({ body }: { readonly body: unknown }, request: { readonly url: string }) => { const after = string(body, 'meta.page.after'); return after === '' ? undefined : { ...request, json: search(after) }; };
      const found = await ctx.http.collect<JsonObject>({ url: '/api/v2/logs/events/search', method: 'POST', retry: 'always', json: search() }, { items: 'data', next, limit: most });
      return { items: found.map((each) => ({ id: string(each, 'id'), at: string(each, 'attributes.timestamp'), status: string(each, 'attributes.status'), service: string(each, 'attributes.service'), host: string(each, 'attributes.host'), message: string(each, 'attributes.message') })) };
    },
  }),
  list_events: query({
    title: 'List events', description: 'Events that match, newest first.', input: t.object({ query: text, ...span, limit }),
    output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), at: t.string({ description: 'When.' }), title: t.string({ description: 'Title.' }), text: t.string({ description: 'Text.' }), tags: t.array(t.string(), { description: 'Tags.' }) })) }), example: { query: 'service:shop', minutes: 60, limit: 100 },
    async run({ query: asked, limit: most, ...when }, ctx: ReadCtx<Config>) {
      const { from, to } = spanOf(when, ctx);
      const found = await ctx.http.collect<JsonObject>({ url: '/api/v2/events', query: { 'filter[query]': asked, 'filter[from]': new Date(from).toISOString(), 'filter[to]': new Date(to).toISOString(), sort: '-timestamp', 'page[limit]': Math.min(most, 1000) } }, { items: 'data', next: paginate.cursor('meta.page.after', 'page[cursor]'), limit: most });
      return { items: found.map((each) => ({ id: string(each, 'id'), at: string(each, 'attributes.timestamp'), title: string(each, 'attributes.attributes.title'), text: string(each, 'attributes.message'), tags: (at(each, 'attributes.tags') ?? []) as string[] })) };
    },
  }),
};

function spanOf({ minutes, from, to }: { readonly minutes: number; readonly from?: string | undefined; readonly to?: string | undefined }, ctx: ReadCtx<Config>): { from: number; to: number } {
  const until = to === undefined ? ctx.now() : Date.parse(to);
  return { from: from === undefined ? until - minutes * 60_000 : Date.parse(from), to: until };
}
