/** A plugin that serves paths of its own, with a key and without, and shows what a query tells. */
import { type Ctx, definePlugin, PluginError, query, type ReadCtx, route, t } from '@patchbay/sdk';

const card = t.object({ id: t.string(), text: t.string(), likes: t.integer() });
interface Card { id: string; text: string; likes: number }

export const plugin = definePlugin({
  id: 'acme/board', version: '1.0.0', title: 'Board', summary: 'Keeps cards on a board.', categories: ['documents'],
  queries: { count: query({ title: 'Count', description: 'How many cards there are.', input: t.object({}), output: t.object({ cards: t.integer() }), run: async (_, ctx) => ({ cards: (await ctx.state.list()).length }) }) },
  routes: {
    'POST /cards': route({ title: 'Pin', description: 'Pins a card.', auth: 'apiKey', input: t.object({ id: t.string(), text: t.string({ minLength: 1 }) }), output: card, run: async ({ id, text }, ctx: Ctx) => { const made = { id, text, likes: 0 }; await ctx.state.set(id, made); return made; } }),
    'GET /cards/{id}': route({ title: 'Card', description: 'Reads a card.', auth: 'apiKey', input: t.object({ id: t.string(), likes: t.integer({ default: 0 }) }), output: card, run: ({ id, likes }, ctx: Ctx) => read(id, likes, ctx) }),
    'GET /cards/none': route({ title: 'No card', description: 'Answers that there is none.', auth: 'apiKey', input: t.object({}), output: t.object({ none: t.boolean() }), run: () => ({ none: true }) }),
    'GET /public/{id}': route({ title: 'Card', description: 'Reads a card without a key.', auth: 'none', input: t.object({ id: t.string() }), output: card, run: ({ id }, ctx: Ctx) => read(id, 0, ctx) }),
    'GET /sneaky': route({ title: 'Sneaky', description: 'Writes where it should read.', auth: 'none', input: t.object({}), output: t.object({}), run: async (_, ctx: Ctx) => { await ctx.state.set('sneaky', true); return {}; } }),
  },
  widgets: { count: { title: 'Cards', kind: 'stat', query: 'count', refresh: 60 } },
});

async function read(id: string, likes: number, ctx: ReadCtx): Promise<Card> {
  const found = await ctx.state.get<Card>(id);
  if (found === undefined) throw new PluginError('not_found', `There is no card ${id}`);
  return { ...found, likes };
}
