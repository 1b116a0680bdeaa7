/** Builds the SQL that reads a collection, for either store. Lists walk an index: nothing is sorted, nothing is scanned. */
import type { ListQuery, Scalar } from './store.ts';
import { leanColumn, milestones } from './lean-table.ts';
import { STRETCH, stretchTable } from './stretch-table.ts';
import { type Dialect, type FieldType, NONE, sought, soughtIn, type Table } from './table.ts';

export type Value = string | number;

export interface Select {
  readonly text: string;
  readonly values: readonly Value[];
}

export type Where = Readonly<Record<string, Scalar>>;

/**
 * Entries of a log stand in the order of commits, and carry the instant at which their call began. As long as no call
 * lasts longer than this, a window of time is a window of places, which an index can seek.
 */
const LONGEST_CALL = 3_600_000;

/** Undefined when nothing can match. Of several filters, `seek` names the one whose index is walked. */
export function list(table: Table, query: ListQuery, dialect: Dialect, seek?: string): Select | undefined {
  const values: Value[] = [];
  const bind = binder(values, dialect);
  const { field, descending } = query.sort ?? { field: table.isLog ? 'seq' : 'id', descending: false };
  const way = wayThrough(table, query, bind, field, seek);
  const where = conditions(table, query.tenant, query.where ?? {}, dialect, bind, seek, way);
  if (where === undefined || query.limit < 1) return undefined;
  where.push(...windowOf(table, query, bind, way));

  const { key, tie, type } = orderOf(table, field, query.tenant, dialect);
  const page = pager(table, tie === undefined ? [key] : [key, tie], descending, bind(query.limit), way);
  if (query.after === undefined) return { text: page(where), values };

  const beyond = descending ? '<' : '>';
  const value = bind(comparable(type, query.after.value));
  const further = page([...where, ...beyondOf(way, key, beyond, value)]);
  if (tie === undefined) return { text: further, values };
  // First the rest of those with the same value, then what lies beyond: two seeks instead of a walk over equals.
  const id = bind(String(query.after.id));
  const last = tie === 'seq' ? `(select seq from "${table.name}" where ${query.tenant === undefined ? '' : `tenant = ${bind(query.tenant)} and `}id = ${id})` : id;
  const same = pager(table, [tie], descending, bind(query.limit), way && { ...way, content: value })([...where, `${key} = ${value}`, ...beyondOf(way, tie, beyond, last)]);
  return { text: `select * from (${same}) a union all select * from (${further}) b limit ${bind(query.limit)}`, values };
}

export function find(table: Table, tenant: string | undefined, where: Where, dialect: Dialect): Select | undefined {
  const values: Value[] = [];
  const bind = binder(values, dialect);
  const way = wayThrough(table, { ...(tenant === undefined ? {} : { tenant }), where }, bind, 'seq');
  const found = conditions(table, tenant, where, dialect, bind, undefined, way);
  return found && { text: `select ${table.columns} from ${fromText(table, way)}${whereText([...onTheWay(way), ...found])} limit 1`, values };
}

export function tail(table: Table, query: { readonly tenant?: string; readonly after: number; readonly limit: number }, dialect: Dialect): Select {
  if (table.chained && query.tenant === undefined) throw new Error(`the places of ${table.name} count within a tenant: name one`);
  const values: Value[] = [];
  const bind = binder(values, dialect);
  const way = wayThrough(table, query, bind, 'seq');
  const where = [...(query.tenant === undefined ? [] : [ownerIs(way, bind(query.tenant))]), ...beyondOf(way, 'seq', '>', bind(integer(query.after)))];
  return { text: pager(table, ['seq'], false, bind(Math.max(0, query.limit)), way)(where), values };
}

export interface Place {
  readonly tenant: string;
  readonly key: Value;
}

/** One batch of everything, behind a place. */
export function scan(table: Table, tenant: string | undefined, after: Place | undefined, limit: number, dialect: Dialect): Select {
  const values: Value[] = [];
  const bind = binder(values, dialect);
  const key = table.isLog ? 'seq' : 'id';
  const overall = table.isLog && !table.chained && tenant === undefined;
  const order = overall || tenant !== undefined ? [key] : ['tenant', key];
  const way = wayThrough(table, tenant === undefined ? {} : { tenant }, bind, key);
  const where = tenant === undefined ? [] : [ownerIs(way, bind(tenant))];
  if (after !== undefined) where.push(...(order.length === 1 ? beyondOf(way, key, '>', bind(after.key)) : [`(tenant, ${key}) > (${bind(after.tenant)}, ${bind(after.key)})`]));
  return { text: pager(table, order, false, bind(limit), way)(where), values };
}

