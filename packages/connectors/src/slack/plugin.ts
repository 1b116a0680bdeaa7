/** Slack: messages, threads, files and channels; events, commands and buttons; approvals that are decided in a channel. */
import { auth, definePlugin } from '@patchbay/sdk';
import { create_channel, list_channels, look_up_user } from './actions/channels.ts';
import { upload_file } from './actions/files.ts';
import { delete_message, react, reply_in_thread, schedule_message, send_ephemeral, send_message, update_message } from './actions/messages.ts';
import { onApprovalDecided, onApprovalRequested, request_approval } from './approvals.ts';
import { config } from './config.ts';
import { slackContext } from './context.ts';
import { errorOf } from './errors.ts';
import { respond, toEvents } from './inbound.ts';

/** What the actions need. */
const NEEDED = ['chat:write'];
const onlyApi = { hosts: ['{{config.base_url}}'] };

export const plugin = definePlugin({
  id: 'patchbay/slack',
  version: '1.0.0',
  title: 'Slack',
  summary: 'Sends, updates and schedules messages, uploads files, and takes events, commands, buttons and approvals from Slack.',
  categories: ['chat'],
  config,
  hosts: ['{{config.base_url}}', 'https://files.slack.com', 'https://hooks.slack.com'],
  auth: {
    bot: auth.bearer('bot_token', onlyApi),
    rotating: auth.refreshToken({ tokenUrl: '{{config.base_url}}/oauth.v2.access', clientId: '{{config.client_id}}', secret: 'client_secret', refreshToken: 'refresh_token', clientAuth: 'body', ...onlyApi }),
  },
  http: { base_url: '{{config.base_url}}', errorOf, messageAt: ['error'] },
  permissions: { invoke: ['approval_approve', 'approval_reject'], query: ['approval_get'] },
  emits: ['slack.*'],
  actions: { send_message, reply_in_thread, send_ephemeral, update_message, delete_message, schedule_message, react, upload_file, create_channel, request_approval },
  context: slackContext,
  queries: { list_channels, look_up_user },
  hooks: { onApprovalRequested, on: { 'approval.approved': onApprovalDecided, 'approval.rejected': onApprovalDecided } },
  webhooks: { events: { description: 'Events, slash commands, buttons and forms: one URL for all of them.', verify: 'slack', secret: 'signing_secret', toEvents, respond } },
  async health(ctx) {
    const { headers } = await ctx.http.request({ url: '/auth.test' });
    const scopes = (headers['x-oauth-scopes'] ?? '').split(',').map((scope) => scope.trim()).filter((scope) => scope !== '');
    const missing = NEEDED.filter((scope) => scopes.length > 0 && !scopes.includes(scope));
    return missing.length === 0 ? { state: 'ok', scopes } : { state: 'degraded', reason: `The token lacks the scope ${missing.join(', ')}`, scopes };
  },
});
