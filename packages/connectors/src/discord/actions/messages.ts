import { action, at, type Ctx, type JsonObject, type NextPage, query, t } from '@patchbay/sdk';
import type { Config } from '../config.ts';
import { body, id, messageOf, sent, sentOf, word } from '../message.ts';

const channel_id = id('The channel, or the thread.');
const message_id = id('The message.');

export const send_message = action({
  title: 'Send a message', description: 'Posts a message with text, embeds or both. The same call again posts nothing twice for some minutes.', safety: 'moderate', idempotent: true,
  input: t.object({ channel_id, ...body, reply_to: t.optional(id('The message that it answers.')) }),
  output: sent, example: { channel_id: '1180000000000000001', content: '**shop** was deployed', embeds: [], mention: [] },
  dryRun: ({ channel_id: to }) => ({ channel_id: to, message_id: '' }),
  run: async ({ channel_id: to, reply_to, ...message }, ctx: Ctx<Config>) =>
    post(to, { ...messageOf(message), ...(reply_to === undefined ? {} : { message_reference: { message_id: reply_to } }) }, ctx),
});

export const edit_message = action({
  title: 'Change a message', description: 'Replaces text and embeds of a message of the bot.', safety: 'moderate', idempotent: true,
  input: t.object({ channel_id, message_id, ...body }),
  output: sent, example: { channel_id: '1180000000000000001', message_id: '1180000000000000002', content: 'Done.', embeds: [], mention: [] },
  run: ({ channel_id: to, message_id: of, ...message }, ctx: Ctx<Config>) => edit({ channel_id: to, message_id: of }, { content: null, ...messageOf(message) }, ctx),
});

export const delete_message = action({
  title: 'Delete a message', description: 'Deletes a message.', safety: 'destructive',
  input: t.object({ channel_id, message_id }), output: t.object({}), example: { channel_id: '1180000000000000001', message_id: '1180000000000000002' },
  run: async ({ channel_id: to, message_id: of }, ctx: Ctx<Config>) => {
    await ctx.http.delete(`/channels/${to}/messages/${of}`, { auth: 'bot' });
    return {};
  },
});

export const create_thread = action({
  title: 'Open a thread', description: 'Opens a thread below a message. Its id is a channel: messages are sent there.', safety: 'moderate',
  input: t.object({
    channel_id, message_id, name: t.string({ minLength: 1, maxLength: 100, description: 'Name.', examples: ['Incident 42'] }),
    archive_after: t.enum(['1h', '1d', '3d', '1w'], { default: '1d', description: 'When it is put away, if nobody writes.' }),
  }),
  output: t.object({ channel_id: t.string({ description: 'Id of the thread.' }), name: t.string({ description: 'Name.' }) }), example: { channel_id: '1180000000000000001', message_id: '1180000000000000002', name: 'Incident 42', archive_after: '1d' },
  run: async ({ channel_id: of, message_id: below, name, archive_after }, ctx: Ctx<Config>) => {
    const thread = await ctx.http.post<JsonObject>(`/channels/${of}/messages/${below}/threads`, { name, auto_archive_duration: MINUTES[archive_after] }, { auth: 'bot' });
    return { channel_id: word(thread, 'id'), name: word(thread, 'name') };
  },
});
const MINUTES = { '1h': 60, '1d': 1440, '3d': 4320, '1w': 10_080 } as const;

export const send_webhook = action({
  title: 'Send through the webhook', description: 'Posts into the channel of the incoming webhook, under a name of its own. It needs no bot.', safety: 'moderate',
  input: t.object({ ...body, username: t.optional(t.string({ minLength: 1, maxLength: 80, description: 'Name that it is shown under.', examples: ['Deployments'] })) }),
  output: sent, example: { content: '**shop** was deployed', embeds: [], mention: [] },
  run: async ({ username, ...message }, ctx: Ctx<Config>) =>
    sentOf(await ctx.http.post('', { ...messageOf(message), ...(username === undefined ? {} : { username }) }, { query: { wait: true }, auth: 'webhook' })), // without `wait` it answers nothing
});

export const list_messages = query({
  title: 'List messages', description: 'Messages of a channel, the newest first.',
  input: t.object({ channel_id, limit: t.integer({ minimum: 1, maximum: 1000, default: 50, description: 'At most.' }) }),
  output: t.object({ items: t.array(t.object({
    id: t.string({ description: 'Id.' }), content: t.string({ description: 'Text.' }), author: t.string({ description: 'Name of who wrote it.' }), author_id: t.string({ description: 'Id of who wrote it.' }), at: t.string({ description: 'When.' }),
  }), { description: 'Messages.' }) }),
  example: { channel_id: '1180000000000000001', limit: 50 },
  run: async ({ channel_id: of, limit }, ctx) => {
    const found = await ctx.http.collect<JsonObject>({ url: `/channels/${of}/messages`, query: { limit: Math.min(limit, PAGE) }, auth: 'bot' }, { items: '', next: before(Math.min(limit, PAGE)), limit });
    return { items: found.map((each) => ({ id: word(each, 'id'), content: word(each, 'content'), author: word(each, 'author.username'), author_id: word(each, 'author.id'), at: word(each, 'timestamp') })) };
  },
});
const PAGE = 100;

const before = (size: number): NextPage => ({ body: page }, request) => {
  const last = Array.isArray(page) && page.length >= size ? at(page[page.length - 1], 'id') : undefined;
  return typeof last === 'string' ? { ...request, query: { ...request.query, before: last } } : undefined;
};

/** With a nonce that Discord enforces, so that it may be sent again. */
export async function post(channel: string, message: JsonObject, ctx: Ctx<Config>): Promise<{ channel_id: string; message_id: string }> {
  const nonce = (await ctx.crypto.sha256(`${channel} ${ctx.invocation.idempotencyKey}`)).slice(0, 25);
  return sentOf(await ctx.http.post(`/channels/${channel}/messages`, { ...message, nonce, enforce_nonce: true }, { auth: 'bot', retry: 'always' }));
}

export const edit = async ({ channel_id: channel, message_id: message }: { channel_id: string; message_id: string }, changed: JsonObject, ctx: Ctx<Config>): Promise<{ channel_id: string; message_id: string }> =>
  sentOf(await ctx.http.patch(`/channels/${channel}/messages/${message}`, changed, { auth: 'bot', retry: 'always' }));
