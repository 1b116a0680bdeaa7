/** Where things are in Graph: libraries are drives, what is in them is found by its id or by its path. */
import { at, type Infer, type JsonObject, PluginError, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { nextLink } from '../wire/next-link.ts';
import { segments } from '../wire/path.ts';
import { type Config, drive_id } from './config.ts';

/** What SharePoint takes as names; points alone are refused where the path is built. */
const NAME = '[^/\\\\"*:<>?|\\u0000-\\u001f]+';
export const item_id = t.string({ pattern: '^[A-Za-z0-9!_-]{1,200}$', description: 'Id of the file or folder.', examples: ['01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K'] });
export const path = t.string({ pattern: `^${NAME}(/${NAME})*$`, maxLength: 400, description: 'Path in the library.', examples: ['Releases/1.4.2/notes.md'] });
export const name = t.string({ pattern: `^${NAME}$`, maxLength: 255, description: 'Name.', examples: ['notes.md'] });
/** One of the two. */
export const where = { drive_id, item_id: t.optional(item_id), path: t.optional(path) };
export const limit = t.integer({ minimum: 1, maximum: 5000, default: 200, description: 'At most.' });
export const etag = t.optional(t.string({ minLength: 1, maxLength: 255, description: 'The version that is meant: refused if somebody else was faster.' }));

export const item = t.object({
  id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), path: t.string({ description: 'Path in the library.' }), kind: t.enum(['file', 'folder'], { description: 'What it is.' }),
  size: t.integer({ description: 'Bytes.' }), etag: t.string({ description: 'Version; another one after each change.' }), media_type: t.string({ description: 'Of a file.' }),
  changed_at: t.string({ description: 'When it was changed.' }), changed_by: t.string({ description: 'By whom.' }), url: t.string({ description: 'Its page.' }),
});
export type Item = Infer<typeof item>;

export function itemOf(each: unknown): Item {
  const folder = decoded(string(each, 'parentReference.path').replace(/^.*?root:\/?/, ''));
  return {
    id: string(each, 'id'), name: string(each, 'name'), path: folder === '' ? string(each, 'name') : `${folder}/${string(each, 'name')}`, kind: at(each, 'folder') === undefined && at(each, 'root') === undefined ? 'file' : 'folder',
    size: Number(at(each, 'size') ?? 0), etag: string(each, 'eTag'), media_type: string(each, 'file.mimeType'),
    changed_at: string(each, 'lastModifiedDateTime'), changed_by: string(each, 'lastModifiedBy.user.displayName') || string(each, 'lastModifiedBy.application.displayName'), url: string(each, 'webUrl'),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a name with % in it, as it is
  }
}

export interface Where { readonly drive_id?: string | undefined; readonly item_id?: string | undefined; readonly path?: string | undefined }

function driveUrl(of: string | undefined, { config }: Pick<ReadCtx<Config>, 'config'>): string {
  const drive = of ?? config.drive_id;
  if (drive === undefined) throw new PluginError('invalid', 'Expected a drive_id, as the configuration has none; list_drives shows those of a site', { field: 'drive_id' });
  return `/drives/${drive}`;
}

/** Its top. */
export const rootUrl = (of: string | undefined, ctx: Pick<ReadCtx<Config>, 'config'>): string => `${driveUrl(of, ctx)}/root`;

/** `sub`: what of it, such as `/children`. */
export function itemUrl({ drive_id: drive, item_id: id, path: of }: Where, ctx: Pick<ReadCtx<Config>, 'config'>, sub = ''): string {
  if ((id === undefined) === (of === undefined)) throw new PluginError('invalid', `Expected either item_id or path, got ${id === undefined ? 'neither' : 'both'}`, { field: 'item_id' });
  const library = driveUrl(drive, ctx);
  return id === undefined ? `${library}/root:/${segments(of!)}${sub === '' ? '' : `:${sub}`}` : `${library}/items/${id}${sub}`;
}

/** Folders are listed from the root, if nothing else is said. */
export const orRoot = (at_: Where): Where => (at_.item_id === undefined && at_.path === undefined ? { ...at_, item_id: 'root' } : at_);

export const collected = (url: string, query: Readonly<Record<string, string | number | undefined>>, most: number, ctx: ReadCtx<Config>): Promise<JsonObject[]> =>
  ctx.http.collect<JsonObject>({ url, query }, { items: 'value', next: nextLink, limit: most });
