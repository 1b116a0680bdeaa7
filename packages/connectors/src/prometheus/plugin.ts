/** Prometheus and what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics): queries, series, targets, alerts. It only reads. */
import { at, auth, definePlugin, type Infer, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { prometheusContext } from './context.ts';

const config = t.object({
  base_url: t.url({ description: 'Where Prometheus is, with its route prefix.', examples: ['https://prometheus.example.com'] }),
  org_id: t.string({ default: '', pattern: '^[A-Za-z0-9_.|-]{0,150}$', description: 'Tenant of Mimir, Cortex or Loki-like systems, sent as X-Scope-OrgID.' }),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'User for HTTP Basic.' })),
  ca_cert: t.optional(t.string({ maxLength: 65_536, description: 'Authorities that its certificate is signed by, PEM.' })),
  client_cert: t.optional(t.string({ maxLength: 65_536, description: 'Client certificate, PEM; its key is the secret client_key.' })),
  token: t.secret({ description: 'Bearer token.', required: false }),
  password: t.secret({ description: 'Password for HTTP Basic.', required: false }),
  client_key: t.secret({ description: 'Key of the client certificate, PEM.', required: false }),
});
type Config = Infer<typeof config>;

const promql = t.string({ minLength: 1, maxLength: 20_000, description: 'PromQL.', examples: ['sum(rate(http_requests_total{code=~"5.."}[5m])) by (service)'] });
const labels = t.record(t.string(), { description: 'Labels of the series.' });
const match = t.array(t.string({ minLength: 1, maxLength: 4096 }), { default: [], maxItems: 50, description: 'Selectors; series that fit any of them.', examples: [['up{job="shop"}']] });
const span = { minutes: t.integer({ minimum: 1, maximum: 525_600, default: 60, description: 'How far back, unless start is given.' }), start: t.optional(t.instant({ description: 'From.' })), end: t.optional(t.instant({ description: 'Until; now, if absent.' })) };
const point = { at: t.number({ description: 'Seconds since 1970.' }), value: t.string({ description: 'The value as text: also NaN, +Inf and -Inf.' }) };
const warnings = t.array(t.string(), { description: 'What Prometheus warns of.' });
const limit = t.integer({ minimum: 1, maximum: 10_000, default: 1000, description: 'At most.' });

const target = t.object({ job: t.string({ description: 'Scrape pool.' }), url: t.string({ description: 'What is scraped.' }), health: t.string({ description: 'up, down or unknown.' }), last_error: t.string({ description: 'Why it is down.' }), last_scrape: t.string({ description: 'When.' }), labels });
const alert = t.object({ rule: t.string({ description: 'Name of the rule.' }), state: t.string({ description: 'firing or pending.' }), active_at: t.string({ description: 'Since when.' }), value: t.string({ description: 'Value of the expression.' }), labels, annotations: t.record(t.string(), { description: 'Annotations.' }) });

