/** Files and folders of a library. What is deleted lies in the recycle bin of the site for 93 days. */
import { action, type Ctx, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import { segment, segments } from '../../wire/path.ts';
import { type Config, drive_id } from '../config.ts';
import { collected, etag, type Item, item, itemOf, itemUrl, limit, name, orRoot, path, rootUrl, where, type Where } from '../drive.ts';

const content = t.string({ maxLength: 1_000_000, description: 'The whole content.' });
const encoding = t.enum(['text', 'base64'], { default: 'text', description: 'How the content is written: text, or base64 of bytes that are none.' });
const guard = (version: string | undefined): { readonly headers: Record<string, string> } => ({ headers: version === undefined ? {} : { 'if-match': version } });

export const look = async (at: Where, ctx: ReadCtx<Config>): Promise<Item> => itemOf(await ctx.http.get<JsonObject>(itemUrl(at, ctx)));

export const fileActions = {
  upload_file: action({
    title: 'Upload a file', description: 'Writes a file of up to 700 kB; folders on the way are made. A larger one goes in pieces: start_upload.', safety: 'moderate', idempotent: true,
    input: t.object({ ...where, content, encoding, media_type: t.string({ default: 'application/octet-stream', pattern: '^[\\w.+-]+/[\\w.+-]+$', maxLength: 120, description: 'What the bytes are.' }), existing: t.enum(['replace', 'fail'], { default: 'replace', description: 'What happens to a file that is there already: it gets another version, or the upload is refused.' }), etag }),
    output: item, example: { path: 'Releases/1.4.2/notes.md', content: '# 1.4.2\n', encoding: 'text', media_type: 'text/markdown', existing: 'replace' },
    async run({ content: text, encoding: written, media_type, existing, etag: version, ...at }, ctx: Ctx<Config>) {
      if (existing === 'fail' && at.item_id !== undefined) throw new PluginError('invalid', 'A file that is named by its id is there already; expected existing: replace, or a path', { field: 'existing' });
      const headers = { 'content-type': media_type, ...guard(version).headers };
      const body = written === 'text' ? { text } : { base64: text.replaceAll(/\s/g, '') };
      const made = await ctx.http.request<JsonObject>({ method: 'PUT', url: itemUrl(at, ctx, '/content'), ...(at.path === undefined ? {} : { query: { '@microsoft.graph.conflictBehavior': existing } }), headers, ...body });
      return itemOf(made.body);
    },
  }),
  create_folder: action({
    title: 'Create a folder', description: 'Makes a folder in one that is there. A folder that is there already is left as it is.', safety: 'moderate', idempotent: true,
    input: t.object({ drive_id, path }), output: t.object({ folder: item, created: t.boolean({ description: 'It was not there before.' }) }), example: { path: 'Releases/1.4.2' },
    async run({ drive_id: drive, path: of }, ctx: Ctx<Config>) {
      const [parent, own] = [of.split('/').slice(0, -1).join('/'), of.split('/').at(-1)!];
      segment(own);
      const { status, body } = await ctx.http.request<JsonObject>({ method: 'POST', url: itemUrl(orRoot({ drive_id: drive, ...(parent === '' ? {} : { path: parent }) }), ctx, '/children'), json: { name: own, folder: {}, '@microsoft.graph.conflictBehavior': 'fail' }, accept: [409] });
      if (status !== 409) return { folder: itemOf(body), created: true };
      const there = await look({ drive_id: drive, path: of }, ctx);
      if (there.kind === 'folder') return { folder: there, created: false };
      throw new PluginError('conflict', `${of} is a file; expected a folder, or nothing of that name`, { field: 'path' });
    },
  }),
  move_item: action({
    title: 'Move or rename', description: 'Gives a file or folder another name, another folder of its library, or both.', safety: 'moderate', idempotent: true,
    input: t.object({ ...where, new_name: t.optional(name), new_folder: t.optional(t.string({ maxLength: 400, pattern: '^[^\\\\"*:<>?|\\u0000-\\u001f]*$', description: 'Path of the folder that it goes to; empty for the top.', examples: ['Archive'] })), etag }),
    output: item, example: { path: 'Releases/1.4.2/notes.md', new_name: 'old-notes.md' },
    async run({ new_name, new_folder, etag: version, ...at }, ctx: Ctx<Config>) {
      if (new_name === undefined && new_folder === undefined) throw new PluginError('invalid', 'Expected new_name, new_folder or both, got neither', { field: 'new_name' });
      const root = rootUrl(at.drive_id, ctx);
      const parentReference = new_folder === undefined ? {} : { parentReference: { path: new_folder === '' ? `${root}:` : `${root}:/${segments(new_folder)}` } };
      return itemOf(await ctx.http.patch<JsonObject>(itemUrl(at, ctx), { ...(new_name === undefined ? {} : { name: new_name }), ...parentReference }, guard(version)));
    },
  }),
  delete_item: action({
    title: 'Delete', description: 'Moves a file, or a folder with all that is in it, to the recycle bin.', safety: 'destructive',
    input: t.object({ ...where, etag }), output: item, example: { path: 'Releases/1.4.2/notes.md' },
    dryRun: ({ etag: _, ...at }, ctx: ReadCtx<Config>) => look(at, ctx),
    async run({ etag: version, ...at }, ctx: Ctx<Config>) {
      const there = await look(at, ctx);
      await ctx.http.delete(itemUrl({ drive_id: at.drive_id, item_id: there.id }, ctx), guard(version));
      return there;
    },
  }),
};

/** An answer has at most 1 MB, and base64 is a third longer than the bytes. */
const MOST_BYTES = 700_000;

export const fileQueries = {
  get_item: query({ title: 'Get a file or folder', description: 'What it is, by its id or path.', input: t.object(where), output: item, example: { path: 'Releases/1.4.2/notes.md' }, run: (at, ctx: ReadCtx<Config>) => look(at, ctx) }),
  list_items: query({
    title: 'List a folder', description: 'What is in a folder; at the top of the library, if none is named.', input: t.object({ ...where, limit }), output: t.object({ items: t.array(item, { description: 'Files and folders.' }) }), example: { path: 'Releases', limit: 200 },
    run: async ({ limit: most, ...at }, ctx: ReadCtx<Config>) => ({ items: (await collected(itemUrl(orRoot(at), ctx, '/children'), { $top: Math.min(most, 200) }, most, ctx)).map(itemOf) }),
  }),
  search: query({
    title: 'Search', description: 'Files and folders of a library by their names, what is in them, and what is said about them.', input: t.object({ drive_id, text: t.string({ minLength: 1, maxLength: 500, description: 'What to look for.', examples: ['release notes'] }), limit }), output: t.object({ items: t.array(item, { description: 'The best first.' }) }), example: { text: 'release notes', limit: 50 },
    run: async ({ drive_id: drive, text, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await collected(`${rootUrl(drive, ctx)}/search(q='${encodeURIComponent(text.replaceAll("'", "''"))}')`, {}, most, ctx)).map(itemOf) }),
  }),
  download_file: query({
    title: 'Download a file', description: 'The content of a file, or a part of it. A large one is read part by part: next_offset says where to go on.',
    input: t.object({ ...where, encoding, offset: t.integer({ minimum: 0, maximum: 250_000_000_000, default: 0, description: 'First byte.' }), length: t.integer({ minimum: 1, maximum: MOST_BYTES, default: 500_000, description: 'Bytes at most.' }) }),
    output: t.object({ file: item, content, encoding: t.enum(['text', 'base64'], { description: 'As asked.' }), next_offset: t.optional(t.integer({ description: 'Where the rest begins, if there is any.' })) }), example: { path: 'Releases/1.4.2/notes.md', encoding: 'text', offset: 0, length: 500_000 },
    async run({ encoding: as, offset, length, ...at }, ctx: ReadCtx<Config>) {
      const known = await ctx.http.get<JsonObject>(itemUrl(at, ctx));
      const file = itemOf(known);
      if (file.kind !== 'file') throw new PluginError('invalid', `${file.path} is a folder; expected a file`, { field: 'path' });
      if (offset > file.size) throw new PluginError('invalid', `${file.path} has ${file.size} bytes; expected an offset of at most that, got ${offset}`, { field: 'offset' });
      const end = Math.min(offset + length, file.size);
      const text = end === offset ? '' : await bytesOf(known, { from: offset, to: end, size: file.size, drive: at.drive_id, as }, ctx);
      return { file, content: text, encoding: as, ...(end < file.size ? { next_offset: end } : {}) };
    },
  }),
};

