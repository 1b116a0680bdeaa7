/** What Jira knows about a service: issues that changed in the window and name it. */
import { context, type Finding, type JsonObject, paginate, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';
import { severityOf } from '../wire/severity.ts';

const MOST = 300;
const FIELDS = ['summary', 'status', 'priority', 'issuetype', 'updated'];

export const jiraContext = {
  issues: context({
    title: 'Issues of Jira', description: 'Issues that changed in the window and whose text names the service, or those of a JQL query.', kind: 'issues',
    query: t.object({ jql: t.optional(t.string({ minLength: 1, maxLength: 10_000, description: 'JQL without ORDER BY, in place of the search for the name.', examples: ['project = OPS AND component = checkout'] })) }),
    async run({ service, since, until, limit, query: { jql } }, ctx: ReadCtx<{ readonly base_url: string }>) {
      const text = `text ~ ${JSON.stringify(JSON.stringify(service))}`; // a phrase within a string
      const wanted = `(${jql ?? text}) AND updated >= "${minute(Date.parse(since) - DAY_MS)}" AND updated <= "${minute(Date.parse(until) + DAY_MS)}" ORDER BY updated DESC`;
      const found = await ctx.http.collect<JsonObject>({ method: 'POST', url: '/rest/api/3/search/jql', json: { jql: wanted, fields: FIELDS, maxResults: 100 }, retry: 'always' }, { items: 'issues', next: paginate.bodyCursor('nextPageToken', 'nextPageToken'), limit: MOST });
      const within = ({ at }: Finding): boolean => Date.parse(at) >= Date.parse(since) && Date.parse(at) <= Date.parse(until);
      return found.map((each) => shown(each, ctx.config.base_url)).filter(within).slice(0, limit + 1);
    },
  }),
};

/** JQL knows minutes, and means those of the account’s own time zone: a day more is looked through on both sides. */
const DAY_MS = 86_400_000;
const minute = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ').replaceAll('-', '/');

const shown = (each: JsonObject, baseUrl: string): Finding => ({
  at: instant(string(each, 'fields.updated')), title: `${string(each, 'key')}: ${string(each, 'fields.summary')}`.slice(0, 300), url: `${baseUrl}/browse/${string(each, 'key')}`, subject: string(each, 'key'), ...severityOf(string(each, 'fields.priority.name')),
  data: { status: string(each, 'fields.status.name'), type: string(each, 'fields.issuetype.name') },
});
