/** What GitHub knows about a service: what was deployed and merged into its repository. */
import { context, type ContextAsked, type Finding, type JsonObject, paginate, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';
import { owner, ref, repo, repository } from './fields.ts';

const query = t.object({ owner: t.optional(owner), repository: t.optional(repository), branch: t.optional(ref) });
type Query = { readonly owner?: string | undefined; readonly repository?: string | undefined; readonly branch?: string | undefined };

export const githubContext = {
  deployments: context({
    title: 'Deployments at GitHub', description: 'Deployments of the repository of the project of that name, or of one that is named.', kind: 'deployments', query,
    async run(asked: ContextAsked<Query>, ctx: ReadCtx) {
      const where = whereOf(asked);
      if (where === undefined) return [];
      return (await deploymentsOf(where, asked, ctx)).map((each): Finding => ({
        at: instant(string(each, 'created_at')), title: `${string(each, 'ref')} to ${string(each, 'environment')}`, subject: string(each, 'id'), ...(string(each, 'description') === '' ? {} : { text: string(each, 'description') }),
        data: { commit: string(each, 'sha'), by: string(each, 'creator.login') },
      }));
    },
  }),
  commits: context({
    title: 'Commits at GitHub', description: 'Commits on the default branch of the repository of the project of that name, or of one that is named.', kind: 'changes', query,
    async run(asked: ContextAsked<Query>, ctx: ReadCtx) {
      const where = whereOf(asked);
      if (where === undefined) return [];
      const { since, until, limit, query: { branch } } = asked;
      const found = await ctx.http.collect<JsonObject>({ url: `${repo(where)}/commits`, query: { since, until, per_page: Math.min(limit + 1, 100), ...(branch === undefined ? {} : { sha: branch }) } }, { items: '', next: paginate.link(), limit: limit + 1 });
      return found.map((each): Finding => {
        const [first = '', ...rest] = string(each, 'commit.message').split('\n');
        return { at: instant(string(each, 'commit.committer.date')), title: first.slice(0, 300) || string(each, 'sha'), ...(rest.join('').trim() === '' ? {} : { text: rest.join('\n').trim() }), url: string(each, 'html_url'), subject: string(each, 'sha'), data: { by: string(each, 'commit.author.name') } };
      });
    },
  }),
};

/** GitHub knows no window for deployments: the newest come first, and are read back to where it begins. */
async function deploymentsOf(where: { readonly owner: string; readonly repository: string }, { since, until, limit, environment }: ContextAsked<Query>, ctx: ReadCtx): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  const made = (each: JsonObject): number => Date.parse(string(each, 'created_at'));
  for await (const { body } of ctx.http.pages<readonly JsonObject[]>({ url: `${repo(where)}/deployments`, query: { per_page: 100, ...(environment === undefined ? {} : { environment }) } }, paginate.link())) {
    found.push(...body.filter((each) => made(each) >= Date.parse(since) && made(each) <= Date.parse(until)));
    if (found.length > limit || body.some((each) => made(each) < Date.parse(since))) break;
  }
  return found.slice(0, limit + 1);
}

/** Named in the query, or that of the project if it is here. */
function whereOf({ repository: known, query: { owner: named, repository: name } }: ContextAsked<Query>): { readonly owner: string; readonly repository: string } | undefined {
  if (named !== undefined && name !== undefined) return { owner: named, repository: name };
  return known?.provider === 'github' ? { owner: known.owner, repository: known.name } : undefined;
}
