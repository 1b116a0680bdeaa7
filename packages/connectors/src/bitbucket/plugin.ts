/** Bitbucket Cloud: repositories, pull requests, comments, build statuses and pipelines. */
import { auth, definePlugin } from '@patchbay/sdk';
import { commentActions } from './actions/comments.ts';
import { pipelineActions, pipelineQueries } from './actions/pipelines.ts';
import { pullRequestActions, pullRequestQueries } from './actions/pull-requests.ts';
import { repositoryActions, repositoryQueries } from './actions/repositories.ts';
import { statusActions, statusQueries } from './actions/statuses.ts';
import { config } from './fields.ts';
import { toEvents } from './inbound.ts';

const NEEDED = ['pullrequest:write', 'pipeline:write'];
/** API tokens call theirs `write:pullrequest:bitbucket`. */
const allowed = (scope: string, scopes: readonly string[]): boolean => scopes.includes(scope) || scopes.includes(`${scope.split(':').toReversed().join(':')}:bitbucket`);

export const plugin = definePlugin({
  id: 'patchbay/bitbucket',
  version: '1.0.0',
  title: 'Bitbucket',
  summary: 'Works on pull requests, tells commits how their deployments go, and runs pipelines.',
  categories: ['code'],
  config,
  hosts: ['{{config.base_url}}', '{{config.oauth_url}}'],
  auth: {
    access_token: auth.bearer('access_token', { hosts: ['{{config.base_url}}'], description: 'A repository, project or workspace access token.' }),
    api_token: auth.basic('{{config.email}}', 'api_token', { hosts: ['{{config.base_url}}'], description: 'An API token of an Atlassian account.' }),
    oauth: auth.clientCredentials({ tokenUrl: '{{config.oauth_url}}/site/oauth2/access_token', clientId: '{{config.client_id}}', secret: 'client_secret', description: 'An OAuth consumer.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['error.message', 'error_description'] },
  emits: ['bitbucket.*'],
  actions: { ...pullRequestActions, ...commentActions, ...statusActions, ...pipelineActions, ...repositoryActions },
  queries: { ...repositoryQueries, ...pullRequestQueries, ...statusQueries, ...pipelineQueries },
  webhooks: { events: { description: 'Everything that the webhook is subscribed to.', verify: 'bitbucket', secret: 'webhook_secret', toEvents } },
  /** Access tokens belong to a repository and may not ask who they are: then the refusal says that the token is good. */
  async health(ctx) {
    if (!['access_token', 'api_token', 'client_secret'].some((name) => ctx.hasSecret(name))) return ctx.hasSecret('webhook_secret') ? { state: 'ok', reason: 'Only webhooks: there is no credential' } : { state: 'down', reason: 'There is no access_token, api_token or client_secret' };
    const { headers } = await ctx.http.request({ url: '/user', accept: [403] });
    const scopes = (headers['x-oauth-scopes'] ?? '').split(',').map((scope) => scope.trim()).filter((scope) => scope !== '');
    if (scopes.length === 0) return { state: 'ok' };
    const missing = NEEDED.filter((scope) => !allowed(scope, scopes));
    return { state: missing.length === 0 ? 'ok' : 'degraded', ...(missing.length === 0 ? {} : { reason: `The credential lacks the scope ${missing.join(', ')}` }), scopes };
  },
});
