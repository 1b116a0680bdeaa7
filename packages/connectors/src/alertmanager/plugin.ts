/** Alertmanager: alerts and silences through its API v2, and what its webhook receiver tells. */
import { action, at, auth, type Ctx, definePlugin, type Infer, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { alertmanagerContext } from './context.ts';
import { toEvents } from './inbound.ts';
import { string } from '../wire/fields.ts';

const config = t.object({
  base_url: t.url({ description: 'Where Alertmanager is, with its route prefix.', examples: ['https://alertmanager.example.com'] }),
  created_by: t.string({ default: 'Patchbay', minLength: 1, maxLength: 255, description: 'Who silences are created by, where the call does not say.' }),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'User of the proxy before it, for HTTP Basic.' })),
  ca_cert: t.optional(t.string({ maxLength: 65_536, description: 'Authorities that its certificate is signed by, PEM.' })),
  client_cert: t.optional(t.string({ maxLength: 65_536, description: 'Client certificate, PEM; its key is the secret client_key.' })),
  token: t.secret({ description: 'Bearer token of the proxy before it.', required: false }),
  password: t.secret({ description: 'Password of the proxy before it, for HTTP Basic.', required: false }),
  client_key: t.secret({ description: 'Key of the client certificate, PEM.', required: false }),
  webhook_token: t.secret({ description: 'Token that the webhook receiver shows; you choose it.', required: false }),
});
type Config = Infer<typeof config>;

