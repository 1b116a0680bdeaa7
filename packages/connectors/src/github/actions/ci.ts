/** Workflows as pipelines of the hub. */
import { at, type Ctx, type Infer, type JsonObject, paginate, PluginError, type ReadCtx, t } from '@patchbay/sdk';
import { type CiDriver, ciActions, ciQueries, cursorOf, type Log, sameUrl, type State, uncoloured, undated } from '../../wire/ci.ts';
import { list, string } from '../../wire/fields.ts';
import { segment } from '../../wire/path.ts';
import { textPiece } from '../../wire/text-piece.ts';
import { type Config, owner, repo, repository } from '../fields.ts';

const target = t.object({
  api_url: t.url({ default: 'https://api.github.com', description: 'The API that the credential is for.' }),
  owner, repository, workflow: t.string({ minLength: 1, maxLength: 255, description: 'File name or id of the workflow.', examples: ['deploy.yml'] }),
}, { description: 'Which workflow.' });
type Target = Infer<typeof target>;

/** Runs that one look takes, so that a busy repository costs no more than that. */
const MOST_RUNS = 500;
const MOST_INPUTS = 25;

function at_({ api_url, ...where }: Target, ctx: Pick<ReadCtx<Config>, 'config'>): string {
  if (!sameUrl(api_url, ctx.config.base_url)) throw new PluginError('invalid', `The pipeline is at ${api_url}, and this connector has a credential for ${ctx.config.base_url}`);
  return repo(where);
}

/**
 * GitHub says since February 2026 which run it became, if it is asked to. An older Enterprise Server refuses the question; then the run is found by
 * its name, which has to show the input. A workflow that does not declare the input is started without it. A refusal started nothing.
 */
async function start({ target: of, ref, inputs, run, run_input }: Parameters<CiDriver<Target, Config>['start']>[0], ctx: Ctx<Config>) {
  if (Object.keys(inputs).length > MOST_INPUTS) throw new PluginError('invalid', `GitHub takes ${MOST_INPUTS} inputs at most, got ${Object.keys(inputs).length}`);
  const url = `${at_(of, ctx)}/actions/workflows/${segment(of.workflow)}/dispatches`;
  let [details, named] = [true, Object.keys(inputs).length < MOST_INPUTS];
  for (;;) {
    const { status, body } = await ctx.http.request({ url, json: { ref, inputs: { ...inputs, ...(named ? { [run_input]: run } : {}) }, ...(details ? { return_run_details: true } : {}) }, accept: [400, 422] });
    if (status < 300) {
      const [id, page] = [string(body, 'workflow_run_id'), string(body, 'html_url')];
      return id === '' ? {} : { run: id, attempt: '1', ...(page === '' ? {} : { url: page }) };
    }
    const said = string(body, 'message');
    if (named && said.includes('Unexpected inputs') && said.includes(run_input)) named = false;
    else if (details && said.includes('return_run_details')) details = false;
    else throw new PluginError('invalid', `The system answered ${status}: ${said}`, { status });
    if (!named && !details) throw new PluginError('invalid', `This GitHub does not say which run a workflow became. Let ${of.workflow} take the input ${run_input}, and show it: run-name: Deploy \${{ inputs.${run_input} }}`);
  }
}

async function find({ target: of, run, since }: Parameters<CiDriver<Target, Config>['find']>[0], ctx: ReadCtx<Config>) {
  const runs = await ctx.http.collect<JsonObject>({ url: `${at_(of, ctx)}/actions/workflows/${segment(of.workflow)}/runs`, query: { event: 'workflow_dispatch', created: `>=${since.slice(0, 19)}Z`, per_page: 100 } }, { items: 'workflow_runs', next: paginate.link(), limit: MOST_RUNS });
  const mine = runs.find((each) => [string(each, 'display_title'), string(each, 'name')].some((name) => name.includes(run)));
  if (mine === undefined) return { found: 'none' as const };
  return { found: 'run' as const, run: string(mine, 'id'), attempt: '1', url: string(mine, 'html_url') };
}

/** Somebody who runs it again over there makes another attempt, which is another run here. */
async function look({ target: of, run, attempt = '1' }: Parameters<CiDriver<Target, Config>['look']>[0], ctx: ReadCtx<Config>) {
  const base = `${at_(of, ctx)}/actions/runs/${segment(run)}`;
  const one = await ctx.http.get<JsonObject>(`${base}/attempts/${segment(attempt)}`);
  const jobs = await jobsOf(base, attempt, ctx);
  const state = stateOf(string(one, 'status'), string(one, 'conclusion'));
  const approvals = state === 'waiting_approval' ? await approvalsOf(base, ctx) : [];
  const conclusion = string(one, 'conclusion');
  return {
    state, attempt, number: string(one, 'run_number'), url: string(one, 'html_url'), commit: string(one, 'head_sha'), ref: string(one, 'head_branch'),
    ...(['', 'success', 'failure', 'cancelled'].includes(conclusion) ? {} : { detail: `GitHub says ${conclusion}` }),
    jobs: jobs.map((each) => ({ id: string(each, 'id'), name: string(each, 'name'), state: stateOf(string(each, 'status'), string(each, 'conclusion'), 'succeeded') })), approvals,
  };
}

