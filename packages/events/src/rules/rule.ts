/** A rule made ready: its filter compiled, its paths split. */
import type { Document, Row, Scope } from '@patchbay/contracts';
import type { Mirrored } from '../follow/mirror.ts';
import { type EventFacts, valueAt } from '../match/event-facts.ts';
import { compileFilter } from '../match/filter.ts';
import { typeMatcher } from '../match/type-pattern.ts';
import type { Limit } from './window.ts';

export interface Rule extends Mirrored {
  readonly tenant: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly action: string;
  readonly input: Document;
  readonly actsFor: string;
  readonly scopes: readonly Scope[];
  readonly condition: Limit | undefined;
  readonly throttle: Limit | undefined;
  takes(event: EventFacts): boolean;
  /** Events of one group are looked at one after the other; empty, if the rule neither counts nor throttles. */
  laneOf(event: EventFacts): string;
}

const LONGEST = 200;

export function ruleOf(row: Row): Rule {
  const body = row.body as RuleBody;
  const { event_types, filter, project, condition, throttle, group_by } = body;
  const takesType = typeMatcher(event_types);
  const test = filter === undefined ? () => true : compileFilter(filter).test;
  const paths = group_by.map((path) => path.split('.'));
  const counts = condition !== undefined || throttle !== undefined;
  return {
    tenant: row.tenant, id: row.id, version: row.version, name: body.name, enabled: body.enabled,
    action: body.action.action, input: body.action.input, actsFor: body.acts_for, scopes: body.granted_scopes,
    condition: condition === undefined ? undefined : { most: condition.at_least, withinMs: condition.within * 1000 },
    throttle: throttle === undefined ? undefined : { most: throttle.at_most, withinMs: throttle.within * 1000 },
    takes: (event) => takesType(event.type) && (project === undefined || event.project === project || event.subject === project || event.data['project'] === project) && test(event),
    laneOf: (event) => (counts ? `${row.id} ${paths.map((path) => wordOf(valueAt(event, path))).join(' ')}` : '').slice(0, LONGEST),
  };
}

const wordOf = (value: unknown): string => JSON.stringify(value ?? null);

/** What the `rule` resource stores; its schema was parsed before it was written. */
type RuleBody = Document & {
  readonly name: string;
  readonly enabled: boolean;
  readonly project?: string;
  readonly event_types: readonly string[];
  readonly filter?: Document;
  readonly condition?: { readonly at_least: number; readonly within: number };
  readonly throttle?: { readonly at_most: number; readonly within: number };
  readonly group_by: readonly string[];
  readonly action: { readonly action: string; readonly input: Document };
  readonly acts_for: string;
  readonly granted_scopes: readonly string[];
};
