/** What differs between the SQL of two stores, and how an index is named. */
import { createHash } from 'node:crypto';
import type { Collection } from '@patchbay/contracts';

export type FieldType = Collection['fields'][string];

export interface Dialect {
  readonly kind: 'sqlite' | 'postgres';
  /** The value of a body field; null when it is missing. */
  value(field: string, type: FieldType, column?: string): string;
  /** Stands for a missing value where rows are sorted and sought, so that these are never null. */
  none(type: FieldType): string;
  place(index: number): string;
  /** Column types. */
  readonly types: { readonly text: string; readonly integer: string; readonly json: string };
}

export interface Index {
  readonly name: string;
  readonly sql: string;
}

export function indexOn(table: string, columns: string, isUnique = false): Index {
  const what = `on "${table}" ${columns}`;
  const name = `${table.slice(0, 40)}_${createHash('sha256').update(`${isUnique} ${what}`).digest('hex').slice(0, 12)}_ix`;
  return { name, sql: `create ${isUnique ? 'unique ' : ''}index if not exists "${name}" ${what}` };
}
