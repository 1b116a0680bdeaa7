/** Discord: messages, embeds, threads and status messages that follow something; interactions in the other direction. */
import { at, auth, definePlugin, PluginError } from '@patchbay/sdk';
import { create_channel, list_channels } from './actions/channels.ts';
import { create_thread, delete_message, edit_message, list_messages, send_message, send_webhook } from './actions/messages.ts';
import { config } from './config.ts';
import { respond, toEvents } from './inbound.ts';
import { onDeployment, update_status } from './status.ts';

/** The state of the channel stands in the way, not the request. */
const CONFLICTS: ReadonlySet<unknown> = new Set([50083, 160004, 160005, 30013, 40062]);

export const plugin = definePlugin({
  id: 'patchbay/discord',
  version: '1.0.0',
  title: 'Discord',
  summary: 'Sends messages, embeds and status messages that follow a deployment, opens threads, and takes interactions.',
  categories: ['chat'],
  config,
  hosts: ['{{config.base_url}}', 'https://discord.com'],
  auth: { bot: auth.bearer('bot_token', { scheme: 'Bot', hosts: ['{{config.base_url}}'] }), webhook: auth.url('webhook_url') },
  http: {
    base_url: '{{config.base_url}}',
    headers: { 'user-agent': 'DiscordBot (Patchbay, 1.0.0)' },
    messageAt: ['message'],
    errorOf: ({ status, body }) => (status >= 400 && status !== 429 && CONFLICTS.has(at(body, 'code')) ? new PluginError('conflict', `Discord refused it: ${String(at(body, 'message'))}`, { status, vendor_code: Number(at(body, 'code')) }) : undefined),
  },
  emits: ['discord.*'],
  actions: { send_message, edit_message, delete_message, create_thread, send_webhook, update_status, create_channel },
  queries: { list_messages, list_channels },
  hooks: { on: { 'deployment.*': onDeployment } },
  webhooks: {
    interactions: {
      description: 'Slash commands, buttons and forms.',
      verify: { algorithm: 'ed25519', header: 'x-signature-ed25519', encoding: 'hex', content: '{timestamp}{body}', timestamp_from: 'header:x-signature-timestamp', event_name_from: 'body:type', deduplicate_by: 'body:id' },
      secret: 'public_key', toEvents, respond,
    },
  },
  async health(ctx) {
    if (ctx.hasSecret('bot_token')) await ctx.http.get('/users/@me', { auth: 'bot' });
    else if (ctx.hasSecret('webhook_url')) await ctx.http.get('', { auth: 'webhook' });
    else return { state: 'down', reason: 'There is neither a bot_token nor a webhook_url' };
    return { state: 'ok', ...(ctx.hasSecret('bot_token') ? {} : { reason: 'Only the webhook: there is no bot_token' }) };
  },
});
