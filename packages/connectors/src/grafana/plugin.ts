/** Grafana: annotations, dashboards, alert rules, silences, and what its contact points tell. */
import { auth, definePlugin, type JsonObject } from '@patchbay/sdk';
import { alertRuleQueries, alertRules } from './actions/alert-rules.ts';
import { annotationQueries, annotations } from './actions/annotations.ts';
import { dashboardQueries, dashboards } from './actions/dashboards.ts';
import { silenceQueries, silences } from './actions/silences.ts';
import { config } from './config.ts';
import { grafanaContext } from './context.ts';
import { string } from '../wire/fields.ts';
import { toEvents } from './inbound.ts';

export const plugin = definePlugin({
  id: 'patchbay/grafana',
  version: '1.0.0',
  title: 'Grafana',
  summary: 'Annotates graphs, saves and finds dashboards, works on alert rules and silences, and tells what fires.',
  categories: ['watching'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: { token: auth.bearer('token'), basic: auth.basic('{{config.username}}', 'password') },
  http: { base_url: '{{config.base_url}}/api', headers: { accept: 'application/json' }, messageAt: ['message', 'error', ''], tls: { ca: '{{config.ca_cert}}' } },
  emits: ['grafana.alert.*'],
  actions: { ...annotations, ...dashboards, ...alertRules, ...silences },
  context: grafanaContext,
  queries: { ...annotationQueries, ...dashboardQueries, ...alertRuleQueries, ...silenceQueries },
  webhooks: {
    signed: { description: 'A contact point that signs (HMAC, with its timestamp header).', verify: { algorithm: 'hmac_sha256', header: 'x-grafana-alerting-signature', content: '{timestamp}:{body}', timestamp_from: 'header:x-grafana-alerting-timestamp' }, secret: 'webhook_secret', toEvents },
    shown: { description: 'A contact point that shows a token.', verify: { algorithm: 'equal', header: 'authorization', prefix: 'Bearer ' }, secret: 'webhook_token', toEvents },
  },
  async health(ctx) {
    const org = await ctx.http.get<JsonObject>('/org');
    return { state: 'ok', reason: `Organisation ${string(org, 'name')}` };
  },
});
