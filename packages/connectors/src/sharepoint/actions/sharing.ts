/** Links to files and folders, for colleagues and, only with an approval, for everybody. */
import { action, type Ctx, type JsonObject, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import type { Config } from '../config.ts';
import { collected, itemUrl, limit, type Where, where } from '../drive.ts';

const kind = t.enum(['view', 'edit'], { default: 'view', description: 'What the link allows.' });
const until = t.instant({ description: 'When it stops working.', examples: ['2026-12-31T00:00:00Z'] });
const link = t.object({ id: t.string({ description: 'Id of the link.' }), url: t.string({ description: 'The link.' }), allows: t.string({ description: 'view or edit.' }), scope: t.string({ description: 'organization, users or anonymous.' }), expires_at: t.string({ description: 'When it stops working; empty for never.' }) });
const linkOf = (each: JsonObject) => ({ id: string(each, 'id'), url: string(each, 'link.webUrl'), allows: string(each, 'link.type'), scope: string(each, 'link.scope'), expires_at: string(each, 'expirationDateTime') });

interface Wanted { readonly type: string; readonly scope: 'organization' | 'anonymous'; readonly expirationDateTime?: string | undefined }
const create = async (at: Where, wanted: Wanted, ctx: Ctx<Config>) => linkOf(await ctx.http.post<JsonObject>(itemUrl(at, ctx, '/createLink'), wanted));

export const sharingActions = {
  share_item: action({
    title: 'Share within the organisation', description: 'A link to a file or folder for everybody who signs in at your organisation. The same link again, if there is one.', safety: 'moderate', idempotent: true,
    input: t.object({ ...where, allows: kind, expires_at: t.optional(until) }), output: link, example: { path: 'Releases/1.4.2/notes.md', allows: 'view' },
    run: ({ allows: type, expires_at, ...at }, ctx: Ctx<Config>) => create(at, { type, scope: 'organization', ...(expires_at === undefined ? {} : { expirationDateTime: expires_at }) }, ctx),
  }),
  share_publicly: action({
    title: 'Share with everybody', description: 'A link that opens a file or folder for whoever has it, without signing in.', safety: 'destructive',
    input: t.object({ ...where, allows: kind, expires_at: until }), output: link, example: { path: 'Releases/1.4.2/notes.md', allows: 'view', expires_at: '2026-12-31T00:00:00Z' },
    run: ({ allows: type, expires_at, ...at }, ctx: Ctx<Config>) => create(at, { type, scope: 'anonymous', expirationDateTime: expires_at }, ctx),
  }),
  revoke_link: action({
    title: 'Revoke a link', description: 'The link stops working at once.', safety: 'moderate',
    input: t.object({ ...where, link_id: t.string({ minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9!_.=-]*[A-Za-z0-9!_=-][A-Za-z0-9!_.=-]*$', description: 'Id of the link.', examples: ['123ABC'] }) }), output: t.object({ link_id: t.string({ description: 'Id of the link.' }) }), example: { path: 'Releases/1.4.2/notes.md', link_id: '123ABC' },
    async run({ link_id, ...at }, ctx: Ctx<Config>) {
      await ctx.http.delete(itemUrl(at, ctx, `/permissions/${link_id}`));
      return { link_id };
    },
  }),
};

export const sharingQueries = {
  list_links: query({
    title: 'List links', description: 'Links that share a file or folder.', input: t.object({ ...where, limit }), output: t.object({ items: t.array(link, { description: 'Links.' }) }), example: { path: 'Releases/1.4.2/notes.md', limit: 200 },
    run: async ({ limit: most, ...at }, ctx: ReadCtx<Config>) => ({ items: (await collected(itemUrl(at, ctx, '/permissions'), {}, most, ctx)).map(linkOf).filter(({ url }) => url !== '') }),
  }),
};
