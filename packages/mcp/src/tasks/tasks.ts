/** The tasks of this hub. They live as long as it does: an approval outlives it, and the same call made again finds it. */
import { type Action, Failure } from '@patchbay/contracts';
import { resultText } from '../methods/finish.ts';
import type { Settings } from '../options.ts';
import { codes, invalidParams, RpcError } from '../protocol/rpc-error.ts';
import { approvalQuestion, approvalUrl, type Approvals } from '../tools/approvals.ts';
import type { Outcome, Performance } from '../tools/perform.ts';
import { checkAskable, declares, type Questions } from '../tools/questions.ts';
import { textResult } from '../tools/tool-result.ts';
import { Passed, type Result, type Turn, Written } from '../turn.ts';
import { isOver, shownTask, type Status, type Task } from './task.ts';

export interface Run {
  /** The first round, if it ends in time. */
  within(milliseconds: number, signal: AbortSignal): Promise<Outcome | undefined>;
  /** Goes on without the request, and gives the ticket. */
  adopt(): Result;
}

type Begun = Pick<Performance, 'responses' | 'state' | 'approvalId'>;

export interface TaskPorts extends Pick<Settings, 'now' | 'newId' | 'taskTtlMs' | 'maxTasksPerTenant'> {
  readonly approvals: Approvals;
  readonly perform: (turn: Turn, action: Action, performance: Performance) => Promise<Outcome>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface Tasks {
  /** Whether this tenant may have one more. */
  hasRoom(tenant: string): boolean;
  run(turn: Turn, action: Action, round: Begun): Run;
  /** Whole, as JSON without braces: with what it asks, or what came of it. */
  get(turn: Turn): Written;
  update(turn: Turn): Result;
  cancel(turn: Turn): Result;
  /** Those of the caller among these ids. */
  own(ids: readonly string[], owner: Pick<Task, 'tenant' | 'principal'>): readonly string[];
  /** Tells each change of a task, whole. */
  follow(hear: (task: Task, whole: Written) => void): () => void;
  stop(): void;
}

export function createTasks(ports: TaskPorts): Tasks {
  const { now, newId, taskTtlMs, maxTasksPerTenant, approvals, report } = ports;
  const tasks = new Map<string, Task>();
  const listeners = new Set<(task: Task, whole: Written) => void>();

  function run(turn: Turn, action: Action, begun: Begun): Run {
    const controller = new AbortController();
    let adopted = false;
    const soon = Promise.withResolvers<undefined>();
    const round = (next: Begun): Promise<Outcome> => ports.perform(turn, action, { ...next, signal: controller.signal, quiet: () => adopted, long: () => soon.resolve(undefined) });
    const first = action.long === true ? Promise.resolve().then(() => round(begun)) : round(begun);
    first.catch(() => undefined); // whoever waits for it hears of it
    return {
      async within(milliseconds, signal) {
        const gone = (): void => { if (!adopted) controller.abort(); };
        signal.addEventListener('abort', gone, { once: true });
        return Promise.race([soon.promise, inTime(first, milliseconds)]);
      },
      adopt() {
        const task = open(turn, controller);
        adopted = true;
        void live(task, turn, first, round);
        return { resultType: 'task', ...shownTask(task) };
      },
    };
  }

  function open({ caller }: Turn, controller: AbortController): Task {
    const at = now();
    const task: Task = {
      id: newId(), tenant: caller.tenant, principal: caller.principal, createdAt: at, updatedAt: at, ttlMs: taskTtlMs, controller, status: 'working', statusMessage: undefined,
      questions: new Map(), asked: new Set(), answers: {}, answered: undefined, result: undefined, error: undefined,
    };
    tasks.set(task.id, task);
    return task;
  }

  /** Round after round, until there is a result. */
  async function live(task: Task, turn: Turn, first: Promise<Outcome>, round: (next: Begun) => Promise<Outcome>): Promise<void> {
    try {
      let outcome = await first;
      while (outcome.kind !== 'done' && !isOver(task)) {
        const next = outcome.kind === 'asks' ? await ask(task, turn, outcome) : await allowed(task, turn, outcome);
        await turn.stands?.();
        outcome = await round(next);
      }
      if (outcome.kind === 'done' && !isOver(task)) change(task, 'completed', { result: outcome.result });
    } catch (error) {
      if (isOver(task)) return;
      if (error instanceof Refused) return change(task, 'completed', { result: error.result });
      if (!(error instanceof RpcError || error instanceof Failure)) report(error, { via: 'mcp', task: task.id });
      change(task, 'failed', { error: errorOf(error) });
    }
  }

  async function ask(task: Task, { capabilities }: Turn, { questions, state }: Outcome & { kind: 'asks' }): Promise<Begun> {
    checkAskable(questions, capabilities);
    const names = put(task, questions);
    await answers(task);
    return { responses: Object.fromEntries([...names].map(([key, shown]) => [key, task.answers[shown]])), state };
  }

  /** Under keys that this task has not used before. */
  function put(task: Task, questions: Questions): Map<string, string> {
    const names = new Map<string, string>();
    for (const [key, question] of Object.entries(questions)) {
      let shown = key;
      for (let n = 2; task.asked.has(shown); n++) shown = `${key}-${n}`;
      task.asked.add(shown);
      task.questions.set(shown, question);
      names.set(key, shown);
    }
    change(task, 'input_required');
    return names;
  }

  async function answers(task: Task): Promise<void> {
    while (task.questions.size > 0) {
      await new Promise<void>((resolve, reject) => {
        task.answered = resolve;
        task.controller.signal.addEventListener('abort', () => reject(task.controller.signal.reason as Error), { once: true });
      });
    }
    change(task, 'working');
  }

  /** The link is shown to the client, but only somebody else's decision counts. */
  async function allowed(task: Task, turn: Turn, { approval, failure }: Outcome & { kind: 'waits' }): Promise<Begun> {
    const { signal } = task.controller;
    const where = `waits for the approval ${approval}: ${approvalUrl(turn.origin, approval)}`;
    const names = declares(turn.capabilities, ['elicitation', 'url']) ? put(task, { approval: approvalQuestion(turn.origin, approval, failure.message) }) : new Map<string, string>();
    change(task, task.status, { statusMessage: where });
    const key = names.get('approval');
    const declined = key === undefined ? new Promise<never>(() => undefined) : answers(task).then(() => {
      if ((task.answers[key] as { action?: unknown } | undefined)?.action !== 'accept') throw new Refused(textResult(`Nothing was done: the approval ${approval} was not asked for`, true));
      return new Promise<never>(() => undefined);
    });
    const decision = await Promise.race([approvals.decided(turn.caller, approval, turn.requestId, signal), declined]);
    task.questions.clear();
    change(task, 'working', { statusMessage: decision });
    return { approvalId: approval }; // one that was not approved is refused there, in words that say why
  }

  function change(task: Task, status: Status, more: Partial<Pick<Task, 'result' | 'error' | 'statusMessage'>> = {}): void {
    Object.assign(task, { status, updatedAt: now() }, more);
    if (more.result !== undefined) forgetResults(task.tenant);
    if (listeners.size === 0) return;
    const whole = wholeOf(task);
    for (const hear of listeners) hear(task, whole);
  }

  /** The oldest go first: results are kept in memory. */
  function forgetResults(tenant: string): void {
    const over = ofTenant(tenant).filter((each) => each.result !== undefined);
    let size = over.reduce((sum, { result }) => sum + sizeOf(result), 0);
    for (const each of over) {
      if (size <= MOST_KEPT) return;
      size -= sizeOf(each.result);
      tasks.delete(each.id);
    }
  }

  const ofTenant = (tenant: string): Task[] => [...tasks.values()].filter((each) => each.tenant === tenant);

  function find({ params, caller }: Turn): Task {
    const task = tasks.get(String(params['taskId']));
    if (task === undefined || task.tenant !== caller.tenant || task.principal !== caller.principal || expired(task)) throw invalidParams('There is no such task, or it has run out');
    return task;
  }

  const expired = ({ createdAt, ttlMs }: Task): boolean => createdAt + ttlMs <= now();

  function sweep(): void {
    for (const task of tasks.values()) if (expired(task)) { end(task, 'cancelled'); tasks.delete(task.id); }
  }

  function end(task: Task, status: Status): void {
    if (isOver(task)) return;
    task.questions.clear();
    change(task, status);
    task.controller.abort(new RpcError(codes.internal, 'the task was cancelled'));
  }

  const pulse = setInterval(sweep, SWEEP_MS).unref();

  return Object.freeze({
    hasRoom(tenant: string) {
      sweep();
      return ofTenant(tenant).length < maxTasksPerTenant;
    },
    run,
    get: (turn: Turn) => wholeOf(find(turn)),
    update(turn: Turn) {
      const task = find(turn);
      const responses = turn.params['inputResponses'];
      if (typeof responses !== 'object' || responses === null || Array.isArray(responses)) throw invalidParams('Expected inputResponses as an object');
      for (const [key, answer] of Object.entries(responses)) if (task.questions.delete(key)) task.answers[key] = answer;
      if (task.questions.size === 0) task.answered?.();
      return {};
    },
    cancel(turn: Turn) {
      end(find(turn), 'cancelled');
      return {};
    },
    own: (ids: readonly string[], { tenant, principal }: Pick<Task, 'tenant' | 'principal'>) => ids.filter((id) => { const task = tasks.get(id); return task !== undefined && task.tenant === tenant && task.principal === principal; }),
    follow(hear: (task: Task, whole: Written) => void) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    stop() {
      clearInterval(pulse);
      for (const task of tasks.values()) end(task, 'cancelled');
    },
  });
}

const SWEEP_MS = 60_000;
/** Bytes of results, for one tenant. */
const MOST_KEPT = 33_554_432;

/** Near enough, and without writing what is not written yet. */
function sizeOf(result: Result | undefined): number {
  if (result === undefined) return 0;
  return result instanceof Written ? result.fields.length : result instanceof Passed ? result.answer.fields.length : resultText(result).length;
}

/** The client said no to a question without which nothing can be done. */
class Refused extends Error {
  readonly result: Result;
  constructor(result: Result) {
    super('refused by the client');
    this.result = result;
  }
}

function wholeOf(task: Task): Written {
  const fields = JSON.stringify({ ...shownTask(task), ...(task.questions.size > 0 ? { inputRequests: Object.fromEntries(task.questions) } : {}), ...(task.error === undefined ? {} : { error: task.error }) }).slice(1, -1);
  return new Written(task.result === undefined ? fields : `${fields},"result":${resultText(task.result)}`);
}

function errorOf(error: unknown): { code: number; message: string; data?: unknown } {
  if (error instanceof RpcError) return { code: error.code, message: error.message, ...(error.data === undefined ? {} : { data: error.data }) };
  return { code: codes.internal, message: error instanceof Failure ? `${error.message}. ${error.fix}` : 'The hub could not do this because of a fault of its own' };
}

async function inTime(work: Promise<Outcome>, milliseconds: number): Promise<Outcome | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), milliseconds); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
