/**
 * Rules: when an event matches, call an action or send messages. The work joins the unit of the event, so that none is lost; it is done right after the commit,
 * or by whoever finds it when this hub is gone.
 */
import { type Behaviour, type Caller, type Collection, collectionOf, goesOn, type NewId, type Operation, type Plan, ruleDeadLetterRecord, ruleResource, ruleRunRecord, type Work } from '@patchbay/contracts';
import { type FairWorkOptions, type LogFollower, type Store, workFairly } from '@patchbay/storage';
import { changesOf, createMirror } from '../follow/mirror.ts';
import type { EventFacts } from '../match/event-facts.ts';
import type { React } from '../publish.ts';
import { groupCollection } from './group.ts';
import { redriveRules } from './redrive.ts';
import { type Rule, ruleOf } from './rule.ts';
import { ruleBehaviour, type RuleBehaviourPorts } from './rule-behaviour.ts';
import { enqueueTask, readTask, RULE_QUEUE, ruleQueue, taskText } from './rule-work.ts';
import { createRunRule, type RunRulePorts, waitCollection } from './run-rule.ts';

export interface RulesPorts extends Omit<RunRulePorts, 'ruleOf'>, Pick<RuleBehaviourPorts, 'actionOf' | 'brought' | 'scopeOfChannel'> {
  readonly store: Store;
  readonly newId: NewId;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** The lease is longer than the longest action. An owner is a rule. */
const WORK: FairWorkOptions = { queue: RULE_QUEUE, leaseMs: 120_000, pollMs: 500, atOnce: 128, atOnceOfOwner: 64, ahead: 4, mostWaiting: 2_048, drainMs: 5_000 };

export interface Rules {
  readonly behaviours: { readonly rule: Behaviour };
  readonly operations: readonly Operation[];
  readonly react: React;
  /** What other hubs change of rules. */
  readonly followers: readonly LogFollower[];
  /** Whom a rule acts for, with the rights that it was given; undefined, if there is no such rule any more. */
  callerOf(tenant: string, rule: string): Promise<Caller | undefined>;
  /** Knows all rules, before the first event may come. */
  start(): Promise<void>;
  /** Begins with what others left: what rules call must be there by then. */
  work(): void;
  stop(): Promise<void>;
  /** Forgets groups that count no more. */
  prune(): Promise<void>;
}

export const ruleCollections: readonly Collection[] = [
  changesOf(ruleResource.name), ruleQueue, groupCollection, waitCollection, collectionOf(ruleDeadLetterRecord),
  { name: ruleRunRecord.name, kind: 'log', lean: true, fields: { rule: 'text', event: 'text', outcome: 'text' }, distinct: ['event'] },
];

const STOPPED = 'rule.stopped';
/** Of one rule: who sets off thousands hears it once in a while. */
const SAID_AGAIN_MS = 600_000;
const NOTHING: Plan = { ops: [], committed: () => undefined };
const NONE: readonly string[] = [];
const PRUNE_AT_ONCE = 1000;
const MOST_SAID = 10_000;

export function createRules(ports: RulesPorts, options: Partial<FairWorkOptions> = {}): Rules {
  const { store, newId, now, tell } = ports;
  const report = (error: unknown): void => ports.report(error, { engine: 'rules' });
  const rules = createMirror({ store, newId, report }, { resource: ruleResource.name, make: ruleOf });
  const { run, callerFor } = createRunRule({ ...ports, ruleOf: rules.look });
  const said = new Map<string, number>();
  const worker = workFairly({ store, now, report, ownerOf: (each) => readTask(each).rule, work: run }, { ...WORK, ...options });

  function react(event: EventFacts, causes: readonly string[] = NONE): Plan {
    const of = rules.of(event.tenant);
    if (of === undefined || of.size === 0) return NOTHING;
    const matched = [...of.values()].filter((rule) => rule.enabled && rule.takes(event));
    if (matched.length === 0) return NOTHING;
    const plans = matched.map((rule) => (goesOn(causes, rule.id) ? work(rule, event, causes) : stopped(rule, event, causes)));
    return { ops: plans.flatMap(({ ops }) => ops), committed: () => { for (const { committed } of plans) committed(); } };
  }

  function work(rule: Rule, event: EventFacts, causes: readonly string[]): Plan {
    const lane = rule.laneOf(event);
    const task = { event: event.id, rule: rule.id, causes, anew: false };
    const kept = lane === '' ? worker.keep() : undefined;
    const mine: Work = { tenant: event.tenant, id: newId('rwk'), lane, at: kept?.until ?? now(), attempt: 1, lease: 1, work: taskText(task) };
    return { ops: [enqueueTask(task, mine)], committed: kept === undefined ? worker.wake : () => kept.take(mine) };
  }

  /** Told once in a while, and never about the telling. */
  function stopped(rule: Rule, event: EventFacts, causes: readonly string[]): Plan {
    if (event.type === STOPPED || (said.get(rule.id) ?? 0) > now() - SAID_AGAIN_MS) return NOTHING;
    if (said.size > MOST_SAID) said.clear();
    said.set(rule.id, now());
    return tell({ tenant: rule.tenant, type: STOPPED, subject: rule.id, at: now(), causes, data: { id: rule.id, name: rule.name, event: event.id, depth: causes.length } });
  }

  return Object.freeze({
    behaviours: { rule: ruleBehaviour({ ...ports, rules }) },
    operations: [redriveRules({ store, newId, wake: worker.wake })],
    react,
    followers: [rules.follower],
    async callerOf(tenant: string, id: string) {
      const rule = rules.get(tenant, id);
      return rule === undefined ? undefined : callerFor(rule);
    },
    start: rules.start,
    work: worker.start,
    async stop() {
      rules.stop();
      await worker.stop();
    },
    async prune() {
      while ((await store.prune(groupCollection.name, 'until', now(), PRUNE_AT_ONCE)) === PRUNE_AT_ONCE);
    },
  });
}
