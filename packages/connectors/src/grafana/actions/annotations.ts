/** Marks in graphs: deployments, incidents. */
import { action, type Ctx, type Infer, type JsonObject, query, type ReadCtx, t } from '@patchbay/sdk';
import { type Config, instantOf, limit, uid } from '../config.ts';
import { given, string } from '../../wire/fields.ts';

const id = t.string({ pattern: '^[0-9]{1,20}$', description: 'Id of the annotation.', examples: ['42'] });
const tags = t.array(t.string({ minLength: 1, maxLength: 100 }), { maxItems: 50, default: [], description: 'Tags.' });
const where = { dashboard_uid: t.optional(uid), panel_id: t.optional(t.integer({ minimum: 1, description: 'Panel of the dashboard.' })) };
const annotation = t.object({ id, text: t.string({ description: 'Text.' }), tags: t.array(t.string(), { description: 'Tags.' }), time: t.string({ description: 'When.' }), time_end: t.string({ description: 'Until; empty for an instant.' }), dashboard_uid: t.string({ description: 'Dashboard; empty for all.' }) });

export const annotations = {
  create_annotation: action({
    title: 'Annotate', description: 'Marks an instant, or a span, in all graphs or in those of one dashboard.', safety: 'moderate',
    input: t.object({ text: t.string({ minLength: 1, maxLength: 10_000, description: 'What happened.', examples: ['Deployed shop 1.4.2'] }), tags, time: t.optional(t.instant({ description: 'When; now, if absent.' })), time_end: t.optional(t.instant({ description: 'Until, for a span.' })), ...where }),
    output: t.object({ id }), example: { text: 'Deployed shop 1.4.2', tags: ['deployment', 'shop'] },
    dryRun: () => ({ id: '0' }),
    async run({ text: said, tags: of, time, time_end, dashboard_uid, panel_id }, ctx: Ctx<Config>) {
      const body = await ctx.http.post<JsonObject>('/annotations', given({ text: said, tags: of, time: millis(time) ?? ctx.now(), timeEnd: millis(time_end), dashboardUID: dashboard_uid, panelId: panel_id }));
      return { id: string(body, 'id') };
    },
  }),
  update_annotation: action({
    title: 'Change an annotation', description: 'Changes text, tags or end of an annotation: so a deployment that has ended becomes a span.', safety: 'moderate', idempotent: true,
    input: t.object({ id, text: t.optional(t.string({ minLength: 1, maxLength: 10_000, description: 'What happened.' })), tags: t.optional(t.array(t.string({ minLength: 1, maxLength: 100 }), { maxItems: 50, description: 'All tags.' })), time_end: t.optional(t.instant({ description: 'Until.' })) }),
    output: annotation, example: { id: '42', time_end: '2026-11-20T09:40:00Z' },
    async run({ id: of, text: said, tags: all, time_end }, ctx: Ctx<Config>) {
      await ctx.http.patch(`/annotations/${of}`, given({ text: said, tags: all, timeEnd: millis(time_end) }), { retry: 'always' });
      return shown(await ctx.http.get<JsonObject>(`/annotations/${of}`));
    },
  }),
  delete_annotation: action({
    title: 'Delete an annotation', description: 'Deletes an annotation.', safety: 'destructive', input: t.object({ id }), output: t.object({ id }), example: { id: '42' },
    async run({ id: of }, ctx: Ctx<Config>) {
      await ctx.http.delete(`/annotations/${of}`);
      return { id: of };
    },
  }),
};

export const annotationQueries = {
  list_annotations: query({
    title: 'List annotations', description: 'Annotations of a span, by tags or dashboard.',
    input: t.object({ tags, dashboard_uid: t.optional(uid), from: t.optional(t.instant({ description: 'From.' })), to: t.optional(t.instant({ description: 'Until.' })), limit }), output: t.object({ items: t.array(annotation) }), example: { tags: ['deployment'], limit: 20 },
    async run({ tags: of, dashboard_uid, from, to, limit: most }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.get<readonly JsonObject[]>('/annotations', { query: { tags: of, dashboardUID: dashboard_uid, from: millis(from), to: millis(to), limit: most } });
      return { items: found.slice(0, most).map(shown) };
    },
  }),
};

const millis = (instant: string | undefined): number | undefined => (instant === undefined ? undefined : Date.parse(instant));

const shown = (each: JsonObject): Infer<typeof annotation> => ({
  id: string(each, 'id'), text: string(each, 'text'), tags: (each['tags'] ?? []) as string[], time: instantOf(each['time']), time_end: each['timeEnd'] === each['time'] ? '' : instantOf(each['timeEnd']), dashboard_uid: string(each, 'dashboardUID'),
});