/** Documents whose number in a field is below a limit: tenant by tenant, since every index begins with the tenant. */
export function prunable(table: Table, field: string, below: number, limit: number, dialect: Dialect): Select {
  const values: Value[] = [];
  const bind = binder(values, dialect);
  const expression = sought(field, typeOf(table, field), dialect, 'd.body');
  const tenants = `with recursive t(tenant) as (select min(tenant) from "${table.name}" union all select (select min(n.tenant) from "${table.name}" n where n.tenant > t.tenant) from t where t.tenant is not null)`;
  return { text: `${tenants} select d.tenant, d.id from t join "${table.name}" d on d.tenant = t.tenant and ${expression} > ${bind(NONE.number)} and ${expression} < ${bind(below)} limit ${bind(limit)}`, values };
}

type Bind = (value: Value) => string;

const binder = (values: Value[], dialect: Dialect): Bind => (value) => dialect.place(values.push(value));

const pager = (table: Table, order: readonly string[], descending: boolean, limit: string, way?: Way) => (where: readonly string[]): string =>
  `select ${table.columns} from ${fromText(table, way)}${whereText([...onTheWay(way), ...where])} order by ${alongTheWay(order, way).map((key) => `${key} ${descending ? 'desc' : 'asc'}`).join(', ')} limit ${limit}`;

/** Of a log that is found by stretches: the stretches that are walked. SQLite goes through them in their order, and through the places of each. */
interface Way {
  /** A field, or '' for all of the tenant. */
  readonly kind: string;
  readonly owner: string;
  /** The value that is looked for; undefined: all of them, sorted. */
  readonly content: string | undefined;
  /** The places count within the tenant. */
  readonly chained: boolean;
}

function wayThrough(table: Table, { tenant, where = {} }: Pick<ListQuery, 'tenant' | 'where'>, bind: Bind, sort: string, seek?: string): Way | undefined {
  if (tenant === undefined || where['id'] !== undefined) return undefined;
  const kind = sort !== 'seq' ? sort : seek ?? Object.keys(where)[0] ?? '';
  if (!table.stretches.includes(kind)) return undefined;
  const wanted = kind === '' ? '' : where[kind];
  return { kind, owner: bind(tenant), content: wanted === undefined ? undefined : bind(plain(wanted)), chained: table.chained };
}

const fromText = ({ name }: Table, way: Way | undefined): string => (way === undefined ? `"${name}"` : `"${stretchTable(name)}" cross join "${name}"`);

/** The stretches, and the places of each. A plus keeps SQLite from other indexes. */
const onTheWay = (way: Way | undefined): string[] => (way === undefined ? [] : [
  `kind = '${way.kind}'`, `owner = ${way.owner}`, ...(way.content === undefined ? [`+${leanColumn(way.kind)} = content`] : [`content = ${way.content}`]),
  `seq between stretch * ${STRETCH} and stretch * ${STRETCH} + ${STRETCH - 1}`,
]);

const alongTheWay = (order: readonly string[], way: Way | undefined): readonly string[] =>
  (way === undefined ? order : order.flatMap((key) => (key === 'seq' ? ['stretch', key] : way.content === undefined ? ['content'] : [])));

const ownerIs = (way: Way | undefined, tenant: string): string => `${way === undefined || way.chained ? '' : '+'}tenant = ${tenant}`;

/** Behind a place or a value, and the stretches of those. */
function beyondOf(way: Way | undefined, key: string, beyond: string, value: string): string[] {
  const found = [`${key} ${beyond} ${value}`];
  if (way === undefined) return found;
  if (key === 'seq') return [...found, `stretch ${beyond}= cast(${value} as integer) / ${STRETCH}`];
  return way.content === undefined && key === leanColumn(way.kind) ? [...found, `content ${beyond} ${value}`] : found;
}

const whereText = (where: readonly string[]): string => (where.length === 0 ? '' : ` where ${where.join(' and ')}`);

/** Equality, through a unique index where the filter names all its fields. */
function conditions(table: Table, tenant: string | undefined, where: Where, dialect: Dialect, bind: Bind, seek?: string, way?: Way): string[] | undefined {
  const unique = (table.collection.unique ?? []).find((group) => group.fields.every((field) => where[field] !== undefined));
  const found = tenant === undefined ? [] : [ownerIs(way, bind(tenant))];
  for (const [field, wanted] of Object.entries(where)) {
    const type = field === 'id' ? 'text' : typeOf(table, field);
    if (typeof wanted !== (type === 'text' ? 'string' : type)) return undefined;
    if (field === 'id') found.push(`id = ${bind(plain(wanted))}`);
    else if (unique?.fields.includes(field) === true) found.push(`${dialect.value(field, type)} = ${bind(plain(wanted))}`);
    else found.push(...matches(table, field, type, wanted, dialect, bind).map((condition) => (seek === undefined || seek === field ? condition : `+${condition}`))); // a plus keeps SQLite from its index
  }
  return found;
}

