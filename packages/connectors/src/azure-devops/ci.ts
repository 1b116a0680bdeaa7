/** Pipelines of Azure DevOps as pipelines of the hub. The id of a run is the id of its build. */
import { at, type Ctx, type Infer, type JsonObject, PluginError, type ReadCtx, t } from '@patchbay/sdk';
import { type CiDriver, ciActions, ciQueries, cursorOf, type Found, type Log, sameUrl, type Seen, type State, uncoloured, undated } from '../wire/ci.ts';
import { list, string } from '../wire/fields.ts';
import { segment } from '../wire/path.ts';
import type { Config } from './config.ts';

const target = t.object({
  organization_url: t.url({ description: 'The organisation that the credential is for.', examples: ['https://dev.azure.com/acme'] }),
  project: t.string({ minLength: 1, maxLength: 255, description: 'Name or id of the project.', examples: ['shop'] }),
  pipeline_id: t.integer({ minimum: 1, description: 'Id of the pipeline.', examples: [12] }),
  stages_to_skip: t.array(t.string({ minLength: 1, maxLength: 255 }), { default: [], maxItems: 50, description: 'Stages to leave out.' }),
}, { description: 'Which pipeline.' });
type Target = Infer<typeof target>;

export const VERSION = '7.1';
/** A credential that counts no more is answered with a page to sign in, or a redirect to it: it is not followed, so that it can be told. */
export const SIGN_IN = 302;
const LINES = 2_000;

function at_({ organization_url: url, project }: Target, ctx: Pick<ReadCtx<Config>, 'config'>): string {
  if (!sameUrl(url, ctx.config.organization_url)) throw new PluginError('invalid', `The pipeline is at ${url}, and this connector has a credential for ${ctx.config.organization_url}`);
  return `/${segment(project)}/_apis`;
}

/** A parameter that the pipeline does not declare is refused, and a refusal started nothing: without the hub’s id, then. */
async function start({ target: of, ref, inputs, run, run_input }: Parameters<CiDriver<Target, Config>['start']>[0], ctx: Ctx<Config>) {
  const url = `${at_(of, ctx)}/pipelines/${of.pipeline_id}/runs`;
  const send = (templateParameters: Readonly<Record<string, string>>) => ctx.http.request<JsonObject>({ url, query: { 'api-version': VERSION }, accept: [400, SIGN_IN], json: { resources: { repositories: { self: { refName: fullRef(ref) } } }, templateParameters, ...(of.stages_to_skip.length === 0 ? {} : { stagesToSkip: of.stages_to_skip }) } });
  let { status, body } = await send({ ...inputs, [run_input]: run });
  if (status === 400 && string(body, 'message').includes(run_input)) ({ status, body } = await send(inputs));
  if (status === 400) throw new PluginError('invalid', `The system answered 400: ${string(body, 'message')}`, { status });
  const page = string(body, '_links.web.href');
  return { run: string(body, 'id'), ...(page === '' ? {} : { url: page }) };
}

const fullRef = (ref: string): string => (ref.startsWith('refs/') ? ref : `refs/heads/${ref}`);

async function find({ target: of, run, since }: Parameters<CiDriver<Target, Config>['find']>[0], ctx: ReadCtx<Config>): Promise<Found> {
  const query = { definitions: of.pipeline_id, minTime: since, queryOrder: 'queueTimeDescending', $top: 200, 'api-version': VERSION };
  const builds = list(await ctx.http.get<JsonObject>(`${at_(of, ctx)}/build/builds`, { query, accept: [SIGN_IN] }), 'value');
  const mine = builds.find((each) => JSON.stringify([at(each, 'templateParameters') ?? null, at(each, 'parameters') ?? null]).includes(run));
  return mine === undefined ? { found: 'none' } : { found: 'run', run: string(mine, 'id'), url: string(mine, '_links.web.href') };
}

async function look({ target: of, run }: Parameters<CiDriver<Target, Config>['look']>[0], ctx: ReadCtx<Config>): Promise<Seen> {
  const base = `${at_(of, ctx)}/build/builds/${segment(run)}`;
  const build = await ctx.http.get<JsonObject>(base, { query: { 'api-version': VERSION }, accept: [SIGN_IN] });
  const records = await timeline(base, ctx);
  const approvals = records.filter((each) => string(each, 'type') === 'Checkpoint.Approval' && string(each, 'state') === 'inProgress');
  const jobs = records.filter((each) => string(each, 'type') === 'Job');
  const state = stateOf(string(build, 'status'), string(build, 'result'));
  const [result, commit] = [string(build, 'result'), string(build, 'sourceVersion')];
  return {
    state: state === 'running' && approvals.length > 0 && !jobs.some((each) => string(each, 'state') === 'inProgress') ? 'waiting_approval' : state,
    number: string(build, 'buildNumber'), url: string(build, '_links.web.href'), ...(commit === '' ? {} : { commit }), ref: string(build, 'sourceBranch'),
    ...(result === 'partiallySucceeded' ? { detail: 'Azure DevOps says partiallySucceeded: some steps failed and were allowed to' } : {}),
    jobs: jobs.map((each) => ({ id: string(each, 'id'), name: string(each, 'name'), state: stateOf(string(each, 'state'), string(each, 'result')) })),
    approvals: approvals.map((each) => ({ id: string(each, 'id'), title: `Approve ${stageOf(each, records)}` })),
  };
}

