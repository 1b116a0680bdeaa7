/** A message that follows something: posted once, and changed as it goes on. */
import { action, at, type Ctx, type HubEvent, PluginError, t } from '@patchbay/sdk';
import { edit, post } from './actions/messages.ts';
import type { Config } from './config.ts';
import { type Embed, id, messageOf, sent, word } from './message.ts';

const states = ['waiting', 'running', 'succeeded', 'failed', 'cancelled'] as const;
type State = (typeof states)[number];
const colors: Readonly<Record<State, string>> = { waiting: '#f1c40f', running: '#3498db', succeeded: '#2ecc71', failed: '#e74c3c', cancelled: '#95a5a6' };

interface Status { readonly key: string; readonly state: State; readonly title: string; readonly description?: string | undefined; readonly url?: string | undefined; readonly fields?: Embed['fields'] }
interface Place { readonly channel_id: string; readonly message_id: string }
/** `as_of`: of the newest that it told, in milliseconds. */
interface Kept extends Place { readonly as_of?: number }

export const update_status = action({
  title: 'Update a status message', description: 'One message per key: the first call posts it, later ones change it. One that was deleted is posted anew.', safety: 'moderate', idempotent: true,
  input: t.object({
    channel_id: id('The channel.'),
    key: t.string({ minLength: 1, maxLength: 120, description: 'What the message is about.', examples: ['shop/production'] }),
    state: t.enum(states, { description: 'How it stands; gives the colour.' }),
    title: t.string({ minLength: 1, maxLength: 256, description: 'Title.', examples: ['shop 1.4.2 to production'] }),
    description: t.optional(t.string({ maxLength: 4096, description: 'Text; Markdown.' })),
    url: t.optional(t.url({ maxLength: 2048, description: 'Where the title leads.' })),
  }),
  output: sent, example: { channel_id: '1180000000000000001', key: 'shop/production', state: 'running', title: 'shop 1.4.2 to production' },
  run: ({ channel_id, ...status }, ctx: Ctx<Config>) => follow(channel_id, status, ctx.now(), ctx),
});

/** What comes late says nothing new: an event that is told again must not take a message back. */
async function follow(channel: string, status: Status, as_of: number, ctx: Ctx<Config>): Promise<Place> {
  const { key, state, ...shown } = status;
  const message = messageOf({ embeds: [{ ...shown, color: colors[state], footer: state, timestamp: new Date(as_of).toISOString() }], mention: [] });
  const kept = `status/${channel}/${key}`;
  const { as_of: told = 0, ...known } = (await ctx.state.get<Kept>(kept)) ?? {};
  if (isPlace(known)) {
    if (told > as_of) return known;
    try {
      const place = await edit(known, message, ctx);
      await ctx.state.set(kept, { ...place, as_of }, { ttl: KEPT_SECONDS });
      return place;
    } catch (error) {
      if (!(error instanceof PluginError) || error.code !== 'not_found') throw error; // somebody deleted it
    }
  }
  const place = await post(channel, message, ctx);
  await ctx.state.set(kept, { ...place, as_of }, { ttl: KEPT_SECONDS });
  return place;
}

const isPlace = (known: Partial<Place>): known is Place => known.message_id !== undefined;

const KEPT_SECONDS = 2_592_000;

/** `deployment.*`, into the channel of the configuration. */
export async function onDeployment({ subject, data, time }: HubEvent, ctx: Ctx<Config>): Promise<void> {
  const state = stateOf[word(data, 'status')];
  if (ctx.config.status_channel === undefined || state === undefined) return;
  const url = word(data, 'url');
  const detail = word(data, 'detail') || word(data, 'reason');
  const run = word(data, 'run.url');
  const fields = [['Asked by', word(data, 'requester')], ['Run', run], ['Waits for', heldBy(data)]].filter(([, value]) => value !== '').map(([name, value]) => ({ name: name!, value: value!.slice(0, 1024), inline: true }));
  await follow(ctx.config.status_channel, {
    key: word(data, 'id') || subject, state, title: `${word(data, 'release') || word(data, 'ref') || 'Deployment'} to ${word(data, 'environment_slug')}`.slice(0, 256), fields,
    ...(detail === '' ? {} : { description: detail.slice(0, 4096) }), ...(/^https?:\/\//.test(url) ? { url } : {}),
  }, Date.parse(time), ctx);
}

const stateOf: Readonly<Record<string, State>> = { waiting: 'waiting', queued: 'waiting', running: 'running', succeeded: 'succeeded', failed: 'failed', rejected: 'failed', cancelled: 'cancelled', superseded: 'cancelled', rolled_back: 'cancelled' };

function heldBy(data: HubEvent['data']): string {
  const held = at(data, 'waiting_for');
  return Array.isArray(held) ? held.map((each) => word(each, 'detail')).join(', ') : '';
}
