/** Bitbucket Pipelines. */
import { action, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { given, string } from '../../wire/fields.ts';
import { branch, commit, type Config, limit, repo, where } from '../fields.ts';

const pipeline = t.object({
  id: t.string({ description: 'Id, with its braces.' }),
  number: t.string({ description: 'Number for people.' }),
  status: t.string({ description: 'PENDING, IN_PROGRESS, COMPLETED and others.' }),
  result: t.string({ description: 'SUCCESSFUL, FAILED, STOPPED or ERROR; empty before the end.' }),
  ref: t.string({ description: 'Branch or tag.' }),
  commit: t.string({ description: 'Commit.' }),
});
const id = t.string({ pattern: '^\\{[0-9a-f-]{36}\\}$', description: 'Id, with its braces.', examples: ['{a1b2c3d4-0000-4000-8000-000000000001}'] });
const one = t.object({ ...where, pipeline: id });

export const pipelineActions = {
  run_pipeline: action({
    title: 'Run a pipeline', description: 'Runs the pipeline of a branch or tag, or a custom one by its name.', safety: 'moderate',
    input: t.object({ ...where, ref: branch, ref_type: t.enum(['branch', 'tag'], { default: 'branch', description: 'What the ref is.' }), commit: t.optional(commit), custom: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Name of a custom pipeline.' })), variables: t.optional(t.record(t.string({ maxLength: 32_768 }), { description: 'Variables of the pipeline.' })) }), output: pipeline,
    example: { owner: 'acme', repository: 'shop', ref: 'main', ref_type: 'branch', custom: 'deploy', variables: { ENVIRONMENT: 'production' } },
    async run({ owner, repository, ref, ref_type, commit: hash, custom, variables }, ctx: Ctx<Config>) {
      const target = given({ type: 'pipeline_ref_target', ref_type, ref_name: ref, commit: hash === undefined ? undefined : { type: 'commit', hash }, selector: custom === undefined ? undefined : { type: 'custom', pattern: custom } });
      return pipelineOf(await ctx.http.post<JsonObject>(`${repo({ owner, repository })}/pipelines`, given({ type: 'pipeline', target, variables: variables === undefined ? undefined : Object.entries(variables).map(([key, value]) => ({ key, value })) })));
    },
  }),
  stop_pipeline: action({
    title: 'Stop a pipeline', description: 'Asks a pipeline to stop. One that ended is refused.', safety: 'moderate', input: one, output: t.object({ id: t.string({ description: 'Id of the pipeline.' }) }), example: { owner: 'acme', repository: 'shop', pipeline: '{a1b2c3d4-0000-4000-8000-000000000001}' },
    async run({ owner, repository, pipeline: of }, ctx: Ctx<Config>) {
      await ctx.http.post(`${repo({ owner, repository })}/pipelines/${encodeURIComponent(of)}/stopPipeline`);
      return { id: of };
    },
  }),
};

export const pipelineQueries = {
  get_pipeline: query({
    title: 'Get a pipeline', description: 'Where a pipeline stands.', input: one, output: pipeline, example: { owner: 'acme', repository: 'shop', pipeline: '{a1b2c3d4-0000-4000-8000-000000000001}' },
    run: async ({ owner, repository, pipeline: of }, ctx) => pipelineOf(await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/pipelines/${encodeURIComponent(of)}`)),
  }),
  list_pipelines: query({
    title: 'List pipelines', description: 'Pipelines of a repository, the newest first.', input: t.object({ ...where, limit }), output: t.object({ items: t.array(pipeline) }), example: { owner: 'acme', repository: 'shop', limit: 100 },
    async run({ owner, repository, limit: most }, ctx) { // this list has no `next`
      const pagelen = Math.min(most, 100);
      return { items: (await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/pipelines`, query: { sort: '-created_on', pagelen } }, { items: 'values', next: paginate.page('values', 'page', pagelen), limit: most })).map(pipelineOf) };
    },
  }),
};

const pipelineOf = (each: JsonObject): Infer<typeof pipeline> => ({
  id: string(each, 'uuid'), number: string(each, 'build_number'), status: string(each, 'state.name'), result: string(each, 'state.result.name'), ref: string(each, 'target.ref_name'), commit: string(each, 'target.commit.hash'),
});
