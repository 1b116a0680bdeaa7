/** Databases hold data sources, and data sources hold pages as their rows; search finds both by title. */
import { at, type Json, type JsonObject, paginate, query, type ReadCtx, t } from '@patchbay/sdk';
import { given, list, string } from '../../wire/fields.ts';
import { type Config, databaseId, dataSourceId, limit, page, PAGE_SIZE, pageOf, parentOf, userId } from '../fields.ts';
import { plainText } from '../rich-text.ts';

const ID = '59833787-2cf9-4fdf-8782-e53db20768a5';
const sort = t.object({ property: t.string({ minLength: 1, maxLength: 255, description: 'Name of a property.' }), direction: t.enum(['ascending', 'descending'], { default: 'ascending', description: 'Which way.' }) });
const filter = t.optional(t.record(t.json(), { description: 'Filter as Notion takes it.', examples: [{ property: 'Status', status: { equals: 'In progress' } }] }));
const named = { id: t.string({ description: 'Id.' }), title: t.string({ description: 'Title.' }) };
const next = paginate.bodyCursor('next_cursor', 'start_cursor');

export const dataSourceQueries = {
  query: query({
    title: 'Query a data source', description: 'Rows of a data source, with their properties in plain words.',
    input: t.object({ data_source: dataSourceId, filter, sorts: t.array(sort, { default: [], maxItems: 10, description: 'In which order.' }), limit }), output: t.object({ items: t.array(page) }),
    example: { data_source: ID, filter: { property: 'Status', status: { equals: 'In progress' } }, sorts: [{ property: 'Due', direction: 'ascending' }], limit: 100 },
    async run({ data_source, filter: where, sorts, limit: most }, ctx: ReadCtx<Config>) {
      const json = given({ filter: where, sorts: sorts.length === 0 ? undefined : sorts, page_size: Math.min(most, PAGE_SIZE) });
      const found = await ctx.http.collect<JsonObject>({ method: 'POST', url: `/v1/data_sources/${data_source}/query`, json, retry: 'always' }, { items: 'results', next, limit: most });
      return { items: found.map(pageOf) };
    },
  }),
  search: query({
    title: 'Search', description: 'Pages and data sources whose title has these words, what changed last first.',
    input: t.object({ text: t.string({ maxLength: 1000, default: '', description: 'Words of the title; everything, if empty.' }), type: t.optional(t.enum(['page', 'data_source'], { description: 'Only of this kind.' })), limit }),
    output: t.object({ items: t.array(t.object({ ...named, type: t.string({ description: 'page or data_source.' }), url: t.string({ description: 'Its page.' }), parent: t.string({ description: 'Id of what it is in.' }), parent_type: t.string({ description: 'page, data_source, database, block or workspace.' }), edited_at: t.string({ description: 'When it changed last.' }) })) }),
    example: { text: 'Runbook', type: 'page', limit: 25 },
    async run({ text, type, limit: most }, ctx: ReadCtx<Config>) {
      const json = given({ query: text === '' ? undefined : text, filter: type === undefined ? undefined : { property: 'object', value: type }, page_size: Math.min(most, PAGE_SIZE) });
      const found = await ctx.http.collect<JsonObject>({ method: 'POST', url: '/v1/search', json, retry: 'always' }, { items: 'results', next, limit: most });
      return { items: found.map((each) => ({ id: string(each, 'id'), title: titleOf(each), type: string(each, 'object'), url: string(each, 'url'), ...parentOf(each), edited_at: string(each, 'last_edited_time') })) };
    },
  }),
  get_database: query({
    title: 'Get a database', description: 'A database with its data sources, which hold the rows.', input: t.object({ id: databaseId }),
    output: t.object({ ...named, url: t.string({ description: 'Its page.' }), data_sources: t.array(t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }) }), { description: 'What holds its rows.' }) }), example: { id: ID },
    async run({ id }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.get<JsonObject>(`/v1/databases/${id}`);
      return { id: string(found, 'id'), title: plainText(found['title'] ?? []), url: string(found, 'url'), data_sources: list(found, 'data_sources').map((each) => ({ id: string(each, 'id'), name: string(each, 'name') })) };
    },
  }),
  get_data_source: query({
    title: 'Get a data source', description: 'The properties of a data source, with their types and options.', input: t.object({ id: dataSourceId }),
    output: t.object({ ...named, properties: t.array(t.object({ name: t.string({ description: 'Name.' }), type: t.string({ description: 'Type.' }), options: t.array(t.string(), { description: 'Names of its options.' }) }), { description: 'Its columns.' }) }), example: { id: ID },
    async run({ id }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.get<JsonObject>(`/v1/data_sources/${id}`);
      return { id: string(found, 'id'), title: plainText(found['title'] ?? []), properties: Object.entries((found['properties'] ?? {}) as JsonObject).map(([name, each]) => ({ name, type: string(each, 'type'), options: list(each, `${string(each, 'type')}.options`).map((option) => string(option, 'name')) })) };
    },
  }),
  list_users: query({
    title: 'List people', description: 'People and bots of the workspace, with the ids that properties take; or the one of an id.', input: t.object({ id: t.optional(userId), limit }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), type: t.string({ description: 'person or bot.' }), email: t.string({ description: 'E-mail, if the integration may see it.' }) })) }), example: { limit: 100 },
    async run({ id, limit: most }, ctx) {
      const found = id === undefined ? await ctx.http.collect<JsonObject>({ url: '/v1/users', query: { page_size: Math.min(most, PAGE_SIZE) } }, { items: 'results', next: paginate.cursor('next_cursor', 'start_cursor'), limit: most }) : [await ctx.http.get<JsonObject>(`/v1/users/${id}`)];
      return { items: found.map((each) => ({ id: string(each, 'id'), name: string(each, 'name'), type: string(each, 'type'), email: string(each, 'person.email') })) };
    },
  }),
};

/** Of a page among its properties, of a data source right there. */
const titleOf = (each: JsonObject): string => (string(each, 'object') === 'page' ? pageOf(each).title : plainText((at(each, 'title') ?? []) as Json));
