/** In the view of one attached server, prompts and resources are its own. Asking goes through the one path of every action. */
import { type Document, Failure, type House } from '@patchbay/contracts';
import { cached } from '../methods/finish.ts';
import { createDialogue } from '../tools/dialogue.ts';
import { checkAskable, type Questions, responsesIn } from '../tools/questions.ts';
import type { RoundStates } from '../tools/round-state.ts';
import type { Method, Turn } from '../turn.ts';

const RELAYED = ['prompts/list', 'prompts/get', 'resources/list', 'resources/templates/list', 'resources/read', 'completion/complete'] as const;
const CACHED = /list$|read$/;
const MOST_ROUNDS = 16;

export interface RelayPorts { readonly house: Pick<House, 'invoke'>; readonly states: RoundStates }

/** `methods`, with those of attached servers in front of them. */
export function relayed(methods: Readonly<Record<string, Method>>, ports: RelayPorts): Readonly<Record<string, Method>> {
  const relay = (own: Method): Method => (turn) => (turn.endpoint.server === undefined ? own(turn) : ask(turn.endpoint.server, turn, ports));
  return { ...methods, ...Object.fromEntries(RELAYED.flatMap((name) => { const own = methods[name]; return own === undefined ? [] : [[name, relay(own)]]; })) };
}

async function ask(server: string, turn: Turn, { house, states }: RelayPorts): Promise<Document> {
  const what = `server ${server}`;
  let result = await round(server, turn, house, responsesIn(turn.params), states.read(turn, what).own);
  for (let rounds = 0; turn.era === 'legacy' && result['resultType'] === 'input_required'; rounds++) {
    if (rounds === MOST_ROUNDS) throw new Failure('upstream.failed', `${server} asked ${MOST_ROUNDS} times and was given up`, { upstream: server, retryable: false });
    result = await round(server, turn, house, await answersTo(questionsIn(result, turn), turn), stateIn(result));
  }
  if (result['resultType'] !== 'input_required') return { ...result, ...(CACHED.test(turn.method) ? cached(turn, 0) : {}) };
  const own = stateIn(result);
  return { resultType: 'input_required', inputRequests: questionsIn(result, turn), ...(own === undefined ? {} : { requestState: states.write(turn, what, { own }) }) };
}

async function round(server: string, turn: Turn, { invoke }: Pick<House, 'invoke'>, responses: Document | undefined, state: string | undefined): Promise<Document> {
  const { _meta: _, inputResponses: __, requestState: ___, ...params } = turn.params;
  const { output } = await invoke({
    action: 'mcp_server_ask', input: { server, method: turn.method, params }, caller: turn.caller, via: 'mcp', requestId: turn.requestId, get signal() { return turn.signal; },
    dialogue: createDialogue(turn, { responses, state }, () => false),
  });
  return (output as { answer: Document }).answer; // by its schema
}

const stateIn = ({ requestState }: Document): string | undefined => (typeof requestState === 'string' ? requestState : undefined);

function questionsIn({ inputRequests = {} }: Document, { capabilities }: Turn): Questions {
  checkAskable(inputRequests as Questions, capabilities); // refuses what is no question
  return inputRequests as Questions;
}

const answersTo = async (questions: Questions, turn: Turn): Promise<Document> =>
  Object.fromEntries(await Promise.all(Object.entries(questions).map(async ([key, { method, params }]) => [key, await turn.ask?.(method, params ?? {})] as const)));