const labels = t.record(t.string({ maxLength: 4096 }), { description: 'Labels.', examples: [{ alertname: 'HighErrorRate', service: 'shop' }] });
const matcher = t.object({
  name: t.string({ minLength: 1, maxLength: 255, description: 'Label.', examples: ['service'] }),
  value: t.string({ maxLength: 4096, description: 'Value or regular expression.', examples: ['shop'] }),
  op: t.enum(['=', '!=', '=~', '!~'], { default: '=', description: 'How they compare.' }),
});
type Matcher = Infer<typeof matcher>;
const matchers = t.array(matcher, { minItems: 1, maxItems: 50, description: 'All must hold.' });
const filter = t.array(t.string({ minLength: 1, maxLength: 4096 }), { default: [], maxItems: 50, description: 'Matchers as Alertmanager writes them; all must hold.', examples: [['service="shop"']] });
const id = t.string({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9-]+$', description: 'Id of the silence.', examples: ['0f5b1c1e-9a2b-4a52-9d36-2f3f3c7f1a11'] });

const alert = t.object({
  fingerprint: t.string({ description: 'Id that follows from the labels.' }), state: t.string({ description: 'active, suppressed or unprocessed.' }), labels, annotations: t.record(t.string(), { description: 'Annotations.' }),
  starts_at: t.string({ description: 'Since when.' }), ends_at: t.string({ description: 'When it counts as resolved.' }), generator_url: t.string({ description: 'What raised it.' }),
  silenced_by: t.array(t.string(), { description: 'Ids of silences.' }), receivers: t.array(t.string(), { description: 'Who is told.' }),
});
const silence = t.object({
  id: t.string({ description: 'Id.' }), state: t.string({ description: 'active, pending or expired.' }), matchers: t.array(matcher, { description: 'What it silences.' }),
  starts_at: t.string({ description: 'From.' }), ends_at: t.string({ description: 'Until.' }), created_by: t.string({ description: 'By whom.' }), comment: t.string({ description: 'Why.' }),
});
type Silence = Infer<typeof silence>;

export const plugin = definePlugin({
  id: 'patchbay/alertmanager',
  version: '1.0.0',
  title: 'Alertmanager',
  summary: 'Reads and raises alerts of Prometheus Alertmanager, creates and expires silences, and tells what fires.',
  categories: ['watching'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: { bearer: auth.bearer('token'), basic: auth.basic('{{config.username}}', 'password') },
  http: { base_url: '{{config.base_url}}/api/v2', headers: { accept: 'application/json' }, messageAt: ['message', 'error', ''], tls: { ca: '{{config.ca_cert}}', cert: '{{config.client_cert}}', key: 'client_key' } },
  emits: ['alertmanager.alert.*'],
  actions: {
    create_silence: action({
      title: 'Create a silence', description: 'Mutes the alerts that match, for a while.', safety: 'moderate',
      input: t.object({
        matchers, comment: t.string({ minLength: 1, maxLength: 4000, description: 'Why.', examples: ['Deployment of shop'] }), created_by: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'By whom.' })),
        minutes: t.integer({ minimum: 1, maximum: 525_600, default: 60, description: 'For how long, unless ends_at is given.' }), starts_at: t.optional(t.instant({ description: 'From; now, if absent.' })), ends_at: t.optional(t.instant({ description: 'Until.' })),
      }),
      output: t.object({ id: t.string({ description: 'Id of the silence.' }), ends_at: t.string({ description: 'Until.' }) }), example: { matchers: [{ name: 'service', value: 'shop', op: '=' }], comment: 'Deployment of shop', minutes: 30 },
      dryRun: (input, ctx: ReadCtx<Config>) => ({ id: 'new', ends_at: spanOf(input, ctx).endsAt }),
      async run(input, ctx: Ctx<Config>) {
        const span = spanOf(input, ctx);
        if (input.matchers.every(({ op, value }) => (op === '=~' && value === '.*') || (op === '=' && value === ''))) throw new PluginError('invalid', 'The matchers match every alert; expected one that matches less', { field: 'matchers' });
        const body = await ctx.http.post<JsonObject>('/silences', { matchers: input.matchers.map(sent), ...span, createdBy: input.created_by ?? ctx.config.created_by, comment: input.comment }, credential(ctx));
        return { id: string(body, 'silenceID'), ends_at: span.endsAt };
      },
    }),
    expire_silence: action({
      title: 'Expire a silence', description: 'Ends a silence now; its alerts are told again.', safety: 'moderate', idempotent: true,
      input: t.object({ id }), output: silence, example: { id: '0f5b1c1e-9a2b-4a52-9d36-2f3f3c7f1a11' },
      async run({ id: of }, ctx: Ctx<Config>) {
        const known = await silenceOf(of, ctx);
        if (known.state === 'expired') return known;
        await ctx.http.delete(`/silence/${of}`, credential(ctx));
        return silenceOf(of, ctx);
      },
    }),
    send_alerts: action({
      title: 'Send alerts', description: 'Raises alerts, or resolves those whose ends_at is past. One without ends_at resolves by itself when it is not sent again.', safety: 'moderate', idempotent: true,
      input: t.object({
        alerts: t.array(t.object({ labels, annotations: t.record(t.string(), { default: {}, description: 'Annotations.' }), starts_at: t.optional(t.instant({ description: 'Since when.' })), ends_at: t.optional(t.instant({ description: 'Until; in the past to resolve.' })), generator_url: t.optional(t.url({ description: 'Where to look.' })) }), { minItems: 1, maxItems: 500, description: 'The alerts; the same labels are the same alert.' }),
      }),
      output: t.object({ sent: t.integer({ description: 'How many.' }) }), example: { alerts: [{ labels: { alertname: 'HighErrorRate', service: 'shop' }, annotations: { summary: '5xx above 5 %' } }] },
      dryRun: ({ alerts }) => ({ sent: alerts.length }),
      async run({ alerts }, ctx: Ctx<Config>) {
        const list = alerts.map(({ labels: of, annotations, starts_at, ends_at, generator_url }) => ({ labels: of, annotations, ...begun(starts_at, ends_at, ctx), ...(ends_at === undefined ? {} : { endsAt: ends_at }), ...(generator_url === undefined ? {} : { generatorURL: generator_url }) }));
        await ctx.http.post('/alerts', list, { ...credential(ctx), retry: 'always' });
        return { sent: list.length };
      },
    }),
  },
  context: alertmanagerContext<Config>((ctx) => credential(ctx)),
  queries: {
    list_alerts: query({
      title: 'List alerts', description: 'Alerts that Alertmanager knows now.',
      input: t.object({ filter, receiver: t.optional(t.string({ maxLength: 255, description: 'Only of receivers that match this regular expression.' })), silenced: t.boolean({ default: false, description: 'Silenced ones, too.' }), inhibited: t.boolean({ default: false, description: 'Inhibited ones, too.' }), limit: t.integer({ minimum: 1, maximum: 5000, default: 500, description: 'At most.' }) }),
      output: t.object({ items: t.array(alert) }), example: { filter: ['service="shop"'], silenced: false, inhibited: false, limit: 100 },
      async run({ filter: of, receiver, silenced, inhibited, limit }, ctx: ReadCtx<Config>) {
        const found = await ctx.http.get<readonly JsonObject[]>('/alerts', { ...credential(ctx), query: { filter: of, receiver, active: true, silenced, inhibited } });
        return { items: found.slice(0, limit).map(shownAlert) };
      },
    }),
    list_silences: query({
      title: 'List silences', description: 'Silences; those that ended only when asked for.',
      input: t.object({ filter, expired: t.boolean({ default: false, description: 'Those that ended, too.' }), limit: t.integer({ minimum: 1, maximum: 5000, default: 500, description: 'At most.' }) }),
      output: t.object({ items: t.array(silence) }), example: { filter: [], expired: false, limit: 100 },
      async run({ filter: of, expired, limit }, ctx: ReadCtx<Config>) {
        const found = await ctx.http.get<readonly JsonObject[]>('/silences', { ...credential(ctx), query: { filter: of } });
        return { items: found.map(shownSilence).filter(({ state }) => expired || state !== 'expired').slice(0, limit) };
      },
    }),
    get_silence: query({ title: 'Get a silence', description: 'A silence by its id.', input: t.object({ id }), output: silence, example: { id: '0f5b1c1e-9a2b-4a52-9d36-2f3f3c7f1a11' }, run: ({ id: of }, ctx: ReadCtx<Config>) => silenceOf(of, ctx) }),
    list_receivers: query({
      title: 'List receivers', description: 'Who can be told.', input: t.object({ containing: t.string({ default: '', maxLength: 255, description: 'Only names with this in them.' }) }), output: t.object({ items: t.array(t.string()) }), example: { containing: '' },
      async run({ containing }, ctx: ReadCtx<Config>) {
        const found = await ctx.http.get<readonly JsonObject[]>('/receivers', credential(ctx));
        const items = found.map((each) => string(each, 'name')).filter((name) => name.includes(containing));
        if (containing !== '' && items.length === 0) throw new PluginError('not_found', `No receiver has ${containing} in its name`);
        return { items };
      },
    }),
  },
  webhooks: {
    alerts: { description: 'What a webhook receiver is told (version 4).', verify: { algorithm: 'equal', header: 'authorization', prefix: 'Bearer ' }, secret: 'webhook_token', toEvents },
  },
  async health(ctx) {
    const status = await ctx.http.get<JsonObject>('/status', credential(ctx as ReadCtx<Config>));
    const cluster = string(status, 'cluster.status');
    return cluster === 'settling' ? { state: 'degraded', reason: 'Its cluster is settling' } : { state: 'ok' };
  },
});

