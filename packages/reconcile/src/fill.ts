/** A declaration with every default in its place, also inside of objects and lists: what the hub will make of it. */
import type { Field, Shape } from './shape.ts';
import { type Fields, isAbsent, isFields } from './unknown.ts';

/** Every field is there afterwards; null for what is absent and has no default. Secrets are left as they are. */
export function fillFields(fields: readonly Field[], declared: Fields): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, fillField(field, declared[field.name])]));
}

function fillField({ shape, default: preset, secret }: Field, value: unknown): unknown {
  if (secret) return value ?? null;
  if (isAbsent(value)) return preset === undefined ? null : fill(shape, preset);
  return fill(shape, value);
}

export function fill(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'object' && isFields(value)) return fillFields(shape.fields, value);
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => fill(shape.items, item));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(shape.values, item)]));
  return value;
}

/** Without the nulls that stand for what was not given. Free JSON keeps its own. */
export function withoutNulls(value: unknown, shape: Shape): unknown {
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => withoutNulls(item, shape.items));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNulls(item, shape.values)]));
  if (shape.kind !== 'object' || !isFields(value)) return value;
  return Object.fromEntries(shape.fields.flatMap((field) => (isAbsent(value[field.name]) ? [] : [[field.name, withoutNulls(value[field.name], field.shape)]])));
}
