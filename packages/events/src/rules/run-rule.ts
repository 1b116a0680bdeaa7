/** One try of a rule to act on an event: count, act, and write what came of it in one unit with the end of the work. */
import { type Call, type Caller, type Collection, type Document, eventRecord, Failure, type MessageOrder, type NewId, type NextRun, nextRun, type Op, type Plan, render, type Row, ruleDeadLetterRecord, ruleRunRecord, scopeSet, type ScopeSet, type Work } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { showEvent } from '../event-log.ts';
import { factsOf } from '../match/event-facts.ts';
import { type Bundle, forgotten, gather, type Group, groupCollection, groupOp, type Match, release, reported, weigh } from './group.ts';
import type { Does, Rule } from './rule.ts';
import { enqueueTask, finishTask, postponeTask, readTask, type RuleTask } from './rule-work.ts';

/** Approvals that work waits for. */
export const waitCollection: Collection = { name: 'rule_wait', kind: 'documents', fields: {} };

export interface RunRulePorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly random: () => number;
  readonly ruleOf: (tenant: string, id: string) => Promise<Rule | undefined>;
  readonly invoke: (call: Call) => Promise<unknown>;
  /** A principal as it is now; undefined when it is gone, or switched off. */
  readonly principalOf: (tenant: string, principal: string) => Promise<Caller | undefined>;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Document; at: number; causes?: readonly string[] }) => Plan;
  /** Messages to everybody that a rule names, as a part of a unit. */
  readonly notify: (order: MessageOrder) => Plan;
}

interface Job {
  readonly work: Work;
  readonly task: RuleTask;
  readonly rule: Rule;
  readonly event: Row;
}

/** What is to be written with the end of the work, from what the group is now. */
type Step = (row: Row<Group> | undefined) => { readonly ops: readonly Op[]; readonly committed?: () => void };

const AGAIN = 8;
const NOTHING: Plan = { ops: [], committed: () => undefined };

