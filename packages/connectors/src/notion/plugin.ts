/** Notion: pages and what stands on them, data sources, search and comments. */
import { auth, definePlugin } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { contentActions, contentQueries } from './actions/content.ts';
import { dataSourceQueries } from './actions/data-sources.ts';
import { pageActions, pageQueries } from './actions/pages.ts';
import { config } from './fields.ts';
import { toEvents } from './inbound.ts';

export const plugin = definePlugin({
  id: 'patchbay/notion',
  version: '1.0.0',
  title: 'Notion',
  summary: 'Writes, reads, finds and comments pages, and works on the rows of data sources.',
  categories: ['knowledge'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: { token: auth.bearer('token', { description: 'The token of an internal integration, or an OAuth access token.' }) },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json', 'notion-version': '2025-09-03' }, messageAt: ['message'] },
  emits: ['notion.*'],
  actions: { ...pageActions, ...contentActions },
  queries: { ...pageQueries, ...contentQueries, ...dataSourceQueries },
  webhooks: { events: { description: 'Pages, data sources and comments that change.', verify: 'notion', secret: 'webhook_secret', toEvents } },
  async health(ctx) {
    if (!ctx.hasSecret('token')) return ctx.hasSecret('webhook_secret') ? { state: 'ok', reason: 'Only webhooks: there is no token' } : { state: 'down', reason: 'There is no token' };
    const workspace = string(await ctx.http.get('/v1/users/me'), 'bot.workspace_name');
    return { state: 'ok', ...(workspace === '' ? {} : { reason: `Workspace ${workspace}` }) };
  },
});
