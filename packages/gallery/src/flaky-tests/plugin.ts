/** Finds tests that pass and fail without a change of the code. */
import { action, type Ctx, definePlugin, type Infer, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';

/** Of a test: its last outcomes, oldest first, p or f, each with the commit it ran on as a number into `commits`. */
interface Suite { readonly commits: readonly string[]; readonly runs: number; readonly tests: Readonly<Record<string, { readonly outcomes: string; readonly on: readonly number[]; readonly told?: boolean }>> }

const config = t.object({ keep_runs: t.integer({ minimum: 5, maximum: 50, default: 20, description: 'How many outcomes of a test are remembered.' }), flips: t.integer({ minimum: 1, maximum: 20, default: 2, description: 'How often a test must change its mind before it counts as flaky.' }) });
type Config = Infer<typeof config>;

const suite = t.string({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$', description: 'The suite.', examples: ['shop/e2e'] });
const flaky = t.object({ name: t.string(), flips: t.integer({ description: 'Changes from one run to the next.' }), same_commit: t.boolean({ description: 'Whether it passed and failed on one commit: then it is flaky for sure.' }), outcomes: t.string({ description: 'The last ones, oldest first.' }) });

export const plugin = definePlugin({
  id: 'patchbay/flaky-tests', version: '1.0.0', title: 'Flaky tests', summary: 'Finds tests that fail now and then for no reason.', categories: ['ci'], config, emits: ['test.flaky'],
  actions: {
    report: action({
      title: 'Report a run', description: 'Takes in the outcomes of a run of tests, and tells those that turned out flaky.', safety: 'moderate', example: { suite: 'shop/e2e', commit: 'a1b2c3d', results: [{ name: 'pays', passed: true }] },
      input: t.object({
        suite, commit: t.string({ minLength: 4, maxLength: 64, description: 'What was tested.', examples: ['a1b2c3d'] }),
        results: t.array(t.object({ name: t.string({ minLength: 1, maxLength: 200, description: 'The test.' }), passed: t.boolean({ description: 'Its outcome.' }) }), { minItems: 1, maxItems: 500, description: 'Outcomes.' }),
      }),
      output: t.object({ tests: t.integer(), newly_flaky: t.array(t.string()) }),
      run: async ({ suite: of, commit, results }, ctx: Ctx<Config>) => {
        const before = await read(of, ctx);
        const after = withRun(before, commit.slice(0, 12), results, ctx.config.keep_runs);
        const found = rank(after, ctx.config).filter(({ name }) => after.tests[name]!.told !== true);
        const tests = { ...after.tests };
        for (const { name } of found) tests[name] = { ...tests[name]!, told: true };
        await keep(of, { ...after, tests }, ctx);
        for (const each of found.slice(0, MOST_TOLD)) await ctx.emit('test.flaky', each.name, { suite: of, ...each });
        return { tests: Object.keys(tests).length, newly_flaky: found.map(({ name }) => name) };
      },
    }),
    forget: action({ title: 'Forget a test', description: 'Begins anew with a test that was repaired.', safety: 'moderate', idempotent: true, input: t.object({ suite, name: t.string({ minLength: 1, description: 'The test.', examples: ['pays'] }) }), output: t.object({ name: t.string() }), example: { suite: 'shop/e2e', name: 'pays' },
      run: async ({ suite: of, name }, ctx: Ctx<Config>) => {
        const before = await read(of, ctx);
        if (!Object.hasOwn(before.tests, name)) throw new PluginError('not_found', `${of} has no test ${name}`);
        const { [name]: _, ...tests } = before.tests;
        await keep(of, { ...before, tests }, ctx);
        return { name };
      } }),
  },
  queries: {
    list: query({ title: 'Flaky tests', description: 'The flaky tests of a suite, the worst first.', input: t.object({ suite, limit: t.integer({ minimum: 1, maximum: 200, default: 50, description: 'How many.' }) }), output: t.object({ items: t.array(flaky), runs: t.integer() }), example: { suite: 'shop/e2e', limit: 50 },
      run: async ({ suite: of, limit }, ctx: ReadCtx<Config>) => { const all = await read(of, ctx); return { items: rank(all, ctx.config).slice(0, limit), runs: all.runs }; } }),
  },
});

const MOST_TOLD = 50;
const read = async (of: string, ctx: ReadCtx<Config>): Promise<Suite> => (await ctx.state.get<Suite>(of)) ?? { commits: [], runs: 0, tests: {} };

/** A value of the state takes 64 KiB. */
async function keep(of: string, suite: Suite, ctx: Ctx<Config>): Promise<void> {
  if (JSON.stringify(suite).length > 60_000) throw new PluginError('invalid', `${of} has too many tests for one suite; report it in parts, such as ${of}/a`);
  await ctx.state.set(of, suite);
}

function withRun({ commits, runs, tests }: Suite, commit: string, results: readonly { readonly name: string; readonly passed: boolean }[], keep: number): Suite {
  const known = commits.at(-1) === commit ? commits : [...commits, commit];
  const at = known.length - 1;
  const next = { ...tests };
  for (const { name, passed } of results) {
    const { outcomes = '', on = [], ...rest } = Object.hasOwn(next, name) ? next[name]! : {};
    next[name] = { ...rest, outcomes: (outcomes + (passed ? 'p' : 'f')).slice(-keep), on: [...on, at].slice(-keep) };
  }
  return forgetCommits({ commits: known, runs: runs + 1, tests: next });
}

/** Those that no outcome stands on any more. */
function forgetCommits({ commits, runs, tests }: Suite): Suite {
  const first = Math.min(...Object.values(tests).map(({ on }) => on[0] ?? 0));
  if (first <= 0) return { commits, runs, tests };
  return { commits: commits.slice(first), runs, tests: Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, { ...test, on: test.on.map((each) => each - first) }])) };
}

function rank({ tests }: Suite, { flips: enough }: Config): Infer<typeof flaky>[] {
  return Object.entries(tests).map(([name, { outcomes, on }]) => {
    const flips = [...outcomes].filter((each, index) => index > 0 && each !== outcomes[index - 1]).length;
    return { name, flips, same_commit: on.some((commit, index) => on.some((other, at) => commit === other && outcomes[index] !== outcomes[at])), outcomes };
  }).filter(({ flips, same_commit }) => same_commit || flips >= enough).sort((a, b) => Number(b.same_commit) - Number(a.same_commit) || b.flips - a.flips || (a.name < b.name ? -1 : 1));
}
