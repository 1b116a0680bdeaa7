/** Jira Cloud: issues, their workflow, comments, links, time and versions. */
import { at, auth, codeOfStatus, definePlugin, type HttpReply, PluginError } from '@patchbay/sdk';
import { issueActions, issueQueries } from './actions/issues.ts';
import { noteActions, noteQueries } from './actions/notes.ts';
import { config } from './fields.ts';
import { toEvents } from './inbound.ts';

export const plugin = definePlugin({
  id: 'patchbay/jira',
  version: '1.0.0',
  title: 'Jira',
  summary: 'Creates, changes, moves, searches and comments issues.',
  categories: ['tracking'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: {
    token: auth.basic('{{config.email}}', 'api_token', { description: 'An API token, with the e-mail of its account.' }),
    oauth: auth.bearer('oauth_token', { description: 'An OAuth access token.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['errorMessages.0', 'message', 'errorMessage'], errorOf: refused },
  emits: ['jira.*'],
  actions: { ...issueActions, ...noteActions },
  queries: { ...issueQueries, ...noteQueries },
  webhooks: { events: { description: 'Issues, comments and versions that change.', verify: 'jira', secret: 'webhook_secret', toEvents } },
  async health(ctx) {
    if (!ctx.hasSecret('api_token') && !ctx.hasSecret('oauth_token')) return ctx.hasSecret('webhook_secret') ? { state: 'ok', reason: 'Only webhooks: there is no token' } : { state: 'down', reason: 'There is neither an api_token nor an oauth_token' };
    await ctx.http.get('/rest/api/3/myself');
    return { state: 'ok' };
  },
});

/** What is wrong is said by field: `{ errors: { project: 'valid project is required' } }`. */
function refused({ status, body }: HttpReply): PluginError | undefined {
  const errors = at(body, 'errors');
  if (status < 400 || typeof errors !== 'object' || errors === null || Array.isArray(errors)) return undefined;
  const said = Object.entries(errors).map(([field, words]) => `${field}: ${String(words)}`).join('; ');
  return said === '' ? undefined : new PluginError(codeOfStatus(status), `The system answered ${status}: ${said.slice(0, 300)}`, { status });
}
