/** What ServiceNow knows about a service: incidents and change requests that changed in the window and name it, or its configuration item. */
import { context, type Finding, type JsonObject, names, type ReadCtx } from '@patchbay/sdk';
import { severityOf } from '../wire/severity.ts';
import { CHANGE_STATES, type Config, INCIDENT_STATES, pageOf, stateOf } from './fields.ts';
import { records } from './table.ts';
import { instantOf, labelAt, quoted, timeOf, valueAt } from './values.ts';

const MOST = 300;
const FIELDS = ['sys_id', 'number', 'short_description', 'description', 'state', 'active', 'priority', 'risk', 'approval', 'cmdb_ci', 'start_date', 'end_date', 'sys_updated_on'];
/** A time in a query means that of the user’s zone: a day more is looked through on both sides. */
const DAY_MS = 86_400_000;

interface Asked { readonly service: string; readonly since: string; readonly until: string; readonly limit: number }

export const servicenowContext = {
  incidents: context({
    title: 'Incidents of ServiceNow', description: 'Incidents that changed in the window, and name the service or are about its configuration item.', kind: 'incidents',
    run: async (asked, ctx: ReadCtx<Config>) => (await changed('incident', asked, ctx)).map((each) => ({
      ...shown(each, 'incident', ctx), ongoing: valueAt(each, 'active') === 'true', ...severityOf(`p${valueAt(each, 'priority')}`), data: { state: stateOf(each, INCIDENT_STATES), priority: labelAt(each, 'priority'), item: labelAt(each, 'cmdb_ci') },
    })),
  }),
  changes: context({
    title: 'Change requests of ServiceNow', description: 'Change requests that changed in the window, and name the service or are about its configuration item.', kind: 'changes',
    run: async (asked, ctx: ReadCtx<Config>) => (await changed('change_request', asked, ctx)).map((each) => ({
      ...shown(each, 'change_request', ctx), ongoing: valueAt(each, 'state') === CHANGE_STATES.implement,
      data: { state: stateOf(each, CHANGE_STATES), approval: valueAt(each, 'approval'), risk: labelAt(each, 'risk'), item: labelAt(each, 'cmdb_ci'), starts_at: instantOf(valueAt(each, 'start_date')), ends_at: instantOf(valueAt(each, 'end_date')) },
    })),
  }),
};

async function changed(table: string, { service, since, until, limit }: Asked, ctx: ReadCtx<Config>): Promise<JsonObject[]> {
  const [from, to, word] = [Date.parse(since), Date.parse(until), quoted(service)];
  const query = `sys_updated_on>=${timeOf(new Date(from - DAY_MS).toISOString())}^sys_updated_on<=${timeOf(new Date(to + DAY_MS).toISOString())}^short_descriptionLIKE${word}^ORdescriptionLIKE${word}^ORcmdb_ci.nameLIKE${word}^ORDERBYDESCsys_updated_on`;
  const found = await records(table, { query, fields: FIELDS, limit: MOST }, ctx);
  return found.filter((each) => within(Date.parse(instantOf(valueAt(each, 'sys_updated_on'))), from, to) && [valueAt(each, 'short_description'), valueAt(each, 'description'), labelAt(each, 'cmdb_ci')].some((text) => names(text, service))).slice(0, limit + 1);
}

const within = (at: number, from: number, to: number): boolean => at >= from && at <= to;

const shown = (each: JsonObject, table: string, { config }: ReadCtx<Config>): Finding => ({
  at: instantOf(valueAt(each, 'sys_updated_on')), title: `${valueAt(each, 'number')}: ${valueAt(each, 'short_description')}`.slice(0, 300), url: pageOf(table, valueAt(each, 'sys_id'), config), subject: valueAt(each, 'number'),
});
