/** Pages: written whole, with the version that they replace. */
import { action, type Ctx, type Infer, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { adfOf } from '../wire/adf.ts';
import { given, list, string } from '../wire/fields.ts';
import { body, type Config, format, id, limit, nextCursor, page, pageFields, pageOf, space, textOfBody, title } from './fields.ts';

const message = t.optional(t.string({ maxLength: 255, description: 'What changed, for the history.' }));
const where = { space, title };

export const pageActions = {
  create_page: action({
    title: 'Create a page', description: 'Creates a page in a space. A title that is there is refused.', safety: 'moderate',
    input: t.object({ ...where, body, format, parent: t.optional(id) }), output: page, example: { space: 'OPS', title: 'Runbook of shop', body: '# Restart\n\n- drain\n- restart', format: 'text' },
    run: async ({ space: of, ...rest }, ctx: Ctx<Config>) => create({ ...rest, spaceId: await spaceId(of, ctx) }, ctx),
  }),
  update_page: action({
    title: 'Change a page', description: 'Replaces text or title of a page. If somebody else was faster, it is tried once more on their version, or refused if `version` says which one is replaced.', safety: 'moderate', idempotent: true,
    input: t.object({ id, title: t.optional(title), body: t.optional(body), format, version: t.optional(t.integer({ minimum: 1, description: 'The version that is replaced.' })), message }), output: page, example: { id: '65537', body: '# Restart\n\nNever.', format: 'text', message: 'Shorter' },
    run: update,
  }),
  put_page: action({
    title: 'Write a page', description: 'Writes the page of a title: changes it if there is one, else creates it.', safety: 'moderate', idempotent: true,
    input: t.object({ ...where, body, format, parent: t.optional(id), message }), output: page, example: { space: 'OPS', title: 'Release notes of shop', body: '# 1.4.0\n\nFaster baskets.', format: 'text' },
    async run({ space: of, title: called, parent, message: why, ...text }, ctx: Ctx<Config>) {
      const within = await spaceId(of, ctx);
      const known = list(await ctx.http.get('/api/v2/pages', { query: { 'space-id': within, title: called, limit: 1 } }), 'results')[0];
      return known === undefined ? create({ title: called, parent, spaceId: within, ...text }, ctx) : update({ id: string(known, 'id'), message: why, ...text }, ctx);
    },
  }),
  delete_page: action({
    title: 'Delete a page', description: 'Moves a page to the bin of its space.', safety: 'destructive', input: t.object({ id }), output: t.object({ id: t.string({ description: 'Id of the page.' }) }), example: { id: '65537' },
    dryRun: async ({ id: of }, ctx: ReadCtx<Config>) => ({ id: string(await ctx.http.get(`/api/v2/pages/${of}`), 'id') }),
    async run({ id: of }, ctx: Ctx<Config>) {
      await ctx.http.delete(`/api/v2/pages/${of}`);
      return { id: of };
    },
  }),
  add_comment: action({
    title: 'Comment', description: 'Adds a comment below a page.', safety: 'moderate', input: t.object({ page: id, body: t.string({ minLength: 1, maxLength: 100_000, pattern: '\\S', description: 'Text.' }) }), output: t.object({ id: t.string({ description: 'Id of the comment.' }) }), example: { page: '65537', body: 'Still true?' },
    run: async ({ page: pageId, body: text }, ctx: Ctx<Config>) => ({ id: string(await ctx.http.post('/api/v2/footer-comments', { pageId, body: written(text, 'text') }), 'id') }),
  }),
  add_labels: action({
    title: 'Label a page', description: 'Adds labels to a page.', safety: 'moderate', idempotent: true, input: t.object({ page: id, labels: t.array(t.string({ minLength: 1, maxLength: 255, pattern: '^[^\\sA-Z,:;!?#&()@*^\\[\\]]+$' }), { minItems: 1, maxItems: 20, description: 'Labels, lower case, without spaces.' }) }), output: t.object({ labels: t.array(t.string(), { description: 'All labels that it has.' }) }), example: { page: '65537', labels: ['runbook'] },
    run: async ({ page: of, labels }, ctx: Ctx<Config>) => ({ labels: list(await ctx.http.post(`/rest/api/content/${of}/label`, labels.map((name) => ({ prefix: 'global', name })), { retry: 'always' }), 'results').map((each) => string(each, 'name')) }),
  }),
};

export const pageQueries = {
  get_page: query({
    title: 'Get a page', description: 'A page with its text.', input: t.object({ id, format }),
    output: t.object({ ...pageFields, body: t.string({ description: 'Its text, as asked for.' }) }), example: { id: '65537', format: 'text' },
    async run({ id: of, format: as }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.get<JsonObject>(`/api/v2/pages/${of}`, { query: { 'body-format': as === 'text' ? 'atlas_doc_format' : 'storage' } });
      return { ...pageOf(found, ctx.config), body: as === 'text' ? textOfBody(found) : string(found, 'body.storage.value') };
    },
  }),
  list_pages: query({
    title: 'List pages', description: 'Pages of a space, or those with a title.', input: t.object({ space: t.optional(space), title: t.optional(title), limit }), output: t.object({ items: t.array(page) }), example: { space: 'OPS', limit: 100 },
    async run({ space: of, title: called, limit: most }, ctx: ReadCtx<Config>) {
      const filter = given({ 'space-id': of === undefined ? undefined : await spaceId(of, ctx), title: called }) as Record<string, string>; // text only
      return { items: (await ctx.http.collect<JsonObject>({ url: '/api/v2/pages', query: { ...filter, limit: Math.min(most, 250) } }, { items: 'results', next: nextCursor, limit: most })).map((each) => pageOf(each, ctx.config)) };
    },
  }),
  list_children: query({
    title: 'List pages below', description: 'Pages right below a page.', input: t.object({ id, limit }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), title: t.string({ description: 'Title.' }) })) }), example: { id: '65537', limit: 100 },
    run: async ({ id: of, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `/api/v2/pages/${of}/children`, query: { limit: Math.min(most, 250) } }, { items: 'results', next: nextCursor, limit: most })).map((each) => ({ id: string(each, 'id'), title: string(each, 'title') })) }),
  }),
  list_spaces: query({
    title: 'List spaces', description: 'Spaces that the credential sees.', input: t.object({ type: t.optional(t.string({ pattern: '^[a-z_]+$', maxLength: 40, description: 'Only of this type: global, personal and others.' })), limit }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), key: t.string({ description: 'Key.' }), name: t.string({ description: 'Name.' }) })) }), example: { limit: 100 },
    run: async ({ type, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: '/api/v2/spaces', query: { type, limit: Math.min(most, 250) } }, { items: 'results', next: nextCursor, limit: most })).map((each) => ({ id: string(each, 'id'), key: string(each, 'key'), name: string(each, 'name') })) }),
  }),
  search: query({
    title: 'Search', description: 'Content that matches a CQL query.', input: t.object({ cql: t.string({ minLength: 1, maxLength: 10_000, description: 'CQL.', examples: ['type = page AND text ~ "restart"'] }), limit }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id of the content.' }), type: t.string({ description: 'page, blogpost, comment and others.' }), title: t.string({ description: 'Title.' }), excerpt: t.string({ description: 'Where it matches.' }), url: t.string({ description: 'Its page.' }) })) }), example: { cql: 'type = page AND text ~ "restart"', limit: 25 },
    async run({ cql, limit: most }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.collect<JsonObject>({ url: '/rest/api/search', query: { cql, limit: Math.min(most, 100) } }, { items: 'results', next: nextCursor, limit: most });
      return { items: found.map((each) => ({ id: string(each, 'content.id'), type: string(each, 'content.type'), title: string(each, 'content.title') || string(each, 'title'), excerpt: string(each, 'excerpt'), url: string(each, 'url') === '' ? '' : `${ctx.config.base_url.replace(/\/$/, '')}${string(each, 'url')}` })) };
    },
  }),
};

