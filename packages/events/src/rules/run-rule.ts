/** One try of a rule to act on an event: count, call, and write what came of it in one unit with the end of the work. */
import { type Call, type Caller, type Collection, type Document, eventRecord, Failure, type NewId, type Op, type Plan, render, type Row, ruleDeadLetterRecord, ruleRunRecord, scopeSet, type ScopeSet, type Work } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { showEvent } from '../event-log.ts';
import { factsOf } from '../match/event-facts.ts';
import { type Group, groupCollection, groupOp, weigh } from './group.ts';
import { type NextRun, nextRun } from './next-run.ts';
import type { Rule } from './rule.ts';
import { finishTask, postponeTask, readTask, type RuleTask } from './rule-work.ts';

/** Approvals that work waits for. */
export const waitCollection: Collection = { name: 'rule_wait', kind: 'documents', fields: {} };

export interface RunRulePorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly random: () => number;
  readonly ruleOf: (tenant: string, id: string) => Rule | undefined;
  readonly invoke: (call: Call) => Promise<unknown>;
  /** A principal as it is now; undefined when it is gone, or switched off. */
  readonly principalOf: (tenant: string, principal: string) => Promise<Caller | undefined>;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Document; at: number; causes?: readonly string[] }) => Plan;
}

interface Job {
  readonly work: Work;
  readonly task: RuleTask;
  readonly rule: Rule;
  readonly event: Row;
  /** What the rule remembers of the group, to be written with the end of the work. */
  readonly memory: readonly Op[];
}