const matches = (table: Table, field: string, type: FieldType, wanted: Scalar, dialect: Dialect, bind: Bind): string[] =>
  (table.lean ? [`${soughtIn(table, field, type, dialect)} = ${bind(plain(wanted))}`] : equal(field, type, wanted, dialect, bind));

/** Counts what a filter by one field finds, up to a limit: entries, or stretches of them. */
export function peek(table: Table, tenant: string, field: string, wanted: Scalar, limit: number, dialect: Dialect): Select | undefined {
  const values: Value[] = [];
  const bind = binder(values, dialect);
  const way = wayThrough(table, { tenant, where: { [field]: wanted } }, bind, 'seq', field);
  if (way !== undefined) return { text: `select count(*) as n from (select 1 from "${stretchTable(table.name)}" where kind = '${way.kind}' and owner = ${way.owner} and content = ${way.content} limit ${bind(limit)})`, values };
  const where = conditions(table, tenant, { [field]: wanted }, dialect, bind);
  return where && { text: `select count(*) as n from (select 1 from "${table.name}"${whereText(where)} limit ${bind(limit)})`, values };
}

/** A value that missing ones are sorted as does not match them. */
export function equal(field: string, type: FieldType, value: Scalar, dialect: Dialect, bind: Bind): string[] {
  return [`${sought(field, type, dialect)} = ${bind(plain(value))}`, ...(value === NONE[type] ? [`${dialect.value(field, type)} is not null`] : [])];
}

function windowOf(table: Table, { tenant, since, until }: ListQuery, bind: Bind, way?: Way): string[] {
  const found: string[] = [];
  const placed = table.isLog && (tenant !== undefined || (table.lean && !table.chained));
  const ofTenant = (): string => bind(tenant ?? '');
  const among = (): string => (table.lean ? milestones(ofTenant, table.chained) : `tenant = ${ofTenant()}`);
  const nearest = (condition: string, order: string): string => `(select seq from "${table.name}" where ${among()} and created_at ${condition} order by created_at ${order}, seq ${order} limit 1)`;
  if (since !== undefined) {
    found.push(`created_at >= ${bind(integer(since))}`);
    if (placed) found.push(...beyondOf(way, 'seq', '>', `coalesce(${nearest(`< ${bind(integer(since - LONGEST_CALL))}`, 'desc')}, 0)`));
  }
  if (until !== undefined) {
    found.push(`created_at < ${bind(integer(until))}`);
    if (placed) found.push(...beyondOf(way, 'seq', '<', `coalesce(${nearest(`>= ${bind(integer(until + LONGEST_CALL))}`, 'asc')}, ${Number.MAX_SAFE_INTEGER})`));
  }
  return found;
}

/** The order of a list: by a key, and among equals by the place in a log or the id of a document. */
function orderOf(table: Table, field: string, tenant: string | undefined, dialect: Dialect): { key: string; tie: string | undefined; type: FieldType | 'integer' } {
  if (field === 'id') return { key: 'id', tie: undefined, type: 'text' };
  if (table.isLog && field === 'seq') return { key: 'seq', tie: table.chained && tenant === undefined ? 'id' : undefined, type: 'integer' };
  if (field === (table.isLog ? 'created_at' : 'updated_at')) return { key: field, tie: table.isLog ? 'seq' : 'id', type: 'integer' };
  const type = typeOf(table, field);
  return { key: soughtIn(table, field, type, dialect), tie: table.isLog ? 'seq' : 'id', type };
}

function typeOf(table: Table, field: string): FieldType {
  const type = table.fields.get(field);
  if (type === undefined) throw new Error(`${table.name} has no index on ${field}`);
  return type;
}

/** A cursor may hold anything: what does not compare stands before everything, as a missing value does. */
function comparable(type: FieldType | 'integer', value: Scalar): Value {
  if (type === 'text') return String(value);
  if (type === 'integer') return integer(typeof value === 'number' ? value : 0);
  if (type === 'boolean') return value === true ? 1 : 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : NONE.number;
}

const plain = (value: Scalar): Value => (typeof value === 'boolean' ? Number(value) : value);

/** Whole, and small enough for the column. */
export const integer = (value: number): number => (Number.isFinite(value) ? Math.trunc(Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)) : 0);
