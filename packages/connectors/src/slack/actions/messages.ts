import { action, type Ctx, type JsonObject, PluginError, t } from '@patchbay/sdk';
import type { Config } from '../config.ts';
import { body, channel, formOf, posted, postedOf, shownOf, text, ts } from '../message.ts';

export const send_message = action({
  title: 'Send a message', description: 'Posts a message into a channel, or into a thread of it.', safety: 'moderate',
  input: t.object({ channel, ...body, thread_ts: t.optional(ts), unfurl: t.boolean({ default: false, description: 'Show previews of links.' }) }),
  output: posted, example: { channel: 'C0123456789', text: '*shop* was deployed to production', format: 'mrkdwn', unfurl: false },
  dryRun: ({ channel: to }) => ({ channel: to, ts: '' }),
  run: async ({ channel: to, thread_ts, unfurl, ...message }, ctx: Ctx<Config>) => post(ctx, { channel: to, ...formOf(message), thread_ts, unfurl_links: unfurl, unfurl_media: unfurl }),
});

export const reply_in_thread = action({
  title: 'Reply in a thread', description: 'Answers a message in its thread.', safety: 'moderate',
  input: t.object({ channel, thread_ts: ts, ...body, broadcast: t.boolean({ default: false, description: 'Show the answer in the channel, too.' }) }),
  output: posted, example: { channel: 'C0123456789', thread_ts: '1732180000.000100', text: 'Rolled back.', format: 'mrkdwn', broadcast: false },
  dryRun: ({ channel: to }) => ({ channel: to, ts: '' }),
  run: async ({ channel: to, thread_ts, broadcast, ...message }, ctx: Ctx<Config>) => post(ctx, { channel: to, thread_ts, reply_broadcast: broadcast, ...formOf(message) }),
});

export const send_ephemeral = action({
  title: 'Send a message to one person', description: 'Shows a message in a channel to one person only, until they reload.', safety: 'moderate',
  input: t.object({ channel, user: t.string({ minLength: 1, maxLength: 80, description: 'Id of the person.', examples: ['U0123456789'] }), ...body }),
  output: t.object({ ts: t.string({ description: 'Id of the message; it can not be changed.' }) }), example: { channel: 'C0123456789', user: 'U0123456789', text: 'Only you see this.', format: 'mrkdwn' },
  run: async ({ channel: to, user, ...message }, ctx: Ctx<Config>) => {
    return { ts: text((await ctx.http.post<JsonObject>('/chat.postEphemeral', undefined, { form: { channel: to, user, ...shownOf(message) } }))['message_ts']) };
  },
});

export const update_message = action({
  title: 'Change a message', description: 'Replaces text and blocks of a message that the app sent.', safety: 'moderate', idempotent: true,
  input: t.object({ channel, ts, ...body }),
  output: posted, example: { channel: 'C0123456789', ts: '1732180000.000100', text: 'Deployed.', format: 'mrkdwn' },
  run: async ({ channel: to, ts: of, ...message }, ctx: Ctx<Config>) => {
    return postedOf(await ctx.http.post<JsonObject>('/chat.update', undefined, { form: { channel: to, ts: of, blocks: '[]', ...shownOf(message) }, retry: 'always' })); // without an empty list the old blocks would stay
  },
});

export const delete_message = action({
  title: 'Delete a message', description: 'Deletes a message that the app sent.', safety: 'destructive',
  input: t.object({ channel, ts }), output: posted, example: { channel: 'C0123456789', ts: '1732180000.000100' },
  run: async ({ channel: to, ts: of }, ctx: Ctx<Config>) => postedOf(await ctx.http.post<JsonObject>('/chat.delete', undefined, { form: { channel: to, ts: of } })),
});

export const schedule_message = action({
  title: 'Schedule a message', description: 'Posts a message later, within 120 days.', safety: 'moderate',
  input: t.object({ channel, ...body, post_at: t.instant({ description: 'When.', examples: ['2030-01-01T09:00:00Z'] }), thread_ts: t.optional(ts) }),
  output: t.object({ channel: t.string({ description: 'Id of the channel.' }), scheduled_message_id: t.string({ description: 'Id of what waits.' }), post_at: t.instant({ description: 'When it is posted.' }) }),
  example: { channel: 'C0123456789', text: 'Freeze begins in an hour.', format: 'mrkdwn', post_at: '2030-01-01T09:00:00Z' },
  run: async ({ channel: to, post_at, thread_ts, ...message }, ctx: Ctx<Config>) => {
    const answer = await ctx.http.post<JsonObject>('/chat.scheduleMessage', undefined, { form: { channel: to, ...shownOf(message), post_at: Math.floor(Date.parse(post_at) / 1000), thread_ts } });
    return { channel: text(answer['channel']), scheduled_message_id: text(answer['scheduled_message_id']), post_at: new Date(Number(answer['post_at']) * 1000).toISOString() };
  },
});

export const react = action({
  title: 'React to a message', description: 'Adds an emoji to a message. That it is there already is no error.', safety: 'moderate', idempotent: true,
  input: t.object({ channel, ts, name: t.string({ pattern: '^[a-z0-9_+\'-]{1,100}$', description: 'Name of the emoji, without colons.', examples: ['white_check_mark'] }) }),
  output: t.object({ added: t.boolean({ description: 'False: it was there already.' }) }), example: { channel: 'C0123456789', ts: '1732180000.000100', name: 'white_check_mark' },
  run: async ({ channel: to, ts: timestamp, name }, ctx: Ctx<Config>) => {
    try {
      await ctx.http.post('/reactions.add', undefined, { form: { channel: to, timestamp, name }, retry: 'always' });
      return { added: true };
    } catch (error) {
      if (error instanceof PluginError && error.details['vendor_code'] === 'already_reacted') return { added: false };
      throw error;
    }
  },
});

export async function post(ctx: Pick<Ctx, 'http'>, form: Readonly<Record<string, string | boolean | undefined>>): Promise<{ channel: string; ts: string }> {
  return postedOf(await ctx.http.post<JsonObject>('/chat.postMessage', undefined, { form }));
}
