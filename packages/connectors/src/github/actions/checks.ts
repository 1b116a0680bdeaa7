/** What commits are told about: statuses, which any token may write, and checks, which only a GitHub App may. */
import { action, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { commit, type Config, id, limit, ref, repo, where } from '../fields.ts';
import { given, string } from '../../wire/fields.ts';
import { segment } from '../../wire/path.ts';

const check = t.object({
  id: t.string({ description: 'Id.' }),
  name: t.string({ description: 'Name.' }),
  status: t.string({ description: 'queued, in_progress or completed.' }),
  conclusion: t.string({ description: 'How it ended; empty before that.' }),
  commit: t.string({ description: 'The commit that it is about.' }),
  url: t.string({ description: 'Its page.' }),
});
const conclusion = t.enum(['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'], { description: 'How it ended: makes the check completed.' });
const fields = {
  status: t.enum(['queued', 'in_progress', 'completed'], { default: 'in_progress', description: 'Where it stands.' }),
  conclusion: t.optional(conclusion),
  url: t.optional(t.url({ description: 'Where to look.' })),
  title: t.optional(t.string({ maxLength: 255, description: 'Heading of the summary.' })),
  summary: t.optional(t.string({ maxLength: 65_535, description: 'What came of it, in Markdown.' })),
  text: t.optional(t.string({ maxLength: 65_535, description: 'Details, in Markdown.' })),
};

export const checkActions = {
  commit_status: action({
    title: 'Set a commit status', description: 'Sets the status of a commit under a context. The latest of a context counts.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, commit,
      state: t.enum(['pending', 'success', 'failure', 'error'], { description: 'Where it stands.' }),
      context: t.string({ minLength: 1, maxLength: 255, default: 'patchbay', description: 'What the status is about.', examples: ['patchbay/shop/production'] }),
      description: t.optional(t.string({ maxLength: 140, description: 'In a few words.' })),
      url: t.optional(t.url({ description: 'Where to look.' })),
    }),
    output: t.object({ id: t.string({ description: 'Id of the status.' }), state: t.string({ description: 'As GitHub took it.' }), context: t.string({ description: 'What it is about.' }) }),
    example: { owner: 'acme', repository: 'shop', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e', state: 'success', context: 'patchbay/shop/production', description: 'succeeded' },
    async run({ owner, repository, commit: sha, url, ...rest }, ctx: Ctx<Config>) {
      const body = await ctx.http.post(`${repo({ owner, repository })}/statuses/${sha}`, given({ ...rest, target_url: url }), { retry: 'always' });
      return { id: string(body, 'id'), state: string(body, 'state'), context: string(body, 'context') };
    },
  }),
  create_check: action({
    title: 'Start a check', description: 'Adds a check run to a commit. Needs a GitHub App: tokens of people may not.', safety: 'moderate',
    input: t.object({ ...where, commit, name: t.string({ minLength: 1, maxLength: 255, description: 'Name.', examples: ['patchbay / preview'] }), external_id: t.optional(t.string({ maxLength: 255, description: 'Your own id of it.' })), ...fields }), output: check,
    example: { owner: 'acme', repository: 'shop', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e', name: 'patchbay / preview', status: 'in_progress' },
    run: async ({ owner, repository, commit: head_sha, name, external_id, ...rest }, ctx: Ctx<Config>) => checkOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/check-runs`, given({ name, head_sha, external_id, ...told(rest) }))),
  }),
  update_check: action({
    title: 'Change a check', description: 'Says where a check run stands, or how it ended.', safety: 'moderate', idempotent: true,
    input: t.object({ ...where, id, ...fields }), output: check,
    example: { owner: 'acme', repository: 'shop', id: '4', status: 'completed', conclusion: 'success', title: 'The preview is up', summary: 'It took 40 s.' },
    run: async ({ owner, repository, id: of, ...rest }, ctx: Ctx<Config>) => checkOf(await ctx.http.patch<JsonObject>(`${repo({ owner, repository })}/check-runs/${of}`, given(told(rest)))),
  }),
};

export const checkQueries = {
  list_checks: query({
    title: 'List checks', description: 'The latest check runs of a commit, branch or tag.', input: t.object({ ...where, ref, limit }), output: t.object({ items: t.array(check) }), example: { owner: 'acme', repository: 'shop', ref: 'main', limit: 100 },
    run: async ({ owner, repository, ref: of, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/commits/${segment(of)}/check-runs`, query: { per_page: Math.min(most, 100) } }, { items: 'check_runs', next: paginate.link(), limit: most })).map(checkOf) }),
  }),
  list_commit_statuses: query({
    title: 'List commit statuses', description: 'Statuses of a commit, branch or tag, the newest first.', input: t.object({ ...where, ref, limit }),
    output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), state: t.string({ description: 'Where it stands.' }), context: t.string({ description: 'What it is about.' }), description: t.string({ description: 'In a few words.' }), url: t.string({ description: 'Where to look.' }) })) }), example: { owner: 'acme', repository: 'shop', ref: 'main', limit: 100 },
    async run({ owner, repository, ref: of, limit: most }, ctx) {
      const found = await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/commits/${segment(of)}/statuses`, query: { per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most });
      return { items: found.map((each) => ({ id: string(each, 'id'), state: string(each, 'state'), context: string(each, 'context'), description: string(each, 'description'), url: string(each, 'target_url') })) };
    },
  }),
};

interface Told { readonly status: string; readonly conclusion?: string | undefined; readonly url?: string | undefined; readonly title?: string | undefined; readonly summary?: string | undefined; readonly text?: string | undefined }

/** A conclusion makes it completed; GitHub wants title and summary together. */
function told({ status, conclusion: ended, url, title, summary, text }: Told): Record<string, unknown> {
  const output = title === undefined && summary === undefined && text === undefined ? undefined : given({ title: title ?? 'Patchbay', summary: summary ?? '', text });
  return { status: ended === undefined ? status : 'completed', conclusion: ended, details_url: url, output };
}

const checkOf = (each: JsonObject): Infer<typeof check> => ({ id: string(each, 'id'), name: string(each, 'name'), status: string(each, 'status'), conclusion: string(each, 'conclusion'), commit: string(each, 'head_sha'), url: string(each, 'html_url') });