/** Not there before anything began. */
async function timeline(base: string, ctx: ReadCtx<Config>): Promise<readonly JsonObject[]> {
  const { status, body } = await ctx.http.request({ url: `${base}/timeline`, query: { 'api-version': VERSION }, accept: [204, 404, SIGN_IN] });
  return status === 200 ? list(body, 'records') : [];
}

/** An approval hangs below a checkpoint, and that below a stage. */
function stageOf(record: JsonObject, records: readonly JsonObject[]): string {
  const parent = records.find((each) => string(each, 'id') === string(record, 'parentId') && string(each, 'id') !== '');
  return parent === undefined || string(parent, 'type') === 'Stage' ? string(parent, 'name') || 'the run' : stageOf(parent, records);
}

/** Of builds and of records in the timeline. */
function stateOf(status: string, result: string): State {
  if (status === 'inProgress' || status === 'cancelling') return 'running';
  if (status !== 'completed') return 'queued'; // notStarted, postponed, pending
  if (result === 'succeeded' || result === 'partiallySucceeded' || result === 'succeededWithIssues') return 'succeeded';
  return result === 'canceled' || result === 'skipped' || result === 'abandoned' ? 'cancelled' : 'failed';
}

/** Logs of tasks, by lines. One that goes on has a place to go on from. */
async function log({ target: of, run, cursor }: Parameters<CiDriver<Target, Config>['log']>[0], ctx: ReadCtx<Config>): Promise<Log> {
  const base = `${at_(of, ctx)}/build/builds/${segment(run)}`;
  const place = cursorOf<{ done: readonly string[]; from: Readonly<Record<string, number>> }>(cursor, { done: [], from: {} });
  const tasks = (await timeline(base, ctx)).filter((each) => string(each, 'type') === 'Task' && string(each, 'log.id') !== '' && !place.done.includes(string(each, 'log.id'))).toSorted((a, b) => Number(string(a, 'log.id')) - Number(string(b, 'log.id')));
  for (const task of tasks) {
    const id = string(task, 'log.id');
    const over = string(task, 'state') === 'completed';
    const from = place.from[id] ?? 0;
    const body = await ctx.http.get<JsonObject>(`${base}/logs/${segment(id)}`, { query: { startLine: from + 1, endLine: from + LINES, 'api-version': VERSION }, accept: [SIGN_IN] });
    const lines = (at(body, 'value') ?? []) as readonly string[];
    if (lines.length === 0 && !over) continue;
    const more = lines.length === LINES;
    const others = Object.fromEntries(Object.entries(place.from).filter(([each]) => each !== id));
    const after = over && !more ? { done: [...place.done, id], from: others } : { done: place.done, from: { ...others, [id]: from + lines.length } };
    return { entries: lines.length === 0 ? [] : [{ group: string(task, 'name'), lines: lines.map((line) => uncoloured(undated(line))) }], cursor: JSON.stringify(after), more: more || tasks.length > 1 };
  }
  return { entries: [], cursor: cursor ?? JSON.stringify(place), more: false };
}

async function cancel({ target: of, run }: Parameters<CiDriver<Target, Config>['cancel']>[0], ctx: Ctx<Config>): Promise<boolean> {
  if (run === undefined) return false;
  const body = await ctx.http.patch<JsonObject>(`${at_(of, ctx)}/build/builds/${segment(run)}`, { status: 'cancelling' }, { query: { 'api-version': VERSION }, accept: [SIGN_IN] });
  return string(body, 'status') !== 'completed';
}

async function decide({ target: of, approval, decision, comment }: Parameters<CiDriver<Target, Config>['decide']>[0], ctx: Ctx<Config>): Promise<boolean> {
  await ctx.http.patch(`${at_(of, ctx)}/pipelines/approvals`, [{ approvalId: approval, status: decision, comment: comment ?? 'By the hub' }], { query: { 'api-version': VERSION }, accept: [SIGN_IN] });
  return true;
}

const driver: CiDriver<Target, Config> = { start, find, look, log, cancel, decide };
const described = { target, example: { organization_url: 'https://dev.azure.com/acme', project: 'shop', pipeline_id: 12, stages_to_skip: [] as string[] }, run: '4711', approval: '8e6f2d6a-0000-4000-8000-000000000001' };
export const ciPipelineActions = ciActions(described, driver);
export const ciPipelineQueries = ciQueries(described, driver);
