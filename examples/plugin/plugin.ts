import { action, type Ctx, definePlugin, type Infer, PluginError, query, t } from '@patchbay/sdk';

const config = t.object({
  people: t.array(t.string({ minLength: 1 }), { minItems: 1, description: 'Who takes turns, in this order.', examples: [['Ada', 'Grace']] }),
  first_week: t.date({ default: '2026-01-05', description: 'The Monday on which the first of them began.' }),
});
type Config = Infer<typeof config>;

const day = t.date({ description: 'A day of the week in question.', examples: ['2026-11-25'] });
const duty = t.object({ person: t.string({ description: 'Who has the pager.' }), from: t.date({ description: 'Monday of that week.' }), swapped: t.boolean({ description: 'Whether somebody stands in.' }) });

export const plugin = definePlugin({
  id: 'acme/rota',
  version: '0.1.0',
  title: 'Rota',
  summary: 'Knows who has the pager, week by week.',
  categories: ['on-call'],
  config,
  emits: ['rota.swapped'],
  queries: {
    who: query({
      title: 'Who has the pager', description: 'Says who is on call in the week of a day.', input: t.object({ day }), output: duty, example: { day: '2026-11-25' },
      run: async ({ day: asked }, ctx: Ctx<Config>) => {
        const week = weekOf(asked, ctx.config);
        const standIn = await ctx.state.get<string>(`swap ${week}`);
        return { person: standIn ?? turnOf(week, ctx.config), from: mondayOf(week, ctx.config), swapped: standIn !== undefined };
      },
    }),
  },
  actions: {
    swap: action({
      title: 'Swap a week', description: 'Somebody else takes the pager for one week.', safety: 'moderate', idempotent: true,
      input: t.object({ day, person: t.string({ minLength: 1, description: 'Who stands in.', examples: ['Grace'] }) }), output: duty, example: { day: '2026-11-25', person: 'Grace' },
      dryRun: ({ day: asked, person }, ctx: Ctx<Config>) => swapped(weekOf(asked, ctx.config), person, ctx.config),
      run: async ({ day: asked, person }, ctx: Ctx<Config>) => {
        const week = weekOf(asked, ctx.config);
        const now = swapped(week, person, ctx.config);
        await ctx.state.set(`swap ${week}`, person);
        await ctx.emit('rota.swapped', person, { ...now, instead_of: turnOf(week, ctx.config) });
        return now;
      },
    }),
  },
});

const WEEK_MS = 7 * 86_400_000;

function weekOf(day: string, { first_week }: Config): number {
  const week = Math.floor((Date.parse(day) - Date.parse(first_week)) / WEEK_MS);
  if (!(week >= 0)) throw new PluginError('invalid', `${day} is before the first week, ${first_week}`);
  return week;
}

const turnOf = (week: number, { people }: Config): string => people[week % people.length]!;
const mondayOf = (week: number, { first_week }: Config): string => new Date(Date.parse(first_week) + week * WEEK_MS).toISOString().slice(0, 10);

function swapped(week: number, person: string, config: Config): Infer<typeof duty> {
  if (!config.people.includes(person)) throw new PluginError('invalid', `${person} takes no turns; expected one of ${config.people.join(', ')}`);
  return { person, from: mondayOf(week, config), swapped: true };
}
