/** Merge requests, and the one comment on each that is kept up to date. */
import { action, at, type Ctx, type Infer, type JsonObject, paginate, PluginError, query, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { commit, type Config, limit, number, project, ref, text, title, where } from '../fields.ts';

const mergeRequest = t.object({
  number: t.string({ description: 'Number in the project.' }),
  title: t.string({ description: 'Title.' }),
  state: t.enum(['open', 'closed', 'merged', 'locked'], { description: 'Where it stands.' }),
  draft: t.boolean({ description: 'Not to be merged yet.' }),
  author: t.string({ description: 'User name of who opened it.' }),
  head: t.string({ description: 'Branch with the change.' }),
  commit: t.string({ description: 'The latest commit of the change.' }),
  base: t.string({ description: 'Branch that it goes into.' }),
  fork: t.boolean({ description: 'Its code comes from another project.' }),
  labels: t.array(t.string(), { description: 'Labels.' }),
  merge_status: t.string({ description: 'Whether it can be merged, in GitLab’s words: mergeable, ci_must_pass, conflict …' }),
  url: t.string({ description: 'Its page.' }),
});
const keptComment = t.object({ id: t.string({ description: 'Id of the comment.' }), created: t.boolean({ description: 'There was none before.' }) });

export const mergeRequestActions = {
  create_merge_request: action({
    title: 'Open a merge request', description: 'Asks for one branch to be merged into another.', safety: 'moderate',
    input: t.object({ ...where, title, head: t.string({ minLength: 1, maxLength: 255, description: 'Branch with the change.', examples: ['basket'] }), base: ref, description: t.optional(text), remove_source_branch: t.boolean({ default: false, description: 'The branch goes when it is merged.' }) }), output: mergeRequest,
    example: { owner: 'acme', repository: 'shop', title: 'A new basket', head: 'basket', base: 'main', remove_source_branch: true },
    run: async ({ owner, repository, head, base, ...rest }, ctx: Ctx<Config>) => mergeRequestOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/merge_requests`, given({ source_branch: head, target_branch: base, ...rest }))),
  }),
  merge_merge_request: action({
    title: 'Merge a merge request', description: 'Merges a merge request into its base. GitLab refuses while pipelines, approvals or conflicts are in the way.', safety: 'destructive', idempotent: true,
    input: t.object({ ...where, number, commit: t.optional(commit), squash: t.boolean({ default: false, description: 'As one commit.' }), message: t.optional(t.string({ maxLength: 65_536, description: 'Message of the merge commit.' })), remove_source_branch: t.boolean({ default: false, description: 'The branch goes.' }) }),
    output: t.object({ merged: t.boolean({ description: 'Done.' }), commit: t.string({ description: 'The commit that it became.' }) }),
    example: { owner: 'acme', repository: 'shop', number: '42', squash: true, remove_source_branch: true },
    dryRun: async ({ owner, repository, number: of }, ctx) => ({ merged: false, commit: string(await ctx.http.get(`${project({ owner, repository })}/merge_requests/${of}`), 'sha') }),
    run: merge,
  }),
  pull_request_comment: action({
    title: 'Keep a comment', description: 'Writes one comment on a merge request and keeps it up to date: the comment of ours that holds the marker is replaced, or made if there is none.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, number,
      marker: t.string({ minLength: 8, maxLength: 200, description: 'What the comment is found by: an HTML comment that is part of the body.', examples: ['<!-- patchbay:shop:42 -->'] }),
      body: t.string({ minLength: 1, maxLength: 1_000_000, description: 'Text, in Markdown, with the marker in it.' }),
    }), output: keptComment,
    example: { owner: 'acme', repository: 'shop', number: '42', marker: '<!-- patchbay:shop:42 -->', body: '<!-- patchbay:shop:42 -->\nThe preview is up.' },
    run: keepComment,
  }),
};

export const mergeRequestQueries = {
  get_merge_request: query({
    title: 'Get a merge request', description: 'One merge request.', input: t.object({ ...where, number }), output: mergeRequest, example: { owner: 'acme', repository: 'shop', number: '42' },
    run: async ({ owner, repository, number: of }, ctx) => mergeRequestOf(await ctx.http.get<JsonObject>(`${project({ owner, repository })}/merge_requests/${of}`)),
  }),
  list_merge_requests: query({
    title: 'List merge requests', description: 'Merge requests of a project, the newest first.',
    input: t.object({ ...where, state: t.enum(['open', 'closed', 'merged', 'all'], { default: 'open', description: 'Only these.' }), base: t.optional(ref), head: t.optional(t.string({ maxLength: 255, description: 'Only from this branch.' })), limit }),
    output: t.object({ items: t.array(mergeRequest) }), example: { owner: 'acme', repository: 'shop', state: 'open', limit: 100 },
    async run({ owner, repository, state, base, head, limit: most }, ctx) {
      const filter = given({ state: state === 'open' ? 'opened' : state, target_branch: base, source_branch: head }) as Record<string, string>; // text only
      return { items: (await ctx.http.collect<JsonObject>({ url: `${project({ owner, repository })}/merge_requests`, query: { ...filter, per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most })).map(mergeRequestOf) };
    },
  }),
};

type Place = { readonly owner: string; readonly repository: string; readonly number: string };
type Merge = Place & { readonly commit?: string | undefined; readonly squash: boolean; readonly message?: string | undefined; readonly remove_source_branch: boolean };

/** Merged already is merged: asked again after a lost answer, nothing is wrong. 422 is what newer ones say to a conflict. */
async function merge({ owner, repository, number: of, commit: sha, squash, message, remove_source_branch }: Merge, ctx: Ctx<Config>): Promise<{ merged: boolean; commit: string }> {
  const url = `${project({ owner, repository })}/merge_requests/${of}`;
  const merged = await mergedAt(url, ctx);
  if (merged !== undefined) return merged;
  try {
    const { status, body } = await ctx.http.request<JsonObject>({ method: 'PUT', url: `${url}/merge`, json: given({ sha, squash, merge_commit_message: message, should_remove_source_branch: remove_source_branch }), accept: [422] });
    if (status === 422) throw new PluginError('conflict', `The system answered 422: ${string(body, 'message') || 'the branch cannot be merged'}`, { status });
    return { merged: at(body, 'state') === 'merged', commit: commitOf(body) };
  } catch (error) {
    const through = error instanceof PluginError && error.code === 'conflict' ? await mergedAt(url, ctx) : undefined; // the first answer was lost, and the request repeated
    if (through === undefined) throw error;
    return through;
  }
}

async function mergedAt(url: string, ctx: Ctx<Config>): Promise<{ merged: true; commit: string } | undefined> {
  const known = await ctx.http.get<JsonObject>(url);
  return at(known, 'state') === 'merged' ? { merged: true, commit: commitOf(known) } : undefined;
}

const commitOf = (each: JsonObject): string => string(each, 'merge_commit_sha') || string(each, 'squash_commit_sha') || string(each, 'sha');

/** Anybody may write our marker into a comment: only our own count. */
async function keepComment({ owner, repository, number: of, marker, body }: Place & { readonly marker: string; readonly body: string }, ctx: Ctx<Config>): Promise<Infer<typeof keptComment>> {
  if (!body.includes(marker)) throw new PluginError('invalid', 'The body does not hold the marker: the comment would not be found again. Put the marker into the body');
  const url = `${project({ owner, repository })}/merge_requests/${of}/notes`;
  const me = string(await ctx.http.get('/user'), 'id');
  for await (const page of ctx.http.pages<readonly JsonObject[]>({ url, query: { sort: 'asc', order_by: 'created_at', per_page: 100 } }, paginate.link())) {
    const known = page.body.find((each) => at(each, 'system') !== true && string(each, 'author.id') === me && string(each, 'body').includes(marker));
    if (known === undefined) continue;
    if (string(known, 'body') !== body) await ctx.http.put(`${url}/${string(known, 'id')}`, { body });
    return { id: string(known, 'id'), created: false };
  }
  return { id: string(await ctx.http.post(url, { body }), 'id'), created: true };
}

function mergeRequestOf(each: JsonObject): Infer<typeof mergeRequest> {
  const state = string(each, 'state');
  return {
    number: string(each, 'iid'), title: string(each, 'title'), state: state === 'merged' || state === 'closed' || state === 'locked' ? state : 'open', draft: at(each, 'draft') === true, author: string(each, 'author.username'),
    head: string(each, 'source_branch'), commit: string(each, 'sha'), base: string(each, 'target_branch'), fork: string(each, 'source_project_id') !== string(each, 'target_project_id'), labels: (at(each, 'labels') ?? []) as readonly string[],
    merge_status: string(each, 'detailed_merge_status') || string(each, 'merge_status'), url: string(each, 'web_url'),
  };
}
