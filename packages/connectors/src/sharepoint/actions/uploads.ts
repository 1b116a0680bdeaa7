/**
 * Large files, piece by piece, in any number of calls. The session’s URL is a credential of its own: it stays here, takes no other one,
 * and says after an interruption where to go on.
 */
import { action, at, type Ctx, type HttpReply, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import type { Config } from '../config.ts';
import { item, itemOf, itemUrl, where } from '../drive.ts';

/** All pieces but the last have a multiple of this. */
const UNIT = 327_680;
/** What fits into one call. */
const PIECE = 2 * UNIT;
const DAY = 86_400;

const upload_id = t.string({ pattern: '^[0-9a-f-]{36}$', description: 'The upload, as start_upload named it.', examples: ['6f9619ff-8b86-4d01-b42d-00cf4fc964ff'] });
const next_offset = t.integer({ description: 'The first byte that is still missing; the next piece starts there.' });
const state = { upload_id, size: t.integer({ description: 'Bytes in all.' }), next_offset, done: t.boolean({ description: 'The file is whole.' }), expires_at: t.string({ description: 'When the upload is given up, if no piece comes.' }) };

interface Session { readonly url: string; readonly size: number; readonly expires_at: string }

export const uploadActions = {
  start_upload: action({
    title: 'Start a large upload', description: `Opens an upload of a file of any size. Its pieces come by upload_chunk, each of ${PIECE} bytes, or of any other multiple of ${UNIT}; only the last may have less.`, safety: 'moderate',
    input: t.object({ ...where, size: t.integer({ minimum: 1, maximum: 250_000_000_000, description: 'Bytes in all.' }), existing: t.enum(['replace', 'rename', 'fail'], { default: 'replace', description: 'What happens if there is a file of this name.' }) }),
    output: t.object({ ...state, chunk_bytes: t.integer({ description: 'A good size of a piece.' }) }), example: { path: 'Images/shop.tar', size: 52_428_800, existing: 'replace' },
    async run({ size, existing, ...place }, ctx: Ctx<Config>) {
      const made = await ctx.http.post<JsonObject>(itemUrl(place, ctx, '/createUploadSession'), { item: { '@microsoft.graph.conflictBehavior': existing } });
      const [id, session] = [await ctx.crypto.uuid(), { url: string(made, 'uploadUrl'), size, expires_at: string(made, 'expirationDateTime') }];
      await ctx.state.set(`upload/${id}`, session, { ttl: 7 * DAY });
      return { upload_id: id, size, next_offset: 0, done: false, expires_at: session.expires_at, chunk_bytes: PIECE };
    },
  }),
  upload_chunk: action({
    title: 'Upload a piece', description: 'Sends the piece at an offset. A piece that was there already changes nothing; next_offset always says where to go on.', safety: 'moderate', idempotent: true,
    input: t.object({ upload_id, offset: t.integer({ minimum: 0, maximum: 250_000_000_000, description: 'Where the piece starts.' }), content: t.string({ minLength: 4, maxLength: 1_000_000, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'The bytes, in base64.' }) }),
    output: t.object({ ...state, file: t.optional(item) }), example: { upload_id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', offset: 0, content: 'aGVsbG8=' },
    async run({ upload_id: id, offset, content }, ctx: Ctx<Config>) {
      const session = await sessionOf(id, ctx);
      const end = offset + checked(content, offset, session.size);
      const reply = await ctx.http.request<JsonObject>({ method: 'PUT', url: session.url, base64: content, auth: false, headers: { 'content-range': `bytes ${offset}-${end - 1}/${session.size}` }, accept: [404, 416] });
      if (reply.status === 416) return missing(id, session, ctx);
      if (reply.status !== 200 && reply.status !== 201) return progress(id, session, reply);
      await ctx.state.delete(`upload/${id}`);
      return { upload_id: id, size: session.size, next_offset: session.size, done: true, expires_at: '', file: itemOf(reply.body) };
    },
  }),
  cancel_upload: action({
    title: 'Cancel an upload', description: 'Gives an upload up, with the pieces that came. The library is as before.', safety: 'moderate',
    input: t.object({ upload_id }), output: t.object({ upload_id, cancelled: t.boolean({ description: 'It is given up.' }) }), example: { upload_id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' },
    async run({ upload_id: id }, ctx: Ctx<Config>) {
      await ctx.http.delete((await sessionOf(id, ctx)).url, { auth: false });
      await ctx.state.delete(`upload/${id}`);
      return { upload_id: id, cancelled: true };
    },
  }),
};

export const uploadQueries = {
  get_upload: query({ title: 'Get an upload', description: 'How far an upload has come, and where it goes on after an interruption.', input: t.object({ upload_id }), output: t.object(state), example: { upload_id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' }, run: async ({ upload_id: id }, ctx: ReadCtx<Config>) => missing(id, await sessionOf(id, ctx), ctx) }),
};

async function sessionOf(id: string, ctx: ReadCtx<Config>): Promise<Session> {
  const session = await ctx.state.get<Session>(`upload/${id}`);
  if (session === undefined) throw new PluginError('not_found', 'There is no such upload: it is done, cancelled or was given up; expected one of start_upload', { field: 'upload_id' });
  return session;
}

/** Bytes of the piece. What SharePoint would only refuse at the end, or spoil, is refused at once. */
function checked(content: string, offset: number, size: number): number {
  const bytes = (content.length / 4) * 3 - (/=*$/.exec(content)?.[0].length ?? 0);
  if (content.length % 4 !== 0) throw new PluginError('invalid', 'The content is no base64 of whole bytes', { field: 'content' });
  if (offset + bytes > size) throw new PluginError('invalid', `The piece ends at ${offset + bytes}; expected at most ${size}, the size of the file`, { field: 'content' });
  if (offset % UNIT !== 0) throw new PluginError('invalid', `Expected an offset that is a multiple of ${UNIT}, got ${offset}`, { field: 'offset' });
  if (offset + bytes < size && bytes % UNIT !== 0) throw new PluginError('invalid', `Expected a multiple of ${UNIT} bytes, as this piece is not the last, got ${bytes}`, { field: 'content' });
  return bytes;
}

const missing = async (id: string, session: Session, ctx: ReadCtx<Config>) => progress(id, session, await ctx.http.request<JsonObject>({ url: session.url, auth: false, accept: [404] }));

/** Ranges are such as `327680-` or `327680-655359`. */
function progress(id: string, { size, expires_at }: Session, { status, body }: HttpReply<JsonObject>) {
  if (status === 404) throw new PluginError('not_found', 'SharePoint has given the upload up; start it again', { field: 'upload_id' });
  const first = Number(String(at(body, 'nextExpectedRanges.0') ?? '').split('-')[0] || Number.NaN);
  if (!Number.isInteger(first)) throw new PluginError('unavailable', 'SharePoint did not say which bytes are missing');
  return { upload_id: id, size, next_offset: first, done: false, expires_at: string(body, 'expirationDateTime') || expires_at };
}
