/** Dashboards and their folders, by uid: ids differ from one Grafana to the next. */
import { action, at, type Ctx, type Infer, type Json, type JsonObject, paginate, query, type ReadCtx, t } from '@patchbay/sdk';
import { type Config, limit, uid } from '../config.ts';
import { given, string } from '../../wire/fields.ts';

const hit = t.object({ uid: t.string({ description: 'Uid.' }), title: t.string({ description: 'Title.' }), url: t.string({ description: 'Page.' }), tags: t.array(t.string(), { description: 'Tags.' }), folder_uid: t.string({ description: 'Folder; empty at the top.' }), folder: t.string({ description: 'Title of the folder.' }) });
const folder = t.object({ uid: t.string({ description: 'Uid.' }), title: t.string({ description: 'Title.' }), parent_uid: t.string({ description: 'Folder that it is in; empty at the top.' }) });
type Folder = Infer<typeof folder>;
const title = t.string({ minLength: 1, maxLength: 190, description: 'Title.' });
const PAGE = 100;

export const dashboards = {
  save_dashboard: action({
    title: 'Save a dashboard', description: 'Creates a dashboard, or replaces the one of the same uid. Refused as a conflict when somebody changed it meanwhile, unless overwrite is set.', safety: 'moderate', idempotent: true,
    input: t.object({ dashboard: t.record(t.json(), { description: 'Its JSON model; uid and title in it.', examples: [{ uid: 'shop-overview', title: 'Shop', panels: [] }] }), folder_uid: t.optional(uid), message: t.optional(t.string({ maxLength: 500, description: 'What changed.' })), overwrite: t.boolean({ default: false, description: 'Replaces whatever is there.' }) }),
    output: t.object({ uid: t.string({ description: 'Uid.' }), version: t.integer({ description: 'Version.' }), url: t.string({ description: 'Page.' }) }), example: { dashboard: { uid: 'shop-overview', title: 'Shop', panels: [] }, message: 'Latency added', overwrite: true },
    async run({ dashboard, folder_uid, message, overwrite }, ctx: Ctx<Config>) {
      const { id: _, ...model } = dashboard; // an id of another Grafana would hit the wrong dashboard
      const body = await ctx.http.post<JsonObject>('/dashboards/db', given({ dashboard: model, folderUid: folder_uid, message, overwrite }));
      return { uid: string(body, 'uid'), version: Number(at(body, 'version') ?? 0), url: pageOf(body, ctx) };
    },
  }),
  delete_dashboard: action({
    title: 'Delete a dashboard', description: 'Deletes a dashboard.', safety: 'destructive', input: t.object({ uid }), output: t.object({ uid, title: t.string({ description: 'Title that it had.' }) }), example: { uid: 'shop-overview' },
    run: async ({ uid: of }, ctx: Ctx<Config>) => ({ uid: of, title: string(await ctx.http.delete<JsonObject>(`/dashboards/uid/${of}`), 'title') }),
  }),
  create_folder: action({
    title: 'Create a folder', description: 'Creates a folder for dashboards and alert rules.', safety: 'moderate', input: t.object({ title, uid: t.optional(uid), parent_uid: t.optional(uid) }), output: folder, example: { title: 'Shop', uid: 'shop' },
    run: async ({ title: named, uid: of, parent_uid }, ctx: Ctx<Config>) => shownFolder(await ctx.http.post<JsonObject>('/folders', given({ title: named, uid: of, parentUid: parent_uid }))),
  }),
};

export const dashboardQueries = {
  get_dashboard: query({
    title: 'Get a dashboard', description: 'A dashboard with its JSON model.', input: t.object({ uid }),
    output: t.object({ dashboard: t.record(t.json(), { description: 'Its JSON model.' }), folder_uid: t.string({ description: 'Folder; empty at the top.' }), url: t.string({ description: 'Page.' }), version: t.integer({ description: 'Version.' }) }), example: { uid: 'shop-overview' },
    async run({ uid: of }, ctx: ReadCtx<Config>) {
      const body = await ctx.http.get<JsonObject>(`/dashboards/uid/${of}`);
      return { dashboard: (body['dashboard'] ?? {}) as Record<string, Json>, folder_uid: string(body, 'meta.folderUid'), url: pageOf(body['meta'], ctx), version: Number(at(body, 'dashboard.version') ?? 0) };
    },
  }),
  search_dashboards: query({
    title: 'Search dashboards', description: 'Dashboards by title, tag and folder.',
    input: t.object({ text: t.string({ default: '', maxLength: 200, description: 'What is in the title.' }), tags: t.array(t.string({ minLength: 1, maxLength: 100 }), { default: [], maxItems: 20, description: 'Tags; all must be there.' }), folder_uid: t.optional(uid), limit }), output: t.object({ items: t.array(hit) }), example: { text: 'shop', tags: [], limit: 20 },
    async run({ text: sought, tags, folder_uid, limit: most }, ctx: ReadCtx<Config>) {
      if (folder_uid !== undefined) await ctx.http.get(`/folders/${folder_uid}`); // an unknown folder would look like an empty one
      const found = await ctx.http.collect<JsonObject>({ url: '/search', query: { type: 'dash-db', query: sought === '' ? undefined : sought, tag: tags, folderUIDs: folder_uid, limit: PAGE, page: 1 } }, { items: '', next: paginate.page('', 'page', PAGE), limit: most });
      return { items: found.map((each) => ({ uid: string(each, 'uid'), title: string(each, 'title'), url: pageOf(each, ctx), tags: (each['tags'] ?? []) as string[], folder_uid: string(each, 'folderUid'), folder: string(each, 'folderTitle') })) };
    },
  }),
  list_folders: query({
    title: 'List folders', description: 'Folders at the top, or in a folder.', input: t.object({ parent_uid: t.optional(uid), limit }), output: t.object({ items: t.array(folder) }), example: { limit: 100 },
    async run({ parent_uid, limit: most }, ctx: ReadCtx<Config>) {
      const found = await ctx.http.collect<JsonObject>({ url: '/folders', query: { parentUid: parent_uid, limit: PAGE, page: 1 } }, { items: '', next: paginate.page('', 'page', PAGE), limit: most });
      return { items: found.map(shownFolder) };
    },
  }),
};

const shownFolder = (each: JsonObject): Folder => ({ uid: string(each, 'uid'), title: string(each, 'title'), parent_uid: string(each, 'parentUid') });

/** Grafana says paths, with its own sub-path in them. */
const pageOf = (of: unknown, ctx: ReadCtx<Config>): string => `${/^https?:\/\/[^/]+/.exec(ctx.config.base_url)?.[0] ?? ''}${string(of, 'url')}`;
