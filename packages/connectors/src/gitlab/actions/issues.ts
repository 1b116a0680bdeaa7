/** Issues, and comments on them and on merge requests. */
import { action, at, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { given, list, string } from '../../wire/fields.ts';
import { type Config, labels, limit, number, project, text, title, where } from '../fields.ts';

const issue = t.object({
  number: t.string({ description: 'Number in the project.' }),
  title: t.string({ description: 'Title.' }),
  state: t.enum(['open', 'closed'], { description: 'Where it stands.' }),
  description: t.string({ description: 'Text, in Markdown.' }),
  labels: t.array(t.string(), { description: 'Labels.' }),
  assignees: t.array(t.string(), { description: 'User names of who works on it.' }),
  author: t.string({ description: 'User name of who wrote it.' }),
  created_at: t.string({ description: 'When it was made.' }),
  url: t.string({ description: 'Its page.' }),
});
const assignees = t.array(t.string({ pattern: '^[0-9]+$', maxLength: 20 }), { maxItems: 10, description: 'Ids of users.' });

export const issueActions = {
  create_issue: action({
    title: 'Create an issue', description: 'Opens an issue in a project.', safety: 'moderate',
    input: t.object({ ...where, title, description: t.optional(text), labels: t.optional(labels), assignees: t.optional(assignees), confidential: t.boolean({ default: false, description: 'Only members see it.' }) }), output: issue,
    example: { owner: 'acme', repository: 'shop', title: '5xx above 5 %', labels: ['incident'], confidential: false },
    dryRun: ({ title: called, description, labels: marked }) => ({ number: '', title: called, state: 'open' as const, description: description ?? '', labels: marked ?? [], assignees: [], author: '', created_at: '', url: '' }),
    run: async ({ owner, repository, labels: marked, assignees: people, ...rest }, ctx: Ctx<Config>) => issueOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/issues`, given({ ...rest, ...told(marked, people) }))),
  }),
  update_issue: action({
    title: 'Change an issue', description: 'Changes title, text, state, labels or assignees of an issue; what is not given stays.', safety: 'moderate', idempotent: true,
    input: t.object({ ...where, number, title: t.optional(title), description: t.optional(text), state: t.optional(t.enum(['open', 'closed'], { description: 'Open or closed.' })), labels: t.optional(labels), assignees: t.optional(assignees) }), output: issue,
    example: { owner: 'acme', repository: 'shop', number: '42', state: 'closed' },
    run: async ({ owner, repository, number: of, state, labels: marked, assignees: people, ...rest }, ctx: Ctx<Config>) =>
      issueOf(await ctx.http.put<JsonObject>(`${project({ owner, repository })}/issues/${of}`, given({ ...rest, ...told(marked, people), state_event: state === undefined ? undefined : state === 'open' ? 'reopen' : 'close' }))),
  }),
  add_comment: action({
    title: 'Comment', description: 'Adds a comment to an issue or merge request. For one that is kept up to date, see pull_request_comment.', safety: 'moderate',
    input: t.object({ ...where, number, on: t.enum(['issue', 'merge_request'], { default: 'issue', description: 'What is commented on.' }), body: t.string({ minLength: 1, maxLength: 1_000_000, description: 'Text, in Markdown.', examples: ['Rolled back.'] }) }),
    output: t.object({ id: t.string({ description: 'Id of the comment.' }) }), example: { owner: 'acme', repository: 'shop', number: '42', on: 'issue', body: 'Rolled back.' },
    run: async ({ owner, repository, number: of, on, body }, ctx: Ctx<Config>) => ({ id: string(await ctx.http.post(`${project({ owner, repository })}/${on}s/${of}/notes`, { body }), 'id') }),
  }),
};

export const issueQueries = {
  get_issue: query({
    title: 'Get an issue', description: 'One issue.', input: t.object({ ...where, number }), output: issue, example: { owner: 'acme', repository: 'shop', number: '42' },
    run: async ({ owner, repository, number: of }, ctx) => issueOf(await ctx.http.get<JsonObject>(`${project({ owner, repository })}/issues/${of}`)),
  }),
  list_issues: query({
    title: 'List issues', description: 'Issues of a project, the newest first.',
    input: t.object({ ...where, state: t.enum(['open', 'closed', 'all'], { default: 'open', description: 'Only these.' }), labels: t.optional(labels), search: t.optional(t.string({ maxLength: 255, description: 'Words in title or text.' })), limit }),
    output: t.object({ items: t.array(issue) }), example: { owner: 'acme', repository: 'shop', state: 'open', limit: 100 },
    async run({ owner, repository, state, labels: marked, search, limit: most }, ctx) {
      const filter = given({ state: state === 'open' ? 'opened' : state, labels: marked?.join(','), search }) as Record<string, string>; // text only
      return { items: (await ctx.http.collect<JsonObject>({ url: `${project({ owner, repository })}/issues`, query: { ...filter, per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most })).map(issueOf) };
    },
  }),
};

const told = (marked: readonly string[] | undefined, people: readonly string[] | undefined) => ({ labels: marked?.join(','), assignee_ids: people?.map(Number) });

const issueOf = (each: JsonObject): Infer<typeof issue> => ({
  number: string(each, 'iid'), title: string(each, 'title'), state: at(each, 'state') === 'closed' ? 'closed' : 'open', description: string(each, 'description'), labels: (at(each, 'labels') ?? []) as readonly string[],
  assignees: list(each, 'assignees').map((user) => string(user, 'username')), author: string(each, 'author.username'), created_at: string(each, 'created_at'), url: string(each, 'web_url'),
});
