/** Docker Hub: tags and images of its repositories, access tokens, audit logs, and a watch over pushes. Retagging goes through the connector oci. */
import { action, at, auth, type Ctx, definePlugin, type Infer, type JsonObject, paginate, query, type ReadCtx, t } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import { watch } from './watch.ts';

const config = t.object({
  base_url: t.url({ default: 'https://hub.docker.com', description: 'The Hub API.' }),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Docker ID. Without it only public repositories are read.' })),
  watched: t.array(t.string({ pattern: '^[a-z0-9_-]+/[a-z0-9._-]+$', maxLength: 300 }), { default: [], maxItems: 20, description: 'Repositories that are looked at every five minutes for pushed tags.', examples: [['acme/shop']] }),
  password: t.secret({ description: 'Personal access token: accounts with two factors need one.', required: false }),
});
export type Config = Infer<typeof config>;

const namespace = t.string({ minLength: 1, maxLength: 255, pattern: '^[a-z0-9_-]+$', description: 'User or organisation; library for official images.', examples: ['acme'] });
const repository = t.string({ minLength: 1, maxLength: 255, pattern: '^[a-z0-9]+([._-]+[a-z0-9]+)*$', description: 'Repository.', examples: ['shop'] });
const name = t.string({ pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$', description: 'Tag.', examples: ['1.4.2'] });
const digest = t.string({ pattern: '^sha256:[a-f0-9]{64}$', description: 'Digest.' });
const limit = t.integer({ minimum: 1, maximum: 5000, default: 100, description: 'At most.' });
const tag = t.object({ name: t.string({ description: 'Tag.' }), digest: t.string({ description: 'Digest of the image or index.' }), pushed_at: t.string({ description: 'When it was pushed.' }), size_bytes: t.number({ description: 'Compressed size.' }), platforms: t.array(t.string(), { description: 'linux/amd64 and others.' }) });
const of = { namespace, repository };
const EXAMPLE = `sha256:${'0'.repeat(64)}`;
const PAGE = 100;

const pathOf = ({ namespace: owner, repository: named }: { readonly namespace: string; readonly repository: string }): string => `/v2/namespaces/${owner}/repositories/${named}`;
const manifests = t.array(digest, { minItems: 1, maxItems: 25, description: 'Digests of the images.' });
const deleted = t.object({ dry_run: t.boolean({ description: 'Whether nothing was done.' }), manifests: t.integer({ description: 'Images deleted.' }), tags: t.integer({ description: 'Tags deleted with them.' }), failed: t.integer({ description: 'What was not deleted.' }) });

export const plugin = definePlugin({
  id: 'patchbay/docker-hub',
  version: '1.0.0',
  title: 'Docker Hub',
  summary: 'Lists and deletes tags and images of Docker Hub, reads access tokens and audit logs, and tells of pushed tags.',
  categories: ['registries'],
  config,
  hosts: ['{{config.base_url}}'],
  auth: {
    login: auth.exchange({
      request: { method: 'POST', url: '{{config.base_url}}/v2/users/login', json: { username: '{{config.username}}', password: '{{secret.password}}' } },
      token: 'token', ttl: 600, headers: { authorization: 'Bearer {{token}}' },
    }),
  },
  http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['message', 'detail'] },
  emits: ['docker_hub.tag.pushed'],
  actions: {
    delete_tag: action({
      title: 'Delete a tag', description: 'Deletes a tag.', safety: 'destructive', input: t.object({ ...of, tag: name }), output: t.object({ tag: t.string({ description: 'The tag.' }) }), example: { namespace: 'acme', repository: 'shop', tag: '1.4.1' },
      async run({ tag: what, ...where }, ctx: Ctx<Config>) {
        await ctx.http.delete(`/v2/repositories/${where.namespace}/${where.repository}/tags/${what}/`, credential(ctx));
        return { tag: what };
      },
    }),
    delete_images: action({
      title: 'Delete images', description: 'Deletes images by digest, with every tag on them. Docker Hub is retiring this; delete_tag stays.', safety: 'destructive', input: t.object({ ...of, digests: manifests }), output: deleted, example: { namespace: 'acme', repository: 'shop', digests: [EXAMPLE] },
      dryRun: (input, ctx: ReadCtx<Config>) => remove(input, true, ctx),
      run: (input, ctx: Ctx<Config>) => remove(input, false, ctx),
    }),
  },
  queries: {
    list_tags: query({
      title: 'List tags', description: 'Tags of a repository, the last pushed first.', input: t.object({ ...of, limit }), output: t.object({ items: t.array(tag) }), example: { namespace: 'acme', repository: 'shop', limit: 100 },
      run: async ({ limit: most, ...where }, ctx: ReadCtx<Config>) => ({ items: (await pages(`${pathOf(where)}/tags`, {}, most, ctx)).map(shown) }),
    }),
    get_tag: query({
      title: 'Get a tag', description: 'A tag and what it points at.', input: t.object({ ...of, tag: name }), output: tag, example: { namespace: 'acme', repository: 'shop', tag: '1.4.2' },
      run: async ({ tag: what, ...where }, ctx: ReadCtx<Config>) => shown(await ctx.http.get<JsonObject>(`${pathOf(where)}/tags/${what}`, credential(ctx))),
    }),
    list_access_tokens: query({
      title: 'List access tokens', description: 'Personal access tokens of the user: when they were used, never what they are.', input: t.object({ page_size: t.integer({ minimum: 1, maximum: 1000, default: PAGE, description: 'Tokens in a page.' }), limit }),
      output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), label: t.string({ description: 'Label.' }), active: t.boolean({ description: 'Whether it works.' }), scopes: t.array(t.string(), { description: 'What it may do.' }), created_at: t.string({ description: 'When it was made.' }), last_used: t.string({ description: 'When it was used; empty for never.' }) })) }), example: { page_size: 100, limit: 100 },
      async run({ page_size, limit: most }, ctx: ReadCtx<Config>) {
        const found = await ctx.http.collect<JsonObject>({ url: '/v2/access-tokens', query: { page: 1, page_size }, ...credential(ctx) }, { items: 'results', next: paginate.url('next'), limit: most });
        return { items: found.map((each) => ({ id: string(each, 'uuid'), label: string(each, 'token_label'), active: at(each, 'is_active') === true, scopes: list(each, 'scopes') as unknown as string[], created_at: string(each, 'created_at'), last_used: string(each, 'last_used') })) };
      },
    }),
    audit_log: query({
      title: 'Read the audit log', description: 'What was done in an account, newest first.', input: t.object({ account: namespace, action: t.optional(t.string({ maxLength: 80, description: 'Only this.', examples: ['repo.tag.push'] })), from: t.optional(t.instant({ description: 'From.' })), to: t.optional(t.instant({ description: 'Until.' })), limit }),
      output: t.object({ items: t.array(t.object({ action: t.string({ description: 'What.' }), name: t.string({ description: 'Of what.' }), actor: t.string({ description: 'By whom.' }), at: t.string({ description: 'When.' }), description: t.string({ description: 'In words.' }) })) }), example: { account: 'acme', action: 'repo.tag.push', limit: 100 },
      async run({ account, action: done, from, to, limit: most }, ctx: ReadCtx<Config>) {
        const found = await ctx.http.collect<JsonObject>({ url: `/v2/auditlogs/${account}`, query: { action: done, from, to, page: 1, page_size: PAGE }, ...credential(ctx) }, { items: 'logs', next: paginate.page('logs', 'page', PAGE), limit: most });
        return { items: found.map((each) => ({ action: string(each, 'action'), name: string(each, 'name'), actor: string(each, 'actor'), at: string(each, 'timestamp'), description: string(each, 'action_description') })) };
      },
    }),
  },
  schedules: { watch: { cron: '*/5 * * * *', description: 'Looks for tags that were pushed: Docker Hub proves no webhook.', run: (ctx) => watch(ctx.config.watched, async (repository) => (await ctx.http.get<JsonObject>(`/v2/namespaces/${repository.replace('/', '/repositories/')}/tags`, { query: { page: 1, page_size: PAGE }, ...credential(ctx) }))['results'] ?? [], ctx) } },
  async health(ctx) {
    if (!ctx.hasSecret('password')) return { state: 'ok', reason: 'Only public repositories: there is no password' };
    await ctx.http.get('/v2/access-tokens', { query: { page: 1, page_size: 1 }, accept: [403] });
    return { state: 'ok' };
  },
});

