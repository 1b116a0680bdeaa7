/** SharePoint through Microsoft Graph: files and folders of libraries, links to them, rows of lists, and what changes. */
import { auth, definePlugin } from '@patchbay/sdk';
import { fileActions, fileQueries } from './actions/files.ts';
import { sharingActions, sharingQueries } from './actions/sharing.ts';
import { siteActions, siteQueries } from './actions/sites.ts';
import { uploadActions, uploadQueries } from './actions/uploads.ts';
import { watchActions, watchQueries } from './actions/watches.ts';
import { config } from './config.ts';
import { respond, toEvents } from './inbound.ts';
import { keepUp } from './watch.ts';

export const plugin = definePlugin({
  id: 'patchbay/sharepoint',
  version: '1.0.0',
  title: 'SharePoint',
  summary: 'Keeps, finds and shares files of any size in document libraries, writes rows of lists, and tells what changes.',
  categories: ['knowledge'],
  config,
  hosts: ['{{config.graph_url}}', '{{config.login_url}}', '{{config.files_url}}'],
  auth: { app: auth.clientCredentials({ tokenUrl: '{{config.login_url}}/{{config.directory}}/oauth2/v2.0/token', clientId: '{{config.client_id}}', secret: 'client_secret', scopes: ['https://graph.microsoft.com/.default'], clientAuth: 'body', hosts: ['{{config.graph_url}}'] }) },
  http: { base_url: '{{config.graph_url}}', headers: { accept: 'application/json' }, messageAt: ['error.message', 'error_description', 'message'] },
  permissions: { reveal: ['client_state'] },
  emits: ['sharepoint.*'],
  actions: { ...fileActions, ...uploadActions, ...sharingActions, ...siteActions, ...watchActions },
  queries: { ...fileQueries, ...uploadQueries, ...sharingQueries, ...siteQueries, ...watchQueries },
  webhooks: { changes: { description: 'Change notifications of Microsoft Graph.', verify: 'microsoft_graph', secret: 'client_state', toEvents, respond } },
  schedules: { keep_up: { cron: '*/15 * * * *', description: 'Looks at the libraries that are watched, and renews what would run out.', run: keepUp } },
  /** An app that was given chosen sites only may not look at the root. */
  async health(ctx) {
    const { drive_id } = ctx.config;
    const { status } = await ctx.http.request({ url: drive_id === undefined ? '/sites/root' : `/drives/${drive_id}/items/root`, accept: drive_id === undefined ? [403] : [] });
    return { state: 'ok', ...(status === 403 ? { reason: 'The app sees chosen sites only; set drive_id to have one of them looked at' } : {}) };
  },
});
