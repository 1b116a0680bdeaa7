/** What Grafana knows about a service: marks in graphs that name it, such as deployments. */
import { context, type Finding, type JsonObject, names, type ReadCtx } from '@patchbay/sdk';
import { instantOf } from './config.ts';
import { string } from '../wire/fields.ts';

const MOST = 1000;

export const grafanaContext = {
  annotations: context({
    title: 'Annotations of Grafana', description: 'Marks of the window whose tags or text name the service: deployments, alerts that changed.', kind: 'changes',
    async run({ service, since, until }, ctx: ReadCtx) {
      const all = await ctx.http.get<readonly JsonObject[]>('/annotations', { query: { from: Date.parse(since), to: Date.parse(until), limit: MOST } });
      return all.filter((each) => names(string(each, 'text'), service) || ((each['tags'] ?? []) as readonly string[]).some((tag) => names(tag, service))).map(shown);
    },
  }),
};

function shown(each: JsonObject): Finding {
  const [first = '', ...rest] = string(each, 'text').split('\n');
  return { at: instantOf(each['time']), title: first.slice(0, 300) || 'A mark', ...(rest.length === 0 ? {} : { text: rest.join('\n') }), subject: string(each, 'id'), data: { tags: (each['tags'] ?? []) as string[] } };
}
