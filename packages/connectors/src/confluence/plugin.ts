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
  hosts: ['{{config.base_url}}'],
  auth: {
    token: auth.basic('{{config.email}}', 'api_token', { description: 'An API token, with the e-mail of its account.' }),
    oauth: auth.bearer('oauth_token', { description: 'An OAuth access token.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['errors.0.detail', 'errors.0.title', 'message'] },
  actions: pageActions,
  queries: pageQueries,
  async health(ctx) {
    if (!ctx.hasSecret('api_token') && !ctx.hasSecret('oauth_token')) return { state: 'down', reason: 'There is neither an api_token nor an oauth_token' };
    await ctx.http.get('/api/v2/spaces', { query: { limit: 1 } });
    return { state: 'ok' };
  },
});
