import { type Context, type Document, Failure, indexedFields, type Page, type Row } from '@patchbay/contracts';
import type { Scalar } from '@patchbay/storage';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Room } from './room.ts';
import { show } from './view.ts';

interface Query {
  readonly limit: number;
  readonly cursor?: string;
  readonly behind?: string;
  readonly sort: string;
  readonly ids?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly [filter: string]: unknown;
}

export async function list(room: Room, query: Query, ctx: Context): Promise<Page<Document>> {
  const { definition, ports } = room;
  const tenant = ctx.caller.tenant;
  const where = filtersOf(room, query);
  if (query.ids !== undefined) return { items: await showAll(room, matching(await ports.store.getMany(definition.name, tenant, [...new Set(query.ids)]), where), ctx), next_cursor: null };

  const own = Object.keys(definition.filters).length === 0 ? undefined : await ownPage(room, query, where, ctx);
  if (own !== undefined) return own;

  const isLog = definition.kind === 'record' && 'seq' in definition.fields;
  const { field, descending } = sortOf(query.sort, isLog);
  const question = JSON.stringify([definition.name, query.sort, where, query.since, query.until]);
  const rows = await ports.store.list(definition.name, {
    tenant,
    where,
    ...(query.since === undefined ? {} : { since: Date.parse(query.since) }),
    ...(query.until === undefined ? {} : { until: Date.parse(query.until) }),
    sort: { field, descending },
    ...(query.cursor === undefined ? {} : { after: decodeCursor(query.cursor, question) }),
    ...(query.behind === undefined ? {} : { after: await placeOf(query.behind, field, room, tenant) }),
    limit: query.limit + 1, // one more, to know whether there is a next page
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await showAll(room, page, ctx),
    next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor(valueOf(last, field), last.id, question) : null,
  };
}

/** A list by a filter of the record's own: the engine that owns it knows where to look. */
async function ownPage(room: Room, query: Query, where: Record<string, Scalar>, ctx: Context): Promise<Page<Document> | undefined> {
  const filters = { ...where, ...Object.fromEntries(Object.keys(room.definition.filters).filter((filter) => query[filter] !== undefined).map((filter) => [filter, query[filter]])) };
  const question = JSON.stringify([room.definition.name, query.sort, filters, query.since, query.until]);
  const found = room.behaviour.page?.({
    filters, limit: query.limit, descending: query.sort.startsWith('-'),
    ...(query.since === undefined ? {} : { since: Date.parse(query.since) }),
    ...(query.until === undefined ? {} : { until: Date.parse(query.until) }),
    ...(query.cursor === undefined ? {} : { after: Number(decodeCursor(query.cursor, question).value) }),
  }, ctx);
  if (found === undefined) return undefined;
  if (query.behind !== undefined) throw new Failure('cursor.invalid', 'A list with these filters goes on with a cursor, not behind an id');
  const { rows, next } = await found;
  return { items: await showAll(room, rows, ctx), next_cursor: next === undefined ? null : encodeCursor(next, rows.at(-1)?.id ?? '-', question) };
}

/** Where an item stands in this order. Ids are their own place, also those of what is gone. */
async function placeOf(id: string, field: string, { definition, ports }: Room, tenant: string): Promise<{ value: Scalar; id: string }> {
  if (field === 'id') return { value: id, id };
  const row = await ports.store.get(definition.name, tenant, id);
  if (row === undefined) throw new Failure('cursor.invalid', `There is no ${definition.title.toLowerCase()} ${id} to go on behind`);
  return { value: valueOf(row, field), id };
}

async function showAll({ definition, behaviour }: Room, rows: readonly Row[], ctx: Context): Promise<Document[]> {
  const computed = await behaviour.show?.(rows, ctx);
  return rows.map((row, index) => show(definition, row, computed?.[index]));
}

function filtersOf({ definition }: Room, query: Query): Record<string, Scalar> {
  const filters = indexedFields(definition).filter((field) => query[field] !== undefined);
  return Object.fromEntries(filters.map((field) => [field, query[field] as Scalar]));
}

const matching = (rows: readonly Row[], where: Record<string, Scalar>): Row[] => rows.filter((row) => Object.entries(where).every(([field, value]) => row.body[field] === value));

/** A log is in the order of its seq, which is the order of its ids in all but clock and name. */
function sortOf(sort: string, isLog: boolean): { field: string; descending: boolean } {
  const descending = sort.startsWith('-');
  const field = descending ? sort.slice(1) : sort;
  return { field: isLog && field === 'id' ? 'seq' : field, descending };
}

function valueOf(row: Row, field: string): Scalar {
  if (field === 'id') return row.id;
  if (field === 'seq') return row.seq ?? 0;
  if (field === 'updated_at') return row.updated_at;
  return (row.body[field] ?? '') as Scalar;
}
