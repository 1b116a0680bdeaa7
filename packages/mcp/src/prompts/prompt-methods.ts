/** prompts/list, prompts/get, and completion of arguments, also of templates. */
import type { House } from '@patchbay/contracts';
import type { Library } from '../knowledge/library.ts';
import { pageOf } from '../methods/cursor.ts';
import { cached } from '../methods/finish.ts';
import { isRecord } from '../protocol/message.ts';
import { invalidParams, malformed } from '../protocol/rpc-error.ts';
import { checkAskable, responsesIn } from '../tools/questions.ts';
import type { Method, Turn } from '../turn.ts';
import type { Filled, Prompt } from './prompt.ts';

const MOST_VALUES = 100;

export function promptMethods({ limit }: Pick<House, 'limit'>, prompts: readonly Prompt[], libraries: readonly Library[]): Readonly<Record<string, Method>> {
  const sorted = [...prompts].sort((a, b) => (a.name < b.name ? -1 : 1));

  function find(name: unknown): Prompt {
    const prompt = prompts.find((each) => each.name === name);
    if (prompt === undefined) throw invalidParams(`Unknown prompt: ${String(name).slice(0, 128)}`);
    return prompt;
  }

  return {
    'prompts/list': (turn) => {
      limit(turn.caller);
      const { page, nextCursor } = pageOf('prompts', sorted, ({ name }) => name, turn.params['cursor']);
      return { prompts: page.map(({ get: _, complete: __, ...shown }) => shown), ...(nextCursor === undefined ? {} : { nextCursor }), ...cached(turn, 60_000, 'public') };
    },
    'prompts/get': async (turn) => {
      limit(turn.caller);
      const prompt = find(turn.params['name']);
      return filled(prompt, await prompt.get(argumentsOf(prompt, turn), turn, responsesIn(turn.params)), turn);
    },
    'completion/complete': async (turn) => {
      limit(turn.caller);
      const values = await complete(turn, find, libraries);
      return { completion: { values: values.slice(0, MOST_VALUES), total: values.length, hasMore: values.length > MOST_VALUES } };
    },
  };
}

function argumentsOf(prompt: Prompt, { params }: Turn): Record<string, string> {
  const given = params['arguments'] ?? {};
  if (!isRecord(given) || !Object.values(given).every((value) => typeof value === 'string')) throw malformed('Expected "arguments" as an object of texts');
  const missing = prompt.arguments.filter(({ name, required }) => required === true && !(name in given));
  if (missing.length > 0) throw invalidParams(`The prompt ${prompt.name} needs: ${missing.map(({ name }) => name).join(', ')}`);
  return given as Record<string, string>;
}

function filled({ description }: Prompt, result: Filled, { capabilities }: Turn) {
  if ('messages' in result) return { description, messages: result.messages };
  checkAskable(result.questions, capabilities);
  return { resultType: 'input_required', inputRequests: result.questions };
}

async function complete(turn: Turn, find: (name: unknown) => Prompt, libraries: readonly Library[]): Promise<readonly string[]> {
  const { ref, argument } = turn.params;
  if (!isRecord(ref) || !isRecord(argument) || typeof argument['name'] !== 'string' || typeof argument['value'] !== 'string') throw malformed('Expected "ref", and "argument" with name and value');
  const { name, value } = argument as { name: string; value: string };
  if (ref['type'] === 'ref/prompt') return (await find(ref['name']).complete?.(name, value, turn)) ?? [];
  if (ref['type'] !== 'ref/resource') throw malformed('Expected ref.type as ref/prompt or ref/resource');
  for (const library of libraries) {
    const values = await library.complete?.(String(ref['uri']), name, value, turn);
    if (values !== undefined) return values;
  }
  return [];
}
