/** What people say in Slack about a service: messages of the window that name it, in channels that are named, or whose name names it. */
import { context, type Finding, type JsonObject, names, paginate, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';

const MOST_CHANNELS = 5;
/** Of a channel, in the window. */
const MOST_MESSAGES = 1000;
/** Channels that are looked through for the name. */
const MOST_LISTED = 5000;
const channelId = t.string({ pattern: '^[CG][A-Z0-9]{5,20}$', description: 'Id of a channel that the app is in.', examples: ['C012AB3CD'] });

export const slackContext = {
  threads: context({
    title: 'Messages in Slack', description: 'Messages of the window that name the service, in the channels that are asked for, or in those whose name names it. Needs the scope channels:history.', kind: 'threads',
    query: t.object({ channels: t.optional(t.array(channelId, { minItems: 1, maxItems: MOST_CHANNELS, description: 'Only these channels, whatever they are called.' })) }),
    async run({ service, since, until, limit, query: { channels } }, ctx: ReadCtx) {
      const places = channels?.map((id) => ({ id, all: false })) ?? (await channelsOf(service, ctx)).map((id) => ({ id, all: true }));
      const found = await Promise.all(places.map(({ id, all }) => messagesIn(id, { since, until, limit }, all ? undefined : service, ctx)));
      return found.flat();
    },
  }),
};

const next = paginate.cursor('response_metadata.next_cursor', 'cursor');

async function channelsOf(service: string, ctx: ReadCtx): Promise<string[]> {
  const all = await ctx.http.collect<JsonObject>({ url: '/conversations.list', query: { types: 'public_channel', exclude_archived: true, limit: 200 } }, { items: 'channels', next, limit: MOST_LISTED });
  return all.filter((channel) => names(string(channel, 'name'), service)).slice(0, MOST_CHANNELS).map((channel) => string(channel, 'id'));
}

/** In a channel of the service everything is about it. */
async function messagesIn(channel: string, { since, until, limit }: { readonly since: string; readonly until: string; readonly limit: number }, service: string | undefined, ctx: ReadCtx): Promise<Finding[]> {
  const said = await ctx.http.collect<JsonObject>({ url: '/conversations.history', query: { channel, oldest: String(Date.parse(since) / 1000), latest: String(Date.parse(until) / 1000), inclusive: true, limit: 200 } }, { items: 'messages', next, limit: service === undefined ? limit + 1 : MOST_MESSAGES });
  return said.filter((message) => service === undefined || names(string(message, 'text'), service)).map((message): Finding => {
    const ts = string(message, 'ts');
    const [first = '', ...rest] = string(message, 'text').split('\n');
    const replies = Number(string(message, 'reply_count') || '0');
    return {
      at: instant(Number(ts) * 1000), title: first.slice(0, 300) || 'A message', ...(rest.length === 0 ? {} : { text: rest.join('\n') }), url: `https://slack.com/archives/${channel}/p${ts.replace('.', '')}`, subject: channel,
      data: { by: string(message, 'user'), ...(replies > 0 ? { replies } : {}) },
    };
  });
}
