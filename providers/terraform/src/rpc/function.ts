import { ArgumentError, functions } from '../functions/functions.ts';
import { MARKDOWN } from '../schema/message.ts';
import { typeBytes } from '../value/type.ts';
import { fromWire, toWire } from '../value/wire.ts';
import type { Context, Handlers } from './context.ts';

export const functionMessages = Object.fromEntries(Object.entries(functions).map(([name, { parameters, returns, summary, description }]) => [name, {
  parameters: parameters.map((each) => ({ name: each.name, type: typeBytes(each.type), description: each.description, descriptionKind: MARKDOWN })),
  return: { type: typeBytes(returns) }, summary, description, descriptionKind: MARKDOWN,
}]));

export const functionCalls = (context: Context): Pick<Handlers, 'GetFunctions' | 'CallFunction'> => ({
  GetFunctions: () => ({ functions: functionMessages }),
  async CallFunction({ name = '', arguments: given = [] }) {
    const called = functions[name];
    if (called === undefined) return { error: { text: `there is no function ${name}` } };
    try {
      const { prefixes } = await context.types();
      const args = called.parameters.map(({ type }, i) => fromWire(given[i], type));
      return { result: toWire(await called.call(args, prefixes), called.returns) };
    } catch (error) {
      return { error: { text: error instanceof Error ? error.message : String(error), ...(error instanceof ArgumentError ? { argument: error.argument } : {}) } };
    }
  },
});
