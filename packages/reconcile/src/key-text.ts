/** A natural key as one word, as people write it: `shop`, `shop/production`. */
import { check } from './check.ts';
import type { ResourceModel } from './model.ts';
import { type Fields, isAbsent } from './unknown.ts';

type Keyed = Pick<ResourceModel, 'key' | 'fields'>;

/** Fields of the key that were left out have their default. */
export const keyOf = ({ key, fields }: Keyed, declared: Fields): Fields =>
  Object.fromEntries(key.map((name) => [name, declared[name] ?? fields.find((field) => field.name === name)?.default]));

export const keyText = (model: Keyed, declared: Fields): string => Object.values(keyOf(model, declared)).map((part) => (isAbsent(part) ? '' : String(part))).join('/');

/** Parts may contain slashes themselves: of all ways to read it, the first whose parts are what the fields take. A part that is a reference may be a name. */
export function readKey({ key, fields }: Keyed, text: string): Fields | undefined {
  const known = key.map((name) => fields.find((field) => field.name === name));
  const parts = splits(text.split('/'), key.length).find((each) => known.every((field, i) => field === undefined || field.references !== undefined || check(field.shape, each[i]).length === 0));
  return parts === undefined ? undefined : Object.fromEntries(key.map((name, i) => [name, parts[i]]));
}

/** `<project>/<slug>`, to say what is expected. */
export const spelledKey = ({ key }: Pick<ResourceModel, 'key'>): string => key.map((field) => `<${field}>`).join('/');

/** Every way to make so many parts of the segments. */
function splits(segments: readonly string[], parts: number): string[][] {
  if (parts <= 1) return [[segments.join('/')]];
  return segments.slice(0, Math.max(0, segments.length - parts + 1)).flatMap((_, i) => splits(segments.slice(i + 1), parts - 1).map((rest) => [segments.slice(0, i + 1).join('/'), ...rest]));
}
