/** What those say of a plugin who run it. Reviews lie where the plugin is published: of what everybody may install, with the root tenant. */
import { type Collection, type Context, type Document, Failure, type NewId, operation, type Operation, type PluginReview, pluginReviewList, pluginReviewModerate, pluginReviewReply, pluginReviewReport, pluginReviewWrite, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Directory } from '../directory.ts';
import type { Registry } from '../registry/registry.ts';
import { meanOf, ratingOf } from './rating.ts';

export const reviewCollection: Collection = { name: 'plugin_review', kind: 'documents', fields: { plugin: 'text', author_key: 'text' }, unique: [{ fields: ['plugin', 'author_key'] }] };

export interface ReviewPorts { readonly store: Store; readonly newId: NewId; readonly registry: Registry; readonly directory: Directory; readonly root: string }

export interface Reviews {
  readonly operations: readonly Operation[];
  /** Of the reviews that count, by plugin. */
  stars(tenant: string): Promise<ReadonlyMap<string, readonly number[]>>;
}

const RUN_FOR_MS = 24 * 3_600_000;
/** So many tenants hide a review until somebody decides. */
const HIDING = 3;
const MOST = 1000;

export function createReviews({ store, newId, registry, directory, root }: ReviewPorts): Reviews {
  const homes = (tenant: string): string[] => [...new Set([tenant, root])];
  const homeOf = (tenant: string, plugin: string): string => (registry.homeOf(tenant, plugin) === 'own' ? tenant : root);
  const all = (home: string, plugin?: string): Promise<Row[]> => store.list(reviewCollection.name, { tenant: home, where: plugin === undefined ? {} : { plugin }, limit: MOST });

  async function stars(tenant: string): Promise<ReadonlyMap<string, readonly number[]>> {
    const rows = (await Promise.all(homes(tenant).map((home) => all(home)))).flat().filter(counts);
    return new Map([...Map.groupBy(rows, ({ body }) => String(body['plugin']))].map(([plugin, of]) => [plugin, of.map(({ body }) => Number(body['rating']))]));
  }

  async function find(id: string, tenant: string, mayReach: readonly string[] = homes(tenant)): Promise<Row> {
    for (const home of mayReach) {
      const row = await store.get(reviewCollection.name, home, id);
      if (row !== undefined) return row;
    }
    throw new Failure('resource.not_found', `There is no review ${id} here`, { id });
  }

  function change(row: Row, patch: Document, ctx: Context): PluginReview {
    const body = { ...row.body, ...patch };
    ctx.target(row.id);
    ctx.unit.add({ op: 'update', in: reviewCollection.name, tenant: row.tenant, id: row.id, body, at: ctx.now, version: row.version }, () => 'again');
    return viewOf({ ...row, body });
  }

  const write = operation(pluginReviewWrite, async ({ name, rating, title, body }, ctx) => {
    const { tenant, principal, name: author } = ctx.caller;
    const plugin = registry.named(tenant, name);
    const running = directory.live(tenant).find((live) => live.plugin === plugin && live.row.created_at <= ctx.now - RUN_FOR_MS);
    if (running === undefined) throw new Failure('review.unproven', `${plugin} has not run here for a day`, { plugin });
    const home = homeOf(tenant, plugin);
    const author_key = `${tenant}/${principal}`;
    const before = await store.find(reviewCollection.name, home, { plugin, author_key });
    const said = { rating, title, body, plugin_version: running.version };
    if (before !== undefined) return change(before, { ...said, edited_at: at(ctx) }, ctx);
    const row = { tenant: home, id: newId('rev'), version: 1, created_at: ctx.now, updated_at: ctx.now, body: { plugin, author_key, author, ...said, written_at: at(ctx), edited_at: null, reply: null, status: 'shown', reports: [] } };
    ctx.target(row.id);
    ctx.unit.add({ op: 'insert', in: reviewCollection.name, tenant: home, id: row.id, body: row.body, at: ctx.now }, () => 'again');
    return viewOf(row);
  });

  const list = operation(pluginReviewList, async ({ name, limit, cursor, status }, { caller }) => {
    const plugin = registry.named(caller.tenant, name);
    const home = homeOf(caller.tenant, plugin);
    const moderates = caller.tenant === home && caller.scopes.has('plugin_release:write');
    const rows = await all(home, plugin);
    const seen = rows.filter((row) => (status === undefined || row.body['status'] === status) && (moderates || row.body['status'] !== 'hidden')).sort((a, b) => (a.id < b.id ? 1 : -1)).filter(({ id }) => cursor === undefined || id < cursor);
    const page = seen.slice(0, limit);
    const mean = meanOf([...(await stars(caller.tenant)).values()].flat());
    return { items: page.map(viewOf), next_cursor: seen.length > limit ? page.at(-1)!.id : null, rating: ratingOf(rows.filter(counts).map(({ body }) => Number(body['rating'])), mean) };
  });

  const report = operation(pluginReviewReport, async ({ id, reason }, ctx) => {
    const row = await find(id, ctx.caller.tenant);
    const reports = [...reportsOf(row).filter(({ tenant }) => tenant !== ctx.caller.tenant), { tenant: ctx.caller.tenant, reason }];
    const status = row.body['status'] === 'hidden' || reports.length >= HIDING ? 'hidden' : 'reported';
    return change(row, { reports, status }, ctx);
  });

  /** Of what a tenant publishes itself, or the root tenant for everybody. */
  const reply = operation(pluginReviewReply, async ({ id, text }, ctx) => change(await find(id, ctx.caller.tenant, [ctx.caller.tenant]), { reply: { text, at: at(ctx) } }, ctx));
  const moderate = operation(pluginReviewModerate, async ({ id, decision, reason }, ctx) => change(await find(id, ctx.caller.tenant, [ctx.caller.tenant]), { status: decision === 'hide' ? 'hidden' : 'shown', moderated_because: reason, ...(decision === 'show' ? { reports: [] } : {}) }, ctx));

  return Object.freeze({ operations: [write, list, report, reply, moderate], stars });
}

const counts = ({ body }: Row): boolean => body['status'] !== 'hidden';
const at = (ctx: Context): string => new Date(ctx.now).toISOString();
const reportsOf = ({ body }: Pick<Row, 'body'>): readonly { readonly tenant: string; readonly reason: string }[] => (body['reports'] ?? []) as readonly { tenant: string; reason: string }[];

function viewOf(row: Pick<Row, 'id' | 'body'>): PluginReview {
  const { author_key: _, reports: __, moderated_because: ___, ...body } = row.body;
  return { id: row.id, ...body, reports: reportsOf(row).length } as PluginReview; // as it was written above
}
