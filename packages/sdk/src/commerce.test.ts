import { describe, expect, it } from 'vitest';
import { createHarness } from './testing/index.ts';
import { action, definePlugin, manifestOf, t } from './index.ts';

const about = { version: '1.0.0', title: 'Export', summary: 'Exports reports.' };
const plugin = definePlugin({
  ...about, id: 'acme/export', license: 'required',
  plans: { pro: { title: 'Pro', price: { amount: 1900, currency: 'EUR', per: 'month' }, features: ['pdf'] } },
  meters: { pages: { title: 'Pages', unit: 'page' } },
  actions: {
    export: action({
      title: 'Export', description: 'Exports a report.', safety: 'moderate', input: t.object({ pages: t.integer() }), output: t.object({ as: t.string() }),
      run: async ({ pages }, ctx) => {
        await ctx.meter('pages', pages);
        return { as: ctx.license.features.includes('pdf') ? 'pdf' : 'text' };
      },
    }),
  },
});

describe('a plugin that costs something', () => {
  it('says so in its manifest, and one that does not says nothing of it', () => {
    expect(manifestOf(plugin)).toMatchObject({ license: 'required', plans: [{ name: 'pro', price: { amount: 1900 } }], meters: [{ name: 'pages', unit: 'page' }] });
    const free = manifestOf(definePlugin({ ...about, id: 'acme/free' }));
    expect(['license', 'plans', 'meters'].filter((field) => field in free)).toEqual([]);
  });

  it('knows what was bought, and counts what is used', async () => {
    const harness = createHarness(plugin, { license: { state: 'active', plan: 'pro', features: ['pdf'] } });
    expect(await harness.action('export', { pages: 3 })).toEqual({ as: 'pdf' });
    expect(harness.metered).toEqual([{ name: 'pages', quantity: 3 }]);
    expect(await createHarness(plugin).action('export', { pages: 1 })).toEqual({ as: 'text' });
  });
});
