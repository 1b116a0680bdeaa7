/** Tells a channel who has the pager, when it goes from one to the next. */
import { action, auth, type Ctx, definePlugin, type Infer, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';

const config = t.object({
  people: t.array(t.object({ name: t.string({ minLength: 1, description: 'Name.' }), mention: t.string({ default: '', description: 'How the channel mentions them.', examples: ['<@U024BE7LH>'] }) }), { minItems: 1, maxItems: 100, description: 'Who takes turns, in this order.' }),
  since: t.instant({ default: '2026-01-05T09:00:00Z', description: 'When the first of them began.' }),
  days: t.integer({ minimum: 1, maximum: 60, default: 7, description: 'How long a turn is.' }),
  origin: t.url({ default: 'https://hooks.slack.com', description: 'Where the webhook is.' }),
  webhook_url: t.secret({ description: 'URL that takes {"text": …}: an incoming webhook of Slack, Mattermost or Teams.' }),
});
type Config = Infer<typeof config>;

const turn = t.object({ name: t.string(), from: t.instant(), to: t.instant(), next: t.string({ description: 'Who comes after.' }) });

export const plugin = definePlugin({
  id: 'patchbay/on-call-reminder', version: '1.0.0', title: 'On-call reminder', summary: 'Tells a channel who has the pager when it changes hands.', categories: ['on-call', 'notifications'], config,
  hosts: ['{{config.origin}}'], auth: { webhook: auth.url('webhook_url') },
  schedules: { look: { cron: '0 * * * *', description: 'Looks every hour whether the pager changed hands.', run: async (ctx) => { await remind(ctx, false); } } },
  actions: { remind: action({ title: 'Remind now', description: 'Tells the channel who has the pager.', safety: 'moderate', input: t.object({}), output: t.object({ told: t.string() }), example: {}, run: (_, ctx: Ctx<Config>) => remind(ctx, true) }) },
  queries: {
    who: query({
      title: 'Who is on call', description: 'Says who has the pager at a moment.', input: t.object({ at: t.optional(t.instant({ description: 'When; now, if absent.', examples: ['2026-11-25T12:00:00Z'] })) }), output: turn, example: {},
      run: ({ at }, ctx: ReadCtx<Config>) => turnAt(at === undefined ? ctx.now() : Date.parse(at), ctx.config),
    }),
  },
  widgets: { who: { title: 'On call', kind: 'stat', query: 'who', refresh: 300 } },
});

/** A turn is told once; who asks for it is told again. */
async function remind(ctx: Ctx<Config>, always: boolean): Promise<{ told: string }> {
  const { name, from, to } = turnAt(ctx.now(), ctx.config);
  if (!always && (await ctx.state.get('told')) === from) return { told: '' };
  const mention = ctx.config.people.find((each) => each.name === name)?.mention || name;
  const told = `${mention} has the pager until ${to.slice(0, 16).replace('T', ' ')} UTC`;
  await ctx.http.post('', { text: told });
  await ctx.state.set('told', from);
  return { told };
}

function turnAt(at: number, { people, since, days }: Config): Infer<typeof turn> {
  const length = days * 86_400_000;
  const start = Date.parse(since);
  const number = Math.floor((at - start) / length);
  if (!(number >= 0)) throw new PluginError('invalid', `Nobody was on call before ${since}`);
  const nameOf = (turn: number): string => people[turn % people.length]!.name;
  return { name: nameOf(number), from: new Date(start + number * length).toISOString(), to: new Date(start + (number + 1) * length).toISOString(), next: nameOf(number + 1) };
}
