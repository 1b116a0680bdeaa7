/** Where a collection is kept: one table of the same shape for all, and indexes over the fields of its JSON bodies. */
import { createHash } from 'node:crypto';
import type { Collection } from '@patchbay/contracts';

export type FieldType = Collection['fields'][string];

/** What differs between the SQL of two stores. */
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

export interface Table {
  readonly collection: Collection;
  readonly name: string;
  readonly isLog: boolean;
  readonly chained: boolean;
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
  const { name, kind, chained = false } = collection;
  if (!NAME.test(name) || name.startsWith('sqlite_') || name.startsWith('pg_') || OWN.has(name)) throw new Error(`a collection can’t be named ${JSON.stringify(name)}: lower case letters, digits and _ only, and no name of the store’s own`);
  for (const field of fieldsOf(collection)) if (!FIELD.test(field)) throw new Error(`the field ${JSON.stringify(field)} of ${name} can’t be indexed: letters, digits and _ only`);
  const isLog = kind === 'log';
  return {
    collection, name, isLog, chained,
    fields: new Map(Object.entries(collection.fields)),
    columns: isLog ? `tenant, id, created_at, body, seq${chained ? ', hash' : ''}` : 'tenant, id, created_at, body, version, updated_at',
    create: isLog ? logTable(name, chained, dialect) : documentTable(name, dialect),
    indexes: indexesOf(collection, dialect),
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
  const index = (columns: string, isUnique = false): Index => {
    const what = `on "${name}" (${columns})`;
    const indexName = `${name.slice(0, 40)}_${createHash('sha256').update(`${isUnique} ${what}`).digest('hex').slice(0, 12)}_ix`;
    return { name: indexName, sql: `create ${isUnique ? 'unique ' : ''}index if not exists "${indexName}" ${what}` };
  };
  return [
    ...own.map((columns) => index(columns)),
    ...(kind === 'log' ? [index('tenant, id', true)] : []),
    ...Object.entries(fields).map(([field, type]) => index(`tenant, (${sought(field, type, dialect)}), ${behind}`)),
    ...unique.map((group) => index([...(group.global === true ? [] : ['tenant']), ...group.fields.map((field) => `(${dialect.value(field, fields[field] ?? 'text')})`)].join(', '), true)),
  ];
}

/** A body field as it is indexed for filters and sorts. */
export const sought = (field: string, type: FieldType, dialect: Dialect, column?: string): string => `coalesce(${dialect.value(field, type, column)}, ${dialect.none(type)})`;

/** What a missing value counts as in sorts and comparisons, before every other. */
export const NONE = { text: '', number: -1e308, boolean: false } as const satisfies Record<FieldType, unknown>;

/** The tables and indexes of a set of collections in one short text: the same text, nothing to do. */
export function digestOf(tables: ReadonlyMap<string, Table>): string {
  const all = [...tables.values()].flatMap((table) => [table.create, ...table.indexes.map((index) => index.sql)]);
  return createHash('sha256').update(all.sort().join('\n')).digest('hex');
}

export function tableNamed(tables: ReadonlyMap<string, Table>, name: string): Table {
  const table = tables.get(name);
  if (table === undefined) throw new Error(`the store keeps no collection named ${name}`);
  return table;
}
