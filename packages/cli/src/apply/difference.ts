/** Which declared fields differ from what is there. Fields that are not declared are left alone. */
import type { CatalogResource } from '@patchbay/contracts';
import type { Fields } from './documents.ts';

interface Schema { readonly properties?: Readonly<Record<string, Schema>>; readonly items?: Schema; readonly default?: unknown; readonly 'x-set'?: boolean }

/** Secrets can't be compared, because nobody reads them back: a declared one always counts as different. */
export function difference(fields: Fields, existing: Fields, { create, secrets }: CatalogResource): Fields {
  const { properties = {} } = create as Schema;
  return Object.fromEntries(Object.entries(fields).filter(([field, value]) => secrets.includes(field) || !same(value, existing[field], properties[field] ?? {})));
}

function same(declared: unknown, there: unknown, schema: Schema): boolean {
  const value = declared === null || declared === undefined ? schema.default : declared; // null puts the default back
  if (value === undefined || value === null) return there === undefined || there === null;
  if (Array.isArray(value)) return Array.isArray(there) && sameItems(value, there, schema);
  if (typeof value === 'object') return typeof there === 'object' && there !== null && !Array.isArray(there) && sameFields(value as Fields, there as Fields, schema);
  return value === there || sameInstant(value, there);
}

function sameItems(declared: readonly unknown[], there: readonly unknown[], { items = {}, 'x-set': isSet }: Schema): boolean {
  if (declared.length !== there.length) return false;
  if (isSet === true) return declared.every((each) => there.some((other) => same(each, other, items)));
  return declared.every((each, i) => same(each, there[i], items));
}

/** The hub fills in the defaults of what was left out. */
const sameFields = (declared: Fields, there: Fields, { properties = {} }: Schema): boolean =>
  [...new Set([...Object.keys(declared), ...Object.keys(there)])].every((field) => same(declared[field], there[field], properties[field] ?? {}));

/** `2030-01-01T00:00:00Z` and `2030-01-01T00:00:00.000Z` are the same. */
const sameInstant = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && /^\d{4}-\d\d-\d\dT/.test(a) && /^\d{4}-\d\d-\d\dT/.test(b) && Date.parse(a) === Date.parse(b);