interface Span { readonly from: number; readonly to: number; readonly size: number; readonly drive: string | undefined; readonly as: 'text' | 'base64' }

/** Graph answers with the place of the bytes, which has its credential in it. Only that place gives parts. */
async function bytesOf(known: JsonObject, { from, to, size, drive, as }: Span, ctx: ReadCtx<Config>): Promise<string> {
  const whole = from === 0 && to === size;
  const place = string(known, 'id');
  const direct = known['@microsoft.graph.downloadUrl'];
  if (!whole && typeof direct !== 'string') throw new PluginError('unavailable', 'Graph did not say where parts of the file are');
  const reply = await ctx.http.request<string | null>(whole ? { url: itemUrl({ drive_id: drive, item_id: place }, ctx, '/content'), as, headers: { accept: '*/*' } } : { url: String(direct), as, auth: false, headers: { accept: '*/*', range: `bytes=${from}-${to - 1}` } });
  if (!whole && reply.status !== 206) throw new PluginError('unavailable', `Expected a part of the file (206), got ${reply.status}`);
  const text = reply.body ?? '';
  if (as === 'text' && text.includes('\uFFFD')) throw new PluginError('invalid', 'These bytes are no text, or the part ends within a letter; expected encoding base64', { field: 'encoding' });
  return text;
}
