/** Any registry of the OCI distribution API: tags, digests, manifests, promotion without a pull, deletion, and its notifications. */
import { action, auth, type Ctx, definePlugin, type Json, type JsonObject, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { toEvents } from './inbound.ts';
import { blobsOf, childrenOf, headOf, type Manifest, readManifest, writeManifest } from './manifest.ts';
import { type Config, config, login, type Session } from './session.ts';

const repository = t.string({ minLength: 1, maxLength: 255, pattern: '^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$', description: 'Repository.', examples: ['team/shop'] });
const tag = t.string({ pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$', description: 'Tag.', examples: ['1.4.2'] });
const digest = t.string({ pattern: '^sha256:[a-f0-9]{64}$', description: 'Digest.' });
const reference = t.string({ pattern: '^([A-Za-z0-9_][A-Za-z0-9._-]{0,127}|sha256:[a-f0-9]{64})$', description: 'Tag or digest.', examples: ['1.4.2'] });
const moved = t.object({ repository, tag, digest });
const limit = t.integer({ minimum: 1, maximum: 10_000, default: 1000, description: 'At most.' });
const EXAMPLE = `sha256:${'0'.repeat(64)}`;

export const plugin = definePlugin({
  id: 'patchbay/oci',
  version: '1.0.0',
  title: 'Container registry (OCI)',
  summary: 'Lists tags, resolves digests, reads manifests, retags, promotes and deletes images in any OCI registry, and tells of pushes.',
  categories: ['registries'],
  config,
  hosts: ['{{config.registry_url}}', '{{config.token_url}}'],
  auth: { basic: auth.basic('{{config.username}}', 'password') },
  http: { base_url: '{{config.registry_url}}', messageAt: ['errors.0.message', 'errors.0.code', 'details', 'message'], tls: { ca: '{{config.ca_cert}}' } },
  emits: ['oci.image.*'],
  actions: {
    retag: action({
      title: 'Retag', description: 'Gives an image another tag in its repository. Nothing is pulled; the digest stays.', safety: 'moderate', idempotent: true,
      input: t.object({ repository, from: reference, tag }), output: moved, example: { repository: 'team/shop', from: '1.4.2', tag: 'production' },
      dryRun: async (input, ctx: ReadCtx<Config>) => ({ repository: input.repository, tag: input.tag, digest: await resolved(input.repository, input.from, ctx) }),
      async run({ repository: of, from, tag: to }, ctx: Ctx<Config>) {
        const session = await login([`repository:${of}:pull,push`], ctx);
        const manifest = await readManifest(of, from, session, ctx);
        await writeManifest(of, to, manifest, session, ctx);
        return { repository: of, tag: to, digest: manifest.digest };
      },
    }),
    promote: action({
      title: 'Promote', description: 'Copies an image, with all its platforms, into another repository of the registry. Layers are mounted, not pulled; the digest stays.', safety: 'moderate', idempotent: true,
      input: t.object({ repository, from: reference, to: repository, tag }), output: moved, example: { repository: 'team/shop', from: '1.4.2', to: 'release/shop', tag: '1.4.2' },
      dryRun: async (input, ctx: ReadCtx<Config>) => ({ repository: input.to, tag: input.tag, digest: await resolved(input.repository, input.from, ctx) }),
      async run({ repository: of, from, to, tag: as }, ctx: Ctx<Config>) {
        const session = await login([`repository:${to}:pull,push`, `repository:${of}:pull`], ctx);
        const manifest = await readManifest(of, from, session, ctx);
        await copyParts(manifest, { of, to }, session, ctx);
        await writeManifest(to, as, manifest, session, ctx);
        return { repository: to, tag: as, digest: manifest.digest };
      },
    }),
    delete_manifest: action({
      title: 'Delete an image', description: 'Deletes a manifest by its digest, and with it every tag that points at it.', safety: 'destructive',
      input: t.object({ repository, digest }), output: t.object({ repository, digest }), example: { repository: 'team/shop', digest: EXAMPLE },
      async run({ repository: of, digest: what }, ctx: Ctx<Config>) {
        const session = await login([`repository:${of}:delete,pull`], ctx);
        await ctx.http.delete(`/v2/${of}/manifests/${what}`, session);
        return { repository: of, digest: what };
      },
    }),
  },
  queries: {
    list_tags: query({
      title: 'List tags', description: 'Tags of a repository.', input: t.object({ repository, limit }), output: t.object({ items: t.array(t.string()) }), example: { repository: 'team/shop', limit: 100 },
      async run({ repository: of, limit: most }, ctx: ReadCtx<Config>) {
        const session = await login([`repository:${of}:pull`], ctx);
        return { items: await ctx.http.collect<string>({ url: `/v2/${of}/tags/list`, query: { n: 100 }, ...session }, { items: 'tags', next: paginate.link(), limit: most }) };
      },
    }),
    list_repositories: query({
      title: 'List repositories', description: 'Repositories of the registry. Public registries refuse this.', input: t.object({ after: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Only what comes after this one.' })), limit }), output: t.object({ items: t.array(t.string()) }), example: { limit: 100 },
      async run({ after, limit: most }, ctx: ReadCtx<Config>) {
        const session = await login(['registry:catalog:*'], ctx);
        return { items: await ctx.http.collect<string>({ url: '/v2/_catalog', query: { n: 100, last: after }, ...session }, { items: 'repositories', next: paginate.link(), limit: most }) };
      },
    }),
    resolve: query({
      title: 'Resolve a digest', description: 'The digest that a tag points at now.', input: t.object({ repository, reference }), output: t.object({ repository, digest, image: t.string({ description: 'Name to pull exactly this.' }) }), example: { repository: 'team/shop', reference: '1.4.2' },
      async run({ repository: of, reference: what }, ctx: ReadCtx<Config>) {
        const found = await resolved(of, what, ctx);
        return { repository: of, digest: found, image: `${ctx.config.registry_url.replace(/^https?:\/\//, '').replace(/\/.*$/, '')}/${of}@${found}` };
      },
    }),
    get_manifest: query({
      title: 'Get a manifest', description: 'The manifest or index of an image, with its platforms.', input: t.object({ repository, reference }),
      output: t.object({ digest, type: t.string({ description: 'Media type.' }), platforms: t.array(t.string(), { description: 'Of an index: linux/amd64 and others.' }), manifest: t.record(t.json(), { description: 'The document.' }) }), example: { repository: 'team/shop', reference: '1.4.2' },
      async run({ repository: of, reference: what }, ctx: ReadCtx<Config>) {
        const { digest: found, type, json } = await readManifest(of, what, await login([`repository:${of}:pull`], ctx), ctx);
        const platforms = ((json['manifests'] ?? []) as readonly JsonObject[]).map((each) => `${string(each, 'platform.os')}/${string(each, 'platform.architecture')}`).filter((each) => each !== '/' && each !== 'unknown/unknown');
        return { digest: found, type, platforms, manifest: json as Record<string, Json> };
      },
    }),
  },
  webhooks: { notifications: { description: 'Notifications of the registry (Docker distribution, Harbor).', verify: { algorithm: 'equal', header: 'authorization', prefix: 'Bearer ' }, secret: 'webhook_token', toEvents } },
  async health(ctx) {
    const session = await login([], ctx as ReadCtx<Config>);
    await ctx.http.get('/v2/', session);
    return { state: 'ok' };
  },
});

async function resolved(repository: string, reference: string, ctx: ReadCtx<Config>): Promise<string> {
  const session = await login([`repository:${repository}:pull`], ctx);
  const { headers } = await headOf(repository, reference, session, ctx);
  return headers['docker-content-digest'] ?? (await readManifest(repository, reference, session, ctx)).digest;
}

interface Way { readonly of: string; readonly to: string }

/** Platforms first, then what names them: a registry refuses a manifest whose parts it does not have. */
async function copyParts(manifest: Manifest, way: Way, session: Session, ctx: Ctx<Config>): Promise<void> {
  for (const child of childrenOf(manifest)) {
    const part = await readManifest(way.of, child, session, ctx);
    await copyParts(part, way, session, ctx);
    await writeManifest(way.to, child, part, session, ctx);
  }
  for (const blob of new Set(blobsOf(manifest))) await mount(blob, way, session, ctx);
}

/** 202 opens an upload instead: the registry does not mount across these two. */
async function mount(blob: string, { of, to }: Way, session: Session, ctx: Ctx<Config>): Promise<void> {
  const { status, headers } = await ctx.http.request({ method: 'POST', url: `/v2/${to}/blobs/uploads/`, query: { mount: blob, from: of }, retry: 'always', ...session });
  if (status === 201) return;
  if (headers['location'] !== undefined) await ctx.http.request({ method: 'DELETE', url: headers['location'], ...session, accept: [404, 405] });
  throw new PluginError('conflict', `The registry does not mount layers of ${of} into ${to}; copy the image with a client that pulls and pushes`, { blob });
}
