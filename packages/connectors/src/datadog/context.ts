/** What Datadog knows about a service, by its tag `service:`: monitors that are not well, events, and lines of logs that are errors. */
import { at, context, type ContextAsked, type Finding, type JsonObject, paginate, type ReadCtx, t } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';
import { severityOf } from '../wire/severity.ts';

const PAGE = 100;
const MOST_MONITORS = 500;
const tagOf = (service: string): string => `service:${service.toLowerCase().replaceAll(/[^a-z0-9_.:/-]+/g, '_')}`;
const placed = ({ service, environment }: Pick<ContextAsked, 'service' | 'environment'>): string => `${tagOf(service)}${environment === undefined ? '' : ` env:${environment}`}`;

export const datadogContext = {
  monitors: context({
    title: 'Monitors of Datadog', description: 'Monitors with the tag of the service that alert, warn or have no data.', kind: 'alerts',
    async run({ service, until }, ctx: ReadCtx) {
      const all = await ctx.http.collect<JsonObject>({ url: '/api/v1/monitor', query: { monitor_tags: tagOf(service), page: 0, page_size: PAGE } }, { items: '', next: paginate.page('', 'page', PAGE, 0), limit: MOST_MONITORS });
      return all.filter((monitor) => string(monitor, 'overall_state') !== 'OK').map((monitor): Finding => ({
        at: instant(string(monitor, 'overall_state_modified') || string(monitor, 'modified')) || until, title: `${string(monitor, 'name')}: ${string(monitor, 'overall_state')}`, ongoing: true, ...severityOf(string(monitor, 'overall_state')),
        ...(string(monitor, 'message') === '' ? {} : { text: string(monitor, 'message') }), subject: string(monitor, 'id'), data: { query: string(monitor, 'query') },
      }));
    },
  }),
  events: context({
    title: 'Events of Datadog', description: 'Events with the tag of the service.', kind: 'events',
    async run({ since, until, limit, ...asked }, ctx: ReadCtx) {
      const found = await ctx.http.collect<JsonObject>({ url: '/api/v2/events', query: { 'filter[query]': placed(asked), 'filter[from]': since, 'filter[to]': until, sort: '-timestamp', 'page[limit]': Math.min(limit + 1, 1000) } }, { items: 'data', next: paginate.cursor('meta.page.after', 'page[cursor]'), limit: limit + 1 });
      return found.map((each): Finding => ({ at: instant(string(each, 'attributes.timestamp')), title: string(each, 'attributes.attributes.title') || 'An event', text: string(each, 'attributes.message'), subject: string(each, 'id'), data: { tags: (at(each, 'attributes.tags') ?? []) as string[] } }));
    },
  }),
  errors: context({
    title: 'Errors in logs of Datadog', description: 'Lines of the logs of the service with the status error, or those of another query.', kind: 'logs', query: t.object({ query: t.optional(t.string({ minLength: 1, maxLength: 10_000, description: 'Query of the explorer, in place of the errors.', examples: ['service:shop @http.status_code:>499'] })) }),
    async run({ since, until, limit, query: { query }, ...asked }, ctx: ReadCtx) {
      const answer = await ctx.http.request({ url: '/api/v2/logs/events/search', method: 'POST', retry: 'always', json: { filter: { query: query ?? `${placed(asked)} status:error`, from: since, to: until }, sort: '-timestamp', page: { limit: Math.min(limit + 1, 1000) } } });
      return list(answer.body, 'data').map((each): Finding => ({ at: instant(string(each, 'attributes.timestamp')), title: string(each, 'attributes.message').slice(0, 300) || 'A line', ...severityOf(string(each, 'attributes.status')), subject: string(each, 'attributes.host') || string(each, 'id') }));
    },
  }),
};
