/** Pages: made in a data source as a row of it, or below another page. */
import { action, at, type Ctx, type Json, type JsonObject, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { blocksOf } from '../blocks.ts';
import { type Config, dataSourceId, icon, isInTrash, page, type Page, PAGE_SIZE, pageId, pageOf, patiently, properties, text, title } from '../fields.ts';
import { type Properties, writtenOf } from '../properties.ts';
import { richText } from '../rich-text.ts';
import { append, MOST_CHILDREN } from './append.ts';

const values = t.optional(properties);

export const pageActions = {
  create_page: action({
    title: 'Create a page', description: 'Creates a page: a row of a data source, or a page below another. Say one of the two.', safety: 'moderate',
    input: t.object({ data_source: t.optional(dataSourceId), page: t.optional(pageId), title, properties: values, text: t.optional(text), icon: t.optional(icon) }), output: page,
    example: { data_source: '59833787-2cf9-4fdf-8782-e53db20768a5', title: 'Outage of shop', properties: { Status: 'In progress' }, text: '# What happened\n\nSince 09:30 …' },
    run: create,
  }),
  update_page: action({
    title: 'Change a page', description: 'Changes title, properties or icon of a page; what is not given stays.', safety: 'moderate', idempotent: true,
    input: t.object({ id: pageId, title: t.optional(title), properties: values, icon: t.optional(icon) }), output: page, example: { id: '59833787-2cf9-4fdf-8782-e53db20768a5', properties: { Status: 'Done' } },
    run: update,
  }),
  trash_page: action({
    title: 'Move a page to the trash', description: 'Moves a page, with all below it, to the trash.', safety: 'destructive', idempotent: true, input: t.object({ id: pageId }), output: page, example: { id: '59833787-2cf9-4fdf-8782-e53db20768a5' },
    dryRun: async ({ id }, ctx: ReadCtx<Config>) => ({ ...(await look(id, ctx)), in_trash: true }),
    run: ({ id }, ctx: Ctx<Config>) => move(id, true, ctx),
  }),
  restore_page: action({
    title: 'Restore a page', description: 'Brings a page back from the trash.', safety: 'moderate', idempotent: true, input: t.object({ id: pageId }), output: page, example: { id: '59833787-2cf9-4fdf-8782-e53db20768a5' },
    run: ({ id }, ctx: Ctx<Config>) => move(id, false, ctx),
  }),
};

export const pageQueries = {
  get_page: query({
    title: 'Get a page', description: 'A page with its properties; what stands on it is read with get_content.', input: t.object({ id: pageId }), output: page, example: { id: '59833787-2cf9-4fdf-8782-e53db20768a5' },
    run: async ({ id }, ctx: ReadCtx<Config>) => pageOf(await whole(await ctx.http.get<JsonObject>(`/v1/pages/${id}`), ctx)),
  }),
};

const look = async (id: string, { http }: Pick<ReadCtx, 'http'>): Promise<Page> => pageOf(await http.get(`/v1/pages/${id}`));

const MOST_RELATED = 1000;

/** A page shows 25 pages of a relation; the others are asked for. */
async function whole(known: JsonObject, { http }: Pick<ReadCtx, 'http'>): Promise<JsonObject> {
  const all: Record<string, Json> = { ...(known['properties'] as JsonObject | undefined) };
  for (const [name, property] of Object.entries(all)) {
    if (at(property, 'type') !== 'relation' || at(property, 'has_more') !== true) continue;
    const url = `/v1/pages/${string(known, 'id')}/properties/${partOf(string(property, 'id'))}`;
    const found = await http.collect<JsonObject>({ url, query: { page_size: PAGE_SIZE } }, { items: 'results', next: paginate.cursor('next_cursor', 'start_cursor'), limit: MOST_RELATED });
    all[name] = { ...(property as JsonObject), relation: found.map((each) => ({ id: string(each, 'relation.id') })) };
  }
  return { ...known, properties: all };
}

/** Notion tells most ids of properties as they stand in a URL. */
const partOf = (id: string): string => (/%[0-9a-f]{2}/i.test(id) ? id : encodeURIComponent(id));

/** Every page has a property with this id, whatever its name. */
const titled = (words: string): JsonObject => ({ title: { title: richText(words) } });

interface Create { readonly data_source?: string | undefined; readonly page?: string | undefined; readonly title: string; readonly properties?: Readonly<Record<string, Json>> | undefined; readonly text?: string | undefined; readonly icon?: string | undefined }

async function create({ data_source, page: below, title: words, properties: said = {}, text: body, icon: emoji }: Create, ctx: Ctx<Config>): Promise<Page> {
  if ((data_source === undefined) === (below === undefined)) throw new PluginError('invalid', 'Expected either data_source or page: what the new page is in');
  if (data_source === undefined && Object.keys(said).length > 0) throw new PluginError('invalid', 'A page below a page has a title and no other properties', { field: 'properties' });
  const known = Object.keys(said).length === 0 ? {} : ((await ctx.http.get<JsonObject>(`/v1/data_sources/${data_source}`))['properties'] as Properties);
  const children = body === undefined ? [] : blocksOf(body);
  const first = children.slice(0, MOST_CHILDREN);
  const parent = data_source === undefined ? { type: 'page_id', page_id: below } : { type: 'data_source_id', data_source_id: data_source };
  const json = given({ parent, properties: { ...writtenOf(said, known), ...titled(words) }, children: first.length === 0 ? undefined : first, icon: iconOf(emoji) });
  const made = pageOf(await patiently<JsonObject>({ method: 'POST', url: '/v1/pages', json }, ctx));
  await appendRest(made, children.slice(MOST_CHILDREN), ctx);
  return made;
}

/** The page is there by now: who tries again would make another. */
async function appendRest(made: Page, blocks: readonly JsonObject[], ctx: Ctx<Config>): Promise<void> {
  try {
    await append({ to: made.id, blocks }, ctx);
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    throw new PluginError(error.code, `The page ${made.id} was made, and part of its text is missing: ${error.message}`, { ...error.details, page: made.id });
  }
}

const iconOf = (emoji: string | undefined): JsonObject | undefined => (emoji === undefined ? undefined : { type: 'emoji', emoji });

interface Update { readonly id: string; readonly title?: string | undefined; readonly properties?: Readonly<Record<string, Json>> | undefined; readonly icon?: string | undefined }

/** A page says the types of its properties with their values. */
async function update({ id, title: words, properties: said = {}, icon: emoji }: Update, ctx: Ctx<Config>): Promise<Page> {
  const known = Object.keys(said).length === 0 ? {} : ((await ctx.http.get<JsonObject>(`/v1/pages/${id}`))['properties'] as Properties);
  const changed = { ...writtenOf(said, known), ...(words === undefined ? {} : titled(words)) };
  return pageOf(await patiently<JsonObject>({ method: 'PATCH', url: `/v1/pages/${id}`, json: given({ properties: Object.keys(changed).length === 0 ? undefined : changed, icon: iconOf(emoji) }), retry: 'always' }, ctx));
}

/** What is in the trash can't be changed, not even moved there again. */
async function move(id: string, in_trash: boolean, ctx: Ctx<Config>): Promise<Page> {
  const known = await ctx.http.get<JsonObject>(`/v1/pages/${id}`);
  return isInTrash(known) === in_trash ? pageOf(known) : pageOf(await patiently<JsonObject>({ method: 'PATCH', url: `/v1/pages/${id}`, json: { in_trash }, retry: 'always' }, ctx));
}
