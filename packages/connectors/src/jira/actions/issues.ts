/** Issues: made, changed, moved, searched. */
import { action, at, type Ctx, type JsonObject, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { adfOf } from '../../wire/adf.ts';
import { given, list, string } from '../../wire/fields.ts';
import { account, ASKED, browse, type Config, fields, issue, issueOf, key, labels, limit, project, summary, text } from '../fields.ts';

const name = (of: string) => t.string({ minLength: 1, maxLength: 255, description: of });
const made = t.object({ id: t.string({ description: 'Id.' }), key: t.string({ description: 'Key.' }), url: t.string({ description: 'Its page.' }) });
const done = t.object({ key: t.string({ description: 'Key, as it was asked for.' }), url: t.string({ description: 'Its page.' }) });
const moved = t.object({ key: t.string({ description: 'Key, as it was asked for.' }), status: t.string({ description: 'Where it is now.' }) });

export const issueActions = {
  create_issue: action({
    title: 'Create an issue', description: 'Creates an issue in a project.', safety: 'moderate',
    input: t.object({ project, type: t.string({ minLength: 1, maxLength: 255, default: 'Task', description: 'Type of the issue, by its name.', examples: ['Bug'] }), summary, description: t.optional(text), priority: t.optional(name('Priority, by its name.')), labels: t.optional(labels), assignee: t.optional(account), parent: t.optional(key), fields }), output: made,
    example: { project: 'OPS', type: 'Bug', summary: '5xx above 5 %', description: 'Since 09:30.\n\n- shop\n- checkout', labels: ['incident'] },
    dryRun: ({ project: of }, ctx: ReadCtx<Config>) => ({ id: '', key: `${of}-NEW`, url: browse(`${of}-NEW`, ctx.config) }),
    async run({ project: of, type, parent, ...rest }, ctx: Ctx<Config>) {
      const body = await ctx.http.post('/rest/api/3/issue', { fields: given({ project: { key: of }, issuetype: { name: type }, parent: parent === undefined ? undefined : { key: parent }, ...told(rest) }) });
      return { id: string(body, 'id'), key: string(body, 'key'), url: browse(string(body, 'key'), ctx.config) };
    },
  }),
  update_issue: action({
    title: 'Change an issue', description: 'Changes fields of an issue; what is not given stays.', safety: 'moderate', idempotent: true,
    input: t.object({ key, summary: t.optional(summary), description: t.optional(text), priority: t.optional(name('Priority, by its name.')), labels: t.optional(labels), add_labels: t.optional(labels), remove_labels: t.optional(labels), fields }), output: done,
    example: { key: 'OPS-42', summary: '5xx above 5 % in production', add_labels: ['checkout'] },
    async run({ key: of, add_labels = [], remove_labels = [], ...rest }, ctx: Ctx<Config>) {
      const operations = [...add_labels.map((add) => ({ add })), ...remove_labels.map((remove) => ({ remove }))];
      await ctx.http.put(`/rest/api/3/issue/${of}`, given({ fields: given(told(rest)), update: operations.length === 0 ? undefined : { labels: operations } }));
      return { key: of, url: browse(of, ctx.config) };
    },
  }),
  transition_issue: action({
    title: 'Move an issue', description: 'Moves an issue to a status, by the name of the status or of the transition. One that is there already stays.', safety: 'moderate', idempotent: true,
    input: t.object({ key, to: t.string({ minLength: 1, maxLength: 255, description: 'Status or transition, by its name.', examples: ['Done'] }), resolution: t.optional(name('Resolution, by its name, where the transition asks for one.')), comment: t.optional(text) }), output: moved,
    example: { key: 'OPS-42', to: 'Done' },
    run: move,
  }),
  assign_issue: action({
    title: 'Assign an issue', description: 'Says who works on an issue; nobody, if no account is given.', safety: 'moderate', idempotent: true,
    input: t.object({ key, account: t.optional(account) }), output: done, example: { key: 'OPS-42', account: '5b10ac8d82e05b22cc7d4ef5' },
    async run({ key: of, account: who }, ctx: Ctx<Config>) {
      await ctx.http.put(`/rest/api/3/issue/${of}/assignee`, { accountId: who ?? null });
      return { key: of, url: browse(of, ctx.config) };
    },
  }),
};

export const issueQueries = {
  get_issue: query({
    title: 'Get an issue', description: 'One issue.', input: t.object({ key }), output: issue, example: { key: 'OPS-42' },
    run: async ({ key: of }, ctx: ReadCtx<Config>) => issueOf(await ctx.http.get<JsonObject>(`/rest/api/3/issue/${of}`, { query: { fields: ASKED.join(',') } }), ctx.config),
  }),
  search_issues: query({
    title: 'Search issues', description: 'Issues that match a JQL query. Jira refuses queries that restrict nothing.', input: t.object({ jql: t.string({ minLength: 1, maxLength: 10_000, description: 'JQL.', examples: ['project = OPS AND status != Done ORDER BY created DESC'] }), limit }), output: t.object({ items: t.array(issue) }), example: { jql: 'project = OPS AND status != Done ORDER BY created DESC', limit: 100 },
    async run({ jql, limit: most }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.collect<JsonObject>({ method: 'POST', url: '/rest/api/3/search/jql', json: { jql, fields: ASKED, maxResults: Math.min(most, 100) }, retry: 'always' }, { items: 'issues', next: paginate.bodyCursor('nextPageToken', 'nextPageToken'), limit: most });
      return { items: found.map((each) => issueOf(each, ctx.config)) };
    },
  }),
  list_transitions: query({
    title: 'List transitions', description: 'Where an issue may be moved now.', input: t.object({ key }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), to: t.string({ description: 'Status that it leads to.' }) })) }), example: { key: 'OPS-42' },
    run: async ({ key: of }, ctx) => ({ items: (await transitions(of, ctx)).map((each) => ({ id: string(each, 'id'), name: string(each, 'name'), to: string(each, 'to.name') })) }),
  }),
};

