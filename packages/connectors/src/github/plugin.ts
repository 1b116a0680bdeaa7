/** GitHub: issues, pull requests, checks and statuses, deployments, workflows, releases and files; as an App or with a token. */
import { auth, definePlugin, PluginError } from '@patchbay/sdk';
import { ciWorkflowActions, ciWorkflowQueries } from './actions/ci.ts';
import { checkActions, checkQueries } from './actions/checks.ts';
import { deploymentActions, deploymentQueries } from './actions/deployments.ts';
import { fileActions, fileQueries } from './actions/files.ts';
import { issueActions, issueQueries } from './actions/issues.ts';
import { pullRequestActions, pullRequestQueries } from './actions/pull-requests.ts';
import { releaseActions, releaseQueries } from './actions/releases.ts';
import { workflowActions, workflowQueries } from './actions/workflows.ts';
import { config } from './fields.ts';
import { githubContext } from './context.ts';
import { string } from '../wire/fields.ts';
import { toEvents } from './inbound.ts';

/** Of a classic token: one of them lets it write. */
const WRITES = new Set(['repo', 'public_repo']);

export const plugin = definePlugin({
  id: 'patchbay/github',
  version: '1.0.0',
  title: 'GitHub',
  summary: 'Works on issues and pull requests, tells commits how their deployments go, starts workflows, publishes releases and keeps files.',
  categories: ['code'],
  config,
  hosts: ['{{config.base_url}}', 'https://*.blob.core.windows.net', 'https://*.actions.githubusercontent.com'], // the last two: logs of jobs are fetched where GitHub redirects to
  auth: {
    app: auth.githubApp({ appId: '{{config.app_id}}', installationId: '{{config.installation_id}}', key: 'private_key', api: '{{config.base_url}}', description: 'A GitHub App: needed for checks, and best for everything else.' }),
    token: auth.bearer('token', { description: 'A personal access token.' }),
  },
  http: {
    base_url: '{{config.base_url}}',
    headers: { accept: 'application/vnd.github+json, application/json;q=0.9', 'x-github-api-version': '2022-11-28' },
    messageAt: ['errors.0.message', 'message'],
    errorOf: (reply) => (reply.status === 405 ? new PluginError('conflict', `The system answered 405: ${string(reply.body, 'message') || 'not mergeable'}`, { status: 405 }) : undefined),
  },
  emits: ['github.*'],
  actions: { ...issueActions, ...pullRequestActions, ...checkActions, ...deploymentActions, ...workflowActions, ...ciWorkflowActions, ...releaseActions, ...fileActions },
  context: githubContext,
  queries: { ...issueQueries, ...pullRequestQueries, ...checkQueries, ...deploymentQueries, ...workflowQueries, ...ciWorkflowQueries, ...releaseQueries, ...fileQueries },
  webhooks: {
    events: { description: 'Everything that the webhook or App is subscribed to.', verify: 'github', secret: 'webhook_secret', toEvents },
  },
  /** Scopes are told for classic tokens only. */
  async health(ctx) {
    if (!ctx.hasSecret('token') && !ctx.hasSecret('private_key')) return ctx.hasSecret('webhook_secret') ? { state: 'ok', reason: 'Only webhooks: there is neither a token nor a private_key' } : { state: 'down', reason: 'There is neither a token nor a private_key' };
    const { headers, body } = await ctx.http.request({ url: '/rate_limit' });
    const scopes = headers['x-oauth-scopes']?.split(',').map((scope) => scope.trim()).filter((scope) => scope !== '');
    const left = Number(string(body, 'resources.core.remaining') || '1');
    const wrong = left === 0 ? 'The hourly limit of requests is used up' : scopes?.some((scope) => WRITES.has(scope)) === false ? 'The token lacks the scope repo' : undefined;
    return { state: wrong === undefined ? 'ok' : 'degraded', ...(wrong === undefined ? {} : { reason: wrong }), ...(scopes === undefined ? {} : { scopes }) };
  },
});
