/** ServiceNow: incidents, change requests with their approvals, and records of any table. */
import { auth, definePlugin, type HealthReport, PluginError, type ReadCtx } from '@patchbay/sdk';
import { changeActions, changeQueries } from './actions/changes.ts';
import { incidentActions, incidentQueries } from './actions/incidents.ts';
import { noteActions, peopleQueries } from './actions/notes.ts';
import { recordActions, recordQueries } from './actions/records.ts';
import { servicenowContext } from './context.ts';
import { refused } from './errors.ts';
import { type Config, config } from './fields.ts';
import { toEvents } from './inbound.ts';

export const plugin = definePlugin({
  id: 'patchbay/servicenow',
  version: '1.0.0',
  title: 'ServiceNow',
  summary: 'Works on incidents and change requests, tells how approvals stand, and keeps records of any table.',
  categories: ['tracking'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: {
    basic: auth.basic('{{config.username}}', 'password', { description: 'A user with its password.' }),
    app: auth.clientCredentials({ tokenUrl: '{{config.base_url}}/oauth_token.do', clientId: '{{config.client_id}}', secret: 'client_secret', clientAuth: 'body', description: 'An OAuth application, which acts as the user that is named in it.' }),
    key: auth.header('x-sn-apikey', 'api_key', { description: 'An inbound REST API key.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, errorOf: refused },
  emits: ['servicenow.*'],
  context: servicenowContext,
  actions: { ...incidentActions, ...changeActions, ...noteActions, ...recordActions },
  queries: { ...incidentQueries, ...changeQueries, ...peopleQueries, ...recordQueries },
  webhooks: {
    events: { description: 'A business rule with our script, which signs as Standard Webhooks do.', verify: 'servicenow', secret: 'webhook_secret', toEvents },
    flow: { description: 'A flow that shows a token in the header x-patchbay-token.', verify: { algorithm: 'equal', header: 'x-patchbay-token', event_name_from: 'body:type', deduplicate_by: 'header:x-request-id' }, secret: 'webhook_token', toEvents },
  },
  health,
});

const NEEDED = ['incident', 'change_request'];

/** Rights are told by nothing: what the account may not read is asked for. */
async function health(ctx: ReadCtx<Config>): Promise<HealthReport> {
  if (!['password', 'client_secret', 'api_key'].some((name) => ctx.hasSecret(name))) return ['webhook_secret', 'webhook_token'].some((name) => ctx.hasSecret(name)) ? { state: 'ok', reason: 'Only webhooks: there is no credential' } : { state: 'down', reason: 'There is no password, client_secret or api_key' };
  const closed: string[] = [];
  for (const table of NEEDED) if (!(await mayRead(table, ctx))) closed.push(table);
  return closed.length === 0 ? { state: 'ok' } : { state: 'degraded', reason: `The account may not read ${closed.join(' and ')}; the role itil lets it` };
}

async function mayRead(table: string, { http }: ReadCtx<Config>): Promise<boolean> {
  try {
    await http.get(`/api/now/table/${table}`, { query: { sysparm_limit: 1, sysparm_fields: 'sys_id' } });
    return true;
  } catch (error) {
    if (error instanceof PluginError && error.code === 'permission') return false;
    throw error;
  }
}
