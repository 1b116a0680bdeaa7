/** Releases: a tag with notes. */
import { action, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { segment } from '../../wire/path.ts';
import { type Config, limit, project, ref, text, where } from '../fields.ts';

const release = t.object({
  tag: t.string({ description: 'Its tag.' }),
  name: t.string({ description: 'Name for people.' }),
  description: t.string({ description: 'Notes, in Markdown.' }),
  commit: t.string({ description: 'The commit behind it.' }),
  released_at: t.string({ description: 'When it was published.' }),
  url: t.string({ description: 'Its page.' }),
});
const tag = t.string({ minLength: 1, maxLength: 255, description: 'Tag.', examples: ['v1.4.0'] });

export const releaseActions = {
  create_release: action({
    title: 'Publish a release', description: 'Makes a release, and its tag if `target` says where. A tag has one release: a second is refused.', safety: 'moderate',
    input: t.object({ ...where, tag, target: t.optional(ref), name: t.optional(t.string({ maxLength: 255, description: 'Name for people.' })), description: t.optional(text) }), output: release,
    example: { owner: 'acme', repository: 'shop', tag: 'v1.4.0', target: 'main', name: '1.4.0', description: 'Faster baskets.' },
    run: async ({ owner, repository, tag: tag_name, target, ...rest }, ctx: Ctx<Config>) => releaseOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/releases`, given({ tag_name, ref: target, ...rest }))),
  }),
};

export const releaseQueries = {
  get_release: query({
    title: 'Get a release', description: 'The release of a tag.', input: t.object({ ...where, tag }), output: release, example: { owner: 'acme', repository: 'shop', tag: 'v1.4.0' },
    run: async ({ owner, repository, tag: of }, ctx) => releaseOf(await ctx.http.get<JsonObject>(`${project({ owner, repository })}/releases/${segment(of)}`)),
  }),
  list_releases: query({
    title: 'List releases', description: 'Releases, the newest first.', input: t.object({ ...where, limit }), output: t.object({ items: t.array(release) }), example: { owner: 'acme', repository: 'shop', limit: 100 },
    run: async ({ owner, repository, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${project({ owner, repository })}/releases`, query: { per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most })).map(releaseOf) }),
  }),
};

const releaseOf = (each: JsonObject): Infer<typeof release> => ({ tag: string(each, 'tag_name'), name: string(each, 'name'), description: string(each, 'description'), commit: string(each, 'commit.id'), released_at: string(each, 'released_at'), url: string(each, '_links.self') });
