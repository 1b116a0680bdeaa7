import { action, type Ctx, type Json, type JsonObject, query, type ReadCtx, t } from '@patchbay/sdk';
import { cardOf, checkedCard } from '../card.ts';
import type { Config } from '../config.ts';
import { as, channel_id, channelPath, list, team_id, word } from '../graph.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const card = t.json({ description: 'Adaptive card; elements that Teams does not know are refused here.', examples: [{ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'shop was deployed' }] }] });
const text = t.string({ minLength: 1, maxLength: 20_000, description: 'The message.', examples: ['shop was deployed to production'] });
const format = t.enum(['text', 'html'], { default: 'text', description: 'How the text is meant.' });
const sent = t.object({ id: t.string({ description: 'Id of the message.' }), url: t.string({ description: 'Where it is seen; empty where Teams does not tell.' }) });
const taken = t.object({ accepted: t.boolean({ description: 'The workflow took it. Whether it posted the card, it does not tell.' }) });
const shownCard = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'shop was deployed' }] };

export const send_webhook = action({
  title: 'Send through the workflow', description: 'Posts a message into the channel or chat of the workflow, as a card with title, text, facts and a link.', safety: 'moderate',
  input: t.object({
    text, title: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Title.' })), link: t.optional(t.url({ maxLength: 2048, description: 'Where the button leads.' })),
    facts: t.record(t.string({ maxLength: 1000, description: 'Value.' }), { default: {}, description: 'Names with values, shown as a table.', examples: [{ Version: '1.4.2' }] }),
  }),
  output: taken, example: { title: 'Deployed', text: 'shop 1.4.2 is in production', facts: { Version: '1.4.2' } },
  dryRun: () => ({ accepted: false }),
  run: (note, ctx: Ctx<Config>) => throughWorkflow(checkedCard(cardOf(note)), ctx),
});

export const send_webhook_card = action({
  title: 'Send a card through the workflow', description: 'Posts an adaptive card into the channel or chat of the workflow.', safety: 'moderate',
  input: t.object({ card }), output: taken, example: { card: shownCard },
  dryRun: ({ card: wanted }) => { checkedCard(wanted); return { accepted: false }; },
  run: ({ card: wanted }, ctx: Ctx<Config>) => throughWorkflow(checkedCard(wanted), ctx),
});

async function throughWorkflow(content: JsonObject, ctx: Ctx<Config>): Promise<{ accepted: boolean }> {
  await ctx.http.post('', { type: 'message', attachments: [{ contentType: CARD, contentUrl: null, content }] }, { auth: 'workflow' });
  return { accepted: true };
}

export const send_message = action({
  title: 'Send a message', description: 'Posts into a channel, in the name of the person whose token it is.', safety: 'moderate',
  input: t.object({ team_id, channel_id, text, format, subject: t.optional(t.string({ maxLength: 255, description: 'Subject.' })), important: t.boolean({ default: false, description: 'Marks it as important.' }) }),
  output: sent, example: { team_id: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b', channel_id: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2', text: 'shop was deployed', format: 'text', important: false },
  run: ({ team_id: team, channel_id: channel, text: content, format: contentType, subject, important }, ctx: Ctx<Config>) =>
    post(`${channelPath(team, channel)}/messages`, { body: { contentType, content }, importance: important ? 'high' : 'normal', ...(subject === undefined ? {} : { subject }) }, ctx),
});

export const send_card = action({
  title: 'Send a card', description: 'Posts an adaptive card into a channel, in the name of the person whose token it is.', safety: 'moderate',
  input: t.object({ team_id, channel_id, card }), output: sent,
  example: { team_id: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b', channel_id: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2', card: shownCard },
  run: ({ team_id: team, channel_id: channel, card: wanted }, ctx: Ctx<Config>) => post(`${channelPath(team, channel)}/messages`, withCard(wanted), ctx),
});

export const reply_to_message = action({
  title: 'Reply to a message', description: 'Answers a message of a channel in its thread.', safety: 'moderate',
  input: t.object({ team_id, channel_id, message_id: t.string({ pattern: '^[0-9]{1,20}$', description: 'The message.', examples: ['1616990032035'] }), text, format }),
  output: sent, example: { team_id: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b', channel_id: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2', message_id: '1616990032035', text: 'Rolled back.', format: 'text' },
  run: ({ team_id: team, channel_id: channel, message_id, text: content, format: contentType }, ctx: Ctx<Config>) => post(`${channelPath(team, channel)}/messages/${message_id}/replies`, { body: { contentType, content } }, ctx),
});

export const send_chat_message = action({
  title: 'Send a chat message', description: 'Posts into a chat, in the name of the person whose token it is.', safety: 'moderate',
  input: t.object({ chat_id: t.string({ minLength: 3, maxLength: 255, description: 'The chat.', examples: ['19:2da4c29f6d7041eca70b638b43d45437@thread.v2'] }), text, format }),
  output: sent, example: { chat_id: '19:2da4c29f6d7041eca70b638b43d45437@thread.v2', text: 'Please look.', format: 'text' },
  run: ({ chat_id, text: content, format: contentType }, ctx: Ctx<Config>) => post(`/chats/${encodeURIComponent(chat_id)}/messages`, { body: { contentType, content } }, ctx),
});

export const list_messages = query({
  title: 'List messages', description: 'Messages of a channel, the newest first, without answers.',
  input: t.object({ team_id, channel_id, limit: t.integer({ minimum: 1, maximum: 500, default: 50, description: 'At most.' }) }),
  output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), subject: t.string({ description: 'Subject.' }), content: t.string({ description: 'Text or HTML.' }), from: t.string({ description: 'Who wrote it.' }), at: t.string({ description: 'When.' }) }), { description: 'Messages.' }) }),
  example: { team_id: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b', channel_id: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2', limit: 50 },
  run: async ({ team_id: team, channel_id: channel, limit }, ctx: ReadCtx<Config>) => {
    const found = await list<JsonObject>(`${channelPath(team, channel)}/messages`, { $top: Math.min(limit, 50) }, limit, ctx);
    return { items: found.map((each) => ({ id: word(each, 'id'), subject: word(each, 'subject'), content: word(each, 'body.content'), from: word(each, 'from.user.displayName') || word(each, 'from.application.displayName'), at: word(each, 'createdDateTime') })) };
  },
});

/** Graph wants the card as text, and a mark in the body where it goes. */
const withCard = (wanted: Json): JsonObject => ({ body: { contentType: 'html', content: '<attachment id="card"></attachment>' }, attachments: [{ id: 'card', contentType: CARD, content: JSON.stringify(checkedCard(wanted)) }] });

async function post(url: string, message: JsonObject, ctx: Ctx<Config>): Promise<{ id: string; url: string }> {
  const made = await ctx.http.post<JsonObject>(url, message, { auth: as(ctx) });
  return { id: word(made, 'id'), url: word(made, 'webUrl') };
}
