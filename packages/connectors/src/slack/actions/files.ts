/** Slack takes a file in three steps: it tells where to, takes the bytes there, and then shows the file in a channel. */
import { action, at, type Ctx, type JsonObject, PluginError, t } from '@patchbay/sdk';
import type { Config } from '../config.ts';
import { text, ts } from '../message.ts';
import { byteLength } from '../../wire/byte-length.ts';

export const upload_file = action({
  title: 'Upload a file', description: 'Uploads a file and shows it in a channel.', safety: 'moderate',
  input: t.object({
    channel: t.string({ minLength: 1, maxLength: 80, description: 'Id of the channel; a name is not enough.', examples: ['C0123456789'] }),
    filename: t.string({ minLength: 1, maxLength: 255, description: 'Name of the file.', examples: ['diagnosis.txt'] }),
    content: t.optional(t.string({ maxLength: 750_000, description: 'The file, where it is text.' })),
    content_base64: t.optional(t.string({ maxLength: 1_000_000, pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'The file as base64, where it is not.' })),
    title: t.optional(t.string({ maxLength: 255, description: 'Title.' })),
    comment: t.optional(t.string({ maxLength: 4000, description: 'Message that comes with it.' })),
    thread_ts: t.optional(ts),
  }),
  output: t.object({ id: t.string({ description: 'Id of the file.' }), title: t.string({ description: 'Title.' }) }),
  example: { channel: 'C0123456789', filename: 'diagnosis.txt', content: 'All is well.' },
  run: async ({ channel: channel_id, filename, content, content_base64, title = filename, comment, thread_ts }, ctx: Ctx<Config>) => {
    const { length, body } = bytesOf(content, content_base64);
    const place = await ctx.http.post<JsonObject>('/files.getUploadURLExternal', undefined, { form: { filename, length } });
    const [url, id] = [text(place['upload_url']), text(place['file_id'])];
    await ctx.http.request({ method: 'POST', url, ...body, headers: { 'content-type': 'application/octet-stream' }, auth: false, as: 'text' });
    const answer = await ctx.http.post('/files.completeUploadExternal', undefined, { form: { files: JSON.stringify([{ id, title }]), channel_id, initial_comment: comment, thread_ts } });
    return { id: text(at(answer, 'files.0.id')), title: text(at(answer, 'files.0.title')) || title };
  },
});

function bytesOf(content: string | undefined, base64: string | undefined): { length: number; body: { text: string } | { base64: string } } {
  if ((content === undefined) === (base64 === undefined)) throw new PluginError('invalid', 'Expected either content or content_base64', { field: 'content' });
  return content === undefined ? { length: (base64!.length * 3) / 4 - (/=*$/.exec(base64!)![0].length), body: { base64: base64! } } : { length: byteLength(content), body: { text: content } };
}
