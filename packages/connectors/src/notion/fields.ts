/** What the actions of Notion share. Everything there has an id: 32 hexadecimal digits, with dashes or without. */
import { type Ctx, type HttpRequest, type Infer, type JsonObject, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { plainOf, type Properties } from './properties.ts';

export const config = t.object({
  base_url: t.url({ default: 'https://api.notion.com', description: 'The API.' }),
  token: t.secret({ description: 'Token of an integration; it sees what is shared with it.', required: false }),
  webhook_secret: t.secret({ description: 'Verification token of the webhook subscription.', required: false }),
});
export type Config = Infer<typeof config>;

const ID = '^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$';
const idOf = (description: string) => t.string({ pattern: ID, description, examples: ['59833787-2cf9-4fdf-8782-e53db20768a5'] });
export const pageId = idOf('Id of the page: the last 32 characters of its link.');
export const blockId = idOf('Id of the block; of a page for its top.');
export const dataSourceId = idOf('Id of the data source; see get_database.');
export const databaseId = idOf('Id of the database: the 32 characters before the ? of its link.');
export const userId = idOf('Id of the person or bot.');
export const title = t.string({ minLength: 1, maxLength: 2000, pattern: '\\S', description: 'Title.', examples: ['Runbook of shop'] });
export const text = t.string({ minLength: 1, maxLength: 100_000, pattern: '\\S', description: 'Text: paragraphs, # headings, - lists, 1. lists, - [ ] to-dos, > quotes, --- and ``` code.' });
export const blocks = t.array(t.record(t.json()), { minItems: 1, maxItems: 1000, description: 'Blocks as Notion takes them.', examples: [[{ type: 'callout', callout: { rich_text: [{ type: 'text', text: { content: 'Careful' } }], icon: { type: 'emoji', emoji: '⚠️' } } }]] });
export const properties = t.record(t.json(), { description: 'Values by the name of their property: text, numbers, booleans, dates, names of options, ids of pages and people, lists of them, and null to empty it. A value in Notion’s own form goes as it is.', examples: [{ Status: 'Done', Due: '2026-11-20', Tags: ['shop'] }] });
export const icon = t.string({ minLength: 1, maxLength: 16, description: 'Icon: an emoji.', examples: ['🚑'] });
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });
export const PAGE_SIZE = 100;

export const page = t.object({
  id: t.string({ description: 'Id.' }),
  title: t.string({ description: 'Title.' }),
  url: t.string({ description: 'Its page.' }),
  parent: t.string({ description: 'Id of what it is in; empty at the top of the workspace.' }),
  parent_type: t.string({ description: 'page, data_source, block or workspace.' }),
  in_trash: t.boolean({ description: 'It is in the trash.' }),
  created_at: t.string({ description: 'When it was made.' }),
  edited_at: t.string({ description: 'When it changed last.' }),
  properties: t.record(t.json(), { description: 'Values by the name of their property, in plain words.' }),
});
export type Page = Infer<typeof page>;

export function pageOf(each: JsonObject): Page {
  const all = (each['properties'] ?? {}) as Properties;
  const heading = Object.values(all).find(({ type }) => type === 'title');
  return {
    id: string(each, 'id'), title: heading === undefined ? '' : String(plainOf(heading)), url: string(each, 'url'), ...parentOf(each), in_trash: isInTrash(each),
    created_at: string(each, 'created_time'), edited_at: string(each, 'last_edited_time'), properties: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, plainOf(value)])),
  };
}

export function parentOf(each: JsonObject): { readonly parent: string; readonly parent_type: string } {
  const type = string(each, 'parent.type').replace(/_id$/, '');
  return { parent: string(each, `parent.${type}_id`), parent_type: type };
}

/** `archived` is its older name. */
export const isInTrash = (each: JsonObject): boolean => each['in_trash'] === true || each['archived'] === true;

const AGAIN_MS = 1000;

/** Notion says 409 when somebody else wrote in the same moment, and that nothing was written. */
export async function patiently<T>(request: HttpRequest, ctx: Pick<Ctx<Config>, 'http' | 'sleep'>): Promise<T> {
  const { status, body } = await ctx.http.request<T>({ ...request, accept: [409] });
  if (status !== 409) return body;
  await ctx.sleep(AGAIN_MS);
  return (await ctx.http.request<T>(request)).body;
}
