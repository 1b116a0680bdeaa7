/** Makes other JSON out of JSON by a template, so that two systems understand each other. */
import { definePlugin, type Json, PluginError, query, type ReadCtx, action, t, type Ctx } from '@patchbay/sdk';
import { render } from './render.ts';

const template = t.json({ description: 'JSON with places of the input in it.', examples: [{ title: '{{issue.title}}' }] });
const input = t.json({ description: 'What it is filled in from.', examples: [{ issue: { title: 'Fire' } }] });
const name = t.string({ minLength: 1, maxLength: 100, pattern: '^[a-z0-9][a-z0-9_-]*$', description: 'Name of a kept template.', examples: ['jira-to-slack'] });

export const plugin = definePlugin({
  id: 'patchbay/json-transformer', version: '1.0.0', title: 'JSON transformer', summary: 'Makes other JSON out of JSON by a template.', categories: ['data'],
  queries: {
    transform: query({
      title: 'Transform', description: 'Fills a template in from an input.', input: t.object({ template, input }), output: t.object({ output: t.json() }), example: { template: { title: '{{issue.title}}' }, input: { issue: { title: 'Fire' } } },
      run: ({ template: by, input: from }) => ({ output: made(by, from) }),
    }),
    apply: query({
      title: 'Apply a kept template', description: 'Fills a template that was kept in from an input.', input: t.object({ name, input }), output: t.object({ output: t.json() }),
      run: async ({ name: of, input: from }, ctx: ReadCtx) => {
        const kept = await ctx.state.get(of);
        if (kept === undefined) throw new PluginError('not_found', `No template is called ${of}`);
        return { output: made(kept, from) };
      },
    }),
    templates: query({ title: 'Kept templates', description: 'Names of the templates that are kept.', input: t.object({}), output: t.object({ names: t.array(name) }), example: {}, run: async (_, ctx) => ({ names: await ctx.state.list() }) }),
  },
  actions: {
    keep: action({
      title: 'Keep a template', description: 'Keeps a template under a name, in place of the one of before.', safety: 'moderate', idempotent: true, input: t.object({ name, template }), output: t.object({ name }), example: { name: 'jira-to-slack', template: { title: '{{issue.title}}' } },
      run: async ({ name: of, template: kept }, ctx: Ctx) => { await ctx.state.set(of, kept); return { name: of }; },
    }),
  },
});

function made(template: Json, input: Json): Json {
  try {
    return render(template, input) ?? null;
  } catch (error) {
    if (error instanceof PluginError) throw error;
    throw new PluginError('invalid', `The template does not fit the input: ${error instanceof Error ? error.message : String(error)}`);
  }
}
