/** Twilio: text messages, WhatsApp, and calls that read out what can’t wait. */
import { at, auth, definePlugin, PluginError } from '@patchbay/sdk';
import { call, end_call, get_call, look_up_number } from './actions/calls.ts';
import { get_message, list_messages, send_sms, send_whatsapp } from './actions/messages.ts';
import { config, pathOf } from './config.ts';
import { respond, toEvents } from './inbound.ts';

/** 21610: the person said STOP. 21220: the call is over already. */
const CONFLICTS: ReadonlySet<unknown> = new Set([21610, 21220]);

export const plugin = definePlugin({
  id: 'patchbay/twilio',
  version: '1.0.0',
  title: 'Twilio',
  summary: 'Sends SMS and WhatsApp messages, calls people and reads a message out, and tells what became of both.',
  categories: ['chat'],
  config,
  hosts: ['{{config.base_url}}', '{{config.lookup_url}}'],
  auth: { key: auth.basic('{{config.api_key_sid}}', 'api_key_secret'), account: auth.basic('{{config.account_sid}}', 'auth_token') },
  http: {
    base_url: '{{config.base_url}}',
    messageAt: ['message'],
    errorOf: ({ status, body }) => (status >= 400 && CONFLICTS.has(at(body, 'code')) ? new PluginError('conflict', `Twilio refused it: ${String(at(body, 'message'))}`, { status, vendor_code: Number(at(body, 'code')) }) : undefined),
  },
  emits: ['twilio.*'],
  actions: { send_sms, send_whatsapp, call, end_call },
  queries: { get_message, list_messages, get_call, look_up_number },
  webhooks: { callbacks: { description: 'Messages that come, what became of messages and calls, and pressed keys.', verify: 'twilio', secret: 'auth_token', toEvents, respond } },
  async health(ctx) {
    const account = await ctx.http.get(pathOf(ctx, '.json'));
    const status = at(account, 'status');
    return status === 'active' ? { state: 'ok' } : { state: 'down', reason: `The account is ${String(status)}` };
  },
});