export function createRunRule({ store, newId, now, random, ruleOf, invoke, principalOf, tell }: RunRulePorts) {
  /** Throws what the store throws; then the lease ends, and somebody tries again. */
  async function run(work: Work, signal: AbortSignal): Promise<void> {
    const task = readTask(work);
    const rule = ruleOf(work.tenant, task.rule);
    const event = rule?.enabled === true ? await store.get(eventRecord.name, work.tenant, task.event) : undefined;
    if (rule === undefined || event === undefined) return commit([finishTask(work, now())]); // switched off, deleted, or too old to be kept
    const { acts, memory } = task.anew ? { acts: true, memory: [] } : await count(work, rule, event);
    if (!acts) return commit([finishTask(work, now()), ...memory]);
    await act({ work, task, rule, event, memory }, signal);
  }

  async function count({ tenant, lane }: Work, rule: Rule, event: Row): Promise<{ readonly acts: boolean; readonly memory: readonly Op[] }> {
    if (rule.condition === undefined && rule.throttle === undefined) return { acts: true, memory: [] };
    const id = lane === '' ? rule.laneOf(factsOf(event)) : lane;
    const row = (await store.get(groupCollection.name, tenant, id)) as Row<Group> | undefined; // written here and nowhere else
    const { acts, next } = weigh(rule, row?.body, event.created_at);
    return { acts, memory: [groupOp(tenant, id, row, next, now())] };
  }

  async function act(job: Job, signal: AbortSignal): Promise<void> {
    const { work } = job;
    const began = now();
    const waiting = await store.get(waitCollection.name, work.tenant, work.id);
    try {
      await invoke(await callOf(job, waiting, signal));
    } catch (error) {
      if (signal.aborted) return commit([postponeTask(work, work.attempt, now())]);
      return failed(job, waiting, error, began);
    }
    await commit([finishTask(work, now()), ...job.memory, ...done(waiting), runOp(job, began, { outcome: 'done' })]);
  }

  async function callOf({ work, task, rule, event }: Job, waiting: Row | undefined, signal: AbortSignal): Promise<Call> {
    const principal = await principalOf(work.tenant, rule.actsFor);
    if (principal === undefined) throw new Failure('caller.forbidden', `${rule.actsFor}, for whom the rule acts, is gone or switched off; let somebody else declare the rule anew`);
    const caller: Caller = { ...principal, name: `rule ${rule.name}`, scopes: within(principal.scopes, rule.scopes) };
    const values = { event: showEvent(event) as unknown as Document, rule: { id: rule.id, name: rule.name } };
    return {
      action: rule.action, input: render(rule.input, values), caller, signal, via: 'rule', requestId: `${rule.id}/${event.id}`,
      idempotencyKey: `${rule.id}/${work.id}/${work.attempt}`, causes: [...task.causes, rule.id],
      ...(waiting === undefined ? {} : { approvalId: String(waiting.body['approval']) }),
    };
  }

  async function failed(job: Job, waiting: Row | undefined, error: unknown, began: number): Promise<void> {
    const { work, rule, event, task } = job;
    const next = nextRun(error, { attempt: work.attempt, now: now(), chance: random() });
    const about = { failure: codeOf(error), detail: detailOf(error) };
    switch (next.kind) {
      case 'wait': return commit([postponeTask(work, work.attempt, next.at), ...asked(job, next, began, about)]);
      case 'retry': return commit([postponeTask(work, next.again ? work.attempt : work.attempt + 1, next.at), ...(next.again ? [] : [runOp(job, began, { outcome: 'failed', ...about, next_at: new Date(next.at).toISOString() })])]);
      case 'dead': {
        const told = tell({ tenant: work.tenant, type: 'rule.failed', subject: rule.id, at: now(), causes: [...task.causes, rule.id], data: { id: rule.id, name: rule.name, event: event.id, action: rule.action, failure: about.failure } });
        const letter: Document = { rule: rule.id, event: event.id, type: event.body['type'], action: rule.action, reason: next.reason, ...about, attempts: work.attempt };
        await commit([
          finishTask(work, now()), ...job.memory, ...done(waiting), runOp(job, began, { outcome: 'failed', ...about }),
          { op: 'insert', in: ruleDeadLetterRecord.name, tenant: work.tenant, id: newId(ruleDeadLetterRecord.prefix), body: letter, at: now() }, ...told.ops,
        ], told.committed);
        return;
      }
      default: next satisfies never;
    }
  }

  /** The approval that it waits for is remembered; while it waits, nothing more is written down. */
  function asked(job: Job, { approval }: NextRun & { readonly kind: 'wait' }, began: number, about: Document): Op[] {
    if (approval === undefined) return [];
    const { tenant, id } = job.work;
    return [{ op: 'insert', in: waitCollection.name, tenant, id, body: { approval }, at: now() }, runOp(job, began, { outcome: 'waiting', ...about, approval })];
  }

  function runOp({ work, rule, event }: Job, began: number, more: Document): Op {
    const body = { rule: rule.id, event: event.id, action: rule.action, number: work.attempt, duration_ms: now() - began, ...more };
    return { op: 'append', in: ruleRunRecord.name, tenant: work.tenant, id: newId(ruleRunRecord.prefix), body, at: now() };
  }

  /** Refused: the lease was lost, and who has it now says what came of it. */
  async function commit(ops: readonly Op[], committed: () => void = () => undefined): Promise<void> {
    const outcome = await store.commit(ops);
    if (outcome.kind === 'committed') committed();
  }

  return run;
}

const done = (waiting: Row | undefined): Op[] => (waiting === undefined ? [] : [{ op: 'delete', in: waitCollection.name, tenant: waiting.tenant, id: waiting.id }]);

/** What it was given, as far as the principal still has it. */
function within(held: ScopeSet, given: readonly string[]): ScopeSet {
  const own = scopeSet(given);
  return { list: own.list.filter((scope) => scope.includes('*') || held.has(scope)), has: (scope) => own.has(scope) && held.has(scope) };
}

const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : 'hub.internal');
const detailOf = (error: unknown): string => (error instanceof Failure ? [error.message, ...(error.details.issues ?? []).slice(0, 3).map(({ path, message }) => `${path}: ${message}`)].join('; ') : 'a fault of the hub; its log says more').slice(0, 1000);
