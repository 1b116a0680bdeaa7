/** The status of an object: what the hub says, and whether that is what is declared. Pure; `null`s are left out, because Kubernetes drops them. */
import { isDeepStrictEqual } from 'node:util';
import { type Fields, isAbsent, isFields, type ResourceModel } from '@patchbay/reconcile';
import type { KubeObject } from '../api/kube-object.ts';
import { camel, secretRefOf } from '../crd/names.ts';
import { renamed } from '../crd/schema.ts';
import type { RefusalFacts } from '../refusal.ts';

export interface Condition {
  readonly type: 'Ready' | 'Synced';
  readonly status: 'True' | 'False';
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

export type Outcome =
  | { readonly kind: 'done'; readonly view: Fields; readonly sentSecrets: Readonly<Record<string, string>>; readonly note: string }
  | { readonly kind: 'refused'; readonly why: RefusalFacts };

export function statusOf(model: ResourceModel, object: KubeObject, outcome: Outcome, now: string): Fields {
  const { conditions: _, approval: __, observedGeneration: ___, ...before } = object.status ?? {};
  const conditions = conditionsOf(object, outcome, now);
  const generation = { observedGeneration: object.metadata.generation ?? 0 };
  if (outcome.kind === 'refused') return { ...before, ...(outcome.why.view === undefined ? {} : saidBy(model, outcome.why.view)), ...generation, ...(outcome.why.approval === undefined ? {} : { approval: outcome.why.approval }), conditions };
  return { ...saidBy(model, outcome.view), ...generation, ...(Object.keys(outcome.sentSecrets).length === 0 ? {} : { sentSecrets: outcome.sentSecrets }), conditions };
}

function saidBy({ computed }: ResourceModel, view: Fields): Fields {
  return Object.fromEntries(computed.flatMap(({ name, shape }) => (isAbsent(view[name]) ? [] : [[camel(name), withoutNulls(renamed(view[name], shape, camel))]])));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  return isFields(value) ? Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]]))) : value;
}

/** Synced: the last look went well. Ready: the hub has what this generation declares, also while it can't be reached. */
function conditionsOf(object: KubeObject, outcome: Outcome, now: string): Condition[] {
  const before = conditionsIn(object.status);
  const generation = object.metadata.generation ?? 0;
  const make = (type: Condition['type'], status: Condition['status'], reason: string, message: string): Condition => {
    const old = before.find((each) => each.type === type);
    return { type, status, observedGeneration: generation, lastTransitionTime: old?.status === status ? old.lastTransitionTime : now, reason, message };
  };
  if (outcome.kind === 'done') return [make('Ready', 'True', 'Available', outcome.note), make('Synced', 'True', 'Synced', '')];
  const { code, message } = outcome.why;
  const ready = before.find(({ type }) => type === 'Ready');
  const still = ready?.status === 'True' && ready.observedGeneration === generation && object.metadata.deletionTimestamp === undefined;
  return [still ? ready : make('Ready', 'False', code, message), make('Synced', 'False', code, message)];
}

export const conditionsIn = (status: Fields | undefined): readonly Condition[] => (Array.isArray(status?.['conditions']) ? (status['conditions'] as Condition[]) : []); // written by nobody else
export const isReady = ({ status }: KubeObject): boolean => conditionsIn(status).some(({ type, status: is }) => type === 'Ready' && is === 'True');

export const sentIn = (status: Fields | undefined): Readonly<Record<string, string>> => (isFields(status?.['sentSecrets']) ? (status['sentSecrets'] as Record<string, string>) : {}); // a map of text by its schema
export const idIn = (status: Fields | undefined): string | undefined => (typeof status?.['id'] === 'string' ? status['id'] : undefined);

/** Which Secrets the hub was sent, by the names of the spec. */
export const sentOf = (secrets: ReadonlyMap<string, string>): Readonly<Record<string, string>> => Object.fromEntries([...secrets].map(([field, version]) => [secretRefOf(field), version]));

/** Whether writing it would change nothing. */
export const sameStatus = (a: Fields | undefined, b: Fields): boolean => isDeepStrictEqual(JSON.parse(JSON.stringify(a ?? {})), JSON.parse(JSON.stringify(b)));
