/** Silences and alerts of the Alertmanager that Grafana has inside. */
import { action, at, type Ctx, type Infer, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { type Config, labels, limit } from '../config.ts';
import { string } from '../../wire/fields.ts';

const AT = '/alertmanager/grafana/api/v2';
const matcher = t.object({ name: t.string({ minLength: 1, maxLength: 255, description: 'Label.' }), value: t.string({ maxLength: 4096, description: 'Value or regular expression.' }), op: t.enum(['=', '!=', '=~', '!~'], { default: '=', description: 'How they compare.' }) });
type Matcher = Infer<typeof matcher>;
const id = t.string({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9-]+$', description: 'Id of the silence.', examples: ['0f5b1c1e-9a2b-4a52-9d36-2f3f3c7f1a11'] });
const filter = t.array(t.string({ minLength: 1, maxLength: 4096 }), { default: [], maxItems: 50, description: 'Matchers; all must hold.', examples: [['service="shop"']] });
const silence = t.object({ id, state: t.string({ description: 'active, pending or expired.' }), matchers: t.array(matcher, { description: 'What it silences.' }), starts_at: t.string({ description: 'From.' }), ends_at: t.string({ description: 'Until.' }), created_by: t.string({ description: 'By whom.' }), comment: t.string({ description: 'Why.' }) });
type Silence = Infer<typeof silence>;
const alert = t.object({ fingerprint: t.string({ description: 'Id that follows from the labels.' }), state: t.string({ description: 'active, suppressed or unprocessed.' }), labels, annotations: t.record(t.string(), { description: 'Annotations.' }), starts_at: t.string({ description: 'Since when.' }) });

export const silences = {
  create_silence: action({
    title: 'Create a silence', description: 'Mutes the alerts that match, for a while.', safety: 'moderate',
    input: t.object({ matchers: t.array(matcher, { minItems: 1, maxItems: 50, description: 'All must hold.' }), comment: t.string({ minLength: 1, maxLength: 4000, description: 'Why.' }), created_by: t.string({ default: 'Patchbay', minLength: 1, maxLength: 255, description: 'By whom.' }), minutes: t.integer({ minimum: 1, maximum: 525_600, default: 60, description: 'For how long, unless ends_at is given.' }), starts_at: t.optional(t.instant({ description: 'From; now, if absent.' })), ends_at: t.optional(t.instant({ description: 'Until.' })) }),
    output: t.object({ id, ends_at: t.string({ description: 'Until.' }) }), example: { matchers: [{ name: 'service', value: 'shop', op: '=' }], comment: 'Deployment of shop', created_by: 'Patchbay', minutes: 30 },
    async run({ matchers, comment, created_by, minutes, starts_at, ends_at }, ctx: Ctx<Config>) {
      const from = starts_at === undefined ? ctx.now() : Date.parse(starts_at);
      const until = ends_at === undefined ? from + minutes * 60_000 : Date.parse(ends_at);
      if (!(until > from)) throw new PluginError('invalid', `The silence would end at ${ends_at}, before it starts; expected a later ends_at`, { field: 'ends_at' });
      const body = await ctx.http.post<JsonObject>(`${AT}/silences`, { matchers: matchers.map(({ name, value, op }) => ({ name, value, isRegex: op.endsWith('~'), isEqual: op.startsWith('=') })), startsAt: new Date(from).toISOString(), endsAt: new Date(until).toISOString(), createdBy: created_by, comment });
      return { id: string(body, 'silenceID'), ends_at: new Date(until).toISOString() };
    },
  }),
  expire_silence: action({
    title: 'Expire a silence', description: 'Ends a silence now; its alerts are told again.', safety: 'moderate', idempotent: true, input: t.object({ id }), output: silence, example: { id: '0f5b1c1e-9a2b-4a52-9d36-2f3f3c7f1a11' },
    async run({ id: of }, ctx: Ctx<Config>) {
      const known = shownSilence(await ctx.http.get<JsonObject>(`${AT}/silence/${of}`));
      if (known.state === 'expired') return known;
      await ctx.http.delete(`${AT}/silence/${of}`);
      return shownSilence(await ctx.http.get<JsonObject>(`${AT}/silence/${of}`));
    },
  }),
};

export const silenceQueries = {
  list_silences: query({
    title: 'List silences', description: 'Silences; those that ended only when asked for.', input: t.object({ filter, expired: t.boolean({ default: false, description: 'Those that ended, too.' }), limit }), output: t.object({ items: t.array(silence) }), example: { filter: [], expired: false, limit: 100 },
    async run({ filter: of, expired, limit: most }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.get<readonly JsonObject[]>(`${AT}/silences`, { query: { filter: of } });
      return { items: found.map(shownSilence).filter(({ state }) => expired || state !== 'expired').slice(0, most) };
    },
  }),
  list_alerts: query({
    title: 'List alerts', description: 'Alerts that Grafana knows now.', input: t.object({ filter, silenced: t.boolean({ default: false, description: 'Silenced ones, too.' }), limit }), output: t.object({ items: t.array(alert) }), example: { filter: ['service="shop"'], silenced: false, limit: 100 },
    async run({ filter: of, silenced, limit: most }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.get<readonly JsonObject[]>(`${AT}/alerts`, { query: { filter: of, active: true, silenced, inhibited: false } });
      return { items: found.slice(0, most).map((each) => ({ fingerprint: string(each, 'fingerprint'), state: string(each, 'status.state'), labels: (each['labels'] ?? {}) as Record<string, string>, annotations: (each['annotations'] ?? {}) as Record<string, string>, starts_at: string(each, 'startsAt') })) };
    },
  }),
};

function shownSilence(each: JsonObject): Silence {
  const list = (at(each, 'matchers') ?? []) as readonly { readonly name: string; readonly value: string; readonly isRegex: boolean; readonly isEqual?: boolean }[];
  const op = (isRegex: boolean, isEqual: boolean): Matcher['op'] => (isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=');
  return { id: string(each, 'id'), state: string(each, 'status.state'), matchers: list.map(({ name, value, isRegex, isEqual = true }) => ({ name, value, op: op(isRegex, isEqual) })), starts_at: string(each, 'startsAt'), ends_at: string(each, 'endsAt'), created_by: string(each, 'createdBy'), comment: string(each, 'comment') };
}