export function createRunRule({ store, newId, now, random, ruleOf, invoke, principalOf, tell, notify }: RunRulePorts) {
  /** Throws what the store throws; then the lease ends, and somebody tries again. */
  async function run(work: Work, signal: AbortSignal): Promise<void> {
    const task = readTask(work);
    const rule = await ruleOf(work.tenant, task.rule);
    if (rule?.enabled !== true) return task.look === undefined ? finish(work) : forget(work, task.look.group); // switched off or deleted
    if (task.look !== undefined) return task.look.for === 'gathered' ? tellGathered(work, task, rule, task.look.group) : tellHeldBack(work, task, rule, task.look.group);
    const event = await store.get(eventRecord.name, work.tenant, task.event);
    if (event === undefined) return finish(work); // too old to be kept
    const job = { work, task, rule, event };
    if (rule.does.kind === 'notify') return send(job, rule.does);
    const group = groupOf(job);
    if (group !== undefined && !weigh(rule, (await read(work.tenant, group))?.body, matchOf(job)).acts) return commit(work, group, (row) => ({ ops: remembered(job, group, row) }));
    await act(job, rule.does, group, signal);
  }

  /** Undefined: it is not counted. */
  function groupOf({ work, task, rule, event }: Job): string | undefined {
    if (task.anew) return undefined;
    const id = work.lane === '' ? rule.laneOf(factsOf(event)) : work.lane;
    return id === '' ? undefined : id;
  }

  const read = async (tenant: string, group: string): Promise<Row<Group> | undefined> => (await store.get(groupCollection.name, tenant, group)) as Row<Group> | undefined; // written here and nowhere else
  const matchOf = ({ rule, event }: Job): Match => ({ event: event.id, key: rule.keyOf(factsOf(event)), at: event.created_at });

  /** Counts the match of this job: what the group is then, and when somebody has to look at it. */
  function remembered(job: Job, group: string | undefined, row: Row<Group> | undefined): Op[] {
    if (group === undefined) return [];
    const { next, reportAt } = weigh(job.rule, row?.body, matchOf(job));
    return [groupOp(job.work.tenant, group, row, next, now()), ...(reportAt === undefined ? [] : [lookOp(job, 'held_back', group, reportAt)])];
  }

  const lookOp = ({ work: { tenant }, task: { event, rule, causes } }: Pick<Job, 'work' | 'task'>, what: 'gathered' | 'held_back', group: string, at: number): Op =>
    enqueueTask({ event, rule, causes, anew: false, look: { for: what, group } }, { tenant, id: newId('rwk'), lane: '', at });

  /** Messages are put on their way in the unit that ends this work: none is lost, and none is there twice. */
  async function send(job: Job, does: Does & { readonly kind: 'notify' }): Promise<void> {
    const { work, rule, event } = job;
    const [group, began] = [groupOf(job), now()];
    const { grouping } = rule;
    if (grouping !== undefined && group !== undefined) {
      return commit(work, group, (row) => {
        const { next, dueAt } = gather({ ...rule, grouping }, row?.body, matchOf(job), now());
        return { ops: [groupOp(work.tenant, group, row, next, now()), ...(dueAt === undefined ? [] : [lookOp(job, 'gathered', group, dueAt)])] };
      });
    }
    await commit(work, group, (row) => {
      const { acts } = group === undefined ? { acts: true } : weigh(rule, row?.body, matchOf(job));
      const ops = remembered(job, group, row);
      if (!acts) return { ops };
      const order = notify(orderOf(job, does, { count: 1, firstAt: event.created_at, lastAt: event.created_at, events: [event.id] }, row?.body.suppressed ?? 0));
      return { ops: [...ops, runOp(job, began, { outcome: 'done' }), ...order.ops], committed: order.committed };
    });
  }

  function orderOf({ work: { tenant }, task, rule }: Pick<Job, 'work' | 'task' | 'rule'>, { template, targets }: Does & { readonly kind: 'notify' }, { count, firstAt, lastAt, events }: Bundle, suppressed: number, thread?: string): MessageOrder {
    return { tenant, rule: { id: rule.id, name: rule.name }, template, targets, events, group: { count, suppressed, firstAt, lastAt }, causes: [...task.causes, rule.id], at: now(), ...(thread === undefined ? {} : { thread }) };
  }

  /** What a group gathered becomes one message. */
  async function tellGathered(work: Work, task: RuleTask, rule: Rule, group: string): Promise<void> {
    const { does, grouping } = rule;
    if (does.kind !== 'notify' || grouping === undefined) return forget(work, group); // it was changed meanwhile
    await commit(work, group, (row) => {
      const released = release({ ...rule, grouping }, row?.body, now());
      if (released === undefined) return { ops: [] };
      const { acts, next, reportAt, bundle, opened, suppressed } = released;
      const order = acts ? notify(orderOf({ work, task, rule }, does, bundle, suppressed, grouping.followUp === 'update' ? `${group} ${opened}` : undefined)) : NOTHING;
      const about = { rule: rule.id, event: bundle.events[0]!, action: 'notify', number: 1, duration_ms: 0, outcome: 'done' };
      return {
        ops: [
          groupOp(work.tenant, group, row, next, now()), ...(reportAt === undefined ? [] : [lookOp({ work, task }, 'held_back', group, reportAt)]),
          ...(acts ? [{ op: 'append', in: ruleRunRecord.name, tenant: work.tenant, id: newId(ruleRunRecord.prefix), body: about, at: now() } as const] : []), ...order.ops,
        ],
        committed: order.committed,
      };
    });
  }

  /** Else the next event would wait for a look that nobody takes. */
  const forget = (work: Work, group: string): Promise<void> => commit(work, group, (row) => ({ ops: row === undefined ? [] : [groupOp(work.tenant, group, row, forgotten(row.body), now())] }));

  async function tellHeldBack(work: Work, task: RuleTask, rule: Rule, group: string): Promise<void> {
    await commit(work, group, (row) => {
      const { untold, key } = row?.body ?? {};
      if (row === undefined || untold === undefined) return { ops: [] };
      const data = { id: rule.id, name: rule.name, group: key, suppressed: untold.count, since: new Date(untold.since).toISOString(), last_event: untold.event };
      const told = tell({ tenant: work.tenant, type: 'rule.throttled', subject: rule.id, at: now(), causes: [...task.causes, rule.id], data });
      return { ops: [groupOp(work.tenant, group, row, reported(row.body), now()), ...told.ops], committed: told.committed };
    });
  }

  async function act(job: Job, does: Does & { readonly kind: 'action' }, group: string | undefined, signal: AbortSignal): Promise<void> {
    const { work } = job;
    const began = now();
    const waiting = await store.get(waitCollection.name, work.tenant, work.id);
    try {
      await invoke(await callOf(job, does, waiting, signal));
    } catch (error) {
      if (signal.aborted) return put([postponeTask(work, work.attempt, now())]);
      return failed(job, does, group, waiting, error, began);
    }
    await commit(work, group, (row) => ({ ops: [...remembered(job, group, row), ...done(waiting), runOp(job, began, { outcome: 'done' })] }));
  }

  async function callOf({ work, task, rule, event }: Job, does: Does & { readonly kind: 'action' }, waiting: Row | undefined, signal: AbortSignal): Promise<Call> {
    const caller = await callerFor(rule);
    const values = { event: showEvent(event) as unknown as Document, rule: { id: rule.id, name: rule.name } };
    return {
      action: does.action, input: render(does.input, values), caller, signal, via: 'rule', requestId: `${rule.id}/${event.id}`,
      idempotencyKey: `${rule.id}/${work.id}/${work.attempt}${waiting === undefined ? '' : `+${work.lease}`}`, // what waits for an approval asks anew each time it looks; the approval counts once
      causes: [...task.causes, rule.id],
      ...(waiting === undefined ? {} : { approvalId: String(waiting.body['approval']) }),
    };
  }

  /** Whom the rule acts for, with the rights that it was given. */
  async function callerFor(rule: Rule): Promise<Caller> {
    const principal = await principalOf(rule.tenant, rule.actsFor);
    if (principal === undefined) throw new Failure('caller.forbidden', `${rule.actsFor}, for whom the rule acts, is gone or switched off; let somebody else declare the rule anew`);
    return { ...principal, name: `rule ${rule.name}`, scopes: within(principal.scopes, rule.scopes) };
  }

  async function failed(job: Job, does: Does & { readonly kind: 'action' }, group: string | undefined, waiting: Row | undefined, error: unknown, began: number): Promise<void> {
    const { work, rule, event, task } = job;
    const next = nextRun(error, { attempt: work.attempt, now: now(), chance: random() });
    const about = { failure: codeOf(error), detail: detailOf(error) };
    switch (next.kind) {
      case 'wait': return put([postponeTask(work, work.attempt, next.at), ...asked(job, next, began, about)]);
      case 'anew': return put([postponeTask(work, work.attempt, next.at), ...done(waiting)]);
      case 'retry': return put([postponeTask(work, next.again ? work.attempt : work.attempt + 1, next.at), ...(next.again ? [] : [runOp(job, began, { outcome: 'failed', ...about, next_at: new Date(next.at).toISOString() })])]);
      case 'dead': {
        const told = tell({ tenant: work.tenant, type: 'rule.failed', subject: rule.id, at: now(), causes: [...task.causes, rule.id], data: { id: rule.id, name: rule.name, event: event.id, action: does.action, failure: about.failure } });
        const letter: Document = { rule: rule.id, event: event.id, type: event.body['type'], action: does.action, reason: next.reason, ...about, attempts: work.attempt };
        return commit(work, group, (row) => ({
          ops: [
            ...remembered(job, group, row), ...done(waiting), runOp(job, began, { outcome: 'failed', ...about }),
            { op: 'insert', in: ruleDeadLetterRecord.name, tenant: work.tenant, id: newId(ruleDeadLetterRecord.prefix), body: letter, at: now() }, ...told.ops,
          ],
          committed: told.committed,
        }));
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
    const body = { rule: rule.id, event: event.id, action: rule.does.kind === 'action' ? rule.does.action : 'notify', number: work.attempt, duration_ms: now() - began, ...more };
    return { op: 'append', in: ruleRunRecord.name, tenant: work.tenant, id: newId(ruleRunRecord.prefix), body, at: now() };
  }

  /** The end of the work with what comes of it. Who looks at the group meanwhile makes it read the group anew; who has the lease now says what came of it. */
  async function commit(work: Work, group: string | undefined, step: Step): Promise<void> {
    for (let attempt = 1; attempt <= AGAIN; attempt++) {
      const { ops, committed } = step(group === undefined ? undefined : await read(work.tenant, group));
      const outcome = await store.commit([finishTask(work, now()), ...ops]);
      if (outcome.kind === 'committed') return committed?.();
      if (outcome.at === 0) return;
    }
    throw new Error(`the group of a rule met ${AGAIN} changes in a row`);
  }

  const finish = (work: Work): Promise<void> => put([finishTask(work, now())]);

  /** Refused: the lease was lost. */
  async function put(ops: readonly Op[]): Promise<void> {
    await store.commit(ops);
  }

  return Object.freeze({ run, callerFor });
}

const done = (waiting: Row | undefined): Op[] => (waiting === undefined ? [] : [{ op: 'delete', in: waitCollection.name, tenant: waiting.tenant, id: waiting.id }]);

/** What it was given, as far as the principal still has it. */
function within(held: ScopeSet, given: readonly string[]): ScopeSet {
  const own = scopeSet(given);
  return { list: own.list.filter((scope) => scope.includes('*') || held.has(scope)), has: (scope) => own.has(scope) && held.has(scope) };
}

const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : 'hub.internal');
const detailOf = (error: unknown): string => (error instanceof Failure ? [error.message, ...(error.details.issues ?? []).slice(0, 3).map(({ path, message }) => `${path}: ${message}`)].join('; ') : 'a fault of the hub; its log says more').slice(0, 1000);
