/** Pipelines and their jobs. */
import { action, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { commit, type Config, id, limit, project, ref, where } from '../fields.ts';

const pipeline = t.object({
  id: t.string({ description: 'Id.' }),
  number: t.string({ description: 'Number in the project.' }),
  status: t.string({ description: 'created, pending, running, success, failed, canceled, skipped, manual and others.' }),
  source: t.string({ description: 'What set it off.' }),
  ref: t.string({ description: 'Branch or tag.' }),
  commit: t.string({ description: 'Commit.' }),
  url: t.string({ description: 'Its page.' }),
});
const variables = t.optional(t.record(t.string({ maxLength: 10_000 }), { description: 'Variables of the pipeline.' }));
const one = t.object({ ...where, pipeline: id });

export const pipelineActions = {
  run_pipeline: action({
    title: 'Run a pipeline', description: 'Runs the pipeline of a branch or tag.', safety: 'moderate',
    input: t.object({ ...where, ref, variables }), output: pipeline, example: { owner: 'acme', repository: 'shop', ref: 'main', variables: { ENVIRONMENT: 'production' } },
    run: async ({ owner, repository, ref: of, variables: given_ }, ctx: Ctx<Config>) => pipelineOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/pipeline`, given({ ref: of, variables: given_ === undefined ? undefined : Object.entries(given_).map(([key, value]) => ({ key, value })) }))),
  }),
  trigger_pipeline: action({
    title: 'Trigger a pipeline', description: 'Runs the pipeline of a branch or tag with the trigger token, which may do nothing else.', safety: 'moderate',
    input: t.object({ ...where, ref, variables }), output: pipeline, example: { owner: 'acme', repository: 'shop', ref: 'main', variables: { ENVIRONMENT: 'production' } },
    run: async ({ owner, repository, ref: of, variables: given_ = {} }, ctx: Ctx<Config>) =>
      pipelineOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/trigger/pipeline`, undefined, { auth: 'trigger', form: { ref: of, ...Object.fromEntries(Object.entries(given_).map(([key, value]) => [`variables[${key}]`, value])) } })),
  }),
  retry_pipeline: action({
    title: 'Retry a pipeline', description: 'Runs the jobs of a pipeline again that failed or were cancelled.', safety: 'moderate', input: one, output: pipeline, example: { owner: 'acme', repository: 'shop', pipeline: '46' },
    run: async ({ owner, repository, pipeline: of }, ctx: Ctx<Config>) => pipelineOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/pipelines/${of}/retry`)),
  }),
  cancel_pipeline: action({
    title: 'Cancel a pipeline', description: 'Asks the jobs of a pipeline to stop.', safety: 'moderate', idempotent: true, input: one, output: pipeline, example: { owner: 'acme', repository: 'shop', pipeline: '46' },
    run: async ({ owner, repository, pipeline: of }, ctx: Ctx<Config>) => pipelineOf(await ctx.http.post<JsonObject>(`${project({ owner, repository })}/pipelines/${of}/cancel`)),
  }),
  play_job: action({
    title: 'Start a manual job', description: 'Starts a job that waits for somebody to start it.', safety: 'moderate',
    input: t.object({ ...where, job: id }), output: t.object({ id: t.string({ description: 'Id of the job.' }), name: t.string({ description: 'Its name.' }), status: t.string({ description: 'Where it stands.' }), url: t.string({ description: 'Its page.' }) }), example: { owner: 'acme', repository: 'shop', job: '7' },
    async run({ owner, repository, job }, ctx: Ctx<Config>) {
      const body = await ctx.http.post(`${project({ owner, repository })}/jobs/${job}/play`, {});
      return { id: string(body, 'id'), name: string(body, 'name'), status: string(body, 'status'), url: string(body, 'web_url') };
    },
  }),
};

export const pipelineQueries = {
  get_pipeline: query({
    title: 'Get a pipeline', description: 'Where a pipeline stands.', input: one, output: pipeline, example: { owner: 'acme', repository: 'shop', pipeline: '46' },
    run: async ({ owner, repository, pipeline: of }, ctx) => pipelineOf(await ctx.http.get<JsonObject>(`${project({ owner, repository })}/pipelines/${of}`)),
  }),
  list_pipelines: query({
    title: 'List pipelines', description: 'Pipelines of a project, the newest first.', input: t.object({ ...where, ref: t.optional(ref), status: t.optional(t.string({ maxLength: 40, description: 'Only in this status.' })), sha: t.optional(commit), limit }), output: t.object({ items: t.array(pipeline) }), example: { owner: 'acme', repository: 'shop', ref: 'main', limit: 100 },
    run: async ({ owner, repository, limit: most, ...filter }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${project({ owner, repository })}/pipelines`, query: { ...filter, per_page: Math.min(most, 100) } }, { items: '', next: paginate.link(), limit: most })).map(pipelineOf) }),
  }),
};

const pipelineOf = (each: JsonObject): Infer<typeof pipeline> => ({ id: string(each, 'id'), number: string(each, 'iid'), status: string(each, 'status'), source: string(each, 'source'), ref: string(each, 'ref'), commit: string(each, 'sha'), url: string(each, 'web_url') });
