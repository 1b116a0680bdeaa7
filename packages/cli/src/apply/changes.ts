/** What an apply changes, field by field, for people and programs to read. No secret is in it. */
import type { CatalogResource } from '@patchbay/contracts';
import type { Fields } from './documents.ts';

export interface Change { readonly field: string; readonly before: unknown; readonly after: unknown }

export const changesOf = ({ secrets }: CatalogResource, after: Fields, before: Fields): Change[] =>
  Object.keys(after).map((field) => (secrets.includes(field) ? { field, before: null, after: HIDDEN } : { field, before: before[field] ?? null, after: after[field] ?? null }));

const HIDDEN = '•••';
