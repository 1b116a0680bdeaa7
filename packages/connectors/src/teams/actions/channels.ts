import { action, type Ctx, type JsonObject, query, type ReadCtx, t } from '@patchbay/sdk';
import type { Config } from '../config.ts';
import { as, list, team_id, word } from '../graph.ts';

const shape = t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), description: t.string({ description: 'What it is for.' }), kind: t.string({ description: 'standard, private or shared.' }), url: t.string({ description: 'Where it is.' }) });
const shown = (each: JsonObject) => ({ id: word(each, 'id'), name: word(each, 'displayName'), description: word(each, 'description'), kind: word(each, 'membershipType') || 'standard', url: word(each, 'webUrl') });
const limit = t.integer({ minimum: 1, maximum: 1000, default: 200, description: 'At most.' });

export const create_channel = action({
  title: 'Create a channel', description: 'Opens a standard channel in a team.', safety: 'moderate',
  input: t.object({
    team_id, name: t.string({ minLength: 1, maxLength: 50, pattern: '^[^~#%&*{}+/\\\\:<>?|\'"]+$', description: 'Name.', examples: ['Incident 42'] }),
    description: t.optional(t.string({ maxLength: 1024, description: 'What it is for.' })),
  }),
  output: shape, example: { team_id: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b', name: 'Incident 42' },
  run: async ({ team_id: team, name, description }, ctx: Ctx<Config>) =>
    shown(await ctx.http.post<JsonObject>(`/teams/${team}/channels`, { displayName: name, membershipType: 'standard', ...(description === undefined ? {} : { description }) }, { auth: as(ctx) })),
});

export const list_teams = query({
  title: 'List teams', description: 'Teams of a person; of the one whose token it is, unless said otherwise.',
  input: t.object({ user: t.optional(t.string({ pattern: '^[A-Za-z0-9_.@+-]{1,255}$', description: 'Id or sign-in name of the person. An app has none of its own, so it needs one.', examples: ['ada@contoso.com'] })), limit }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), description: t.string({ description: 'What it is for.' }) }), { description: 'Teams.' }) }), example: { limit: 200 },
  run: async ({ user, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await list<JsonObject>(user === undefined ? '/me/joinedTeams' : `/users/${encodeURIComponent(user)}/joinedTeams`, {}, most, ctx)).map((each) => ({ id: word(each, 'id'), name: word(each, 'displayName'), description: word(each, 'description') })) }),
});

export const list_channels = query({
  title: 'List channels', description: 'Channels of a team.',
  input: t.object({ team_id, limit }), output: t.object({ items: t.array(shape, { description: 'Channels.' }) }), example: { team_id: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b', limit: 200 },
  run: async ({ team_id: team, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await list<JsonObject>(`/teams/${team}/channels`, {}, most, ctx)).map(shown) }),
});
