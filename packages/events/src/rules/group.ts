/** What a rule remembers of a group: the matches that it counts, when it acted, what it gathers, and what it held back. Pure. */
import type { Collection, Document, Op, Row } from '@patchbay/contracts';
import type { Rule } from './rule.ts';
import { type Happened, oneMore, timesIn } from './window.ts';

/** One per group that was seen within the window; `until` is when nothing of it counts any more. */
export const groupCollection: Collection = { name: 'rule_group', kind: 'documents', fields: { rule: 'text', until: 'number' } };

export type Group = Document & {
  readonly rule: string;
  readonly key: readonly unknown[];
  readonly hits: Happened;
  readonly acted: Happened;
  /** Held back since it acted last. */
  readonly suppressed: number;
  /** Held back, and nobody was told yet. */
  readonly untold?: Untold;
  readonly gathered?: Gathered;
  readonly until: number;
};

export interface Untold { readonly count: number; readonly since: number; readonly event: string }

/** Events of a group that are told together. */
export interface Gathered {
  /** Names the group, so that messages about it find one another. */
  readonly opened: number;
  readonly whole: Bundle;
  /** Since the last message. */
  readonly fresh?: Bundle;
  readonly toldAt?: number;
}

export interface Bundle { readonly count: number; readonly firstAt: number; readonly lastAt: number; /** The newest first. */ readonly events: readonly string[] }

export interface Match { readonly event: string; readonly key: readonly unknown[]; readonly at: number }

export interface Verdict {
  readonly acts: boolean;
  readonly next: Group;
  /** When what was held back is to be told: the first that was. */
  readonly reportAt?: number;
}

const MOST_EVENTS = 20;
/** Work that is late must still find what it is about. */
const SLACK_MS = 86_400_000;

const fresh = (rule: string, key: readonly unknown[]): Group => ({ rule, key, hits: [], acted: [], suppressed: 0, until: 0 });

/** Whether the rule acts on one more match, and what it remembers then. After it acted it counts from the start. */
export function weigh(rule: Pick<Rule, 'id' | 'condition' | 'throttle'>, known: Group | undefined, match: Match): Verdict {
  const before = known ?? fresh(rule.id, match.key);
  const { enough, hits } = counted(rule, before, match.at);
  if (!enough) return { acts: false, next: lasting(rule, { ...before, hits }, match.at) };
  return acting(rule, { ...before, hits }, match.at, { count: 1, firstAt: match.at, lastAt: match.at, events: [match.event] });
}

function counted({ condition }: Pick<Rule, 'condition'>, { hits }: Group, at: number): { readonly enough: boolean; readonly hits: Happened } {
  if (condition === undefined) return { enough: true, hits: [] };
  const more = oneMore(hits, at, condition);
  const enough = timesIn(more, at, condition.withinMs) >= condition.most;
  return { enough, hits: enough ? [] : more };
}

/** It acts on these, or holds them back and counts them. */
function acting(rule: Pick<Rule, 'condition' | 'throttle'>, before: Group, at: number, about: Bundle): Verdict {
  const { throttle } = rule;
  if (throttle === undefined) return { acts: true, next: lasting(rule, { ...before, suppressed: 0 }, at) };
  if (timesIn(before.acted, at, throttle.withinMs) < throttle.most) return { acts: true, next: lasting(rule, { ...before, acted: oneMore(before.acted, at, throttle), suppressed: 0 }, at) };
  const { untold } = before;
  const first = before.acted[0]?.[0] ?? at;
  const next = { ...before, suppressed: before.suppressed + about.count, untold: { count: (untold?.count ?? 0) + about.count, since: untold?.since ?? about.firstAt, event: about.events[0]! } };
  return { acts: false, next: lasting(rule, next, at), ...(untold === undefined ? { reportAt: first + throttle.withinMs } : {}) };
}

/** One more event of a group that is told together; `dueAt`: when, if nobody was asked to look yet. */
export function gather(rule: Pick<Rule, 'id' | 'condition' | 'throttle'> & { readonly grouping: NonNullable<Rule['grouping']> }, known: Group | undefined, match: Match, now: number): { readonly next: Group; readonly dueAt?: number } {
  const before = known ?? fresh(rule.id, match.key);
  const { enough, hits } = counted(rule, before, match.at);
  if (!enough) return { next: lasting(rule, { ...before, hits }, match.at) };
  const { waitMs, intervalMs, quietMs } = rule.grouping;
  const old = before.gathered;
  const goesOn = old !== undefined && (old.fresh !== undefined || now < old.whole.lastAt + quietMs);
  const gathered: Gathered = goesOn
    ? { ...old, whole: joined(old.whole, match, now), fresh: joined(old.fresh, match, now) }
    : { opened: now, whole: joined(undefined, match, now), fresh: joined(undefined, match, now) };
  const dueAt = goesOn && old.toldAt !== undefined ? Math.max(now, old.toldAt + intervalMs) : now + waitMs;
  return { next: lasting(rule, { ...before, hits, gathered }, now), ...(old?.fresh === undefined ? { dueAt } : {}) };
}

const joined = (bundle: Bundle | undefined, { event }: Match, now: number): Bundle =>
  (bundle === undefined ? { count: 1, firstAt: now, lastAt: now, events: [event] } : { count: bundle.count + 1, firstAt: bundle.firstAt, lastAt: now, events: [event, ...bundle.events].slice(0, MOST_EVENTS) });

/** The time to tell what was gathered. Undefined: there is nothing. */
export function release(rule: Pick<Rule, 'id' | 'condition' | 'throttle'> & { readonly grouping: NonNullable<Rule['grouping']> }, group: Group | undefined, now: number): (Verdict & { readonly bundle: Bundle; readonly opened: number; readonly suppressed: number }) | undefined {
  const { gathered } = group ?? {};
  if (group === undefined || gathered?.fresh === undefined) return undefined;
  const { fresh: since, ...rest } = gathered;
  const verdict = acting(rule, group, now, since);
  const next = { ...verdict.next, gathered: { ...rest, toldAt: now } };
  return { ...verdict, next, opened: gathered.opened, suppressed: group.suppressed, bundle: rule.grouping.followUp === 'update' ? gathered.whole : since };
}

/** What was held back is told, once. */
export const reported = ({ untold: _, ...group }: Group): Group => group as Group;

/** Nothing is told any more: the rule was switched off, or does not gather now. */
export const forgotten = ({ untold: _, gathered: __, ...group }: Group): Group => group as Group;

function lasting({ condition, throttle, grouping }: Pick<Rule, 'condition' | 'throttle'> & Partial<Pick<Rule, 'grouping'>>, group: Group, at: number): Group {
  const open = group.untold !== undefined || group.gathered?.fresh !== undefined ? SLACK_MS : 0;
  return { ...group, until: at + Math.max(condition?.withinMs ?? 0, throttle?.withinMs ?? 0, grouping?.quietMs ?? 0, grouping?.intervalMs ?? 0) + open };
}

/** Two hubs never count in one group at the same time: the lane sees to that. What looks at the group besides them is told apart by the version. */
export const groupOp = (tenant: string, id: string, row: Row | undefined, next: Group, at: number): Op =>
  (row === undefined ? { op: 'insert', in: groupCollection.name, tenant, id, body: next, at } : { op: 'update', in: groupCollection.name, tenant, id, body: next, at, version: row.version });
