/** What the hub says, as little as declares the same: no defaults, nothing absent, sets in order. The opposite of fill. */
import type { Field, Shape } from './shape.ts';
import { sameField } from './same.ts';
import { type Fields, isAbsent, isFields } from './unknown.ts';

/** `always`: fields that stay although they have their default, such as those of a key. Secrets are nothing that the hub says. */
export function leanFields(fields: readonly Field[], said: Fields, always: readonly string[] = []): Fields {
  const kept = fields.filter((field) => !field.secret && !isAbsent(said[field.name]) && (field.required || always.includes(field.name) || !sameField(undefined, said[field.name], field)));
  return Object.fromEntries(kept.map(({ name, shape }) => [name, lean(shape, said[name])]));
}

function lean(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'object' && isFields(value)) return leanFields(shape.fields, value);
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.keys(value).toSorted().map((key) => [key, lean(shape.values, value[key])]));
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((item) => lean(shape.items, item));
  if (shape.kind === 'set' && Array.isArray(value)) return value.map((item) => lean(shape.items, item)).toSorted(byText);
  return value;
}

const byText = (a: unknown, b: unknown): number => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
