/** What has to be done so that one resource is as it is declared. Pure: whoever asks does it. */
import type { ResourceModel } from './model.ts';
import { sameField } from './same.ts';
import type { Field } from './shape.ts';
import { type Fields, isAbsent } from './unknown.ts';

export type Plan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'create'; readonly fields: Fields }
  /** `patch`: the fields that differ; null puts a default back or takes a value away. */
  | { readonly kind: 'update'; readonly patch: Fields }
  /** `because`: the fields that only a new resource can have. `patch` is what an update would be, for who can't replace. */
  | { readonly kind: 'replace'; readonly fields: Fields; readonly because: readonly string[]; readonly patch: Fields };

export interface PlanOptions {
  /** Of fields that are not declared: `reset` puts their default back, `keep` leaves them alone. */
  readonly undeclared: 'reset' | 'keep';
  /** Secrets to send although nobody can compare them; all that are declared, if absent. */
  readonly secrets?: readonly string[];
}

export function plan(model: ResourceModel, desired: Fields, actual: Fields | undefined, options: PlanOptions): Plan {
  if (actual === undefined) return { kind: 'create', fields: declared(model, desired) };
  const changed = model.fields.filter((field) => differs(field, desired, actual, options));
  if (changed.length === 0) return { kind: 'nothing' };
  const patch = Object.fromEntries(changed.map(({ name }) => [name, desired[name] ?? null]));
  const because = changed.filter((field) => field.immutable).map(({ name }) => name);
  return because.length === 0 ? { kind: 'update', patch } : { kind: 'replace', fields: declared(model, desired), because, patch };
}

/** What a creation takes: no nulls. */
export const declared = ({ fields }: ResourceModel, desired: Fields): Fields =>
  Object.fromEntries(fields.flatMap(({ name }) => (isAbsent(desired[name]) ? [] : [[name, desired[name]]])));

function differs(field: Field, desired: Fields, actual: Fields, { undeclared, secrets }: PlanOptions): boolean {
  const { name, secret } = field;
  if (secret) return secrets === undefined ? desired[name] !== undefined : secrets.includes(name);
  if (desired[name] === undefined && undeclared === 'keep') return false;
  return !sameField(desired[name], actual[name], field);
}
