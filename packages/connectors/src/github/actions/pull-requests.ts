/** Pull requests, and the one comment on each that is kept up to date. */
import { action, at, type Ctx, type Infer, type JsonObject, paginate, PluginError, query, t } from '@patchbay/sdk';
import { commentOf, commit, type Config, limit, number, ref, repo, text, title, where } from '../fields.ts';
import { given, list, string } from '../../wire/fields.ts';

const pullRequest = t.object({
  number: t.string({ description: 'Number in the repository.' }),
  title: t.string({ description: 'Title.' }),
  state: t.enum(['open', 'closed', 'merged'], { description: 'Where it stands.' }),
  draft: t.boolean({ description: 'Not to be merged yet.' }),
  author: t.string({ description: 'Login of who opened it.' }),
  head: t.string({ description: 'Branch with the change.' }),
  commit: t.string({ description: 'The latest commit of the change.' }),
  base: t.string({ description: 'Branch that it goes into.' }),
  fork: t.boolean({ description: 'Its code comes from another repository.' }),
  labels: t.array(t.string(), { description: 'Labels.' }),
  mergeable: t.optional(t.boolean({ description: 'Whether it fits the base; missing while GitHub still looks, and in lists.' })),
  url: t.string({ description: 'Its page.' }),
});
const keptComment = t.object({ id: t.string({ description: 'Id of the comment.' }), created: t.boolean({ description: 'There was none before.' }), url: t.string({ description: 'Its page.' }) });

export const pullRequestActions = {
  create_pull_request: action({
    title: 'Open a pull request', description: 'Asks for one branch to be merged into another.', safety: 'moderate',
    input: t.object({
      ...where, title, head: t.string({ minLength: 1, maxLength: 255, description: 'Branch with the change; user:branch for another repository.', examples: ['basket'] }), base: t.string({ minLength: 1, maxLength: 255, description: 'Branch that it goes into.', examples: ['main'] }),
      body: t.optional(text), draft: t.boolean({ default: false, description: 'Not to be merged yet.' }),
    }), output: pullRequest,
    example: { owner: 'acme', repository: 'shop', title: 'A new basket', head: 'basket', base: 'main', draft: false },
    run: async ({ owner, repository, ...fields }, ctx: Ctx<Config>) => pullRequestOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/pulls`, given(fields))),
  }),
  merge_pull_request: action({
    title: 'Merge a pull request', description: 'Merges a pull request into its base. GitHub refuses while checks, reviews or conflicts are in the way.', safety: 'destructive', idempotent: true,
    input: t.object({
      ...where, number, commit: t.optional(commit), method: t.enum(['merge', 'squash', 'rebase'], { default: 'merge', description: 'How it is merged.' }),
      title: t.optional(t.string({ maxLength: 256, description: 'First line of the merge commit.' })), message: t.optional(t.string({ maxLength: 65_536, description: 'The rest of it.' })),
    }),
    output: t.object({ merged: t.boolean({ description: 'Done.' }), commit: t.string({ description: 'The commit that it became.' }) }),
    example: { owner: 'acme', repository: 'shop', number: '42', method: 'squash' },
    dryRun: async ({ owner, repository, number: of }, ctx) => ({ merged: false, commit: pullRequestOf(await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/pulls/${of}`)).commit }),
    run: merge,
  }),
  pull_request_comment: action({
    title: 'Keep a comment', description: 'Writes one comment on a pull request or issue and keeps it up to date: the comment of ours that holds the marker is replaced, or made if there is none.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, number,
      marker: t.string({ minLength: 8, maxLength: 200, description: 'What the comment is found by: an HTML comment that is part of the body.', examples: ['<!-- patchbay:shop:42 -->'] }),
      body: t.string({ minLength: 1, maxLength: 65_536, description: 'Text, in Markdown, with the marker in it.' }),
    }),
    output: keptComment,
    example: { owner: 'acme', repository: 'shop', number: '42', marker: '<!-- patchbay:shop:42 -->', body: '<!-- patchbay:shop:42 -->\nThe preview is up.' },
    run: keepComment,
  }),
};

