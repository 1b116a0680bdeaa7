/** Whether two spellings mean the same to the hub: it sorts sets, fills in defaults and writes instants its own way. */
import { parsed } from './json-text.ts';
import type { Field, Shape } from './shape.ts';
import { type Fields, isAbsent, isFields, UNKNOWN } from './unknown.ts';

/** What is not known is not the same as anything. */
export function same(a: unknown, b: unknown, shape: Shape): boolean {
  if (a === UNKNOWN || b === UNKNOWN) return false;
  if (isAbsent(a) || isAbsent(b)) return isAbsent(a) && isAbsent(b);
  switch (shape.kind) {
    case 'string': return a === b || (shape.format === 'date-time' && sameInstant(a, b));
    case 'integer': case 'number': case 'boolean': return a === b;
    case 'json': return a === b || (shape.text === true ? sameJson(parsed(a), parsed(b)) : sameJson(a, b));
    case 'list': return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i], shape.items));
    case 'set': return Array.isArray(a) && Array.isArray(b) && sameMembers(a, b, shape.items);
    case 'map': return isFields(a) && isFields(b) && sameKeys(a, b) && Object.keys(a).every((key) => same(a[key], b[key], shape.values));
    case 'object': return isFields(a) && isFields(b) && shape.fields.every((field) => sameField(a[field.name], b[field.name], field));
    default: return shape satisfies never;
  }
}

/** With the default in the place of what is absent. */
export const sameField = (a: unknown, b: unknown, field: Field): boolean => same(a ?? field.default, b ?? field.default, field.shape);

function sameMembers(a: readonly unknown[], b: readonly unknown[], items: Shape): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((member) => {
    const at = left.findIndex((other) => same(member, other, items));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Whatever order its keys are in. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === UNKNOWN || b === UNKNOWN) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  return isFields(a) && isFields(b) && sameKeys(a, b) && Object.keys(a).every((key) => sameJson(a[key], b[key]));
}

const sameKeys = (a: Fields, b: Fields): boolean => Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => Object.hasOwn(b, key));

/** `2030-01-01T00:00:00Z` and `2030-01-01T00:00:00.000Z`. */
const sameInstant = (a: unknown, b: unknown): boolean => typeof a === 'string' && typeof b === 'string' && Date.parse(a) === Date.parse(b);
