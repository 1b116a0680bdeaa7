/** Repositories and their branches. */
import { action, at, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import { branch, commit, type Config, limit, owner, repo, where } from '../fields.ts';

const repository = t.object({
  id: t.string({ description: 'Id, with its braces.' }),
  owner: t.string({ description: 'Workspace.' }),
  name: t.string({ description: 'Name in its URL.' }),
  description: t.string({ description: 'What it is.' }),
  default_branch: t.string({ description: 'The branch that releases come from.' }),
  private: t.boolean({ description: 'Only members see it.' }),
  url: t.string({ description: 'Its page.' }),
});

export const repositoryActions = {
  create_branch: action({
    title: 'Create a branch', description: 'Makes a branch at a commit. One that is there is refused.', safety: 'moderate',
    input: t.object({ ...where, branch, commit }), output: t.object({ branch: t.string({ description: 'Branch.' }), commit: t.string({ description: 'The commit that it is at.' }) }), example: { owner: 'acme', repository: 'shop', branch: 'release/1.4', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e' },
    async run({ owner: of, repository: name, branch: called, commit: hash }, ctx: Ctx<Config>) {
      const body = await ctx.http.post(`${repo({ owner: of, repository: name })}/refs/branches`, { name: called, target: { hash } });
      return { branch: string(body, 'name'), commit: string(body, 'target.hash') };
    },
  }),
};

export const repositoryQueries = {
  get_repository: query({
    title: 'Get a repository', description: 'One repository.', input: t.object(where), output: repository, example: { owner: 'acme', repository: 'shop' },
    run: async (input, ctx) => repositoryOf(await ctx.http.get<JsonObject>(repo(input))),
  }),
  list_repositories: query({
    title: 'List repositories', description: 'Repositories of a workspace that the credential sees.', input: t.object({ owner, limit }), output: t.object({ items: t.array(repository) }), example: { owner: 'acme', limit: 100 },
    run: async ({ owner: of, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `/repositories/${of}`, query: { pagelen: Math.min(most, 100) } }, { items: 'values', next: paginate.url('next'), limit: most })).map(repositoryOf) }),
  }),
};

function repositoryOf(each: JsonObject): Infer<typeof repository> {
  const [of = '', name = ''] = string(each, 'full_name').split('/');
  return { id: string(each, 'uuid'), owner: of, name, description: string(each, 'description'), default_branch: string(each, 'mainbranch.name'), private: at(each, 'is_private') === true, url: string(each, 'links.html.href') };
}
