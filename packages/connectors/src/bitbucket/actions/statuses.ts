/** Build statuses of commits. */
import { action, type Ctx, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { commit, type Config, limit, repo, where } from '../fields.ts';

/** Bitbucket has no word for an error that is no failure. */
const STATES = { pending: 'INPROGRESS', success: 'SUCCESSFUL', failure: 'FAILED', error: 'FAILED', cancelled: 'STOPPED' } as const;
const LONGEST_KEY = 40;

const status = t.object({
  state: t.string({ description: 'INPROGRESS, SUCCESSFUL, FAILED or STOPPED.' }), context: t.string({ description: 'What it is about.' }), key: t.string({ description: 'What Bitbucket keeps it by.' }), description: t.string({ description: 'In a few words.' }), url: t.string({ description: 'Where to look.' }),
});

export const statusActions = {
  commit_status: action({
    title: 'Set a commit status', description: 'Sets the build status of a commit under a context. The same context again changes it.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, commit, state: t.enum(['pending', 'success', 'failure', 'error', 'cancelled'], { description: 'Where it stands; error counts as a failure.' }),
      context: t.string({ minLength: 1, maxLength: 255, default: 'patchbay', description: 'What the status is about.', examples: ['patchbay/shop/production'] }), description: t.optional(t.string({ maxLength: 255, description: 'In a few words.' })), url: t.optional(t.url({ description: 'Where to look; the page of the commit, if absent.' })),
    }), output: status,
    example: { owner: 'acme', repository: 'shop', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e', state: 'success', context: 'patchbay/shop/production', description: 'succeeded' },
    async run({ owner, repository, commit: hash, state, context, description, url }, ctx: Ctx<Config>) {
      const key = context.length <= LONGEST_KEY ? context : (await ctx.crypto.sha256(context)).slice(0, LONGEST_KEY);
      const json = given({ type: 'build', key, name: context, state: STATES[state], description, url: url ?? `https://bitbucket.org/${owner}/${repository}/commits/${hash}` });
      return statusOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/commit/${hash}/statuses/build`, json, { retry: 'always' }));
    },
  }),
};

export const statusQueries = {
  list_commit_statuses: query({
    title: 'List commit statuses', description: 'Build statuses of a commit.', input: t.object({ ...where, commit, limit }), output: t.object({ items: t.array(status) }), example: { owner: 'acme', repository: 'shop', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e', limit: 100 },
    run: async ({ owner, repository, commit: hash, limit: most }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/commit/${hash}/statuses`, query: { pagelen: Math.min(most, 100) } }, { items: 'values', next: paginate.url('next'), limit: most })).map(statusOf) }),
  }),
};

const statusOf = (each: JsonObject) => ({ state: string(each, 'state'), context: string(each, 'name'), key: string(each, 'key'), description: string(each, 'description'), url: string(each, 'url') });
