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
export const strictly = (chained: boolean): string => (chained ? ' strict, without rowid' : ' strict');

/** Brings a log that was not lean, or had fewer fields, to what it is now: the column, and its values out of the bodies. */
export const leanColumnSteps = ({ name }: Collection, field: string, dialect: Dialect): [string, string] => [
  `alter table "${name}" add column ${leanColumn(field)} ${dialect.types.text} not null default ''`,
  `update "${name}" set ${leanColumn(field)} = coalesce(${dialect.value(field, 'text')}, '')`,
];

export const leanIndexes = (collection: Collection): Index[] => {
  const { name, fields, chained = false } = collection;
  return [
    indexOn(name, '(tenant, id)', true),
    ...(chained ? [] : [indexOn(name, '(tenant, seq)')]),
    indexOn(name, `(${chained ? 'tenant, ' : ''}created_at, seq) where ${EVERY}`),
    ...Object.keys(fields).map((field) => indexOn(name, `(tenant, ${leanColumn(field)}, seq) where ${leanRare(collection, field)}`)),
  ];
};

const usualIn = ({ usual }: Collection, field: string): string => usual?.[field] ?? '';
const leanRare = (collection: Collection, field: string): string => `${leanColumn(field)} <> '${usualIn(collection, field)}'`;

/** That an entry has this in a field. What is usual is found by a walk over all, since most have it; for what is not, the store has to see that its index holds it. */
export const leanConditions = (collection: Collection, field: string, wanted: string, bound: string, dialect: Dialect): string[] =>
  (wanted === usualIn(collection, field) ? [`${leanColumn(field)} = ${bound}`] : [dialect.rare(`${leanColumn(field)} = ${bound}`), leanRare(collection, field)]);

/** What the column of an entry holds. */
export const leanValue = (field: string, body: Readonly<Record<string, unknown>>): string => (typeof body[field] === 'string' ? body[field] : '');