export const pullRequestQueries = {
  get_pull_request: query({
    title: 'Get a pull request', description: 'One pull request.', input: t.object({ ...where, number }), output: pullRequest, example: { owner: 'acme', repository: 'shop', number: '42' },
    run: async ({ owner, repository, number: of }, ctx) => pullRequestOf(await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/pulls/${of}`)),
  }),
  list_pull_requests: query({
    title: 'List pull requests', description: 'Pull requests of a repository, the newest first.',
    input: t.object({ ...where, state: t.enum(['open', 'closed', 'all'], { default: 'open', description: 'Only these.' }), base: t.optional(ref), head: t.optional(t.string({ maxLength: 255, description: 'Only from this branch, as user:branch.' })), limit }),
    output: t.object({ items: t.array(pullRequest) }), example: { owner: 'acme', repository: 'shop', state: 'open', limit: 100 },
    async run({ owner, repository, limit: most, ...filter }, ctx) {
      const found = await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/pulls`, query: { ...filter, per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most });
      return { items: found.map(pullRequestOf) };
    },
  }),
};

type Place = { readonly owner: string; readonly repository: string; readonly number: string };

/** Merged already is merged: asked again after a lost answer, nothing is wrong. */
async function merge({ owner, repository, number: of, commit: sha, method, title: commit_title, message: commit_message }: Place & { readonly commit?: string | undefined; readonly method: string; readonly title?: string | undefined; readonly message?: string | undefined }, ctx: Ctx<Config>): Promise<{ merged: boolean; commit: string }> {
  const url = `${repo({ owner, repository })}/pulls/${of}`;
  const merged = await mergedAt(url, ctx);
  if (merged !== undefined) return merged;
  try {
    const body = await ctx.http.put<JsonObject>(`${url}/merge`, given({ sha, merge_method: method, commit_title, commit_message }));
    return { merged: at(body, 'merged') === true, commit: string(body, 'sha') };
  } catch (error) {
    const through = error instanceof PluginError && error.code === 'conflict' ? await mergedAt(url, ctx) : undefined; // the first answer was lost, and the request repeated
    if (through === undefined) throw error;
    return through;
  }
}

async function mergedAt(url: string, ctx: Ctx<Config>): Promise<{ merged: true; commit: string } | undefined> {
  const known = await ctx.http.get<JsonObject>(url);
  return at(known, 'merged') === true ? { merged: true, commit: string(known, 'merge_commit_sha') } : undefined;
}

async function keepComment({ owner, repository, number: of, marker, body }: Place & { readonly marker: string; readonly body: string }, ctx: Ctx<Config>): Promise<Infer<typeof keptComment>> {
  if (!body.includes(marker)) throw new PluginError('invalid', 'The body does not hold the marker: the comment would not be found again. Put the marker into the body');
  const base = `${repo({ owner, repository })}/issues`;
  const ours = await isOurs(ctx);
  for await (const page of ctx.http.pages<readonly JsonObject[]>({ url: `${base}/${of}/comments`, query: { per_page: 100 } }, paginate.link())) {
    const known = page.body.find((each) => string(each, 'body').includes(marker) && ours(each));
    if (known === undefined) continue;
    const changed = string(known, 'body') === body ? known : await ctx.http.patch(`${base}/comments/${string(known, 'id')}`, { body });
    return { ...commentOf(changed), created: false };
  }
  return { ...commentOf(await ctx.http.post(`${base}/${of}/comments`, { body })), created: true };
}

/** Anybody may write our marker into a comment; only who we are counts. An App cannot ask who it is, and neither can the token of a workflow. */
async function isOurs(ctx: Ctx<Config>): Promise<(each: JsonObject) => boolean> {
  if (ctx.hasSecret('private_key')) return (each) => string(each, 'performed_via_github_app.id') === ctx.config.app_id || string(each, 'performed_via_github_app.client_id') === ctx.config.app_id;
  const { status, body } = await ctx.http.request({ url: '/user', accept: [403] });
  return status === 403 ? (each) => string(each, 'user.type') === 'Bot' : (each) => string(each, 'user.id') === string(body, 'id');
}

function pullRequestOf(each: JsonObject): Infer<typeof pullRequest> {
  const mergeable = at(each, 'mergeable');
  return {
    number: string(each, 'number'), title: string(each, 'title'), state: string(each, 'merged_at') !== '' ? 'merged' : at(each, 'state') === 'open' ? 'open' : 'closed',
    draft: at(each, 'draft') === true, author: string(each, 'user.login'), head: string(each, 'head.ref'), commit: string(each, 'head.sha'), base: string(each, 'base.ref'),
    fork: string(each, 'head.repo.id') !== string(each, 'base.repo.id'), labels: list(each, 'labels').map((label) => string(label, 'name')), ...(typeof mergeable === 'boolean' ? { mergeable } : {}), url: string(each, 'html_url'),
  };
}
