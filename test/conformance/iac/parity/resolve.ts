/** References of a description, in the words of a tool. */
import type { CatalogDocument, CatalogResource } from '@patchbay/contracts';
import { keyText, modelOf } from '@patchbay/reconcile';
import type { Declaration } from './tool.ts';

export const resourceOf = (name: string, { resources }: CatalogDocument): CatalogResource => {
  const found = resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the catalog has no ${name}`);
  return found;
};

/** Every `{ $ref: label }`, at whatever depth, becomes what `word` says of the declaration it names. */
export function resolve(fields: Declaration['fields'], tenant: readonly Declaration[], word: (target: Declaration) => unknown): Record<string, unknown> {
  const mapped = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mapped);
    if (typeof value !== 'object' || value === null) return value;
    const label: unknown = (value as Readonly<Record<string, unknown>>)['$ref'];
    if (typeof label !== 'string') return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapped(each)]));
    const target = tenant.find((each) => each.label === label);
    if (target === undefined) throw new Error(`nothing is called ${label}`);
    return word(target);
  };
  return mapped(fields) as Record<string, unknown>; // an object stays an object
}

/** `shop/staging`: what it is found by, with names where it refers to others. */
export const naturalKey = (declaration: Declaration, tenant: readonly Declaration[], catalog: CatalogDocument): string =>
  keyText(modelOf(resourceOf(declaration.resource, catalog)), resolve(declaration.fields, tenant, (target) => naturalKey(target, tenant, catalog)));
