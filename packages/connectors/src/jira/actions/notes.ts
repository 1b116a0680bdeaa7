/** What is put to issues: comments, links, time; and the versions and people that they name. */
import { action, type Ctx, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { adfOf } from '../../wire/adf.ts';
import { given, string } from '../../wire/fields.ts';
import { type Config, key, limit, project } from '../fields.ts';

const id = t.object({ id: t.string({ description: 'Id.' }) });
const body = t.string({ minLength: 1, maxLength: 32_767, pattern: '\\S', description: 'Text: paragraphs, # headings, - lists and ``` code; written as a document there.', examples: ['Rolled back.'] });

export const noteActions = {
  add_comment: action({
    title: 'Comment', description: 'Adds a comment to an issue.', safety: 'moderate', input: t.object({ key, body }), output: id, example: { key: 'OPS-42', body: 'Rolled back.' },
    run: async ({ key: of, body: text }, ctx: Ctx<Config>) => ({ id: string(await ctx.http.post(`/rest/api/3/issue/${of}/comment`, { body: adfOf(text) }), 'id') }),
  }),
  link_page: action({
    title: 'Link a page', description: 'Puts a link to a page elsewhere on an issue: a deployment, an incident. The same id again changes the link.', safety: 'moderate', idempotent: true,
    input: t.object({ key, url: t.url({ description: 'The page.' }), title: t.string({ minLength: 1, maxLength: 255, description: 'Title of the link.' }), link_id: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Your own id of the link; the page, if absent.' })), summary: t.optional(t.string({ maxLength: 255, description: 'A line about it.' })) }), output: id,
    example: { key: 'OPS-42', url: 'https://hub.example.com/deployments/dep_1', title: 'Deployment of shop 1.4.0', link_id: 'dep_1' },
    run: async ({ key: of, url, title, link_id, summary }, ctx: Ctx<Config>) => ({ id: string(await ctx.http.post(`/rest/api/3/issue/${of}/remotelink`, { globalId: link_id ?? url.slice(0, 255), object: given({ url, title, summary }) }, { retry: 'always' }), 'id') }),
  }),
  add_worklog: action({
    title: 'Log time', description: 'Adds time that somebody worked on an issue.', safety: 'moderate', input: t.object({ key, seconds: t.integer({ minimum: 60, maximum: 31_536_000, description: 'Seconds, a minute at least.' }), comment: t.optional(body) }), output: id, example: { key: 'OPS-42', seconds: 1800 },
    run: async ({ key: of, seconds, comment }, ctx: Ctx<Config>) => ({ id: string(await ctx.http.post(`/rest/api/3/issue/${of}/worklog`, given({ timeSpentSeconds: seconds, comment: comment === undefined ? undefined : adfOf(comment) })), 'id') }),
  }),
  create_version: action({
    title: 'Create a version', description: 'Adds a version to a project. A name that is there is refused.', safety: 'moderate',
    input: t.object({ project_id: t.string({ pattern: '^[0-9]{1,15}$', description: 'Id of the project; see list_projects.', examples: ['10000'] }), name: t.string({ minLength: 1, maxLength: 255, description: 'Name.', examples: ['1.4.0'] }), description: t.optional(t.string({ maxLength: 16_384, description: 'What is in it.' })), released: t.boolean({ default: false, description: 'It is out.' }), release_date: t.optional(t.date({ description: 'When it is or was released.' })) }), output: id,
    example: { project_id: '10000', name: '1.4.0', released: true },
    run: async ({ project_id, release_date, ...rest }, ctx: Ctx<Config>) => ({ id: string(await ctx.http.post('/rest/api/3/version', given({ projectId: Number(project_id), releaseDate: release_date, ...rest })), 'id') }),
  }),
};

export const noteQueries = {
  list_projects: query({
    title: 'List projects', description: 'Projects that the credential sees.', input: t.object({ text: t.optional(t.string({ maxLength: 255, description: 'Part of the key or name.' })), limit }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), key: project, name: t.string({ description: 'Name.' }) })) }), example: { text: 'shop', limit: 100 },
    async run({ text, limit: most }, ctx) {
      const size = Math.min(most, 50);
      const found = await ctx.http.collect<JsonObject>({ url: '/rest/api/3/project/search', query: { maxResults: size, startAt: 0, ...(text === undefined ? {} : { query: text }) } }, { items: 'values', next: paginate.offset('values', 'startAt', size), limit: most });
      return { items: found.map((each) => ({ id: string(each, 'id'), key: string(each, 'key'), name: string(each, 'name') })) };
    },
  }),
  find_users: query({
    title: 'Find users', description: 'People by a part of their name or e-mail, with their account ids.', input: t.object({ text: t.string({ minLength: 1, maxLength: 255, description: 'Part of the name or e-mail.' }), limit }), output: t.object({ items: t.array(t.object({ account: t.string({ description: 'Account id.' }), name: t.string({ description: 'Name.' }), email: t.string({ description: 'E-mail, if they show it.' }) })) }), example: { text: 'ada', limit: 10 },
    async run({ text, limit: most }, ctx) {
      const size = Math.min(most, 100);
      const found = await ctx.http.collect<JsonObject>({ url: '/rest/api/3/user/search', query: { query: text, maxResults: size, startAt: 0 } }, { items: '', next: paginate.offset('', 'startAt', size), limit: most });
      return { items: found.map((each) => ({ account: string(each, 'accountId'), name: string(each, 'displayName'), email: string(each, 'emailAddress') })) };
    },
  }),
};
