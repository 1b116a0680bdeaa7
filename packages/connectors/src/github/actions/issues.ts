/** Issues. To GitHub a pull request is an issue too: lists leave them out. */
import { action, at, type Ctx, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { comment, commentOf, type Config, issue, issueOf, labels, limit, number, people, repo, text, title, where } from '../fields.ts';
import { given } from '../../wire/fields.ts';

export const issueActions = {
  create_issue: action({
    title: 'Create an issue', description: 'Opens an issue in a repository.', safety: 'moderate',
    input: t.object({ ...where, title, body: t.optional(text), labels: t.optional(labels), assignees: t.optional(people) }), output: issue,
    example: { owner: 'acme', repository: 'shop', title: '5xx above 5 %', labels: ['incident'] },
    dryRun: ({ title: called, body, labels: marked, assignees }) => ({ number: '', title: called, state: 'open', body: body ?? '', labels: marked ?? [], assignees: assignees ?? [], author: '', created_at: '', url: '' }),
    run: async ({ owner, repository, ...fields }, ctx: Ctx<Config>) => issueOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/issues`, given(fields))),
  }),
  update_issue: action({
    title: 'Change an issue', description: 'Changes title, text, state, labels or assignees of an issue; what is not given stays.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, number, title: t.optional(title), body: t.optional(text), state: t.optional(t.enum(['open', 'closed'], { description: 'Open or closed.' })),
      state_reason: t.optional(t.enum(['completed', 'not_planned', 'reopened'], { description: 'Why it was closed or opened.' })), labels: t.optional(labels), assignees: t.optional(people),
    }), output: issue,
    example: { owner: 'acme', repository: 'shop', number: '42', state: 'closed', state_reason: 'completed' },
    run: async ({ owner, repository, number: of, ...fields }, ctx: Ctx<Config>) => issueOf(await ctx.http.patch<JsonObject>(`${repo({ owner, repository })}/issues/${of}`, given(fields))),
  }),
  add_comment: action({
    title: 'Comment', description: 'Adds a comment to an issue or pull request. For one that is kept up to date, see pull_request_comment.', safety: 'moderate',
    input: t.object({ ...where, number, body: t.string({ minLength: 1, maxLength: 65_536, description: 'Text, in Markdown.', examples: ['Rolled back.'] }) }), output: comment,
    example: { owner: 'acme', repository: 'shop', number: '42', body: 'Rolled back.' },
    run: async ({ owner, repository, number: of, body }, ctx: Ctx<Config>) => commentOf(await ctx.http.post(`${repo({ owner, repository })}/issues/${of}/comments`, { body })),
  }),
};

export const issueQueries = {
  get_issue: query({
    title: 'Get an issue', description: 'One issue.', input: t.object({ ...where, number }), output: issue, example: { owner: 'acme', repository: 'shop', number: '42' },
    run: async ({ owner, repository, number: of }, ctx) => issueOf(await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/issues/${of}`)),
  }),
  list_issues: query({
    title: 'List issues', description: 'Issues of a repository without its pull requests, the newest first.',
    input: t.object({ ...where, state: t.enum(['open', 'closed', 'all'], { default: 'open', description: 'Only these.' }), labels: t.optional(labels), assignee: t.optional(t.string({ maxLength: 100, description: 'Login of who works on it; none or * for nobody or anybody.' })), limit }),
    output: t.object({ items: t.array(issue) }), example: { owner: 'acme', repository: 'shop', state: 'open', limit: 100 },
    async run({ owner, repository, state, labels: marked, assignee, limit: most }, ctx) {
      const found: JsonObject[] = [];
      const request = { url: `${repo({ owner, repository })}/issues`, query: { state, per_page: 100, ...(marked === undefined ? {} : { labels: marked.join(',') }), ...(assignee === undefined ? {} : { assignee }) } };
      for await (const { body } of ctx.http.pages<readonly JsonObject[]>(request, paginate.link())) {
        found.push(...body.filter((each) => at(each, 'pull_request') === undefined));
        if (found.length >= most) break;
      }
      return { items: found.slice(0, most).map(issueOf) };
    },
  }),
};
