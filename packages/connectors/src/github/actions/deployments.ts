/** Deployments as GitHub shows them, next to its environments. */
import { action, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { type Config, id, limit, ref, repo, where } from '../fields.ts';
import { given, string } from '../../wire/fields.ts';

const deployment = t.object({
  id: t.string({ description: 'Id.' }),
  ref: t.string({ description: 'What is deployed.' }),
  commit: t.string({ description: 'The commit behind it.' }),
  environment: t.string({ description: 'Where to.' }),
  description: t.string({ description: 'In a few words.' }),
  created_at: t.string({ description: 'When it was made.' }),
});
const environment = t.string({ minLength: 1, maxLength: 255, description: 'Name of the environment there.', examples: ['production'] });

export const deploymentActions = {
  create_deployment: action({
    title: 'Announce a deployment', description: 'Makes a deployment at GitHub, whose statuses then say how it goes. It waits for no checks and merges nothing: the gates are in the hub.', safety: 'moderate',
    input: t.object({
      ...where, ref, environment, task: t.string({ minLength: 1, maxLength: 128, default: 'deploy', description: 'What is done.' }), description: t.optional(t.string({ maxLength: 140, description: 'In a few words.' })),
      transient: t.boolean({ default: false, description: 'The environment goes away again: a preview.' }), production: t.boolean({ default: false, description: 'People use the environment directly.' }), payload: t.optional(t.json({ description: 'Anything that tools there want to know.' })),
    }), output: deployment,
    example: { owner: 'acme', repository: 'shop', ref: 'main', environment: 'production', task: 'deploy', transient: false, production: true },
    run: async ({ owner, repository, transient, production, ...rest }, ctx: Ctx<Config>) => deploymentOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/deployments`, given({ ...rest, transient_environment: transient, production_environment: production, auto_merge: false, required_contexts: [] }))),
  }),
  deployment_status: action({
    title: 'Say how a deployment goes', description: 'Adds a status to a deployment. After success, older deployments of the environment become inactive.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, deployment: id, state: t.enum(['queued', 'in_progress', 'pending', 'success', 'failure', 'error', 'inactive'], { description: 'How it goes.' }), description: t.optional(t.string({ maxLength: 140, description: 'In a few words.' })),
      url: t.optional(t.url({ description: 'Where what was deployed can be looked at.' })), log_url: t.optional(t.url({ description: 'Where its log is.' })), auto_inactive: t.boolean({ default: true, description: 'Older ones become inactive.' }),
    }),
    output: t.object({ id: t.string({ description: 'Id of the status.' }), state: t.string({ description: 'As GitHub took it.' }) }),
    example: { owner: 'acme', repository: 'shop', deployment: '1', state: 'success', url: 'https://shop.example.com', auto_inactive: true },
    async run({ owner, repository, deployment: of, url, ...rest }, ctx: Ctx<Config>) {
      const body = await ctx.http.post(`${repo({ owner, repository })}/deployments/${of}/statuses`, given({ ...rest, environment_url: url }), { retry: 'always' });
      return { id: string(body, 'id'), state: string(body, 'state') };
    },
  }),
};

export const deploymentQueries = {
  list_deployments: query({
    title: 'List deployments', description: 'Deployments that GitHub knows, the newest first.', input: t.object({ ...where, environment: t.optional(environment), ref: t.optional(ref), limit }), output: t.object({ items: t.array(deployment) }), example: { owner: 'acme', repository: 'shop', environment: 'production', limit: 100 },
    run: async ({ owner, repository, limit: most, ...filter }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/deployments`, query: { ...filter, per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most })).map(deploymentOf) }),
  }),
};

const deploymentOf = (each: JsonObject): Infer<typeof deployment> => ({ id: string(each, 'id'), ref: string(each, 'ref'), commit: string(each, 'sha'), environment: string(each, 'environment'), description: string(each, 'description'), created_at: string(each, 'created_at') });
