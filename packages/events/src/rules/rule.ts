/** A rule made ready: its filter compiled, its paths split. */
import { type Document, isAtLeast, type Row, type Scope, type Severity, severityOf, type Target } from '@patchbay/contracts';
import type { Mirrored } from '../follow/mirror.ts';
import { type EventFacts, valueAt } from '../match/event-facts.ts';
import { compileFilter } from '../match/filter.ts';
import { typeMatcher } from '../match/type-pattern.ts';
import type { Limit } from './window.ts';

export interface Rule extends Mirrored {
  readonly tenant: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly does: Does;
  readonly actsFor: string;
  readonly scopes: readonly Scope[];
  readonly condition: Limit | undefined;
  readonly throttle: Limit | undefined;
  readonly grouping: Grouping | undefined;
  takes(event: EventFacts): boolean;
  /** Events of one group are looked at one after the other; empty, if the rule neither counts nor throttles nor groups. */
  laneOf(event: EventFacts): string;
  /** The values that it groups by. */
  keyOf(event: EventFacts): readonly unknown[];
}

export type Does =
  | { readonly kind: 'action'; readonly action: string; readonly input: Document }
  | { readonly kind: 'notify'; readonly template: string; readonly targets: readonly Target[] };

export interface Grouping {
  readonly waitMs: number;
  readonly intervalMs: number;
  readonly quietMs: number;
  readonly followUp: 'summary' | 'update';
}

const LONGEST = 200;

export function ruleOf(row: Row): Rule {
  const body = row.body as RuleBody;
  const { event_types, filter, project, condition, throttle, grouping, severity, group_by } = body;
  const takesType = typeMatcher(event_types);
  const test = filter === undefined ? () => true : compileFilter(filter).test;
  const paths = group_by.map((path) => path.split('.'));
  const counts = condition !== undefined || throttle !== undefined || grouping !== undefined;
  const severityPath = severity?.path.split('.') ?? [];
  const grave = (event: EventFacts): boolean => severity === undefined || isAtLeast(severityOf(valueAt(event, severityPath)) ?? 'info', severity.at_least);
  const keyOf = (event: EventFacts): unknown[] => paths.map((path) => valueAt(event, path) ?? null);
  return {
    tenant: row.tenant, id: row.id, version: row.version, name: body.name, enabled: body.enabled, does: doesOf(body), actsFor: body.acts_for, scopes: body.granted_scopes, keyOf,
    condition: condition === undefined ? undefined : { most: condition.at_least, withinMs: condition.within * 1000 },
    throttle: throttle === undefined ? undefined : { most: throttle.at_most, withinMs: throttle.within * 1000 },
    grouping: grouping === undefined ? undefined : { waitMs: grouping.wait * 1000, intervalMs: grouping.interval * 1000, quietMs: grouping.quiet * 1000, followUp: grouping.follow_up },
    takes: (event) => takesType(event.type) && (project === undefined || event.project === project || event.subject === project || event.data['project'] === project) && test(event) && grave(event),
    laneOf: (event) => (counts ? shortened(`${row.id} ${keyOf(event).map((value) => JSON.stringify(value)).join(' ')}`) : ''),
  };
}

const doesOf = ({ kind, action, template, notify }: RuleBody): Does =>
  (kind === 'notify' ? { kind, template: template!, targets: notify! } : { kind: 'action', action: action!.action, input: action!.input }); // the schema sees to it that they are there

/** A long name ends in a number made of all of it, so that groups that begin alike stay apart. */
function shortened(lane: string): string {
  if (lane.length <= LONGEST) return lane;
  let mixed = 0xcbf29ce484222325n;
  for (let at = 0; at < lane.length; at++) mixed = BigInt.asUintN(64, (mixed ^ BigInt(lane.charCodeAt(at))) * 0x100000001b3n);
  return `${lane.slice(0, LONGEST - 17).toWellFormed()}#${mixed.toString(16).padStart(16, '0')}`;
}

/** What the `rule` resource stores; its schema was parsed before it was written. */
type RuleBody = Document & {
  readonly name: string;
  readonly enabled: boolean;
  readonly kind: 'action' | 'notify';
  readonly project?: string;
  readonly event_types: readonly string[];
  readonly filter?: Document;
  readonly condition?: { readonly at_least: number; readonly within: number };
  readonly throttle?: { readonly at_most: number; readonly within: number };
  readonly severity?: { readonly at_least: Severity; readonly path: string };
  readonly grouping?: { readonly wait: number; readonly interval: number; readonly quiet: number; readonly follow_up: 'summary' | 'update' };
  readonly group_by: readonly string[];
  readonly action?: { readonly action: string; readonly input: Document };
  readonly template?: string;
  readonly notify?: readonly Target[];
  readonly acts_for: string;
  readonly granted_scopes: readonly string[];
};
