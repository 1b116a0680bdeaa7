/** Where a collection is kept: one table of the same shape for all, and indexes over the fields of its JSON bodies. */
import { createHash } from 'node:crypto';
import type { Collection } from '@patchbay/contracts';
import { type Dialect, type FieldType, type Index, indexOn } from './dialect.ts';
import { leanColumn, leanIndexes, leanTable } from './lean-table.ts';
import { createQueue, queueIndexes, WORK_COLUMNS } from './queue-table.ts';
import { createStretches, stretchesOf } from './stretch-table.ts';

export type { Dialect, FieldType, Index } from './dialect.ts';

export interface Table {
  readonly collection: Collection;
  readonly name: string;
  readonly isLog: boolean;
  readonly isQueue: boolean;
  readonly chained: boolean;
  readonly lean: boolean;
  /** By what it is found in stretches, in place of indexes: fields, and '' for a tenant. */
  readonly stretches: readonly string[];
  readonly fields: ReadonlyMap<string, FieldType>;
  /** Rows come with these columns, in this order. */
  readonly columns: string;
  readonly create: string;
  readonly indexes: readonly Index[];
}

const NAME = /^[a-z][a-z0-9_]{0,47}$/;
const FIELD = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
const OWN = new Set(['schema_migration', 'log_head', 'store_fact']);

export function tablesOf(collections: readonly Collection[], dialect: Dialect): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const collection of collections) {
    if (tables.has(collection.name)) throw new Error(`two collections are named ${collection.name}`);
    tables.set(collection.name, tableOf(collection, dialect));
  }
  return tables;
}

function tableOf(collection: Collection, dialect: Dialect): Table {
  const { name, kind, chained = false, lean = false } = collection;
  if (!NAME.test(name) || name.startsWith('sqlite_') || name.startsWith('pg_') || OWN.has(name)) throw new Error(`a collection can’t be named ${JSON.stringify(name)}: lower case letters, digits and _ only, and no name of the store’s own`);
  for (const field of fieldsOf(collection)) if (!FIELD.test(field)) throw new Error(`the field ${JSON.stringify(field)} of ${name} can’t be indexed: letters, digits and _ only`);
  const isLog = kind === 'log';
  if (kind === 'queue') return { collection, name, isLog, isQueue: true, chained: false, lean: false, stretches: [], fields: new Map(), columns: WORK_COLUMNS, create: createQueue(name, dialect), indexes: queueIndexes(name) };
  if (lean && (!isLog || Object.values(collection.fields).some((type) => type !== 'text'))) throw new Error(`${name} can’t be lean: only a log whose fields are text`);
  const stretches = stretchesOf(collection, dialect);
  return {
    collection, name, isLog, isQueue: false, chained, lean, stretches,
    fields: new Map(Object.entries(collection.fields)),
    columns: isLog ? `tenant, id, created_at, body, seq${chained ? ', hash' : ''}` : 'tenant, id, created_at, body, version, updated_at',
    create: stretches.length > 0 ? `${leanTable(collection, dialect)}; ${createStretches(name)}` : lean ? leanTable(collection, dialect) : isLog ? logTable(name, chained, dialect) : documentTable(name, dialect),
    indexes: lean ? leanIndexes(collection, stretches) : indexesOf(collection, dialect),
  };
}

const fieldsOf = ({ fields, unique = [] }: Collection): string[] => [...Object.keys(fields), ...unique.flatMap((group) => group.fields)];

function documentTable(name: string, { types: { text, integer, json }, kind }: Dialect): string {
  return `create table if not exists "${name}" (tenant ${text} not null, id ${text} not null, version ${integer} not null, created_at ${integer} not null, updated_at ${integer} not null, body ${json} not null, primary key (tenant, id))${kind === 'sqlite' ? ' strict' : ''}`;
}

/** The seq of a chained log counts within its tenant, that of another one over all. */
function logTable(name: string, chained: boolean, { types: { text, integer, json }, kind }: Dialect): string {
  const columns = `seq ${integer} not null, tenant ${text} not null, id ${text} not null, created_at ${integer} not null, body ${json} not null`;
  return `create table if not exists "${name}" (${columns}, ${chained ? `hash ${text} not null, primary key (tenant, seq)` : 'primary key (seq)'})${kind === 'sqlite' ? ' strict' : ''}`;
}

function indexesOf({ name, kind, chained = false, fields, unique = [] }: Collection, dialect: Dialect): Index[] {
  const behind = kind === 'log' ? 'seq' : 'id';
  const own = kind === 'documents' ? ['tenant, updated_at, id'] : ['tenant, created_at, seq', ...(chained ? [] : ['tenant, seq'])];
  const index = (columns: string, isUnique = false): Index => indexOn(name, `(${columns})`, isUnique);
  return [
    ...own.map((columns) => index(columns)),
    ...(kind === 'log' ? [index('tenant, id', true)] : []),
    ...Object.entries(fields).map(([field, type]) => index(`tenant, (${sought(field, type, dialect)}), ${behind}`)),
    ...unique.map((group) => index([...(group.global === true ? [] : ['tenant']), ...group.fields.map((field) => `(${dialect.value(field, fields[field] ?? 'text')})`)].join(', '), true)),
  ];
}

/** A field of this table as it is indexed. */
export const soughtIn = ({ lean }: Table, field: string, type: FieldType, dialect: Dialect): string => (lean ? leanColumn(field) : sought(field, type, dialect));

/** A body field as it is indexed for filters and sorts. */
export const sought = (field: string, type: FieldType, dialect: Dialect, column?: string): string => `coalesce(${dialect.value(field, type, column)}, ${dialect.none(type)})`;

/** What a missing value counts as in sorts and comparisons, before every other. */
export const NONE = { text: '', number: -1e308, boolean: false } as const satisfies Record<FieldType, unknown>;

/** The tables and indexes of a set of collections in one short text: the same text, nothing to do. */
export function digestOf(tables: ReadonlyMap<string, Table>): string {
  const all = [...tables.values()].flatMap((table) => [table.create, ...table.indexes.map((index) => index.sql)]);
  return createHash('sha256').update(all.sort().join('\n')).digest('hex');
}

/** A log whose entries may change or go. */
export function amendable(table: Table): Table {
  if (!table.isLog || table.chained) throw new Error(`entries of ${table.name} can’t be taken out or changed: only those of a log that is not chained`);
  return table;
}

export function tableNamed(tables: ReadonlyMap<string, Table>, name: string): Table {
  const table = tables.get(name);
  if (table === undefined) throw new Error(`the store keeps no collection named ${name}`);
  return table;
}
