/** Pull requests. */
import { action, at, type Ctx, type Infer, type JsonObject, paginate, PluginError, query, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { branch, type Config, limit, number, repo, where } from '../fields.ts';

const pullRequest = t.object({
  number: t.string({ description: 'Number in the repository.' }),
  title: t.string({ description: 'Title.' }),
  state: t.enum(['open', 'merged', 'declined', 'superseded'], { description: 'Where it stands.' }),
  author: t.string({ description: 'Name of who opened it.' }),
  head: t.string({ description: 'Branch with the change.' }),
  commit: t.string({ description: 'The latest commit of the change, shortened.' }),
  base: t.string({ description: 'Branch that it goes into.' }),
  fork: t.boolean({ description: 'Its code comes from another repository.' }),
  url: t.string({ description: 'Its page.' }),
});
const one = t.object({ ...where, number });

export const pullRequestActions = {
  create_pull_request: action({
    title: 'Open a pull request', description: 'Asks for one branch to be merged into another. The same branches again change the pull request that is open.', safety: 'moderate',
    input: t.object({ ...where, title: t.string({ minLength: 1, maxLength: 255, description: 'Title.' }), head: branch, base: t.optional(branch), description: t.optional(t.string({ maxLength: 32_768, description: 'Text, in Markdown.' })), close_source_branch: t.boolean({ default: false, description: 'The branch goes when it is merged.' }) }), output: pullRequest,
    example: { owner: 'acme', repository: 'shop', title: 'A new basket', head: 'basket', base: 'main', close_source_branch: true },
    run: async ({ owner, repository, title, head, base, ...rest }, ctx: Ctx<Config>) =>
      pullRequestOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/pullrequests`, given({ type: 'pullrequest', title, source: { branch: { name: head } }, destination: base === undefined ? undefined : { branch: { name: base } }, ...rest }))),
  }),
  merge_pull_request: action({
    title: 'Merge a pull request', description: 'Merges a pull request into its base. Bitbucket refuses while merge checks or conflicts are in the way.', safety: 'destructive', idempotent: true,
    input: t.object({ ...where, number, method: t.enum(['merge_commit', 'squash', 'fast_forward'], { default: 'merge_commit', description: 'How it is merged.' }), message: t.optional(t.string({ maxLength: 65_536, description: 'Message of the merge commit.' })), close_source_branch: t.boolean({ default: false, description: 'The branch goes.' }) }),
    output: t.object({ merged: t.boolean({ description: 'Done.' }), commit: t.string({ description: 'The commit that it became.' }) }), example: { owner: 'acme', repository: 'shop', number: '42', method: 'squash', close_source_branch: true },
    dryRun: async ({ owner, repository, number: of }, ctx) => ({ merged: false, commit: string(await ctx.http.get(`${repo({ owner, repository })}/pullrequests/${of}`), 'source.commit.hash') }),
    run: merge,
  }),
  approve_pull_request: action({
    title: 'Approve a pull request', description: 'Approves a pull request in the name of the credential’s user.', safety: 'moderate', idempotent: true, input: one, output: t.object({ approved: t.boolean({ description: 'Done.' }) }), example: { owner: 'acme', repository: 'shop', number: '42' },
    async run({ owner, repository, number: of }, ctx: Ctx<Config>) {
      await ctx.http.request({ method: 'POST', url: `${repo({ owner, repository })}/pullrequests/${of}/approve`, accept: [409] }); // 409: approved before
      return { approved: true };
    },
  }),
  decline_pull_request: action({
    title: 'Decline a pull request', description: 'Closes a pull request without merging it. It cannot be opened again.', safety: 'destructive', input: one, output: pullRequest, example: { owner: 'acme', repository: 'shop', number: '42' },
    run: async ({ owner, repository, number: of }, ctx: Ctx<Config>) => pullRequestOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/pullrequests/${of}/decline`)),
  }),
};

export const pullRequestQueries = {
  get_pull_request: query({
    title: 'Get a pull request', description: 'One pull request.', input: one, output: pullRequest, example: { owner: 'acme', repository: 'shop', number: '42' },
    run: async ({ owner, repository, number: of }, ctx) => pullRequestOf(await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/pullrequests/${of}`)),
  }),
  list_pull_requests: query({
    title: 'List pull requests', description: 'Pull requests of a repository, the newest first.',
    input: t.object({ ...where, state: t.enum(['open', 'merged', 'declined', 'superseded'], { default: 'open', description: 'Only these.' }), limit }), output: t.object({ items: t.array(pullRequest) }), example: { owner: 'acme', repository: 'shop', state: 'open', limit: 100 },
    run: async ({ owner, repository, state, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/pullrequests`, query: { state: state.toUpperCase(), pagelen: Math.min(most, 50) } }, { items: 'values', next: paginate.url('next'), limit: most })).map(pullRequestOf) }),
  }),
};

type Merge = { readonly owner: string; readonly repository: string; readonly number: string; readonly method: string; readonly message?: string | undefined; readonly close_source_branch: boolean };
const LOOKS = 15;
const BETWEEN_MS = 1000;

/** Large merges go on after the answer (202): the pull request is looked at until it is through. */
async function merge({ owner, repository, number: of, method, message, close_source_branch }: Merge, ctx: Ctx<Config>): Promise<{ merged: boolean; commit: string }> {
  const url = `${repo({ owner, repository })}/pullrequests/${of}`;
  const known = await ctx.http.get<JsonObject>(url);
  if (at(known, 'state') === 'MERGED') return { merged: true, commit: string(known, 'merge_commit.hash') };
  const { status, body } = await ctx.http.request<JsonObject>({ method: 'POST', url: `${url}/merge`, json: given({ type: 'pullrequest', merge_strategy: method, message, close_source_branch }), accept: [400] });
  if (status === 400) throw new PluginError('conflict', `The system answered 400: ${string(body, 'error.message') || 'it cannot be merged as it is'}`, { status });
  let now = body;
  for (let look = 0; at(now, 'state') !== 'MERGED' && look < LOOKS; look++) {
    if (look > 0) await ctx.sleep(BETWEEN_MS);
    now = await ctx.http.get<JsonObject>(url);
  }
  if (at(now, 'state') !== 'MERGED') throw new PluginError('unavailable', 'Bitbucket is still merging; ask again, which merges nothing twice');
  return { merged: true, commit: string(now, 'merge_commit.hash') };
}

function pullRequestOf(each: JsonObject): Infer<typeof pullRequest> {
  const source = string(each, 'source.repository.uuid');
  const state = string(each, 'state').toLowerCase();
  return {
    number: string(each, 'id'), title: string(each, 'title'), state: state === 'merged' || state === 'declined' || state === 'superseded' ? state : 'open', author: string(each, 'author.nickname') || string(each, 'author.display_name'),
    head: string(each, 'source.branch.name'), commit: string(each, 'source.commit.hash'), base: string(each, 'destination.branch.name'), fork: source === '' || source !== string(each, 'destination.repository.uuid'), url: string(each, 'links.html.href'),
  };
}
