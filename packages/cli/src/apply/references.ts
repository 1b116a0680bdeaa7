/** References may be given by natural key: `project: shop`. They are found in the schema, also deep inside. */
import type { CatalogResource } from '@patchbay/contracts';
import type { Declaration, Fields } from './documents.ts';

interface Schema {
  readonly 'x-references'?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
}

/** Resource name and what was written for it. */
export interface Reference { readonly to: string; readonly key: string }

/** As `nameOf` calls what it leads to. */
export const nameIn = ({ to, key }: Reference): string => `${to} ${key}`;

/** Replaces every reference in a value by what `resolve` makes of it. */
export function mapReferences(value: unknown, schema: Schema, resolve: (reference: Reference) => string): unknown {
  const to = schema['x-references'];
  if (to !== undefined && typeof value === 'string') return resolve({ to, key: value });
  if (Array.isArray(value)) return schema.items === undefined ? value : value.map((each) => mapReferences(each, schema.items!, resolve));
  if (typeof value !== 'object' || value === null) return (schema.anyOf ?? []).reduce((so, each) => (so === value ? mapReferences(so, each, resolve) : so), value);
  const properties = schema.properties ?? Object.assign({}, ...(schema.anyOf ?? []).map((each) => each.properties ?? {})) as NonNullable<Schema['properties']>;
  return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, properties[field] === undefined ? each : mapReferences(each, properties[field], resolve)]));
}

export function referencesIn({ resource, fields }: Pick<Declaration, 'resource' | 'fields'>): Reference[] {
  const found: Reference[] = [];
  mapReferences(fields, resource.create as Schema, (reference) => {
    found.push(reference);
    return reference.key;
  });
  return found;
}

export const withReferences = (fields: Fields, resource: CatalogResource, resolve: (reference: Reference) => string): Fields => mapReferences(fields, resource.create as Schema, resolve) as Fields;