/** Public repositories need none. */
const credential = (ctx: ReadCtx<Config>): { readonly auth?: false } => (ctx.hasSecret('password') ? {} : { auth: false });

const pages = (url: string, more: Readonly<Record<string, string>>, limit: number, ctx: ReadCtx<Config>): Promise<JsonObject[]> => ctx.http.collect<JsonObject>({ url, query: { ...more, page: 1, page_size: PAGE }, ...credential(ctx) }, { items: 'results', next: paginate.url('next'), limit });

async function remove({ namespace: owner, repository: named, digests }: { readonly namespace: string; readonly repository: string; readonly digests: readonly string[] }, dry: boolean, ctx: ReadCtx<Config>): Promise<Infer<typeof deleted>> {
  const body = await ctx.http.post<JsonObject>(`/v2/namespaces/${owner}/delete-images`, { dry_run: dry, manifests: digests.map((each) => ({ repository: named, digest: each })) }, credential(ctx));
  const count = (field: string): number => Number(at(body, `metrics.${field}`) ?? 0);
  return { dry_run: dry, manifests: count('manifest_deletes'), tags: count('tag_deletes'), failed: count('manifest_errors') + count('tag_errors') };
}

function shown(each: JsonObject): Infer<typeof tag> {
  const images = list(each, 'images');
  const platforms = images.map((image) => `${string(image, 'os')}/${string(image, 'architecture')}`).filter((platform) => platform !== 'unknown/unknown' && platform !== '/');
  return { name: string(each, 'name'), digest: string(each, 'digest') || string(images[0], 'digest'), pushed_at: string(each, 'tag_last_pushed') || string(each, 'last_updated'), size_bytes: Number(at(each, 'full_size') ?? 0), platforms };
}
