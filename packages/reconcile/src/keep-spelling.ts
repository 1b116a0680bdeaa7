/** What the hub says, in the words of who declared it, wherever both mean the same: else a tool would show a change that is none. */
import { same } from './same.ts';
import type { Field, Shape } from './shape.ts';
import { type Fields, isAbsent, isFields } from './unknown.ts';

export function keepSpelling(said: unknown, spelled: unknown, shape: Shape): unknown {
  if (isAbsent(said) || isAbsent(spelled)) return said ?? null;
  if (same(said, spelled, shape)) return shape.kind === 'object' || shape.kind === 'list' || shape.kind === 'map' ? within(said, spelled, shape) : spelled;
  return within(said, spelled, shape);
}

/** Every field is there afterwards. */
export function keepFieldSpelling(fields: readonly Field[], said: Fields, spelled: Fields): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, shape }) => [name, keepSpelling(said[name], spelled[name], shape)]));
}

function within(said: unknown, spelled: unknown, shape: Shape): unknown {
  if (shape.kind === 'object' && isFields(said) && isFields(spelled)) return keepFieldSpelling(shape.fields, said, spelled);
  if (shape.kind === 'map' && isFields(said) && isFields(spelled)) return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, keepSpelling(value, spelled[key], shape.values)]));
  if (shape.kind === 'list' && Array.isArray(said) && Array.isArray(spelled)) return said.map((item, i) => keepSpelling(item, spelled[i], shape.items));
  return said;
}
