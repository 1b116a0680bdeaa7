/** Writes the changelog of a release from its commits, given or read from GitHub. */
import { auth, type Ctx, definePlugin, type Infer, PluginError, query, t } from '@patchbay/sdk';
import { type Commit, markdownOf, nextVersion, readCommit } from './commits.ts';

const config = t.object({
  github_url: t.url({ default: 'https://api.github.com', description: 'Where the API of GitHub is.' }),
  github_token: t.secret({ description: 'Token that may read the contents of the repositories; public ones need none.', required: false }),
});
type Config = Infer<typeof config>;

const current = t.optional(t.string({ description: 'The version before, to say which one is next.', examples: ['1.4.2'] }));
const version = t.optional(t.string({ minLength: 1, description: 'The version of the heading; the next one, if absent.', examples: ['1.5.0'] }));
const output = t.object({ version: t.string(), markdown: t.string({ description: 'For CHANGELOG.md.' }), breaking: t.boolean(), commits: t.integer() });

export const plugin = definePlugin({
  id: 'patchbay/changelog', version: '1.0.0', title: 'Changelog', summary: 'Writes the changelog of a release from its commits.', categories: ['releases'], config,
  hosts: ['{{config.github_url}}'], auth: { token: auth.bearer('github_token') }, http: { base_url: '{{config.github_url}}', headers: { accept: 'application/vnd.github+json' }, messageAt: ['message'] },
  queries: {
    from_commits: query({
      title: 'From commits', description: 'Writes a changelog from conventional commits.', output, example: { commits: ['feat(api): cursor paging'], current: '1.4.2' },
      input: t.object({ commits: t.array(t.string({ maxLength: 10_000 }), { maxItems: 2000, description: 'Messages, the newest last.', examples: [['feat(api): cursor paging']] }), current, version }),
      run: ({ commits, ...versions }, ctx) => written(commits, versions, ctx.now()),
    }),
    from_github: query({
      title: 'From GitHub', description: 'Writes a changelog from the commits between two tags.', output, example: { repository: 'acme/shop', base: 'v1.4.2', head: 'main' },
      input: t.object({
        repository: t.string({ pattern: '^[\\w.-]+/[\\w.-]+$', description: 'Owner and name.', examples: ['acme/shop'] }), base: t.string({ minLength: 1, description: 'Tag or commit of the release before.', examples: ['v1.4.2'] }), head: t.string({ default: 'HEAD', description: 'Up to where.', examples: ['main'] }), version,
      }),
      run: async ({ repository, base, head, version: named }, ctx: Ctx<Config>) => {
        const { commits } = await ctx.http.get<{ commits: { commit: { message: string } }[] }>(`/repos/${repository}/compare/${encodeURIComponent(base)}...${encodeURIComponent(head)}`, ctx.hasSecret('github_token') ? {} : { auth: false });
        return written(commits.map(({ commit }) => commit.message), { current: base, version: named }, ctx.now());
      },
    }),
  },
});

function written(messages: readonly string[], { current: before, version: named }: { readonly current?: string | undefined; readonly version?: string | undefined }, now: number): Infer<typeof output> {
  const commits: Commit[] = messages.map(readCommit);
  const title = named ?? (before === undefined ? 'Unreleased' : nextVersion(before, commits));
  if (title === undefined) throw new PluginError('invalid', `${before} is no version such as 1.4.2; say the next one in version`);
  return { version: title, markdown: markdownOf(title, new Date(now).toISOString().slice(0, 10), commits), breaking: commits.some(({ breaking }) => breaking !== undefined), commits: commits.length };
}