export const plugin = definePlugin({
  id: 'patchbay/prometheus',
  version: '1.0.0',
  title: 'Prometheus',
  summary: 'Asks Prometheus in PromQL, now and over time, and lists its series, labels, targets and alerts.',
  categories: ['watching'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: { bearer: auth.bearer('token'), basic: auth.basic('{{config.username}}', 'password') },
  http: { base_url: '{{config.base_url}}/api/v1', headers: { accept: 'application/json' }, messageAt: ['error', 'message'], tls: { ca: '{{config.ca_cert}}', cert: '{{config.client_cert}}', key: 'client_key' }, errorOf },
  context: prometheusContext<Config>({ look: (...asked) => look(...asked), ask: (...asked) => ask(...asked) }),
  queries: {
    query: query({
      title: 'Query', description: 'Evaluates PromQL at one instant.',
      input: t.object({ query: promql, at: t.optional(t.instant({ description: 'When; now, if absent.' })) }),
      output: t.object({ kind: t.string({ description: 'vector, scalar, matrix or string.' }), items: t.array(t.object({ labels, ...point }), { description: 'One for each series; of a matrix the last value.' }), warnings }), example: { query: 'up' },
      async run({ query: text, at: when }, ctx: ReadCtx<Config>) {
        const answer = await ask('/query', { query: text, time: when === undefined ? undefined : seconds(when) }, ctx);
        return { kind: String(at(answer, 'data.resultType')), items: instants(answer), warnings: warningsOf(answer) };
      },
    }),
    query_range: query({
      title: 'Query a range', description: 'Evaluates PromQL over a span of time, step by step: 11,000 points for each series at most.',
      input: t.object({ query: promql, ...span, step_seconds: t.integer({ minimum: 1, maximum: 86_400, default: 60, description: 'Between two points.' }) }),
      output: t.object({ items: t.array(t.object({ labels, points: t.array(t.object(point), { description: 'Oldest first.' }) }), { description: 'One for each series.' }), warnings }), example: { query: 'rate(http_requests_total[5m])', minutes: 60, step_seconds: 60 },
      async run({ query: text, step_seconds, ...when }, ctx: ReadCtx<Config>) {
        const answer = await ask('/query_range', { query: text, ...spanOf(when, ctx), step: step_seconds }, ctx);
        return { items: series(answer).map((each) => ({ labels: labelsOf(each), points: ((each['values'] ?? []) as readonly Sample[]).map(pointOf) })), warnings: warningsOf(answer) };
      },
    }),
    series: query({
      title: 'Find series', description: 'Series that fit selectors.',
      input: t.object({ match: t.array(t.string({ minLength: 1, maxLength: 4096 }), { minItems: 1, maxItems: 50, description: 'Selectors; series that fit any of them.' }), ...span, limit }), output: t.object({ items: t.array(labels) }), example: { match: ['up{job="shop"}'], minutes: 60, limit: 100 },
      async run({ match: of, limit: most, ...when }, ctx: ReadCtx<Config>) {
        return { items: listOf(await ask('/series', { 'match[]': of, ...spanOf(when, ctx), limit: most }, ctx), 'data').slice(0, most) as Record<string, string>[] };
      },
    }),
    labels: query({
      title: 'List labels', description: 'Names of labels, or the values of one.',
      input: t.object({ label: t.optional(t.string({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', maxLength: 255, description: 'The label whose values to list.', examples: ['job'] })), match, ...span, limit }), output: t.object({ items: t.array(t.string()) }), example: { label: 'job', match: [], minutes: 60, limit: 100 },
      async run({ label, match: of, limit: most, ...when }, ctx: ReadCtx<Config>) {
        const asked = { 'match[]': of, ...spanOf(when, ctx), limit: most };
        const answer = label === undefined ? await ask('/labels', asked, ctx) : await look(`/label/${label}/values`, asked, ctx);
        return { items: (listOf(answer, 'data') as unknown as readonly string[]).slice(0, most) };
      },
    }),
    targets: query({
      title: 'List targets', description: 'What is scraped, and how it is.',
      input: t.object({ job: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Only of this scrape pool.' })), health: t.optional(t.enum(['up', 'down', 'unknown'], { description: 'Only these.' })), limit }), output: t.object({ items: t.array(target) }), example: { health: 'down', limit: 100 },
      async run({ job, health, limit: most }, ctx: ReadCtx<Config>) {
        const all = listOf(await look('/targets', { state: 'active', scrapePool: job }, ctx), 'data.activeTargets').map(shownTarget).filter((each) => job === undefined || each.job === job);
        if (job !== undefined && all.length === 0) throw new PluginError('not_found', `There is no scrape pool ${job} with targets`, { field: 'job' });
        return { items: all.filter((each) => health === undefined || each.health === health).slice(0, most) };
      },
    }),
    alerts: query({
      title: 'List alerts', description: 'Alerts that fire or are pending.',
      input: t.object({ rule: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Only of this alerting rule.', examples: ['HighErrorRate'] })), state: t.optional(t.enum(['firing', 'pending'], { description: 'Only these.' })), limit }), output: t.object({ items: t.array(alert) }), example: { state: 'firing', limit: 100 },
      async run({ rule, state, limit: most }, ctx: ReadCtx<Config>) {
        const rules = listOf(await look('/rules', { type: 'alert' }, ctx), 'data.groups').flatMap((group) => (group['rules'] ?? []) as readonly JsonObject[]).filter((each) => rule === undefined || each['name'] === rule);
        if (rule !== undefined && rules.length === 0) throw new PluginError('not_found', `There is no alerting rule ${rule}`, { field: 'rule' });
        return { items: rules.flatMap((each) => ((each['alerts'] ?? []) as readonly JsonObject[]).map((one) => shownAlert(String(each['name']), one))).filter((each) => state === undefined || each.state === state).slice(0, most) };
      },
    }),
  },
  async health(ctx) {
    const answer = await look('/query', { query: 'vector(1)' }, ctx as ReadCtx<Config>);
    return instants(answer)[0]?.value === '1' ? { state: 'ok' } : { state: 'degraded', reason: 'vector(1) was not 1' };
  },
});

/** Some proxies answer 200 with what is an error inside. */
function errorOf({ status, body }: { readonly status: number; readonly body: unknown }): PluginError | undefined {
  return status === 200 && at(body, 'status') === 'error' ? new PluginError('invalid', `Prometheus refused: ${String(at(body, 'error')).slice(0, 300)}`, { vendor_code: String(at(body, 'errorType') ?? '') }) : undefined;
}

type Sample = readonly [number, string];
type Fields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Nothing stands before many of them: then no credential is sent. */
const more = (ctx: ReadCtx<Config>) => ({ ...(ctx.hasSecret('token') || ctx.hasSecret('password') ? {} : { auth: false as const }), ...(ctx.config.org_id === '' ? {} : { headers: { 'x-scope-orgid': ctx.config.org_id } }), timeoutMs: 30_000 });

/** As a form: expressions may be longer than a URL. */
const ask = (path: string, form: Fields, ctx: ReadCtx<Config>): Promise<JsonObject> => ctx.http.post<JsonObject>(path, undefined, { ...more(ctx), form, retry: 'always' });
const look = (path: string, asked: Fields, ctx: ReadCtx<Config>): Promise<JsonObject> => ctx.http.get<JsonObject>(path, { ...more(ctx), query: asked });

const seconds = (instant: string): number => Date.parse(instant) / 1000;

function spanOf({ minutes, start, end }: { readonly minutes: number; readonly start?: string | undefined; readonly end?: string | undefined }, ctx: ReadCtx<Config>): { start: number; end: number } {
  const until = end === undefined ? ctx.now() / 1000 : seconds(end);
  const from = start === undefined ? until - minutes * 60 : seconds(start);
  if (!(until > from)) throw new PluginError('invalid', `The span ends at ${end}, before it starts at ${start}; expected a later end`, { field: 'end' });
  return { start: from, end: until };
}

function instants(answer: JsonObject): { labels: Record<string, string>; at: number; value: string }[] {
  const result = at(answer, 'data.result');
  if (at(answer, 'data.resultType') === 'scalar' || at(answer, 'data.resultType') === 'string') return [{ labels: {}, ...pointOf(result as Sample) }];
  return series(answer).flatMap((each) => {
    const sample = (each['value'] ?? ((each['values'] ?? []) as readonly Sample[]).at(-1)) as Sample | undefined;
    return sample === undefined ? [] : [{ labels: labelsOf(each), ...pointOf(sample) }];
  });
}

const series = (answer: JsonObject): readonly JsonObject[] => listOf(answer, 'data.result');
const pointOf = ([when, value]: Sample): { at: number; value: string } => ({ at: when, value: String(value) });
const labelsOf = (each: JsonObject): Record<string, string> => (each['metric'] ?? {}) as Record<string, string>;
const warningsOf = (answer: JsonObject): string[] => [...(listOf(answer, 'warnings') as unknown as readonly string[])];
const listOf = (answer: JsonObject, path: string): readonly JsonObject[] => { const list = at(answer, path); return Array.isArray(list) ? (list as JsonObject[]) : []; };

const shownTarget = (each: JsonObject): Infer<typeof target> => ({ job: string(each, 'scrapePool'), url: string(each, 'scrapeUrl'), health: string(each, 'health'), last_error: string(each, 'lastError'), last_scrape: string(each, 'lastScrape'), labels: (each['labels'] ?? {}) as Record<string, string> });
const shownAlert = (rule: string, each: JsonObject): Infer<typeof alert> => ({ rule, state: string(each, 'state'), active_at: string(each, 'activeAt'), value: string(each, 'value'), labels: (each['labels'] ?? {}) as Record<string, string>, annotations: (each['annotations'] ?? {}) as Record<string, string> });
