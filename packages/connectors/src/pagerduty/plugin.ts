/** PagerDuty: pages people through Events v2, and works on incidents through the REST API. */
import { action, at, auth, type Ctx, definePlugin, type Infer, type Json, type JsonObject, paginate, PluginError, query, t } from '@patchbay/sdk';
import { pagerdutyContext } from './context.ts';

const config = t.object({
  base_url: t.url({ default: 'https://api.pagerduty.com', description: 'The REST API; https://api.eu.pagerduty.com for accounts in Europe.' }),
  events_url: t.url({ default: 'https://events.pagerduty.com', description: 'The Events API; https://events.eu.pagerduty.com for accounts in Europe.' }),
  from: t.string({ format: 'email', description: 'E-mail of the PagerDuty user in whose name incidents are changed.', examples: ['bot@example.com'] }),
  api_key: t.secret({ description: 'REST API key with write access.', required: false }),
  routing_key: t.secret({ description: 'Integration key of an Events API v2 integration: it pages the service that it belongs to.', required: false }),
  webhook_secret: t.secret({ description: 'Secret of the webhook subscription; PagerDuty shows it once.', required: false }),
});
type Config = Infer<typeof config>;

const id = t.string({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9]+$', description: 'Id of the incident.', examples: ['PT4KHLK'] });
const incident = t.object({
  id: t.string({ description: 'Id.' }),
  number: t.integer({ description: 'Number for people.' }),
  title: t.string({ description: 'What is wrong.' }),
  status: t.enum(['triggered', 'acknowledged', 'resolved'], { description: 'Where it stands.' }),
  urgency: t.string({ description: 'high or low.' }),
  service: t.string({ description: 'Name of the service.' }),
  url: t.string({ description: 'Page of the incident.' }),
});
type Incident = Infer<typeof incident>;

const severity = t.enum(['critical', 'error', 'warning', 'info'], { default: 'error', description: 'How bad it is.' });
const dedupKey = t.string({ minLength: 1, maxLength: 255, description: 'The same key is the same alert, however often it is sent.', examples: ['shop/production/5xx'] });
const told = t.object({ status: t.string({ description: 'What PagerDuty says.' }), dedup_key: t.string({ description: 'Key of the alert.' }) });

export const plugin = definePlugin({
  id: 'patchbay/pagerduty',
  version: '1.0.0',
  title: 'PagerDuty',
  summary: 'Pages who is on call, and acknowledges, escalates, annotates and resolves incidents.',
  categories: ['watching'],
  config,
  hosts: ['{{config.base_url}}', '{{config.events_url}}'],
  auth: {
    rest: auth.header('authorization', 'Token token={{secret.api_key}}', { hosts: ['{{config.base_url}}'] }),
    events: auth.placed({ body: { routing_key: '{{secret.routing_key}}' }, hosts: ['{{config.events_url}}'] }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/vnd.pagerduty+json;version=2, application/json;q=0.9' }, messageAt: ['error.errors.0', 'error.message', 'errors.0', 'message'] },
  emits: ['pagerduty.incident.*', 'pagerduty.service.*'],
  actions: {
    trigger: action({
      title: 'Trigger an alert', description: 'Pages who is on call for the service of the routing key. The same dedup_key again adds to the open alert and pages nobody anew.', safety: 'moderate', idempotent: true,
      input: t.object({
        summary: t.string({ minLength: 1, maxLength: 1024, description: 'What is wrong, in one line.', examples: ['5xx above 5 % in production'] }),
        source: t.string({ minLength: 1, maxLength: 255, description: 'What it happens to.', examples: ['shop'] }),
        severity,
        dedup_key: dedupKey,
        component: t.optional(t.string({ maxLength: 255, description: 'Part that is broken.' })),
        group: t.optional(t.string({ maxLength: 255, description: 'Group of components.' })),
        details: t.optional(t.json({ description: 'Anything that helps who is paged.' })),
        link: t.optional(t.url({ description: 'Where to look.' })),
      }),
      output: told,
      example: { summary: '5xx above 5 % in production', source: 'shop', severity: 'critical', dedup_key: 'shop/production/5xx' },
      dryRun: ({ dedup_key }) => ({ status: 'would page', dedup_key }),
      run: ({ summary, source, severity: level, dedup_key, component, group, details, link }, ctx: Ctx<Config>) => enqueue({
        event_action: 'trigger', dedup_key,
        payload: { summary, source, severity: level, ...(component === undefined ? {} : { component }), ...(group === undefined ? {} : { group }), ...(details === undefined ? {} : { custom_details: details }) },
        ...(link === undefined ? {} : { links: [{ href: link, text: 'More' }] }),
      }, ctx),
    }),
    acknowledge_alert: action({
      title: 'Acknowledge an alert', description: 'Says that somebody works on the alert of this key.', safety: 'moderate', idempotent: true,
      input: t.object({ dedup_key: dedupKey }), output: told, example: { dedup_key: 'shop/production/5xx' },
      run: ({ dedup_key }, ctx: Ctx<Config>) => enqueue({ event_action: 'acknowledge', dedup_key }, ctx),
    }),
    resolve_alert: action({
      title: 'Resolve an alert', description: 'Says that the alert of this key is over.', safety: 'moderate', idempotent: true,
      input: t.object({ dedup_key: dedupKey }), output: told, example: { dedup_key: 'shop/production/5xx' },
      run: ({ dedup_key }, ctx: Ctx<Config>) => enqueue({ event_action: 'resolve', dedup_key }, ctx),
    }),
    acknowledge: action({
      title: 'Acknowledge an incident', description: 'Says that somebody works on the incident.', safety: 'moderate', idempotent: true,
      input: t.object({ id }), output: incident, example: { id: 'PT4KHLK' },
      run: ({ id: of }, ctx: Ctx<Config>) => change(of, { status: 'acknowledged' }, ctx),
    }),
    resolve: action({
      title: 'Resolve an incident', description: 'Closes the incident.', safety: 'moderate', idempotent: true,
      input: t.object({ id, resolution: t.optional(t.string({ maxLength: 4000, description: 'What ended it.' })) }), output: incident, example: { id: 'PT4KHLK' },
      run: ({ id: of, resolution }, ctx: Ctx<Config>) => change(of, { status: 'resolved', ...(resolution === undefined ? {} : { resolution }) }, ctx),
    }),
    escalate: action({
      title: 'Escalate an incident', description: 'Hands the incident to a level of its escalation policy.', safety: 'moderate', idempotent: true,
      input: t.object({ id, level: t.integer({ minimum: 1, maximum: 20, description: 'Level of the escalation policy.' }) }), output: incident, example: { id: 'PT4KHLK', level: 2 },
      run: ({ id: of, level }, ctx: Ctx<Config>) => change(of, { escalation_level: level }, ctx),
    }),
    add_note: action({
      title: 'Add a note', description: 'Adds a note to the incident.', safety: 'moderate',
      input: t.object({ id, content: t.string({ minLength: 1, maxLength: 25_000, description: 'The note.' }) }), output: t.object({ id: t.string({ description: 'Id of the note.' }) }), example: { id: 'PT4KHLK', content: 'Rolled back.' },
      run: async ({ id: of, content }, ctx: Ctx<Config>) => {
        const body = await ctx.http.post<JsonObject>(`/incidents/${of}/notes`, { note: { content } }, { headers: { from: ctx.config.from } });
        return { id: String(at(body, 'note.id')) };
      },
    }),
  },
  context: pagerdutyContext,
  queries: {
    list_incidents: query({
      title: 'List incidents', description: 'Incidents, the newest first.',
      input: t.object({ statuses: t.array(t.enum(['triggered', 'acknowledged', 'resolved']), { default: ['triggered', 'acknowledged'], description: 'Only these.' }), limit: t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' }) }),
      output: t.object({ items: t.array(incident) }), example: { statuses: ['triggered'], limit: 100 },
      run: async ({ statuses, limit }, ctx) => {
        const found = await ctx.http.collect<JsonObject>({ url: '/incidents', query: { 'statuses[]': statuses, limit: Math.min(limit, 100), sort_by: 'created_at:desc' } }, { items: 'incidents', next: paginate.offset('incidents', 'offset', Math.min(limit, 100)), limit });
        return { items: found.map(shown) };
      },
    }),
    on_call: query({
      title: 'Who is on call', description: 'People on call now, by escalation level.',
      input: t.object({ escalation_policy: t.optional(t.string({ maxLength: 64, description: 'Only of this escalation policy.' })), limit: t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' }) }),
      output: t.object({ items: t.array(t.object({ user: t.string({ description: 'Name.' }), user_id: t.string({ description: 'Id.' }), level: t.integer({ description: 'Escalation level.' }), policy: t.string({ description: 'Escalation policy.' }) })) }), example: { limit: 100 },
      run: async ({ escalation_policy, limit }, ctx) => {
        const found = await ctx.http.collect<JsonObject>({ url: '/oncalls', query: { limit: Math.min(limit, 100), earliest: true, ...(escalation_policy === undefined ? {} : { 'escalation_policy_ids[]': [escalation_policy] }) } }, { items: 'oncalls', next: paginate.offset('oncalls', 'offset', Math.min(limit, 100)), limit });
        return { items: found.map((each) => ({ user: text(each, 'user.summary'), user_id: text(each, 'user.id'), level: Number(at(each, 'escalation_level') ?? 0), policy: text(each, 'escalation_policy.summary') })) };
      },
    }),
  },
  webhooks: {
    incidents: {
      description: 'Incidents that change (webhook subscription, version 3).',
      verify: 'pagerduty',
      secret: 'webhook_secret',
      toEvents({ event, body }) {
        if (!/^(incident|service)\.[a-z_.]+$/.test(event)) return [];
        const data = at(body, 'event.data');
        return [{ type: `pagerduty.${event}`, subject: text(data, 'id') || 'incident', data: { occurred_at: text(body, 'event.occurred_at'), agent: text(body, 'event.agent.summary'), incident: (data ?? {}) as Json } }];
      },
    },
  },
  async health(ctx) {
    if (!ctx.hasSecret('api_key')) return ctx.hasSecret('routing_key') ? { state: 'ok', reason: 'Only alerts: there is no api_key' } : { state: 'down', reason: 'There is neither an api_key nor a routing_key' };
    const { users = [] } = await ctx.http.get<{ readonly users?: readonly { readonly email?: string }[] }>('/users', { query: { query: ctx.config.from, limit: 100 } });
    const known = users.some(({ email }) => email?.toLowerCase() === ctx.config.from.toLowerCase());
    return known ? { state: 'ok' } : { state: 'degraded', reason: `There is no user with the e-mail ${ctx.config.from}, in whose name incidents are changed` };
  },
});

/** 202 with `status: success`; anything else was not taken. */
async function enqueue(event: JsonObject, ctx: Ctx<Config>): Promise<{ status: string; dedup_key: string }> {
  const answer = await ctx.http.post<JsonObject>(`${ctx.config.events_url}/v2/enqueue`, event, { auth: 'events', retry: 'always' });
  if (at(answer, 'status') !== 'success') throw new PluginError('invalid', `PagerDuty did not take the event: ${text(answer, 'message')}`);
  return { status: 'success', dedup_key: text(answer, 'dedup_key') };
}

async function change(of: string, fields: JsonObject, ctx: Ctx<Config>): Promise<Incident> {
  const body = await ctx.http.put<JsonObject>(`/incidents/${of}`, { incident: { type: 'incident_reference', ...fields } }, { headers: { from: ctx.config.from } });
  return shown(at(body, 'incident') as JsonObject);
}

const shown = (each: JsonObject): Incident => ({
  id: text(each, 'id'), number: Number(at(each, 'incident_number') ?? 0), title: text(each, 'title'), status: text(each, 'status') as Incident['status'], urgency: text(each, 'urgency'), service: text(each, 'service.summary'), url: text(each, 'html_url'),
});

const text = (value: unknown, path: string): string => {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
};
