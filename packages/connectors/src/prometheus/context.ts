/** What Prometheus knows about a service: alerts whose labels name it, and how its series went. */
import { at, context, type Finding, type JsonObject, names, type ReadCtx, t } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';
import { severityOf } from '../wire/severity.ts';

type Sample = readonly [number, string];
type Fields = Readonly<Record<string, string | number>>;

/** How the connector asks. */
export interface Asking<C> {
  readonly look: (path: string, asked: Fields, ctx: ReadCtx<C>) => Promise<JsonObject>;
  readonly ask: (path: string, form: Fields, ctx: ReadCtx<C>) => Promise<JsonObject>;
}

const MOST_POINTS = 60;

export const prometheusContext = <C extends { readonly base_url: string }>({ look, ask }: Asking<C>) => ({
  alerts: context({
    title: 'Alerts of Prometheus', description: 'Alerts that fire or are pending, of which a label names the service.', kind: 'alerts',
    async run({ service }, ctx: ReadCtx<C>) {
      const rules = list(await look('/rules', { type: 'alert' }, ctx), 'data.groups').flatMap((group) => list(group, 'rules'));
      return rules.flatMap((rule) => list(rule, 'alerts').filter((alert) => labelled(alert, service)).map((alert) => shownAlert(string(rule, 'name'), alert, ctx.config.base_url)));
    },
  }),
  series: context({
    title: 'Series of Prometheus', description: 'How series went in the window: those of a PromQL expression, or `up` of the job with the name of the service.', kind: 'metrics',
    query: t.object({ query: t.optional(t.string({ minLength: 1, maxLength: 20_000, description: 'PromQL.', examples: ['sum(rate(http_requests_total{code=~"5.."}[5m])) by (service)'] })) }),
    async run({ service, since, until, limit, query: { query } }, ctx: ReadCtx<C>) {
      const [start, end] = [Date.parse(since) / 1000, Date.parse(until) / 1000];
      const answer = await ask('/query_range', { query: query ?? `up{job=${JSON.stringify(service)}}`, start, end, step: Math.max(15, Math.ceil((end - start) / MOST_POINTS)) }, ctx);
      return list(answer, 'data.result').slice(0, limit + 1).map(shownSeries);
    },
  }),
});

const labelled = (alert: JsonObject, service: string): boolean => Object.values((alert['labels'] ?? {}) as JsonObject).some((value) => names(value, service));

function shownAlert(rule: string, alert: JsonObject, baseUrl: string): Finding {
  const text = [string(alert, 'annotations.summary'), string(alert, 'annotations.description')].filter((each) => each !== '').join('\n');
  return {
    at: instant(string(alert, 'activeAt')), title: `${rule} is ${string(alert, 'state')}`, ...(text === '' ? {} : { text }), url: `${baseUrl}/alerts`, ongoing: true, ...severityOf(string(alert, 'labels.severity')),
    data: { value: string(alert, 'value'), labels: (alert['labels'] ?? {}) as JsonObject },
  };
}

function shownSeries(series: JsonObject): Finding {
  const points = ((at(series, 'values') ?? []) as unknown as readonly Sample[]).map(([when, value]): readonly [number, number] => [when, Number(value)]);
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  const labels = (series['metric'] ?? {}) as Record<string, string>;
  const { __name__: metric = 'value', ...rest } = labels;
  const [last = Number.NaN] = values.slice(-1);
  return {
    at: instant((points.at(-1)?.[0] ?? 0) * 1000), title: `${metric}{${Object.entries(rest).map(([name, value]) => `${name}="${value}"`).join(', ')}} is ${last}`.slice(0, 300),
    text: `first ${values[0] ?? 'none'}, last ${last}, lowest ${Math.min(...values)}, highest ${Math.max(...values)}`, data: { points: points.map(([when, value]) => [when, Number.isFinite(value) ? value : null]) },
  };
}
