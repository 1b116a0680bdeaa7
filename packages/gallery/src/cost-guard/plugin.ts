/** Adds up what things cost in a month, and holds plans and actions that would go beyond the budget. */
import { action, allow, type Ctx, type Decision, definePlugin, deny, type Infer, type JsonObject, PluginError, query, type ReadCtx, requireApproval, t } from '@patchbay/sdk';

const config = t.object({
  monthly_budget: t.number({ minimum: 0, description: 'What may be spent in a month.', examples: [500] }),
  currency: t.string({ default: 'EUR', pattern: '^[A-Z]{3}$', description: 'Currency of all amounts.' }),
  approve_above: t.number({ minimum: 0, default: 50, description: 'Somebody has to approve what costs more than this at once.' }),
  prices: t.record(t.number({ minimum: 0 }), { default: {}, description: 'What an action costs each time, by its id.', examples: [{ terraform_apply: 3 }] }),
});
type Config = Infer<typeof config>;

const month = t.string({ pattern: '^[0-9]{4}-[0-9]{2}$', description: 'A month.', examples: ['2026-11'] });
const spend = t.object({ month, spent: t.number(), budget: t.number(), left: t.number({ description: 'Below zero when more was spent.' }), currency: t.string(), by: t.record(t.number()) });

export const plugin = definePlugin({
  id: 'patchbay/cost-guard', version: '1.0.0', title: 'Cost guard', summary: 'Keeps plans and actions within a monthly budget.', categories: ['costs', 'governance'], config, emits: ['cost.budget_exceeded'],
  hooks: {
    onPlanProposed: { order: 50, onFailure: 'open', run: (plan, ctx: ReadCtx<Config>) => judge(costOf(plan, ctx.config), ctx) },
    onActionRequested: { order: 50, onFailure: 'open', run: ({ action: id }, ctx: ReadCtx<Config>) => judge(priceOf(String(id), ctx.config) ?? 0, ctx) },
  },
  actions: {
    record: action({
      title: 'Record a cost', description: 'Adds an amount to what was spent this month.', safety: 'moderate', output: spend, example: { amount: 12.5, on: 'aws' },
      input: t.object({ amount: t.number({ minimum: 0, description: 'How much.', examples: [12.5] }), on: t.string({ minLength: 1, maxLength: 100, description: 'What for.', examples: ['aws'] }), month: t.optional(month) }),
      run: async ({ amount, on, month: asked }, ctx: Ctx<Config>) => {
        const of = asked ?? thisMonth(ctx.now());
        const before = await spentIn(of, ctx);
        await ctx.state.set(`${of}/${on}`, round((before.by[on] ?? 0) + amount), { ttl: KEPT_SECONDS });
        const after = await spentIn(of, ctx);
        if (before.left >= 0 && after.left < 0) await ctx.emit('cost.budget_exceeded', of, { spent: after.spent, budget: after.budget, currency: after.currency });
        return after;
      },
    }),
  },
  queries: {
    spend: query({ title: 'Spending', description: 'What was spent in a month, by what, and what is left.', input: t.object({ month: t.optional(month) }), output: spend, example: {}, run: ({ month: of }, ctx: ReadCtx<Config>) => spentIn(of ?? thisMonth(ctx.now()), ctx) }),
    estimate: query({
      title: 'Estimate', description: 'What the steps of a plan cost by the prices of the configuration.', input: t.object({ actions: t.array(t.string(), { maxItems: 1000, description: 'Action ids, once per step.', examples: [['terraform_apply']] }) }), output: t.object({ amount: t.number(), unpriced: t.array(t.string()) }), example: { actions: ['terraform_apply'] },
      run: ({ actions }, ctx: ReadCtx<Config>) => ({ amount: round(actions.reduce((sum, each) => sum + (priceOf(each, ctx.config) ?? 0), 0)), unpriced: [...new Set(actions.filter((each) => priceOf(each, ctx.config) === undefined))] }),
    }),
  },
  widgets: { spend: { title: 'Spending this month', kind: 'stat', query: 'spend', refresh: 600 } },
});

async function judge(cost: number, ctx: ReadCtx<Config>): Promise<Decision> {
  if (cost === 0) return allow();
  const { left } = await spentIn(thisMonth(ctx.now()), ctx);
  const { currency, approve_above } = ctx.config;
  if (cost > left) return deny(`It would cost ${cost} ${currency}, and ${Math.max(0, left)} ${currency} of this month are left`);
  return cost > approve_above ? requireApproval(`It would cost ${cost} ${currency}`) : allow();
}

function costOf(plan: JsonObject, config: Config): number {
  const steps = Array.isArray(plan['steps']) ? (plan['steps'] as JsonObject[]) : [];
  const said = plan['estimated_cost'];
  return round(typeof said === 'number' ? said : steps.reduce((sum, { estimated_cost: own, action: id }) => sum + (typeof own === 'number' ? own : (priceOf(String(id), config) ?? 0)), 0));
}

const priceOf = (id: string, { prices }: Config): number | undefined => (Object.hasOwn(prices, id) ? prices[id] : undefined);

async function spentIn(of: string, ctx: ReadCtx<Config>): Promise<Infer<typeof spend>> {
  const keys = await ctx.state.list(`${of}/`);
  if (keys.length > MOST) throw new PluginError('invalid', `More than ${MOST} things cost something in ${of}`);
  const amounts = await Promise.all(keys.map((key) => ctx.state.get<number>(key)));
  const by = Object.fromEntries(keys.map((key, index) => [key.slice(of.length + 1), amounts[index] ?? 0]));
  const spent = round(amounts.reduce<number>((sum, each) => sum + (each ?? 0), 0));
  const { monthly_budget: budget, currency } = ctx.config;
  return { month: of, spent, budget, left: round(budget - spent), currency, by };
}

const MOST = 100;
const KEPT_SECONDS = 400 * 86_400;
const thisMonth = (now: number): string => new Date(now).toISOString().slice(0, 7);
const round = (amount: number): number => Math.round(amount * 100) / 100;
