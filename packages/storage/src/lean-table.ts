/** A log that is written on every event: an index more costs each entry a microsecond, an expression over its body three. */
import type { Collection } from '@patchbay/contracts';
import { type Dialect, type Index, indexOn } from './dialect.ts';

export const leanColumn = (field: string): string => `"field_${field}"`;

/** Every so many entries one stands in the index by time: enough to find the place where a window begins. */
const EVERY = 'seq % 128 = 0';
export const milestones = (bindTenant: () => string, chained: boolean): string => (chained ? `${EVERY} and tenant = ${bindTenant()}` : EVERY);

/** The seq of a chained log counts within its tenant. */
export function leanTable({ name, fields, chained = false }: Collection, { types: { text, integer, json }, kind }: Dialect): string {
  const own = Object.keys(fields).map((field) => `, ${leanColumn(field)} ${text} not null`).join('');
  return `create table if not exists "${name}" (seq ${integer} not null, tenant ${text} not null, id ${text} not null, created_at ${integer} not null, body ${json} not null${own}, ${chained ? `hash ${text} not null, primary key (tenant, seq)` : 'primary key (seq)'})${kind === 'sqlite' ? strictly(chained) : ''}`;
}

/** The seq of a log is the row's own number, unless it counts within its tenant: then a number of the row's own would be one tree more to write. */
const strictly = (chained: boolean): string => (chained ? ' strict, without rowid' : ' strict');

/** Brings a log that was not lean, or had fewer fields, to what it is now: the column, and its values out of the bodies. */
export const leanColumnSteps = ({ name }: Collection, field: string, dialect: Dialect): [string, string] => [
  `alter table "${name}" add column ${leanColumn(field)} ${dialect.types.text} not null default ''`,
  `update "${name}" set ${leanColumn(field)} = coalesce(${dialect.value(field, 'text')}, '')`,
];

export const leanIndexes = ({ name, fields, chained = false }: Collection, stretches: readonly string[]): Index[] => [
  indexOn(name, '(tenant, id)', true),
  ...(chained || stretches.length > 0 ? [] : [indexOn(name, '(tenant, seq)')]),
  indexOn(name, `(${chained ? 'tenant, ' : ''}created_at, seq) where ${EVERY}`),
  ...Object.keys(fields).filter((field) => !stretches.includes(field)).map((field) => indexOn(name, `(tenant, ${leanColumn(field)}, seq)`)),
];

/** What the column of an entry holds. */
export const leanValue = (field: string, body: Readonly<Record<string, unknown>>): string => (typeof body[field] === 'string' ? body[field] : '');
