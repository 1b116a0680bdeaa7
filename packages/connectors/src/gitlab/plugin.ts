/** GitLab: issues, merge requests, statuses and deployments, pipelines, releases and files. */
import { at, auth, codeOfStatus, definePlugin, type HttpReply, PluginError } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { ciPipelineActions, ciPipelineQueries } from './actions/ci.ts';
import { fileActions, fileQueries } from './actions/files.ts';
import { issueActions, issueQueries } from './actions/issues.ts';
import { mergeRequestActions, mergeRequestQueries } from './actions/merge-requests.ts';
import { pipelineActions, pipelineQueries } from './actions/pipelines.ts';
import { releaseActions, releaseQueries } from './actions/releases.ts';
import { statusActions, statusQueries } from './actions/statuses.ts';
import { config } from './fields.ts';
import { gitlabContext } from './context.ts';
import { toEvents } from './inbound.ts';

export const plugin = definePlugin({
  id: 'patchbay/gitlab',
  version: '1.0.0',
  title: 'GitLab',
  summary: 'Works on issues and merge requests, tells commits how their deployments go, runs pipelines, publishes releases and keeps files.',
  categories: ['code'],
  config,
  hosts: ['{{config.base_url}}', '{{config.oauth_url}}'],
  auth: {
    token: auth.header('private-token', 'token', { hosts: ['{{config.base_url}}'], description: 'A personal, group or project access token.' }),
    app: auth.refreshToken({ tokenUrl: '{{config.oauth_url}}/oauth/token', clientId: '{{config.client_id}}', secret: 'client_secret', refreshToken: 'refresh_token', clientAuth: 'body', hosts: ['{{config.base_url}}'], description: 'An OAuth application, whose tokens are renewed.' }),
    oauth: auth.bearer('oauth_token', { hosts: ['{{config.base_url}}'], description: 'An OAuth access token.' }),
    trigger: auth.placed({ body: { token: '{{secret.trigger_token}}' }, hosts: ['{{config.base_url}}'], description: 'Only to trigger pipelines.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['message', 'error_description', 'error'], errorOf: refused },
  emits: ['gitlab.*'],
  actions: { ...issueActions, ...mergeRequestActions, ...statusActions, ...pipelineActions, ...ciPipelineActions, ...releaseActions, ...fileActions },
  context: gitlabContext,
  queries: { ...issueQueries, ...mergeRequestQueries, ...statusQueries, ...pipelineQueries, ...ciPipelineQueries, ...releaseQueries, ...fileQueries },
  webhooks: {
    signed: { description: 'Hooks with a signing token, which covers the whole request.', verify: 'gitlab', secret: 'signing_token', toEvents },
    shared: { description: 'Hooks with a secret token, which GitLab sends along as it is.', verify: 'gitlab', secret: 'webhook_token', toEvents },
  },
  async health(ctx) {
    if (!['token', 'refresh_token', 'oauth_token'].some((name) => ctx.hasSecret(name))) return ['trigger_token', 'signing_token', 'webhook_token'].some((name) => ctx.hasSecret(name)) ? { state: 'ok', reason: 'Only triggers and webhooks: there is no token' } : { state: 'down', reason: 'There is no token, refresh_token or oauth_token' };
    await ctx.http.get('/user');
    const { status, body } = await ctx.http.request({ url: '/personal_access_tokens/self', accept: [400, 401, 403, 404] });
    const scopes = at(body, 'scopes');
    if (status !== 200 || !Array.isArray(scopes)) return { state: 'ok' };
    const ends = string(body, 'expires_at');
    if (!scopes.includes('api')) return { state: 'degraded', reason: 'The token lacks the scope api', scopes: scopes as string[] };
    return { state: 'ok', scopes: scopes as string[], ...(ends === '' ? {} : { reason: `The token ends on ${ends}` }) };
  },
});

/** A merge that is not possible, a file that somebody else changed, and messages by field, such as `{ title: ["can't be blank"] }`. */
function refused({ status, body }: HttpReply): PluginError | undefined {
  if (status < 400) return undefined;
  const message = at(body, 'message');
  if (status === 405 || status === 406) return new PluginError('conflict', `The system answered ${status}: it cannot be merged as it is`, { status });
  if (status === 400 && typeof message === 'string' && message.includes('has changed since you started editing')) return new PluginError('conflict', `The system answered 400: ${message}`, { status });
  if (typeof message !== 'object' || message === null) return undefined;
  const said = Array.isArray(message) ? message.join(', ') : Object.entries(message).map(([field, words]) => `${field} ${[words].flat().join(', ')}`).join('; ');
  return new PluginError(codeOfStatus(status), `The system answered ${status}: ${said.slice(0, 300)}`, { status });
}