interface Told { readonly summary?: string | undefined; readonly description?: string | undefined; readonly priority?: string | undefined; readonly labels?: readonly string[] | undefined; readonly assignee?: string | undefined; readonly fields?: Readonly<Record<string, unknown>> | undefined }

const told = ({ summary: line, description, priority, labels: marked, assignee, fields: others }: Told): Record<string, unknown> => ({
  ...others, summary: line, description: description === undefined ? undefined : adfOf(description), priority: priority === undefined ? undefined : { name: priority }, labels: marked, assignee: assignee === undefined ? undefined : { accountId: assignee },
});

const transitions = async (of: string, { http }: Pick<Ctx<Config>, 'http'>): Promise<readonly JsonObject[]> => list(await http.get(`/rest/api/3/issue/${of}/transitions`), 'transitions');

/** Ids of transitions differ by workflow, names do not. A status counts before a transition of that name. */
async function move({ key: of, to, resolution, comment }: { readonly key: string; readonly to: string; readonly resolution?: string | undefined; readonly comment?: string | undefined }, ctx: Ctx<Config>): Promise<{ key: string; status: string }> {
  const same = (other: string): boolean => other.toLowerCase() === to.toLowerCase();
  const now = string(await ctx.http.get(`/rest/api/3/issue/${of}`, { query: { fields: 'status' } }), 'fields.status.name');
  if (same(now)) return { key: of, status: now };
  const ways = await transitions(of, ctx);
  const way = ways.find((each) => same(string(each, 'to.name'))) ?? ways.find((each) => same(string(each, 'name')));
  if (way === undefined) throw new PluginError('conflict', `From ${now} it cannot be moved to ${to}; expected one of ${ways.map((each) => string(each, 'to.name')).join(', ') || 'nothing: this workflow ends here'}`);
  const json = given({ transition: { id: at(way, 'id') }, fields: resolution === undefined ? undefined : { resolution: { name: resolution } }, update: comment === undefined ? undefined : { comment: [{ add: { body: adfOf(comment) } }] } });
  await ctx.http.post(`/rest/api/3/issue/${of}/transitions`, json);
  return { key: of, status: string(way, 'to.name') };
}
