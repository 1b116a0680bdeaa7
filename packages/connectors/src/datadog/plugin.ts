/** Datadog: events, metrics, logs and checks in, monitors and downtimes, queries, and what its monitors tell. */
import { auth, definePlugin, type EventDraft, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { monitorQueries, monitors } from './actions/monitors.ts';
import { read } from './actions/read.ts';
import { send } from './actions/send.ts';
import { config } from './config.ts';
import { datadogContext } from './context.ts';

export const plugin = definePlugin({
  id: 'patchbay/datadog',
  version: '1.0.0',
  title: 'Datadog',
  summary: 'Sends events, metrics, logs and checks, works on monitors and downtimes, asks metrics, logs and events, and tells what alerts.',
  categories: ['watching'],
  config,
  hosts: ['{{config.base_url}}', '{{config.logs_url}}'],
  auth: {
    full: auth.placed({ headers: { 'dd-api-key': '{{secret.api_key}}', 'dd-application-key': '{{secret.app_key}}' }, hosts: ['{{config.base_url}}'], description: 'Both keys: for everything.' }),
    intake: auth.header('dd-api-key', 'api_key', { description: 'The API key alone: only to send.' }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['errors.0', 'errors.0.detail', 'errors.0.title'] },
  emits: ['datadog.monitor.*'],
  actions: { ...send, ...monitors },
  context: datadogContext,
  queries: { ...read, ...monitorQueries },
  webhooks: { monitors: { description: 'What monitors tell, in the payload that the page of this connector shows.', verify: { algorithm: 'equal', header: 'x-datadog-token' }, secret: 'webhook_token', toEvents } },
  async health(ctx) {
    await ctx.http.get('/api/v1/validate', { auth: 'intake' });
    if (!ctx.hasSecret('app_key')) return { state: 'ok', reason: 'Only sending: there is no app_key' };
    const { status } = await ctx.http.request({ url: '/api/v1/monitor', query: { page: 0, page_size: 1 }, accept: [403] });
    return status === 403 ? { state: 'degraded', reason: 'The app_key is wrong, or lacks the scope monitors_read' } : { state: 'ok' };
  },
});

/** The transition makes the type: Triggered, Re-Triggered, Recovered, Warn, No Data and others. */
function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const transition = string(body, 'transition').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');
  const monitor = string(body, 'alert_id');
  if (!/^[a-z]/.test(transition) || monitor === '') return [];
  return [{ type: `datadog.monitor.${transition}`, subject: monitor, ...(string(body, 'id') === '' ? {} : { dedupe: `${string(body, 'id')}/${transition}` }), data: { ...(body as JsonObject), tags: string(body, 'tags').split(',').map((tag) => tag.trim()).filter((tag) => tag !== '') } }];
}
