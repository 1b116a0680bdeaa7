/** Says when nothing is deployed, and holds deployments to it. */
import { action, allow, type Ctx, definePlugin, deny, type Infer, PluginError, query, type ReadCtx, requireApproval, t } from '@patchbay/sdk';

const name = t.string({ minLength: 1, maxLength: 100, description: 'Name of the freeze.', examples: ['Black Friday'] });
const environments = t.array(t.string(), { default: [], description: 'Environments that it holds for; all, if none is named.', examples: [['production']] });
const freeze = t.object({ name, from: t.instant({ description: 'When it begins.', examples: ['2026-11-27T00:00:00Z'] }), to: t.instant({ description: 'When it is over.', examples: ['2026-12-01T06:00:00Z'] }), environments });
type Freeze = Infer<typeof freeze>;

const config = t.object({
  freezes: t.array(freeze, { default: [], description: 'Freezes that are known long before.' }),
  strict: t.boolean({ default: false, description: 'Deny deployments in a freeze; otherwise somebody has to approve them.' }),
});
type Config = Infer<typeof config>;

export const plugin = definePlugin({
  id: 'patchbay/freeze-calendar', version: '1.0.0', title: 'Freeze calendar', summary: 'Holds deployments while a freeze is on.', categories: ['deployments', 'governance'], config,
  hooks: {
    onDeploymentRequested: {
      order: 10, onFailure: 'open',
      run: async (proposed, ctx: ReadCtx<Config>) => {
        if (proposed['kind'] === 'rollback') return allow(); // the way back stays open
        const [on] = await freezesAt(ctx.now(), String(proposed['environment_slug'] ?? proposed['environment'] ?? ''), ctx);
        if (on === undefined) return allow();
        const reason = `${on.name} is a freeze until ${on.to}`;
        return ctx.config.strict ? deny(reason) : requireApproval(reason);
      },
    },
  },
  actions: {
    add: action({
      title: 'Add a freeze', description: 'Puts a freeze into the calendar.', safety: 'moderate', idempotent: true, input: freeze, output: freeze, example: { name: 'Black Friday', from: '2026-11-27T00:00:00Z', to: '2026-12-01T06:00:00Z', environments: ['production'] },
      run: async (added, ctx: Ctx<Config>) => {
        if (Date.parse(added.to) <= Date.parse(added.from)) throw new PluginError('invalid', `${added.name} would be over before it begins`);
        await ctx.state.set(`freeze/${added.name}`, added);
        return added;
      },
    }),
    lift: action({
      title: 'Lift a freeze', description: 'Takes a freeze out of the calendar again.', safety: 'moderate', input: t.object({ name }), output: t.object({ name }), example: { name: 'Black Friday' },
      run: async ({ name: lifted }, ctx: Ctx<Config>) => {
        if ((await ctx.state.get(`freeze/${lifted}`)) === undefined) throw new PluginError('not_found', ctx.config.freezes.some((each) => each.name === lifted) ? `${lifted} stands in the configuration; take it out there` : `There is no freeze ${lifted}`);
        await ctx.state.delete(`freeze/${lifted}`);
        return { name: lifted };
      },
    }),
  },
  queries: {
    at: query({
      title: 'Freezes at a moment', description: 'Says whether deployments are held, and by which freezes.', example: { environment: 'production' },
      input: t.object({ at: t.optional(t.instant({ description: 'When; now, if absent.' })), environment: t.string({ default: '', description: 'Environment; any, if empty.', examples: ['production'] }) }), output: t.object({ frozen: t.boolean(), freezes: t.array(freeze) }),
      run: async ({ at, environment }, ctx: ReadCtx<Config>) => {
        const freezes = await freezesAt(at === undefined ? ctx.now() : Date.parse(at), environment, ctx);
        return { frozen: freezes.length > 0, freezes };
      },
    }),
    calendar: query({ title: 'Calendar', description: 'All freezes that are not over.', input: t.object({}), output: t.object({ items: t.array(freeze) }), example: {}, run: async (_, ctx: ReadCtx<Config>) => ({ items: (await all(ctx)).filter(({ to }) => Date.parse(to) > ctx.now()) }) }),
  },
  widgets: { calendar: { title: 'Freezes', kind: 'list', query: 'calendar', refresh: 300 } },
});

async function freezesAt(at: number, environment: string, ctx: ReadCtx<Config>): Promise<Freeze[]> {
  return (await all(ctx)).filter(({ from, to, environments: held }) => Date.parse(from) <= at && at < Date.parse(to) && (environment === '' || held.length === 0 || held.includes(environment)));
}

async function all(ctx: ReadCtx<Config>): Promise<Freeze[]> {
  const added = await Promise.all((await ctx.state.list('freeze/')).map((key) => ctx.state.get<Freeze>(key)));
  return [...ctx.config.freezes, ...added.filter((each) => each !== undefined)].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}
