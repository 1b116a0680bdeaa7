/** A log that is written on every event: an index more costs each entry a microsecond, an expression over its body three. */
import type { Collection } from '@patchbay/contracts';
import { type Dialect, type Index, indexOn } from './dialect.ts';

export const leanColumn = (field: string): string => `"field_${field}"`;

/** Every so many entries one stands in the index by time: enough to find the place where a window begins. */
export const MILESTONES = 'seq % 128 = 0';

export function leanTable({ name, fields }: Collection, { types: { text, integer, json }, kind }: Dialect): string {
  const own = Object.keys(fields).map((field) => `, ${leanColumn(field)} ${text} not null`).join('');
  return `create table if not exists "${name}" (seq ${integer} not null, tenant ${text} not null, id ${text} not null, created_at ${integer} not null, body ${json} not null${own}, primary key (seq))${kind === 'sqlite' ? ' strict' : ''}`;
}

export const leanIndexes = ({ name, fields }: Collection): Index[] => [
  indexOn(name, '(tenant, id)', true),
  indexOn(name, '(tenant, seq)'),
  indexOn(name, `(created_at, seq) where ${MILESTONES}`),
  ...Object.keys(fields).map((field) => indexOn(name, `(tenant, ${leanColumn(field)}, seq)`)),
];

/** What the column of an entry holds. */
export const leanValue = (field: string, body: Readonly<Record<string, unknown>>): string => (typeof body[field] === 'string' ? body[field] : '');
