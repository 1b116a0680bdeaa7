/** Confluence Cloud: pages, comments, labels, spaces and search. */
import { auth, definePlugin } from '@patchbay/sdk';
import { config } from './fields.ts';
import { pageActions, pageQueries } from './pages.ts';

export const plugin = definePlugin({
  id: 'patchbay/confluence',
  version: '1.0.0',
  title: 'Confluence',
  summary: 'Writes, finds, comments and labels pages.',
  categories: ['knowledge'],
  config,
  hosts: ['{{config.base_url}}', '{{config.oauth_url}}'],
  auth: {
    token: auth.basic('{{config.email}}', 'api_token', { hosts: ['{{config.base_url}}'], description: 'An API token, with the e-mail of its account.' }),
    app: auth.refreshToken({ tokenUrl: '{{config.oauth_url}}/oauth/token', clientId: '{{config.client_id}}', secret: 'client_secret', refreshToken: 'refresh_token', clientAuth: 'body', hosts: ['{{config.base_url}}'], description: 'An OAuth app, whose tokens are renewed.' }),
    oauth: auth.bearer('oauth_token', { hosts: ['{{config.base_url}}'], description: 'An OAuth access token.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['errors.0.detail', 'errors.0.title', 'message'] },
  actions: pageActions,
  queries: pageQueries,
  async health(ctx) {
    if (!['api_token', 'refresh_token', 'oauth_token'].some((name) => ctx.hasSecret(name))) return { state: 'down', reason: 'There is no api_token, refresh_token or oauth_token' };
    await ctx.http.get('/api/v2/spaces', { query: { limit: 1 } });
    return { state: 'ok' };
  },
});
