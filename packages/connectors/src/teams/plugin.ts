/** Microsoft Teams: cards through a workflow, messages and channels through Graph, and messages that mention an outgoing webhook. */
import { auth, definePlugin } from '@patchbay/sdk';
import { create_channel, list_channels, list_teams } from './actions/channels.ts';
import { list_messages, reply_to_message, send_card, send_chat_message, send_message, send_webhook, send_webhook_card } from './actions/messages.ts';
import { config } from './config.ts';
import { as } from './graph.ts';
import { respond, toEvents } from './inbound.ts';

const tokenUrl = '{{config.login_url}}/{{config.directory}}/oauth2/v2.0/token';
const onlyGraph = { hosts: ['{{config.graph_url}}'] };

export const plugin = definePlugin({
  id: 'patchbay/teams',
  version: '1.0.0',
  title: 'Microsoft Teams',
  summary: 'Sends messages and adaptive cards, creates and lists channels, and hears messages that mention it.',
  categories: ['chat'],
  config,
  hosts: ['{{config.graph_url}}', '{{config.login_url}}', 'https://*.logic.azure.com', 'https://*.api.powerplatform.com', 'https://*.webhook.office.com'],
  auth: {
    person: auth.refreshToken({ tokenUrl, clientId: '{{config.client_id}}', secret: 'client_secret', refreshToken: 'refresh_token', scopes: ['https://graph.microsoft.com/.default', 'offline_access'], clientAuth: 'body', ...onlyGraph }),
    app: auth.clientCredentials({ tokenUrl, clientId: '{{config.client_id}}', secret: 'client_secret', scopes: ['https://graph.microsoft.com/.default'], clientAuth: 'body', ...onlyGraph }),
    workflow: auth.url('webhook_url'),
  },
  http: { base_url: '{{config.graph_url}}', headers: { accept: 'application/json' }, messageAt: ['error.message', 'error_description', 'message'] },
  emits: ['teams.message'],
  actions: { send_webhook, send_webhook_card, send_message, send_card, reply_to_message, send_chat_message, create_channel },
  queries: { list_teams, list_channels, list_messages },
  webhooks: {
    messages: {
      description: 'Messages that mention an outgoing webhook.',
      verify: { algorithm: 'hmac_sha256', header: 'authorization', prefix: 'HMAC ', encoding: 'base64', key_encoding: 'base64', content: '{body}', event_name_from: 'body:type', deduplicate_by: 'body:id' },
      secret: 'outgoing_token', toEvents, respond,
    },
  },
  async health(ctx) {
    if (ctx.hasSecret('client_secret')) {
      await ctx.http.get(as(ctx) === 'person' ? '/me' : '/organization', { auth: as(ctx) });
      return { state: 'ok', ...(as(ctx) === 'person' ? {} : { reason: 'Without a refresh_token it reads, and posts only through the workflow' }) };
    }
    return ctx.hasSecret('webhook_url') ? { state: 'ok', reason: 'Only the workflow, which can not be tried without posting' } : { state: 'down', reason: 'There is neither a webhook_url nor a client_secret' };
  },
});
