/** What Datadog takes in: events, metrics, logs, checks. An API key is enough. */
import { action, type Ctx, type JsonObject, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { type Config, tags } from '../config.ts';

const KINDS = { unspecified: 0, count: 1, rate: 2, gauge: 3 } as const;
const STATUSES = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
const host = t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Host.' }));
const sent = t.object({ sent: t.integer({ description: 'How many.' }) });

export const send = {
  post_event: action({
    title: 'Post an event', description: 'Adds an event to the event explorer, and to graphs that show events.', safety: 'moderate',
    input: t.object({
      title: t.string({ minLength: 1, maxLength: 500, description: 'Title.', examples: ['Deployed shop 1.4.2'] }), text: t.string({ maxLength: 4000, description: 'Text; Markdown between %%% lines.' }), tags, host,
      kind: t.enum(['info', 'success', 'warning', 'error'], { default: 'info', description: 'What kind it is.' }), priority: t.enum(['normal', 'low'], { default: 'normal', description: 'Priority.' }), aggregation_key: t.optional(t.string({ minLength: 1, maxLength: 100, description: 'Events of the same key are shown as one.' })), happened_at: t.optional(t.instant({ description: 'When; now, if absent.' })),
    }),
    output: t.object({ id: t.string({ description: 'Id.' }), url: t.string({ description: 'Page.' }) }), example: { title: 'Deployed shop 1.4.2', text: 'By Ada', tags: ['service:shop'], kind: 'success', priority: 'normal' },
    dryRun: () => ({ id: '0', url: '' }),
    async run({ title, text, tags: of, host: on, kind, priority, aggregation_key, happened_at }, ctx: Ctx<Config>) {
      const body = await ctx.http.post<JsonObject>('/api/v1/events', given({ title, text, tags: of, host: on, alert_type: kind, priority, aggregation_key, date_happened: happened_at === undefined ? undefined : Math.floor(Date.parse(happened_at) / 1000) }));
      return { id: string(body, 'event.id_str') || string(body, 'event.id'), url: string(body, 'event.url') };
    },
  }),
  send_metrics: action({
    title: 'Send metrics', description: 'Sends points of metrics. Datadog takes points of the last hour, and answers before it looks at them.', safety: 'moderate', idempotent: true,
    input: t.object({
      series: t.array(t.object({
        metric: t.string({ minLength: 1, maxLength: 200, description: 'Name.', examples: ['shop.orders'] }), kind: t.enum(['unspecified', 'count', 'rate', 'gauge'], { default: 'gauge', description: 'What kind it is.' }), interval_seconds: t.optional(t.integer({ minimum: 1, description: 'Of counts and rates.' })), unit: t.optional(t.string({ maxLength: 80, description: 'Unit.' })), tags, host,
        points: t.array(t.object({ value: t.number({ description: 'Value.' }), at: t.optional(t.instant({ description: 'When; now, if absent.' })) }), { minItems: 1, maxItems: 1000, description: 'Points.' }),
      }), { minItems: 1, maxItems: 500, description: 'Series.' }),
    }),
    output: sent, example: { series: [{ metric: 'shop.orders', kind: 'count', tags: ['env:production'], points: [{ value: 3 }] }] },
    dryRun: ({ series }) => ({ sent: series.length }),
    async run({ series }, ctx: Ctx<Config>) {
      const now = Math.floor(ctx.now() / 1000);
      await ctx.http.post('/api/v2/series', { series: series.map(({ metric, kind, interval_seconds, unit, tags: of, host: on, points }) => given({ metric, type: KINDS[kind], interval: interval_seconds, unit, tags: of, resources: on === undefined ? undefined : [{ name: on, type: 'host' }], points: points.map(({ value, at }) => ({ value, timestamp: at === undefined ? now : Math.floor(Date.parse(at) / 1000) })) })) }, { auth: 'intake', retry: 'always' });
      return { sent: series.length };
    },
  }),
  send_logs: action({
    title: 'Send logs', description: 'Sends lines of logs.', safety: 'moderate',
    input: t.object({
      logs: t.array(t.object({ message: t.string({ minLength: 1, maxLength: 900_000, description: 'The line; JSON is read.' }), status: t.enum(['debug', 'info', 'warn', 'error', 'critical'], { default: 'info', description: 'How bad it is.' }), service: t.optional(t.string({ maxLength: 100, description: 'Service.' })), source: t.string({ default: 'patchbay', maxLength: 100, description: 'What wrote it.' }), host, tags }), { minItems: 1, maxItems: 1000, description: 'Lines.' }),
    }),
    output: sent, example: { logs: [{ message: 'Deployed shop 1.4.2', status: 'info', service: 'shop', source: 'patchbay', tags: [] }] },
    dryRun: ({ logs }) => ({ sent: logs.length }),
    async run({ logs }, ctx: Ctx<Config>) {
      await ctx.http.post(`${ctx.config.logs_url.replace(/\/+$/, '')}/api/v2/logs`, logs.map(({ message, status, service, source, host: on, tags: of }) => given({ message, status, service, ddsource: source, hostname: on, ddtags: of.length === 0 ? undefined : of.join(',') })), { auth: 'intake' });
      return { sent: logs.length };
    },
  }),
  send_check: action({
    title: 'Send a service check', description: 'Says how a service is.', safety: 'moderate', idempotent: true,
    input: t.object({ check: t.string({ minLength: 1, maxLength: 100, description: 'Name of the check.', examples: ['shop.is_ok'] }), host_name: t.string({ minLength: 1, maxLength: 255, description: 'Host.' }), status: t.enum(['ok', 'warning', 'critical', 'unknown'], { description: 'How it is.' }), message: t.optional(t.string({ maxLength: 500, description: 'Why.' })), tags }),
    output: t.object({ status: t.string({ description: 'What Datadog says.' }) }), example: { check: 'shop.is_ok', host_name: 'web-1', status: 'ok', tags: [] },
    dryRun: () => ({ status: 'would send' }),
    run: async ({ status, ...check }, ctx: Ctx<Config>) => ({ status: string(await ctx.http.post<JsonObject>('/api/v1/check_run', [given({ ...check, status: STATUSES[status], timestamp: Math.floor(ctx.now() / 1000) })], { auth: 'intake', retry: 'always' }), 'status') }),
  }),
};
