/** tools/call: one round at once, a question back, or a task when the client can have one and the answer takes time. */
import type { Action, House } from '@patchbay/contracts';
import { isRecord } from '../protocol/message.ts';
import { checkParamHeaders } from '../protocol/headers.ts';
import { OWN, TASKS } from '../protocol/revision.ts';
import { malformed } from '../protocol/rpc-error.ts';
import type { Tasks } from '../tasks/tasks.ts';
import type { Method, Result, Turn } from '../turn.ts';
import { approvalQuestion, approvalUrl } from './approvals.ts';
import { findTool } from './list-tools.ts';
import { type Outcome, perform, type PerformPorts } from './perform.ts';
import { checkAskable, declares, type Questions, responsesIn } from './questions.ts';
import type { RoundStates } from './round-state.ts';
import { failureResult, textResult } from './tool-result.ts';
import { viewOf } from './tool-view.ts';

export interface CallPorts extends PerformPorts {
  readonly states: RoundStates;
  readonly tasks: Tasks;
}

export function callTool(ports: CallPorts, { taskAfterMs }: { readonly taskAfterMs: number }): Method {
  return async (turn) => {
    const action = toolOf(ports.house, turn);
    if (turn.era === 'legacy') return inSession(ports, turn, action);
    const round = roundOf(ports.states, turn, action);
    if (round.refused !== undefined) return round.refused;
    if (!takesTasks(turn) || !ports.tasks.hasRoom(turn.caller.tenant)) return shown(ports, turn, action, await perform(ports, turn, action, { ...round, signal: turn.signal, quiet: () => false }));
    return perhapsTask(ports, turn, action, round, taskAfterMs);
  };
}

export const takesTasks = ({ capabilities }: Pick<Turn, 'capabilities'>): boolean => isRecord(capabilities['extensions']) && isRecord(capabilities['extensions'][TASKS]);

function toolOf({ catalog }: Pick<House, 'catalog'>, turn: Turn): Action {
  const { name, arguments: args } = turn.params;
  if (typeof name !== 'string') throw malformed('Expected "name" as the name of a tool');
  if (args !== undefined && !isRecord(args)) throw malformed('Expected "arguments" as an object');
  const action = findTool(catalog, name, turn);
  const { headers } = viewOf(action, turn.endpoint);
  if (turn.era === 'modern' && headers.length > 0) checkParamHeaders(headers, args, turn.headers);
  return action;
}

interface Begun { readonly responses?: ReturnType<typeof responsesIn>; readonly state?: string | undefined; readonly approvalId?: string | undefined; readonly refused?: Result }

function roundOf(states: RoundStates, turn: Turn, action: Action): Begun {
  const { approval, own } = states.read(turn, action.id);
  const responses = responsesIn(turn.params);
  if (approval === undefined) return { responses, state: own };
  const answer = responses?.['approval'];
  if (isRecord(answer) && answer['action'] !== 'accept') return { refused: textResult(`${action.title} was not done: the approval ${approval} was not asked for`, true, { [OWN.approval]: approval }) };
  return { approvalId: approval };
}

/** Waits for a moment; what is not done by then becomes a task. */
async function perhapsTask(ports: CallPorts, turn: Turn, action: Action, round: Begun, taskAfterMs: number): Promise<Result> {
  const run = ports.tasks.run(turn, action, round);
  if (action.long !== true) {
    const first = await run.within(taskAfterMs, turn.signal);
    if (first !== undefined && first.kind !== 'waits') return shown(ports, turn, action, first);
  }
  return run.adopt();
}

function shown({ states }: CallPorts, turn: Turn, action: Action, outcome: Outcome): Result {
  switch (outcome.kind) {
    case 'done': return outcome.result;
    case 'asks': return asks(outcome.questions, turn, outcome.state === undefined ? undefined : states.write(turn, action.id, { own: outcome.state }));
    case 'waits': {
      const { approval, failure } = outcome;
      if (!declares(turn.capabilities, ['elicitation', 'url'])) return waiting(turn, outcome);
      return asks({ approval: approvalQuestion(turn.origin, approval, failure.message) }, turn, states.write(turn, action.id, { approval }));
    }
    default: return outcome satisfies never;
  }
}

function asks(questions: Questions, { capabilities }: Turn, requestState: string | undefined): Result {
  checkAskable(questions, capabilities);
  return { resultType: 'input_required', ...(Object.keys(questions).length === 0 ? {} : { inputRequests: questions }), ...(requestState === undefined ? {} : { requestState }) };
}

/** For a client that can only read: what waits, and where it is allowed. */
function waiting(turn: Turn, { approval, failure }: Outcome & { kind: 'waits' }): Result {
  const url = approvalUrl(turn.origin, approval);
  const { _meta } = failureResult(failure, turn.requestId) as { _meta: object };
  const text = `${failure.message}. Nothing was done yet. Somebody else has to allow it at ${url} (or with \`patchbay approvals approve ${approval}\`); call the tool again with the same arguments afterwards.`;
  return { content: [{ type: 'text', text }], isError: true, _meta: { ..._meta, [OWN.approval]: approval } };
}

const MOST_ROUNDS = 16;

/** With a session the questions go to the client while the call waits. */
async function inSession(ports: CallPorts, turn: Turn, action: Action): Promise<Result> {
  let round: Begun = {};
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
    const outcome = await perform(ports, turn, action, { ...round, signal: turn.signal, quiet: () => false });
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'waits') return waiting(turn, outcome);
    checkAskable(outcome.questions, turn.capabilities);
    const answers = await Promise.all(Object.entries(outcome.questions).map(async ([key, { method, params }]) => [key, await turn.ask?.(method, params ?? {})] as const));
    round = { responses: Object.fromEntries(answers), state: outcome.state };
  }
  return textResult(`${action.title} asked ${MOST_ROUNDS} times and was given up`, true);
}
