/** Any system that speaks HTTP: calls with templates, success rules, extraction, polling, lists and GraphQL, to one origin. */
import { at, definePlugin, type EventDraft, type Json, type WebhookRequest } from '@patchbay/sdk';
import { read } from './actions/read.ts';
import { write } from './actions/write.ts';
import { config, credential, slots } from './config.ts';

export const plugin = definePlugin({
  id: 'patchbay/http',
  version: '1.0.0',
  title: 'HTTP',
  summary: 'Calls any endpoint of a system: templates, success rules, extraction, polling, lists, GraphQL, uploads, and webhooks in.',
  categories: ['anything'],
  config,
  hosts: ['{{config.base_url}}', '{{config.token_url}}'],
  auth: slots,
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json, */*;q=0.8' }, tls: { ca: '{{config.ca_cert}}', cert: '{{config.client_cert}}', key: 'client_key' } },
  emits: ['http.webhook.received'],
  actions: write,
  queries: read,
  webhooks: {
    signed: { description: 'Senders that sign as Standard Webhooks do.', verify: 'standard', secret: 'webhook_secret', toEvents: received },
    token: { description: 'Senders that show a token in the header x-webhook-token.', verify: { algorithm: 'equal', header: 'x-webhook-token', deduplicate_by: 'header:x-request-id' }, secret: 'webhook_token', toEvents: received },
  },
  async health(ctx) {
    const { health_path: path } = ctx.config;
    if (path === undefined) return { state: 'ok', reason: 'Nothing was asked: there is no health_path' };
    await ctx.http.get(path, credential(ctx));
    return { state: 'ok' };
  },
});

function received({ event, body, query }: WebhookRequest): readonly EventDraft[] {
  const type = event || String(at(body, 'type') ?? at(body, 'event') ?? '');
  return [{ type: 'http.webhook.received', subject: type || 'webhook', data: { event: type, query: { ...query }, body: body as Json } }];
}