const jobsOf = (base: string, attempt: string, ctx: ReadCtx<Config>): Promise<JsonObject[]> =>
  ctx.http.collect<JsonObject>({ url: `${base}/attempts/${segment(attempt)}/jobs`, query: { per_page: 100 } }, { items: 'jobs', next: paginate.link(), limit: 500 });

async function approvalsOf(base: string, ctx: ReadCtx<Config>): Promise<{ id: string; title: string }[]> {
  const { status, body } = await ctx.http.request({ url: `${base}/pending_deployments`, accept: [403, 404] });
  return status === 200 ? list(body, '').map((each) => ({ id: `environment:${string(each, 'environment.id')}`, title: `Deploy to ${string(each, 'environment.name')}` })) : [];
}

/** A run that was skipped did nothing, which is no success; a job that was skipped is nothing to worry about. */
function stateOf(status: string, conclusion: string, skipped: State = 'failed'): State {
  if (status === 'in_progress') return 'running';
  if (status === 'waiting') return 'waiting_approval';
  if (status !== 'completed') return 'queued'; // queued, requested, pending, and what comes new
  if (conclusion === 'success' || conclusion === 'neutral') return 'succeeded';
  if (conclusion === 'cancelled') return 'cancelled';
  return conclusion === 'skipped' ? skipped : 'failed'; // failure, timed_out, action_required, startup_failure, stale
}

/** The log of a job is there when the job has ended, and not before. */
async function log({ target: of, run, attempt = '1', cursor }: Parameters<CiDriver<Target, Config>['log']>[0], ctx: ReadCtx<Config>): Promise<Log> {
  const where = at_(of, ctx);
  const place = cursorOf<{ done: readonly string[]; job?: string; from: number }>(cursor, { done: [], from: 0 });
  const jobs = await jobsOf(`${where}/actions/runs/${segment(run)}`, attempt, ctx);
  const ready = jobs.filter((each) => string(each, 'status') === 'completed' && !place.done.includes(string(each, 'id')) && string(each, 'conclusion') !== 'skipped');
  const next = ready.find((each) => string(each, 'id') === place.job) ?? ready[0];
  if (next === undefined) return { entries: [], cursor: cursor ?? JSON.stringify(place), more: false };
  const id = string(next, 'id');
  const piece = await textPiece(`${where}/actions/jobs/${segment(id)}/logs`, place.job === id ? place.from : 0, true, ctx);
  const after = piece.more ? { ...place, job: id, from: piece.next } : { done: [...place.done, id], from: 0 };
  return { entries: piece.lines.length === 0 ? [] : [{ group: string(next, 'name'), lines: piece.lines.map((line) => uncoloured(undated(line))) }], cursor: JSON.stringify(after), more: piece.more || ready.length > 1 };
}

/** 409: it has ended, or will not listen; then by force. */
async function cancel({ target: of, run, level }: Parameters<CiDriver<Target, Config>['cancel']>[0], ctx: Ctx<Config>): Promise<boolean> {
  if (run === undefined) return false;
  const { status } = await ctx.http.request({ method: 'POST', url: `${at_(of, ctx)}/actions/runs/${segment(run)}/${level === 0 ? 'cancel' : 'force-cancel'}`, accept: [409] });
  return status !== 409;
}

async function decide({ target: of, run, approval, decision, comment }: Parameters<CiDriver<Target, Config>['decide']>[0], ctx: Ctx<Config>): Promise<boolean> {
  const base = `${at_(of, ctx)}/actions/runs/${segment(run)}`;
  const [kind = '', name = ''] = [approval.slice(0, approval.indexOf(':')), approval.slice(approval.indexOf(':') + 1)];
  if (kind === 'environment' && /^\d{1,15}$/.test(name)) await ctx.http.post(`${base}/pending_deployments`, { environment_ids: [Number(name)], state: decision, comment: comment ?? 'By the hub' });
  else if (kind === 'rule') await ctx.http.post(`${base}/deployment_protection_rule`, { environment_name: name, state: decision, comment: comment ?? 'By the hub' });
  else throw new PluginError('invalid', `Expected environment:<id> or rule:<environment>, got ${approval}`);
  return true;
}

const driver: CiDriver<Target, Config> = { start, find, look, log, cancel, decide };
const example = { target, example: { api_url: 'https://api.github.com', owner: 'acme', repository: 'shop', workflow: 'deploy.yml' }, run: '30433642', approval: 'environment:161171787' };
export const ciWorkflowActions = ciActions(example, driver);
export const ciWorkflowQueries = ciQueries(example, driver);

/** What a webhook tells about a run, for who follows it. */
export function ciOf(event: string, body: unknown): JsonObject | undefined {
  const run = event === 'workflow_run' ? at(body, 'workflow_run') : undefined;
  const id = string(run, 'id') || string(body, 'workflow_job.run_id');
  if (id === '') return undefined;
  const path = string(run, 'path').split('@')[0] ?? '';
  const workflow = [string(run, 'workflow_id'), path.slice(path.lastIndexOf('/') + 1)].filter((each) => each !== '');
  const attempt = string(run, 'run_attempt') || string(body, 'workflow_job.run_attempt');
  return { provider: 'github', run: id, ...(attempt === '' ? {} : { attempt }), place: { owner: string(body, 'repository.owner.login'), repository: string(body, 'repository.name'), ...(workflow.length === 0 ? { workflow: [] } : { workflow }) } };
}
