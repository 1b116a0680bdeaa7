import { action, at, type Ctx, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import type { Config } from '../config.ts';
import { text } from '../message.ts';

const shape = t.object({
  id: t.string({ description: 'Id.' }),
  name: t.string({ description: 'Name, without #.' }),
  is_private: t.boolean({ description: 'Only for its members.' }),
  is_archived: t.boolean({ description: 'Closed.' }),
  is_member: t.boolean({ description: 'Whether the app is in it.' }),
  topic: t.string({ description: 'Topic.' }),
});
const shown = (each: JsonObject) => ({ id: text(each['id']), name: text(each['name']), is_private: each['is_private'] === true, is_archived: each['is_archived'] === true, is_member: each['is_member'] === true, topic: text(at(each, 'topic.value')) });

export const list_channels = query({
  title: 'List channels', description: 'Channels that the app can see.',
  input: t.object({
    types: t.array(t.enum(['public_channel', 'private_channel']), { default: ['public_channel'], minItems: 1, description: 'Only these.' }),
    archived: t.boolean({ default: false, description: 'Also those that are closed.' }),
    limit: t.integer({ minimum: 1, maximum: 5000, default: 500, description: 'At most.' }),
  }),
  output: t.object({ items: t.array(shape, { description: 'Channels.' }) }), example: { types: ['public_channel'], archived: false, limit: 500 },
  run: async ({ types, archived, limit }, ctx) => {
    const found = await ctx.http.collect<JsonObject>({ url: '/conversations.list', query: { types: types.join(','), exclude_archived: !archived, limit: 200 } }, { items: 'channels', next: paginate.cursor('response_metadata.next_cursor', 'cursor'), limit });
    return { items: found.map(shown) };
  },
});

export const look_up_user = query({
  title: 'Look up a person', description: 'The person with an e-mail address.',
  input: t.object({ email: t.string({ format: 'email', description: 'E-mail address.', examples: ['ada@example.com'] }) }),
  output: t.object({
    id: t.string({ description: 'Id.' }), name: t.string({ description: 'Short name.' }), real_name: t.string({ description: 'Name.' }),
    time_zone: t.string({ description: 'Time zone; empty where Slack does not tell.' }), deleted: t.boolean({ description: 'No longer active.' }),
  }),
  example: { email: 'ada@example.com' },
  run: async ({ email }, ctx) => {
    const user = at(await ctx.http.get('/users.lookupByEmail', { query: { email } }), 'user');
    return { id: text(at(user, 'id')), name: text(at(user, 'name')), real_name: text(at(user, 'real_name')) || text(at(user, 'profile.real_name')), time_zone: text(at(user, 'tz')), deleted: at(user, 'deleted') === true };
  },
});

export const create_channel = action({
  title: 'Create a channel', description: 'Opens a channel, such as one for an incident, and invites people.', safety: 'moderate',
  input: t.object({
    name: t.string({ pattern: '^[a-z0-9_-]{1,80}$', description: 'Name: lower case, digits, - and _.', examples: ['incident-42'] }),
    is_private: t.boolean({ default: false, description: 'Only for its members.' }),
    invite: t.array(t.string({ description: 'Id of a person.' }), { default: [], maxItems: 100, description: 'People to invite.' }),
  }),
  output: shape, example: { name: 'incident-42', is_private: false, invite: [] },
  run: async ({ name, is_private, invite }, ctx: Ctx<Config>) => {
    const created = shown(at(await ctx.http.post('/conversations.create', undefined, { form: { name, is_private } }), 'channel') as JsonObject);
    if (invite.length > 0) await ctx.http.post('/conversations.invite', undefined, { form: { channel: created.id, users: invite.join(',') } });
    return created;
  },
});
