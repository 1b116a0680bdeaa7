/** What commits are told about: statuses, and deployments to environments. */
import { action, type Ctx, type Infer, type JsonObject, paginate, PluginError, query, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { commit, type Config, id, limit, project, ref, short, where } from '../fields.ts';

const deployment = t.object({
  id: t.string({ description: 'Id.' }),
  number: t.string({ description: 'Number in the project.' }),
  environment: t.string({ description: 'Where to.' }),
  ref: t.string({ description: 'Branch or tag.' }),
  commit: t.string({ description: 'What is deployed.' }),
  status: t.string({ description: 'How it goes.' }),
  created_at: t.string({ description: 'When it was made.' }),
});
const environment = t.string({ minLength: 1, maxLength: 255, description: 'Name of the environment there; made if there is none.', examples: ['production'] });
const status = t.enum(['running', 'success', 'failed', 'canceled'], { description: 'How it goes.' });

/** GitLab has no word for an error that is no failure. */
const STATES = { pending: 'pending', running: 'running', success: 'success', failure: 'failed', error: 'failed', cancelled: 'canceled' } as const;

export const statusActions = {
  commit_status: action({
    title: 'Set a commit status', description: 'Sets the status of a commit under a context. Without a pipeline of its own, GitLab shows it as an external one.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, commit, state: t.enum(['pending', 'running', 'success', 'failure', 'error', 'cancelled'], { description: 'Where it stands; error counts as a failure.' }),
      context: t.string({ minLength: 1, maxLength: 255, default: 'patchbay', description: 'What the status is about.', examples: ['patchbay/shop/production'] }),
      description: t.optional(short), url: t.optional(t.url({ description: 'Where to look.' })), ref: t.optional(ref),
    }),
    output: t.object({ state: t.string({ description: 'As GitLab has it.' }), context: t.string({ description: 'What it is about.' }) }),
    example: { owner: 'acme', repository: 'shop', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e', state: 'success', context: 'patchbay/shop/production', description: 'succeeded' },
    run: setStatus,
  }),
  create_deployment: action({
    title: 'Announce a deployment', description: 'Makes a deployment at GitLab, and its environment if there is none.', safety: 'moderate',
    input: t.object({ ...where, environment, commit, ref, tag: t.boolean({ default: false, description: 'The ref is a tag.' }), status }), output: deployment,
    example: { owner: 'acme', repository: 'shop', environment: 'production', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e', ref: 'main', tag: false, status: 'running' },
    run: async ({ owner, repository, commit: sha, ...rest }, ctx: Ctx<Config>) => deploymentOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/deployments`, { sha, ...rest })),
  }),
  deployment_status: action({
    title: 'Say how a deployment goes', description: 'Changes the status of a deployment that was announced.', safety: 'moderate', idempotent: true,
    input: t.object({ ...where, deployment: id, status }), output: deployment, example: { owner: 'acme', repository: 'shop', deployment: '1', status: 'success' },
    run: async ({ owner, repository, deployment: of, status: now }, ctx: Ctx<Config>) => deploymentOf(await ctx.http.put<JsonObject>(`${project({ owner, repository })}/deployments/${of}`, { status: now })),
  }),
};

export const statusQueries = {
  list_commit_statuses: query({
    title: 'List commit statuses', description: 'The latest status of each context of a commit.', input: t.object({ ...where, commit, limit }),
    output: t.object({ items: t.array(t.object({ id: t.string({ description: 'Id.' }), state: t.string({ description: 'Where it stands.' }), context: t.string({ description: 'What it is about.' }), description: t.string({ description: 'In a few words.' }), url: t.string({ description: 'Where to look.' }) })) }),
    example: { owner: 'acme', repository: 'shop', commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e', limit: 100 },
    async run({ owner, repository, commit: sha, limit: most }, ctx) {
      const found = await ctx.http.collect<JsonObject>({ url: `${project({ owner, repository })}/repository/commits/${sha}/statuses`, query: { per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most });
      return { items: found.map((each) => ({ id: string(each, 'id'), state: string(each, 'status'), context: string(each, 'name'), description: string(each, 'description'), url: string(each, 'target_url') })) };
    },
  }),
  list_deployments: query({
    title: 'List deployments', description: 'Deployments that GitLab knows, the newest first.', input: t.object({ ...where, environment: t.optional(environment), status: t.optional(status), limit }), output: t.object({ items: t.array(deployment) }), example: { owner: 'acme', repository: 'shop', environment: 'production', limit: 100 },
    run: async ({ owner, repository, limit: most, ...filter }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${project({ owner, repository })}/deployments`, query: { ...filter, order_by: 'id', sort: 'desc', per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most })).map(deploymentOf) }),
  }),
};

type Status = { readonly owner: string; readonly repository: string; readonly commit: string; readonly state: keyof typeof STATES; readonly context: string; readonly description?: string | undefined; readonly url?: string | undefined; readonly ref?: string | undefined };

/** GitLab refuses a status that changes nothing, or that leads back; it names the one that there is. */
async function setStatus({ owner, repository, commit: sha, state, context, description, url, ref: branch }: Status, ctx: Ctx<Config>): Promise<{ state: string; context: string }> {
  const { status: answer, body } = await ctx.http.request<JsonObject>({ method: 'POST', url: `${project({ owner, repository })}/statuses/${sha}`, json: given({ state: STATES[state], name: context, description, target_url: url, ref: branch }), accept: [400], retry: 'always' });
  if (answer < 300) return { state: string(body, 'status'), context: string(body, 'name') };
  const said = string(body, 'message') || string(body, 'error');
  const stays = /^Cannot transition status .*from :([a-z_]+)/.exec(said)?.[1];
  if (stays !== undefined) return { state: stays, context };
  throw new PluginError('invalid', `The system answered 400: ${said.slice(0, 300)}`, { status: 400 });
}

const deploymentOf = (each: JsonObject): Infer<typeof deployment> => ({
  id: string(each, 'id'), number: string(each, 'iid'), environment: string(each, 'environment.name'), ref: string(each, 'ref'), commit: string(each, 'sha'), status: string(each, 'status'), created_at: string(each, 'created_at'),
});
