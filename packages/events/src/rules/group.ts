/** What a rule remembers of a group: the matches that it counts, and when it acted. */
import type { Collection, Document, Op, Row } from '@patchbay/contracts';
import type { Rule } from './rule.ts';
import { type Happened, oneMore, timesIn } from './window.ts';

/** One per group that was seen within the window; `until` is when nothing of it counts any more. */
export const groupCollection: Collection = { name: 'rule_group', kind: 'documents', fields: { rule: 'text', until: 'number' } };

export type Group = Document & { readonly rule: string; readonly hits: Happened; readonly acted: Happened; readonly until: number };

export interface Verdict {
  readonly acts: boolean;
  readonly next: Group;
}

/** Whether the rule acts on one more match, and what it remembers then. After it acted it counts from the start. */
export function weigh({ id, condition, throttle }: Rule, before: Group | undefined, at: number): Verdict {
  const hits = condition === undefined ? [] : oneMore(before?.hits ?? [], at, condition);
  const acted = before?.acted ?? [];
  const enough = condition === undefined || timesIn(hits, at, condition.withinMs) >= condition.most;
  const free = throttle === undefined || timesIn(acted, at, throttle.withinMs) < throttle.most;
  const acts = enough && free;
  return {
    acts,
    next: {
      rule: id, hits: enough ? [] : hits, acted: acts && throttle !== undefined ? oneMore(acted, at, throttle) : acted,
      until: at + Math.max(condition?.withinMs ?? 0, throttle?.withinMs ?? 0),
    },
  };
}

/** Two hubs never work on one group at the same time: the lane sees to that, and the version says so. */
export const groupOp = (tenant: string, id: string, row: Row | undefined, next: Group, at: number): Op =>
  (row === undefined ? { op: 'insert', in: groupCollection.name, tenant, id, body: next, at } : { op: 'update', in: groupCollection.name, tenant, id, body: next, at, version: row.version });
