/** What stands on a page: blocks, and comments on it. */
import { action, at, type Ctx, type Json, type JsonObject, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import { blocksOf, textOf, written } from '../blocks.ts';
import { blockId, blocks, type Config, limit, PAGE_SIZE, pageId, patiently, text } from '../fields.ts';
import { plainText, richText } from '../rich-text.ts';
import { append } from './append.ts';

const after = t.optional(blockId);
const made = t.object({ ids: t.array(t.string(), { description: 'Ids of the new blocks.' }) });
const block = t.object({ id: t.string({ description: 'Id of the block.' }), type: t.string({ description: 'Its type.' }), text: t.string({ description: 'What it says.' }) });
const line = t.string({ minLength: 1, maxLength: 100_000, pattern: '\\S', description: 'Text.' });
const ID = '59833787-2cf9-4fdf-8782-e53db20768a5';

export const contentActions = {
  append: action({
    title: 'Append text', description: 'Adds text at the end of a page or inside a block, or behind a block of it.', safety: 'moderate', input: t.object({ to: blockId, text, after }), output: made, example: { to: ID, text: '## 10:15\n\nRolled back.' },
    run: async ({ to, text: words, after: behind }, ctx: Ctx<Config>) => ({ ids: await append({ to, blocks: blocksOf(words), after: behind }, ctx) }),
  }),
  append_blocks: action({
    title: 'Append blocks', description: 'Adds blocks of any type at the end of a page or inside a block, or behind a block of it.', safety: 'moderate', input: t.object({ to: blockId, blocks, after }), output: made,
    example: { to: ID, blocks: [{ type: 'divider', divider: {} }] },
    run: async ({ to, blocks: said, after: behind }, ctx: Ctx<Config>) => ({ ids: await append({ to, blocks: said as readonly JsonObject[], after: behind }, ctx) }),
  }),
  update_block: action({
    title: 'Change a block', description: 'Changes the text of a block, or ticks a to-do.', safety: 'moderate', idempotent: true, input: t.object({ id: blockId, text: t.optional(line), checked: t.optional(t.boolean({ description: 'Of a to-do: it is done.' })) }), output: block, example: { id: ID, checked: true },
    run: updateBlock,
  }),
  delete_block: action({
    title: 'Delete a block', description: 'Moves a block, with all inside it, to the trash.', safety: 'destructive', input: t.object({ id: blockId }), output: block, example: { id: ID },
    dryRun: async ({ id }, ctx: ReadCtx<Config>) => blockOf(await ctx.http.get(`/v1/blocks/${id}`)),
    run: async ({ id }, ctx: Ctx<Config>) => blockOf(await ctx.http.delete(`/v1/blocks/${id}`)),
  }),
  add_comment: action({
    title: 'Comment', description: 'Adds a comment to a page.', safety: 'moderate', input: t.object({ page: pageId, text: line }), output: t.object({ id: t.string({ description: 'Id of the comment.' }), discussion: t.string({ description: 'Id of its thread.' }) }), example: { page: ID, text: 'Still true?' },
    async run({ page, text: words }, ctx: Ctx<Config>) {
      const said = await patiently({ method: 'POST', url: '/v1/comments', json: { parent: { page_id: page }, rich_text: richText(words) } }, ctx);
      return { id: string(said, 'id'), discussion: string(said, 'discussion_id') };
    },
  }),
};

export const contentQueries = {
  get_content: query({
    title: 'Read a page', description: 'What stands on a page or in a block: its blocks in order, and all of it as text.',
    input: t.object({ id: blockId, limit, depth: t.integer({ minimum: 1, maximum: 5, default: 3, description: 'How far blocks inside blocks are read.' }) }),
    output: t.object({
      text: t.string({ description: 'All of it as text.' }),
      items: t.array(t.object({ id: t.string({ description: 'Id.' }), type: t.string({ description: 'Type.' }), text: t.string({ description: 'What it says.' }), level: t.integer({ description: 'How deep it is inside others.' }), checked: t.boolean({ description: 'A to-do that is done.' }), language: t.string({ description: 'Of code.' }) }), { description: 'Its blocks.' }),
      complete: t.boolean({ description: 'False when there is more than was read.' }),
    }),
    example: { id: ID, limit: 100, depth: 3 },
    async run({ id, limit: most, depth }, ctx: ReadCtx<Config>) {
      const reading: Reading = { most, depth, items: [], looks: 0, complete: true };
      await read(id, 0, reading, ctx);
      return { text: written(reading.items), items: reading.items, complete: reading.complete };
    },
  }),
  list_comments: query({
    title: 'List comments', description: 'Open comments on a page or block.', input: t.object({ on: blockId, limit }),
    output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), discussion: t.string({ description: 'Id of its thread.' }), author: t.string({ description: 'Id of who wrote it.' }), text: t.string({ description: 'What it says.' }), created_at: t.string({ description: 'When it was written.' }) })) }), example: { on: ID, limit: 100 },
    async run({ on, limit: most }, ctx) {
      const found = await ctx.http.collect<JsonObject>({ url: '/v1/comments', query: { block_id: on, page_size: Math.min(most, PAGE_SIZE) } }, { items: 'results', next: paginate.cursor('next_cursor', 'start_cursor'), limit: most });
      return { items: found.map((each) => ({ id: string(each, 'id'), discussion: string(each, 'discussion_id'), author: string(each, 'created_by.id'), text: plainText(each['rich_text'] ?? []), created_at: string(each, 'created_time') })) };
    },
  }),
};

