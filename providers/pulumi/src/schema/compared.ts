/** What a change does, from the catalog alone. Pure: desired are the inputs, actual are the outputs, and secrets, which nobody can read, are compared by the inputs before. */
import { type Field, type Fields, isAbsent, isFields, type Path, plan, type Plan, same, sameField, type Shape } from '@patchbay/reconcile';
import { pathIn, pathText, takenFrom } from '../value/property-path.ts';
import { diffKind } from '../protocol/provider.ts';
import { pick, type ResourceType } from './resource-type.ts';

export interface Change {
  /** Outputs before. */
  readonly olds: Fields;
  /** Inputs before. */
  readonly oldInputs: Fields;
  /** Inputs now, with their defaults. */
  readonly news: Fields;
  /** Property paths that stay as they are. */
  readonly ignoreChanges: readonly string[];
}

export interface Compared {
  readonly plan: Plan;
  /** The inputs, without what is ignored. */
  readonly wanted: Fields;
  readonly differences: readonly Difference[];
}

export interface Difference { readonly path: Path; readonly kind: number; /** Told by the inputs, not by the outputs. */ readonly byInput: boolean }

/** Says of inputs that were read from the hub: its secrets may be there or not. */
export const IMPORTED = '__imported';

export function compared(type: ResourceType, change: Change): Compared {
  const { olds, oldInputs } = change;
  const wanted = pick(kept(type, change), type.model.fields);
  const secrets = type.secrets.filter(({ name, shape }) => !same(oldInputs[name], wanted[name], shape) && oldInputs[IMPORTED] !== true).map(({ name }) => name);
  const decided = plan(type.model, wanted, pick(olds, type.visible), { undeclared: 'reset', secrets });
  const because = decided.kind === 'replace' ? decided.because : [];
  const patch = decided.kind === 'update' || decided.kind === 'replace' ? decided.patch : {};
  const differences = type.model.fields.filter(({ name }) => name in patch).flatMap((field) => differencesOf(field, field.secret ? oldInputs[field.name] : olds[field.name], wanted[field.name], because.includes(field.name)));
  return { plan: decided, wanted, differences };
}

/** Inputs that somebody told Pulumi to leave alone are what they were. */
function kept({ secrets }: ResourceType, { olds, oldInputs, news, ignoreChanges }: Change): Fields {
  const before = { ...olds, ...pick(oldInputs, secrets) };
  return ignoreChanges.reduce((all, path) => takenFrom(all, before, pathIn(path)) as Fields, news); // of an object it makes an object
}

function differencesOf(field: Field, before: unknown, after: unknown, replaces: boolean): Difference[] {
  const found = isAbsent(before) || isAbsent(after) ? [{ path: [field.name], kind: kindOf(before, after) }] : within(field.shape, before, after, [field.name]);
  return found.map(({ path, kind }) => ({ path, kind: kind + (replaces ? 1 : 0), byInput: field.secret }));
}

const kindOf = (before: unknown, after: unknown): number => (isAbsent(before) ? diffKind.add : isAbsent(after) ? diffKind.delete : diffKind.update);

/** As deep as both sides have the same structure. */
function within(shape: Shape, before: unknown, after: unknown, path: Path): Pick<Difference, 'path' | 'kind'>[] {
  if (shape.kind === 'object' && isFields(before) && isFields(after)) return shape.fields.filter((field) => !sameField(before[field.name], after[field.name], field)).flatMap(({ name, shape: inner }) => step(inner, before[name], after[name], [...path, name]));
  if (shape.kind === 'map' && isFields(before) && isFields(after)) return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !same(before[key], after[key], shape.values)).flatMap((key) => step(shape.values, before[key], after[key], [...path, key]));
  if (shape.kind === 'list' && Array.isArray(before) && Array.isArray(after) && before.length === after.length) return before.flatMap((item, i) => (same(item, after[i], shape.items) ? [] : step(shape.items, item, after[i], [...path, i])));
  return [{ path, kind: diffKind.update }];
}

const step = (shape: Shape, before: unknown, after: unknown, path: Path): Pick<Difference, 'path' | 'kind'>[] =>
  (isAbsent(before) || isAbsent(after) ? [{ path, kind: kindOf(before, after) }] : within(shape, before, after, path));

/** Whether the new one would be in the way of the old one: both have the same natural key. */
export function mustGoFirst({ model }: ResourceType, olds: Fields, wanted: Fields): boolean {
  return model.key.every((name) => {
    const field = model.fields.find((each) => each.name === name);
    return field === undefined || sameField(olds[name], wanted[name], field);
  });
}

export const detailedDiff = (differences: readonly Difference[]): Record<string, { kind: number; inputDiff: boolean }> =>
  Object.fromEntries(differences.map(({ path, kind, byInput }) => [pathText(path), { kind, inputDiff: byInput }]));
