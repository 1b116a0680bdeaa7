/** Records of any table: what has no action of its own. */
import { action, at, type Ctx, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { list, string } from '../../wire/fields.ts';
import { type Config, encoded, ignored, limit, sysId, table, values } from '../fields.ts';
import { change, checkedRecords, ignoredOf, insert, record } from '../table.ts';
import { labelAt, valueAt } from '../values.ts';

const shown = { id: t.string({ description: 'sys_id.' }), values: t.record(t.string(), { description: 'Values as they are kept, by the name of their field.' }), labels: t.record(t.string(), { description: 'The same as people read them, where that is something else.' }) };
const written = t.object({ ...shown, ignored });
const id = sysId('sys_id of the record.');
const only = t.array(t.string({ pattern: '^[a-z][a-z0-9_.]*$', maxLength: 120 }), { default: [], maxItems: 100, description: 'Only these fields; all, if empty.' });

export const recordActions = {
  create_record: action({
    title: 'Create a record', description: 'Creates a record in any table.', safety: 'moderate', input: t.object({ table, values }), output: written, example: { table: 'cmdb_ci_service', values: { name: 'shop', operational_status: '1' } },
    async run({ table: of, values: said }, ctx: Ctx<Config>) {
      const made = await insert(of, said, undefined, ctx);
      return { ...recordOf(made), ignored: ignoredOf(said, made) };
    },
  }),
  update_record: action({
    title: 'Change a record', description: 'Changes fields of a record in any table; what is not given stays.', safety: 'moderate', idempotent: true, input: t.object({ table, id, values }), output: written, example: { table: 'cmdb_ci_service', id: '46d44a23a9fe19810012d100cca80666', values: { operational_status: '2' } },
    async run({ table: of, id: which, values: said }, ctx: Ctx<Config>) {
      const changed = await change(of, which, said, undefined, ctx);
      return { ...recordOf(changed), ignored: ignoredOf(said, changed) };
    },
  }),
  import_row: action({
    title: 'Import a row', description: 'Puts a row into a staging table; its transform map makes records of it at once.', safety: 'moderate', input: t.object({ staging_table: table, values }),
    output: t.object({ items: t.array(t.object({ table: t.string({ description: 'Table of the record.' }), id: t.string({ description: 'sys_id of the record.' }), status: t.string({ description: 'inserted, updated, ignored or skipped.' }) }), { description: 'What became of it.' }) }), example: { staging_table: 'u_patchbay_services', values: { u_name: 'shop' } },
    run: importRow,
  }),
};

export const recordQueries = {
  get_record: query({
    title: 'Get a record', description: 'A record of any table.', input: t.object({ table, id, fields: only }), output: t.object(shown), example: { table: 'cmdb_ci_service', id: '46d44a23a9fe19810012d100cca80666', fields: [] },
    run: async ({ table: of, id: which, fields }, ctx: ReadCtx<Config>) => recordOf(await record(of, which, chosen(fields), ctx)),
  }),
  query_records: query({
    title: 'Query records', description: 'Records of any table that match, the newest first.', input: t.object({ table, query: encoded('operational_status=1^nameSTARTSWITHshop'), fields: only, limit }), output: t.object({ items: t.array(t.object(shown)) }), example: { table: 'cmdb_ci_service', query: 'operational_status=1^nameSTARTSWITHshop', fields: ['name'], limit: 100 },
    run: async ({ table: of, query: where, fields, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await checkedRecords(of, { query: where, fields: chosen(fields), limit: most }, ctx)).map(recordOf) }),
  }),
};

const chosen = (fields: readonly string[]): readonly string[] | undefined => (fields.length === 0 ? undefined : [...new Set(['sys_id', ...fields])]);

function recordOf(each: JsonObject) {
  const names = Object.keys(each);
  return { id: valueAt(each, 'sys_id'), values: Object.fromEntries(names.map((name) => [name, valueAt(each, name)])), labels: Object.fromEntries(names.filter((name) => labelAt(each, name) !== valueAt(each, name)).map((name) => [name, labelAt(each, name)])) };
}

/** One row may become several records, and some of them may fail in an answer that says 201. */
async function importRow({ staging_table, values: said }: { readonly staging_table: string; readonly values: Readonly<Record<string, unknown>> }, ctx: Ctx<Config>) {
  const answer = await ctx.http.post(`/api/now/import/${staging_table}`, said);
  const failed = list(answer, 'result').find((each) => at(each, 'status') === 'error');
  if (failed !== undefined) throw new PluginError('invalid', `The row was not transformed: ${string(failed, 'error_message').slice(0, 300) || 'no reason was given'}`);
  return { items: list(answer, 'result').map((each) => ({ table: string(each, 'table'), id: string(each, 'sys_id'), status: string(each, 'status') })) };
}