/** Documents go in as JSON in a string. */
const written = (text: string, as: 'text' | 'storage') => (as === 'storage' ? { representation: 'storage', value: text } : { representation: 'atlas_doc_format', value: JSON.stringify(adfOf(text)) });

async function spaceId(key: string, { http }: Pick<ReadCtx, 'http'>): Promise<string> {
  const found = list(await http.get('/api/v2/spaces', { query: { keys: key, limit: 1 } }), 'results')[0];
  if (found === undefined) throw new PluginError('not_found', `There is no space ${key}, or the credential may not see it`);
  return string(found, 'id');
}

interface Text { readonly body: string; readonly format: 'text' | 'storage' }

async function create({ title: called, body: text, format: as, parent, spaceId: within }: Text & { readonly title: string; readonly spaceId: string; readonly parent?: string | undefined }, ctx: Ctx<Config>): Promise<Infer<typeof page>> {
  return pageOf(await ctx.http.post<JsonObject>('/api/v2/pages', given({ spaceId: within, status: 'current', title: called, parentId: parent, body: written(text, as) })), ctx.config);
}

type Update = { readonly id: string; readonly title?: string | undefined; readonly body?: string | undefined; readonly format: 'text' | 'storage'; readonly version?: number | undefined; readonly message?: string | undefined };
const TRIES = 2;

/** An update names the next version; 409 says that it is taken. What is not given is sent as it is. */
async function update({ id: of, title: called, body: text, format: as, version, message: why }: Update, ctx: Ctx<Config>): Promise<Infer<typeof page>> {
  for (let left = version === undefined ? TRIES : 1; ; left--) {
    const known = await ctx.http.get<JsonObject>(`/api/v2/pages/${of}`, { query: { 'body-format': 'storage' } });
    const now = pageOf(known, ctx.config);
    if (version !== undefined && version !== now.version) throw new PluginError('conflict', `The page is at version ${now.version} and not at ${version}: somebody else changed it`, { version: now.version });
    const json = given({ id: of, status: 'current', title: called ?? now.title, body: text === undefined ? { representation: 'storage', value: string(known, 'body.storage.value') } : written(text, as), version: given({ number: now.version + 1, message: why }) });
    const { status, body: changed } = await ctx.http.request<JsonObject>({ method: 'PUT', url: `/api/v2/pages/${of}`, json, accept: left > 1 ? [409] : [] });
    if (status < 300) return pageOf(changed, ctx.config);
  }
}
