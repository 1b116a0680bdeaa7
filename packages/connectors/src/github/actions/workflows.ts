/** Actions, which GitHub calls workflows: starting them, following them, stopping them. */
import { action, type Ctx, type Infer, type JsonObject, paginate, query, t } from '@patchbay/sdk';
import { type Config, id, limit, ref, repo, where } from '../fields.ts';
import { given, string } from '../../wire/fields.ts';
import { segment } from '../../wire/path.ts';

const run = t.object({
  id: t.string({ description: 'Id.' }),
  name: t.string({ description: 'Name of the workflow.' }),
  number: t.string({ description: 'Number for people.' }),
  attempt: t.string({ description: 'Which try this is.' }),
  event: t.string({ description: 'What set it off.' }),
  status: t.string({ description: 'queued, in_progress, completed and others.' }),
  conclusion: t.string({ description: 'How it ended; empty before that.' }),
  branch: t.string({ description: 'Branch.' }),
  commit: t.string({ description: 'Commit.' }),
  url: t.string({ description: 'Its page.' }),
});
const workflow = t.string({ minLength: 1, maxLength: 255, description: 'File name or id of the workflow.', examples: ['deploy.yml'] });
const asked = t.object({ id: t.string({ description: 'Id of the run.' }) });

export const workflowActions = {
  dispatch_repository: action({
    title: 'Send a repository event', description: 'Sends a `repository_dispatch` event: every workflow that listens to its type starts.', safety: 'moderate',
    input: t.object({ ...where, event_type: t.string({ minLength: 1, maxLength: 100, description: 'Type of the event.', examples: ['release-ready'] }), payload: t.optional(t.record(t.json(), { description: 'What the workflows read as github.event.client_payload; ten fields at most.' })) }),
    output: t.object({ sent: t.boolean({ description: 'GitHub took it.' }) }), example: { owner: 'acme', repository: 'shop', event_type: 'release-ready', payload: { release: '1.4.0' } },
    async run({ owner, repository, event_type, payload }, ctx: Ctx<Config>) {
      await ctx.http.post(`${repo({ owner, repository })}/dispatches`, given({ event_type, client_payload: payload }));
      return { sent: true };
    },
  }),
  dispatch_workflow: action({
    title: 'Start a workflow', description: 'Starts a workflow that has `workflow_dispatch`, with its inputs.', safety: 'moderate',
    input: t.object({
      ...where, workflow, ref, inputs: t.optional(t.record(t.string({ maxLength: 65_535 }), { description: 'Inputs of the workflow, as text.' })),
      run_details: t.boolean({ default: true, description: 'Ask for the run that it became; false for an Enterprise Server that does not know how.' }),
    }),
    output: t.object({ run: t.optional(t.string({ description: 'Id of the run.' })), url: t.optional(t.string({ description: 'Page of the run.' })) }),
    example: { owner: 'acme', repository: 'shop', workflow: 'deploy.yml', ref: 'main', inputs: { environment: 'production' }, run_details: true },
    async run({ owner, repository, workflow: of, ref: at, inputs, run_details }, ctx: Ctx<Config>) {
      const body = await ctx.http.post(`${repo({ owner, repository })}/actions/workflows/${segment(of)}/dispatches`, given({ ref: at, inputs, return_run_details: run_details ? true : undefined }));
      const [found, url] = [string(body, 'workflow_run_id'), string(body, 'html_url')];
      return { ...(found === '' ? {} : { run: found }), ...(url === '' ? {} : { url }) };
    },
  }),
  rerun_workflow: action({
    title: 'Run a workflow again', description: 'Runs a workflow run again, or only the jobs that failed.', safety: 'moderate',
    input: t.object({ ...where, run: id, failed_only: t.boolean({ default: false, description: 'Only the jobs that failed.' }) }), output: asked, example: { owner: 'acme', repository: 'shop', run: '30433642', failed_only: true },
    async run({ owner, repository, run: of, failed_only }, ctx: Ctx<Config>) {
      await ctx.http.post(`${repo({ owner, repository })}/actions/runs/${of}/${failed_only ? 'rerun-failed-jobs' : 'rerun'}`, {});
      return { id: of };
    },
  }),
  cancel_workflow: action({
    title: 'Cancel a workflow run', description: 'Asks a run to stop. One that ended is refused.', safety: 'moderate',
    input: t.object({ ...where, run: id }), output: asked, example: { owner: 'acme', repository: 'shop', run: '30433642' },
    async run({ owner, repository, run: of }, ctx: Ctx<Config>) {
      await ctx.http.post(`${repo({ owner, repository })}/actions/runs/${of}/cancel`);
      return { id: of };
    },
  }),
};

export const workflowQueries = {
  get_workflow_run: query({
    title: 'Get a workflow run', description: 'Where a run stands.', input: t.object({ ...where, run: id }), output: run, example: { owner: 'acme', repository: 'shop', run: '30433642' },
    run: async ({ owner, repository, run: of }, ctx) => runOf(await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/actions/runs/${of}`)),
  }),
  list_workflow_runs: query({
    title: 'List workflow runs', description: 'Runs of a repository, the newest first.',
    input: t.object({ ...where, branch: t.optional(t.string({ maxLength: 255, description: 'Only of this branch.' })), status: t.optional(t.string({ maxLength: 40, description: 'Only in this status or with this conclusion.' })), event: t.optional(t.string({ maxLength: 100, description: 'Only set off by this.' })), limit }),
    output: t.object({ items: t.array(run) }), example: { owner: 'acme', repository: 'shop', branch: 'main', limit: 100 },
    run: async ({ owner, repository, limit: most, ...filter }, ctx) => ({ items: (await ctx.http.collect<JsonObject>({ url: `${repo({ owner, repository })}/actions/runs`, query: { ...filter, per_page: Math.min(most, 100) } }, { items: 'workflow_runs', next: paginate.link(), limit: most })).map(runOf) }),
  }),
};

const runOf = (each: JsonObject): Infer<typeof run> => ({
  id: string(each, 'id'), name: string(each, 'name'), number: string(each, 'run_number'), attempt: string(each, 'run_attempt'), event: string(each, 'event'), status: string(each, 'status'), conclusion: string(each, 'conclusion'),
  branch: string(each, 'head_branch'), commit: string(each, 'head_sha'), url: string(each, 'html_url'),
});
