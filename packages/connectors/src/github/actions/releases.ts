/** Releases: a tag with notes. */
import { action, at, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { type Config, limit, ref, repo, where } from '../fields.ts';
import { given, string } from '../../wire/fields.ts';
import { segment } from '../../wire/path.ts';

const release = t.object({
  id: t.string({ description: 'Id.' }),
  tag: t.string({ description: 'Its tag.' }),
  name: t.string({ description: 'Name for people.' }),
  body: t.string({ description: 'Notes, in Markdown.' }),
  draft: t.boolean({ description: 'Not published yet.' }),
  prerelease: t.boolean({ description: 'Not for everybody yet.' }),
  published_at: t.string({ description: 'When it was published; empty before that.' }),
  url: t.string({ description: 'Its page.' }),
});
const tag = t.string({ minLength: 1, maxLength: 255, description: 'Tag.', examples: ['v1.4.0'] });

export const releaseActions = {
  create_release: action({
    title: 'Publish a release', description: 'Makes a release, and its tag if there is none yet. A tag has one release: a second is refused.', safety: 'moderate',
    input: t.object({
      ...where, tag, target: t.optional(ref), name: t.optional(t.string({ maxLength: 255, description: 'Name for people.' })), body: t.optional(t.string({ maxLength: 125_000, description: 'Notes, in Markdown.' })),
      draft: t.boolean({ default: false, description: 'Not published yet.' }), prerelease: t.boolean({ default: false, description: 'Not for everybody yet.' }), generate_notes: t.boolean({ default: false, description: 'GitHub writes notes from the pull requests.' }),
    }), output: release,
    example: { owner: 'acme', repository: 'shop', tag: 'v1.4.0', name: '1.4.0', draft: false, prerelease: false, generate_notes: true },
    run: async ({ owner, repository, tag: tag_name, target, generate_notes, ...rest }, ctx: Ctx<Config>) => releaseOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/releases`, given({ tag_name, target_commitish: target, ...rest, generate_release_notes: generate_notes }))),
  }),
};

export const releaseQueries = {
  get_release: query({
    title: 'Get a release', description: 'The release of a tag; the latest, if no tag is given.', input: t.object({ ...where, tag: t.optional(tag) }), output: release, example: { owner: 'acme', repository: 'shop', tag: 'v1.4.0' },
    run: async ({ owner, repository, tag: of }, ctx) => releaseOf(await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/releases/${of === undefined ? 'latest' : `tags/${segment(of)}`}`)),
  }),
  list_releases: query({
    title: 'List releases', description: 'Releases, the newest first.', input: t.object({ ...where, limit }), output: t.object({ items: t.array(release) }), example: { owner: 'acme', repository: 'shop', limit: 100 },
    run: async ({ owner, repository, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/releases`, query: { per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most })).map(releaseOf) }),
  }),
};

const releaseOf = (each: JsonObject): Infer<typeof release> => ({
  id: string(each, 'id'), tag: string(each, 'tag_name'), name: string(each, 'name'), body: string(each, 'body'), draft: at(each, 'draft') === true, prerelease: at(each, 'prerelease') === true, published_at: string(each, 'published_at'), url: string(each, 'html_url'),
});
