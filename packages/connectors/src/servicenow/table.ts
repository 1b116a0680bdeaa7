/** Records of any table. */
import { at, type Ctx, type HttpRequest, type JsonObject, type NextPage, PluginError, type ReadCtx } from '@patchbay/sdk';
import { list } from '../wire/fields.ts';
import { namesIn } from './encoded-query.ts';
import type { Config } from './fields.ts';
import { quoted } from './values.ts';

/** Both forms of each value, references without their links. */
const SHOWN = { sysparm_display_value: 'all', sysparm_exclude_reference_link: 'true' };
const PAGE_SIZE = 200;
/** Of these some should be visible. */
const LOOK_AT = 20;

type Reader = Pick<ReadCtx<Config>, 'http'>;
const path = (table: string, id = ''): string => `/api/now/table/${table}${id === '' ? '' : `/${id}`}`;

/** Rows that the account may not see are missing from a page, so that only the header says where the next one starts. */
const next: NextPage = ({ headers }, request) => {
  const offset = /<[^>]*[?&]sysparm_offset=(\d+)[^>]*>\s*;\s*rel="?next"?/.exec(headers['link'] ?? '')?.[1];
  return offset === undefined ? undefined : { ...request, query: { ...request.query, sysparm_offset: offset } };
};

interface Asked { readonly query: string; readonly fields?: readonly string[] | undefined; readonly limit: number }

/** Pages of an order that nobody chose would overlap. */
const ordered = (query: string): string => (/(^|\^)ORDERBY/.test(query) ? query : [query, 'ORDERBYDESCsys_created_on'].filter((part) => part !== '').join('^'));

export function records(table: string, { query, fields, limit }: Asked, { http }: Reader): Promise<JsonObject[]> {
  const request: HttpRequest = { url: path(table), query: { ...SHOWN, sysparm_query: ordered(query), sysparm_fields: fields?.join(','), sysparm_limit: Math.min(limit, PAGE_SIZE), sysparm_offset: 0 } };
  return http.collect<JsonObject>(request, { items: 'result', next, limit });
}

/** A condition on a field that is not there would be left out, and all records come. A record tells its fields. */
export async function checkedRecords(table: string, asked: Asked, ctx: Reader): Promise<JsonObject[]> {
  const names = namesIn(asked.query);
  if (names.length === 0) return records(table, asked, ctx);
  const { headers, body } = await ctx.http.request({ url: path(table), query: { ...SHOWN, sysparm_limit: LOOK_AT } });
  const known = list(body, 'result')[0];
  if (known === undefined && headers['x-total-count'] === '0') return [];
  if (known === undefined) throw new PluginError('permission', `None of the first ${LOOK_AT} records of ${table} can be seen, so that the query can't be checked`);
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) throw new PluginError('invalid', `${table} has no field ${unknown.join(', ')}, or does not show it to this account`, { field: 'query' });
  return records(table, asked, ctx);
}

/** By its sys_id or its number. */
export async function record(table: string, id: string, fields: readonly string[] | undefined, { http }: Reader): Promise<JsonObject> {
  if (isSysId(id)) return at(await http.get(path(table, id), { query: { ...SHOWN, sysparm_fields: fields?.join(',') } }), 'result') as JsonObject;
  const found = (await records(table, { query: `number=${quoted(id)}`, fields, limit: 1 }, { http }))[0];
  if (found === undefined) throw new PluginError('not_found', `There is no ${id} in ${table}, or the account may not see it`);
  return found;
}

const isSysId = (id: string): boolean => /^[0-9a-f]{32}$/.test(id);

export async function insert(table: string, values: Readonly<Record<string, unknown>>, fields: readonly string[] | undefined, { http }: Pick<Ctx<Config>, 'http'>): Promise<JsonObject> {
  return at(await http.post(path(table), values, { query: { ...SHOWN, sysparm_fields: fields?.join(',') } }), 'result') as JsonObject;
}

/** What is written twice is the same, unless it is a note. */
export async function change(table: string, id: string, values: Readonly<Record<string, unknown>>, fields: readonly string[] | undefined, { http }: Pick<Ctx<Config>, 'http'>, retry: 'safe' | 'always' = 'always'): Promise<JsonObject> {
  return at(await http.patch(path(table, id), values, { query: { ...SHOWN, sysparm_fields: fields?.join(',') }, retry }), 'result') as JsonObject;
}

/** Names that were written and are not in the answer. */
export const ignoredOf = (written: Readonly<Record<string, unknown>> | undefined, answer: JsonObject): string[] => Object.keys(written ?? {}).filter((name) => !Object.hasOwn(answer, name));