const blockOf = (each: JsonObject) => ({ id: string(each, 'id'), type: string(each, 'type'), text: textOf(each) });

/** Text is kept under the type of the block, so that has to be known first. */
async function updateBlock({ id, text: words, checked }: { readonly id: string; readonly text?: string | undefined; readonly checked?: boolean | undefined }, ctx: Ctx<Config>) {
  if (words === undefined && checked === undefined) throw new PluginError('invalid', 'Expected text or checked: what shall change');
  const type = string(await ctx.http.get(`/v1/blocks/${id}`), 'type');
  const changed: Json = { ...(words === undefined ? {} : { rich_text: richText(words, { links: type !== 'code' }) }), ...(checked === undefined ? {} : { checked }) };
  return blockOf(await patiently<JsonObject>({ method: 'PATCH', url: `/v1/blocks/${id}`, json: { [type]: changed }, retry: 'always' }, ctx));
}

interface Item { readonly id: string; readonly type: string; readonly text: string; readonly level: number; readonly checked: boolean; readonly language: string }
interface Reading { readonly most: number; readonly depth: number; readonly items: Item[]; looks: number; complete: boolean }
/** Each block with others inside costs a request, of three a second. */
const MOST_LOOKS = 60;
/** They stand on a page and are none of its text. */
const ELSEWHERE = new Set(['child_page', 'child_database']);

async function read(id: string, level: number, reading: Reading, ctx: ReadCtx<Config>): Promise<void> {
  const left = reading.most - reading.items.length;
  reading.looks++;
  const found = await ctx.http.collect<JsonObject>({ url: `/v1/blocks/${id}/children`, query: { page_size: Math.min(left + 1, PAGE_SIZE) } }, { items: 'results', next: paginate.cursor('next_cursor', 'start_cursor'), limit: left + 1 });
  for (const each of found) {
    if (reading.items.length >= reading.most) { reading.complete = false; return; }
    const type = string(each, 'type');
    reading.items.push({ ...blockOf(each), level, checked: at(each, `${type}.checked`) === true, language: string(each, `${type}.language`) });
    if (each['has_children'] !== true || ELSEWHERE.has(type)) continue;
    if (level + 1 < reading.depth && reading.looks < MOST_LOOKS && reading.items.length < reading.most) await read(string(each, 'id'), level + 1, reading, ctx);
    else reading.complete = false;
  }
}
