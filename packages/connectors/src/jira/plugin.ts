/** Jira Cloud: issues, their workflow, comments, links, time and versions. */
import { at, auth, codeOfStatus, definePlugin, type HttpReply, PluginError } from '@patchbay/sdk';
import { issueActions, issueQueries } from './actions/issues.ts';
import { noteActions, noteQueries } from './actions/notes.ts';
import { config } from './fields.ts';
import { jiraContext } from './context.ts';
import { toEvents } from './inbound.ts';

/** What the account must be allowed in some project at least. */
const NEEDED = ['BROWSE_PROJECTS', 'CREATE_ISSUES', 'EDIT_ISSUES', 'TRANSITION_ISSUES', 'ADD_COMMENTS'];

export const plugin = definePlugin({
  id: 'patchbay/jira',
  version: '1.0.0',
  title: 'Jira',
  summary: 'Creates, changes, moves, searches and comments issues.',
  categories: ['tracking'],
  config,
  hosts: ['{{config.base_url}}', '{{config.oauth_url}}'],
  auth: {
    token: auth.basic('{{config.email}}', 'api_token', { hosts: ['{{config.base_url}}'], description: 'An API token, with the e-mail of its account.' }),
    app: auth.refreshToken({ tokenUrl: '{{config.oauth_url}}/oauth/token', clientId: '{{config.client_id}}', secret: 'client_secret', refreshToken: 'refresh_token', clientAuth: 'body', hosts: ['{{config.base_url}}'], description: 'An OAuth app, whose tokens are renewed.' }),
    oauth: auth.bearer('oauth_token', { hosts: ['{{config.base_url}}'], description: 'An OAuth access token.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['errorMessages.0', 'message', 'errorMessage'], errorOf: refused },
  emits: ['jira.*'],
  actions: { ...issueActions, ...noteActions },
  context: jiraContext,
  queries: { ...issueQueries, ...noteQueries },
  webhooks: { events: { description: 'Issues, comments and versions that change.', verify: 'jira', secret: 'webhook_secret', toEvents } },
  async health(ctx) {
    if (!['api_token', 'refresh_token', 'oauth_token'].some((name) => ctx.hasSecret(name))) return ctx.hasSecret('webhook_secret') ? { state: 'ok', reason: 'Only webhooks: there is no token' } : { state: 'down', reason: 'There is no api_token, refresh_token or oauth_token' };
    await ctx.http.get('/rest/api/3/myself');
    const told = await ctx.http.get('/rest/api/3/mypermissions', { query: { permissions: NEEDED.join(',') } });
    const missing = NEEDED.filter((name) => at(told, `permissions.${name}.havePermission`) === false);
    return missing.length === 0 ? { state: 'ok' } : { state: 'degraded', reason: `In no project the account has ${missing.join(', ')}` };
  },
});

/** What is wrong is said by field: `{ errors: { project: 'valid project is required' } }`. */
function refused({ status, body }: HttpReply): PluginError | undefined {
  const errors = at(body, 'errors');
  if (status < 400 || typeof errors !== 'object' || errors === null || Array.isArray(errors)) return undefined;
  const said = Object.entries(errors).map(([field, words]) => `${field}: ${String(words)}`).join('; ');
  return said === '' ? undefined : new PluginError(codeOfStatus(status), `The system answered ${status}: ${said.slice(0, 300)}`, { status });
}