/** Nothing stands before many of them: then no credential is sent. */
const credential = (ctx: ReadCtx<Config>): { readonly auth?: false } => (ctx.hasSecret('token') || ctx.hasSecret('password') ? {} : { auth: false });

/** Alertmanager takes an end without a beginning for both: an alert that ends later would begin later. */
function begun(starts: string | undefined, ends: string | undefined, { now }: ReadCtx<Config>): { readonly startsAt?: string } {
  if (starts !== undefined) return { startsAt: starts };
  return ends !== undefined && Date.parse(ends) > now() ? { startsAt: new Date(now()).toISOString() } : {};
}

function spanOf({ minutes, starts_at, ends_at }: { readonly minutes: number; readonly starts_at?: string | undefined; readonly ends_at?: string | undefined }, ctx: ReadCtx<Config>): { startsAt: string; endsAt: string } {
  const from = starts_at === undefined ? ctx.now() : Date.parse(starts_at);
  const until = ends_at === undefined ? from + minutes * 60_000 : Date.parse(ends_at);
  if (!(until > from)) throw new PluginError('invalid', `The silence would end at ${ends_at}, before it starts; expected a later ends_at`, { field: 'ends_at' });
  return { startsAt: new Date(from).toISOString(), endsAt: new Date(until).toISOString() };
}

const silenceOf = async (id: string, ctx: ReadCtx<Config>): Promise<Silence> => shownSilence(await ctx.http.get<JsonObject>(`/silence/${id}`, credential(ctx)));

const sent = ({ name, value, op }: Matcher) => ({ name, value, isRegex: op.endsWith('~'), isEqual: op.startsWith('=') });

function shownAlert(each: JsonObject): Infer<typeof alert> {
  return {
    fingerprint: string(each, 'fingerprint'), state: string(each, 'status.state'), labels: (each['labels'] ?? {}) as Record<string, string>, annotations: (each['annotations'] ?? {}) as Record<string, string>,
    starts_at: string(each, 'startsAt'), ends_at: string(each, 'endsAt'), generator_url: string(each, 'generatorURL'), silenced_by: (at(each, 'status.silencedBy') ?? []) as string[], receivers: ((each['receivers'] ?? []) as readonly JsonObject[]).map((receiver) => string(receiver, 'name')),
  };
}

function shownSilence(each: JsonObject): Silence {
  const list = (each['matchers'] ?? []) as readonly { readonly name: string; readonly value: string; readonly isRegex: boolean; readonly isEqual?: boolean }[];
  const op = (isRegex: boolean, isEqual: boolean): Matcher['op'] => (isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=');
  return { id: string(each, 'id'), state: string(each, 'status.state'), matchers: list.map(({ name, value, isRegex, isEqual = true }) => ({ name, value, op: op(isRegex, isEqual) })), starts_at: string(each, 'startsAt'), ends_at: string(each, 'endsAt'), created_by: string(each, 'createdBy'), comment: string(each, 'comment') };
}
