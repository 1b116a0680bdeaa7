/** Alert rules, through the provisioning API. */
import { action, at, type Ctx, type Infer, type Json, type JsonObject, query, type ReadCtx, t } from '@patchbay/sdk';
import { type Config, labels, limit, uid } from '../config.ts';
import { given, string } from '../../wire/fields.ts';

const rule = t.object({
  uid: t.string({ description: 'Uid.' }), title: t.string({ description: 'Title.' }), folder_uid: t.string({ description: 'Folder.' }), group: t.string({ description: 'Rule group.' }), paused: t.boolean({ description: 'Whether it rests.' }),
  for: t.string({ description: 'How long it must hold.' }), condition: t.string({ description: 'Query that decides.' }), labels, annotations: t.record(t.string(), { description: 'Annotations.' }), data: t.array(t.json(), { description: 'Its queries.' }),
});
type Rule = Infer<typeof rule>;
const ruleQuery = t.record(t.json(), { description: 'refId, datasourceUid, relativeTimeRange, model.', examples: [{ refId: 'A', datasourceUid: '__expr__', relativeTimeRange: { from: 0, to: 0 }, model: { type: 'math', expression: '1 == 1', refId: 'A' } }] });

export const alertRules = {
  create_alert_rule: action({
    title: 'Create an alert rule', description: 'Creates an alert rule in a folder and a rule group.', safety: 'moderate',
    input: t.object({
      title: t.string({ minLength: 1, maxLength: 190, description: 'Title.', examples: ['High error rate'] }), folder_uid: uid, group: t.string({ minLength: 1, maxLength: 190, description: 'Rule group.', examples: ['shop'] }), uid: t.optional(uid),
      condition: t.string({ minLength: 1, maxLength: 40, description: 'refId of the query that decides.', examples: ['A'] }), data: t.array(ruleQuery, { minItems: 1, maxItems: 20, description: 'Its queries.' }), for: t.string({ default: '5m', pattern: '^([0-9]+(ms|[smhdwy]))+$', description: 'How long it must hold.' }),
      no_data: t.enum(['NoData', 'Alerting', 'OK'], { default: 'NoData', description: 'What it is without data.' }), on_error: t.enum(['Error', 'Alerting', 'OK'], { default: 'Error', description: 'What it is when the query fails.' }),
      labels: t.record(t.string(), { default: {}, description: 'Labels.' }), annotations: t.record(t.string(), { default: {}, description: 'Annotations.' }), paused: t.boolean({ default: false, description: 'Starts paused.' }),
    }),
    output: rule, example: { title: 'High error rate', folder_uid: 'shop', group: 'shop', condition: 'A', data: [{ refId: 'A', datasourceUid: '__expr__', relativeTimeRange: { from: 0, to: 0 }, model: { type: 'math', expression: '1 == 1', refId: 'A' } }] , for: '5m', no_data: 'NoData', on_error: 'Error', labels: { service: 'shop' }, annotations: { summary: '5xx above 5 %' }, paused: false },
    run: async ({ title, folder_uid, group, uid: of, condition, data, for: held, no_data, on_error, labels: named, annotations, paused }, ctx: Ctx<Config>) => shown(await ctx.http.post<JsonObject>('/v1/provisioning/alert-rules', given({ orgID: ctx.config.org_id, title, folderUID: folder_uid, ruleGroup: group, uid: of, condition, data, for: held, noDataState: no_data, execErrState: on_error, labels: named, annotations, isPaused: paused }), provenance(ctx))),
  }),
  pause_alert_rule: action({
    title: 'Pause an alert rule', description: 'Pauses an alert rule, or lets it go on.', safety: 'moderate', idempotent: true, input: t.object({ uid, paused: t.boolean({ default: true, description: 'False lets it go on.' }) }), output: rule, example: { uid: 'high-error-rate', paused: true },
    async run({ uid: of, paused }, ctx: Ctx<Config>) {
      const known = await ctx.http.get<JsonObject>(`/v1/provisioning/alert-rules/${of}`);
      if (known['isPaused'] === paused) return shown(known);
      const { id: _, updated: __, provenance: ___, ...fields } = known;
      return shown(await ctx.http.put<JsonObject>(`/v1/provisioning/alert-rules/${of}`, { ...fields, isPaused: paused }, provenance(ctx)));
    },
  }),
  delete_alert_rule: action({
    title: 'Delete an alert rule', description: 'Deletes an alert rule.', safety: 'destructive', input: t.object({ uid }), output: t.object({ uid, title: t.string({ description: 'Title that it had.' }) }), example: { uid: 'high-error-rate' },
    async run({ uid: of }, ctx: Ctx<Config>) {
      const { title } = shown(await ctx.http.get<JsonObject>(`/v1/provisioning/alert-rules/${of}`)); // Grafana says 204 also where there was none
      await ctx.http.delete(`/v1/provisioning/alert-rules/${of}`, provenance(ctx));
      return { uid: of, title };
    },
  }),
};

export const alertRuleQueries = {
  get_alert_rule: query({ title: 'Get an alert rule', description: 'An alert rule by its uid.', input: t.object({ uid }), output: rule, example: { uid: 'high-error-rate' }, run: async ({ uid: of }, ctx: ReadCtx<Config>) => shown(await ctx.http.get<JsonObject>(`/v1/provisioning/alert-rules/${of}`)) }),
  list_alert_rules: query({
    title: 'List alert rules', description: 'Alert rules of Grafana, of all folders or one.', input: t.object({ folder_uid: t.optional(uid), limit }), output: t.object({ items: t.array(rule) }), example: { folder_uid: 'shop', limit: 100 },
    async run({ folder_uid, limit: most }, ctx: ReadCtx<Config>) {
      if (folder_uid !== undefined) await ctx.http.get(`/folders/${folder_uid}`); // an unknown folder would look like an empty one
      const found = await ctx.http.get<readonly JsonObject[]>('/v1/provisioning/alert-rules');
      return { items: found.map(shown).filter((each) => folder_uid === undefined || each.folder_uid === folder_uid).slice(0, most) };
    },
  }),
};

const provenance = (ctx: ReadCtx<Config>) => (ctx.config.editable ? { headers: { 'x-disable-provenance': 'true' } } : {});

const shown = (each: JsonObject): Rule => ({
  uid: string(each, 'uid'), title: string(each, 'title'), folder_uid: string(each, 'folderUID'), group: string(each, 'ruleGroup'), paused: at(each, 'isPaused') === true, for: string(each, 'for'), condition: string(each, 'condition'),
  labels: (each['labels'] ?? {}) as Record<string, string>, annotations: (each['annotations'] ?? {}) as Record<string, string>, data: (each['data'] ?? []) as Json[],
});
