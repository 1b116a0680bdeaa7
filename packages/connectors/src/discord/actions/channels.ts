import { action, type Ctx, type JsonObject, query, t } from '@patchbay/sdk';
import type { Config } from '../config.ts';
import { id, word } from '../message.ts';

const guild_id = id('The server.');
const shape = t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), type: t.enum(['text', 'voice', 'category', 'announcement', 'forum', 'other'], { description: 'Kind.' }), parent_id: t.string({ description: 'Id of the category; empty without one.' }) });
type Kind = 'text' | 'voice' | 'category' | 'announcement' | 'forum' | 'other';
const kinds: Readonly<Record<number, Kind>> = { 0: 'text', 2: 'voice', 4: 'category', 5: 'announcement', 15: 'forum' };
const shown = (each: JsonObject) => ({ id: word(each, 'id'), name: word(each, 'name'), type: kinds[Number(each['type'])] ?? ('other' as const), parent_id: word(each, 'parent_id') });

export const create_channel = action({
  title: 'Create a channel', description: 'Opens a text channel in a server.', safety: 'moderate',
  input: t.object({ guild_id, name: t.string({ minLength: 1, maxLength: 100, description: 'Name.', examples: ['incident-42'] }), topic: t.optional(t.string({ maxLength: 1024, description: 'Topic.' })), parent_id: t.optional(id('The category.')) }),
  output: shape, example: { guild_id: '1180000000000000009', name: 'incident-42' },
  run: async ({ guild_id: of, name, topic, parent_id }, ctx: Ctx<Config>) =>
    shown(await ctx.http.post<JsonObject>(`/guilds/${of}/channels`, { name, type: 0, ...(topic === undefined ? {} : { topic }), ...(parent_id === undefined ? {} : { parent_id }) }, { auth: 'bot' })),
});

export const list_channels = query({
  title: 'List channels', description: 'Channels of a server.',
  input: t.object({ guild_id }), output: t.object({ items: t.array(shape, { description: 'Channels.' }) }), example: { guild_id: '1180000000000000009' },
  run: async ({ guild_id: of }, ctx) => ({ items: (await ctx.http.get<readonly JsonObject[]>(`/guilds/${of}/channels`, { auth: 'bot' })).map(shown) }),
});
