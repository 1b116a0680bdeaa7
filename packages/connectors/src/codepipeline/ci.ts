/** Pipelines of AWS as pipelines of the hub. */
import { at, type Ctx, type Infer, PluginError, type ReadCtx, t } from '@patchbay/sdk';
import { type CiDriver, ciActions, ciQueries, cursorOf, type Found, type Log, type Seen, type State } from '../wire/ci.ts';
import { list, string } from '../wire/fields.ts';
import { aws, awsList } from './aws.ts';
import type { Config } from './config.ts';

const target = t.object({
  region: t.string({ pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]+$', maxLength: 32, description: 'Region that the credential is for.', examples: ['eu-west-1'] }),
  name: t.string({ minLength: 1, maxLength: 100, description: 'Name of the pipeline.', examples: ['shop-deploy'] }),
}, { description: 'Which pipeline.' });
type Target = Infer<typeof target>;

const MOST = 500;

function nameOf({ region, name }: Target, ctx: Pick<ReadCtx<Config>, 'config'>): string {
  if (region !== ctx.config.region) throw new PluginError('invalid', `The pipeline is in ${region}, and this connector is for ${ctx.config.region}`);
  return name;
}

const page = ({ region, name }: Target, run: string): string => `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${encodeURIComponent(name)}/executions/${encodeURIComponent(run)}/timeline?region=${region}`;

/** The token makes equal starts one: nothing else carries the hub’s id. Variables that the pipeline does not declare are refused. */
async function start({ target: of, inputs, run }: Parameters<CiDriver<Target, Config>['start']>[0], ctx: Ctx<Config>) {
  const variables = Object.entries(inputs).map(([name, value]) => ({ name, value }));
  const body = await aws('StartPipelineExecution', { name: nameOf(of, ctx), clientRequestToken: run.replaceAll('_', '-'), ...(variables.length === 0 ? {} : { variables }) }, ctx);
  const id = string(body, 'pipelineExecutionId');
  return { run: id, url: page(of, id) };
}

/** Nothing that can be listed carries the token: who wants to know starts it once more with it. */
async function find({ target: of }: { readonly target: Target }, ctx: ReadCtx<Config>): Promise<Found> {
  await aws('GetPipelineState', { name: nameOf(of, ctx) }, ctx);
  return { found: 'again' };
}

async function look({ target: of, run }: Parameters<CiDriver<Target, Config>['look']>[0], ctx: ReadCtx<Config>): Promise<Seen> {
  const pipelineName = nameOf(of, ctx);
  const { pipelineExecution: one } = await aws('GetPipelineExecution', { pipelineName, pipelineExecutionId: run }, ctx);
  const status = string(one, 'status');
  const approvals = status === 'InProgress' ? await approvalsOf(pipelineName, run, ctx) : [];
  const revision = list(one, 'artifactRevisions')[0];
  const [commit, why] = [string(revision, 'revisionId'), string(one, 'statusSummary')];
  const actions = await actionsOf(pipelineName, run, ctx);
  return {
    state: status === 'InProgress' && approvals.length > 0 && !actions.some((each) => string(each, 'status') === 'InProgress' && !approvals.some(({ id }) => id.startsWith(`${string(each, 'stageName')}/${string(each, 'actionName')}/`))) ? 'waiting_approval' : stateOf(status),
    url: page(of, run), ...(/^[0-9a-f]{7,64}$/.test(commit) ? { commit } : {}), ...(['Superseded', 'Stopped', 'Cancelled'].includes(status) ? { detail: `CodePipeline says ${status}${why === '' ? '' : `: ${why}`}` } : why === '' ? {} : { detail: why }),
    jobs: actions.map((each) => ({ id: string(each, 'actionExecutionId'), name: `${string(each, 'stageName')} / ${string(each, 'actionName')}`, state: actionState(string(each, 'status')) })), approvals,
  };
}

/** The newest come first. */
const actionsOf = async (pipelineName: string, run: string, ctx: ReadCtx<Config>) => (await awsList('ListActionExecutions', { pipelineName, filter: { pipelineExecutionId: run }, maxResults: 100 }, 'actionExecutionDetails', MOST, ctx)).reverse();

/** The state of a pipeline is that of its stages now: an approval is this run’s only where the stage is at this run. */
async function approvalsOf(name: string, run: string, ctx: ReadCtx<Config>): Promise<{ id: string; title: string }[]> {
  const stages = list(await aws('GetPipelineState', { name }, ctx), 'stageStates').filter((each) => string(each, 'latestExecution.pipelineExecutionId') === run);
  return stages.flatMap((stage) => list(stage, 'actionStates').filter((each) => string(each, 'latestExecution.status') === 'InProgress' && string(each, 'latestExecution.token') !== '')
    .map((each) => ({ id: `${string(stage, 'stageName')}/${string(each, 'actionName')}/${string(each, 'latestExecution.token')}`, title: `Approve ${string(each, 'actionName')} in ${string(stage, 'stageName')}` })));
}

function stateOf(status: string): State {
  switch (status) {
    case 'InProgress': case 'Stopping': return 'running';
    case 'Succeeded': return 'succeeded';
    case 'Stopped': case 'Superseded': case 'Cancelled': return 'cancelled';
    default: return 'failed';
  }
}

const actionState = (status: string): State => (status === 'Abandoned' ? 'cancelled' : stateOf(status));

/** CodePipeline writes no log: what its actions say, each when it changes. */
async function log({ target: of, run, cursor }: Parameters<CiDriver<Target, Config>['log']>[0], ctx: ReadCtx<Config>): Promise<Log> {
  const { told } = cursorOf<{ told: readonly string[] }>(cursor, { told: [] });
  const news = (await actionsOf(nameOf(of, ctx), run, ctx)).map((each) => ({ each, key: `${string(each, 'actionExecutionId').slice(-12)}${string(each, 'status').slice(0, 2)}` })).filter(({ key }) => !told.includes(key));
  return {
    entries: news.map(({ each }) => {
      const [summary, link] = [string(each, 'output.executionResult.externalExecutionSummary') || string(each, 'output.executionResult.errorDetails.message'), string(each, 'output.executionResult.externalExecutionUrl')];
      return { group: `${string(each, 'stageName')} / ${string(each, 'actionName')}`, lines: [[string(each, 'status'), summary, link].filter((word) => word !== '').join(' ').replaceAll(/[\r\n]+/g, ' ')] };
    }),
    cursor: JSON.stringify({ told: [...told, ...news.map(({ key }) => key)].slice(-1_000) }), more: false,
  };
}

/** At first what is at work may come to its end; then not. */
async function cancel({ target: of, run, level }: Parameters<CiDriver<Target, Config>['cancel']>[0], ctx: Ctx<Config>): Promise<boolean> {
  if (run === undefined) return false;
  const { error } = await aws('StopPipelineExecution', { pipelineName: nameOf(of, ctx), pipelineExecutionId: run, abandon: level > 0, reason: 'The hub was told to' }, ctx, { accept: ['PipelineExecutionNotStoppableException', 'DuplicatedStopRequestException'] });
  return error === undefined;
}

async function decide({ target: of, approval, decision, comment }: Parameters<CiDriver<Target, Config>['decide']>[0], ctx: Ctx<Config>): Promise<boolean> {
  const [stageName = '', actionName = '', token = ''] = approval.split('/');
  if (token === '') throw new PluginError('invalid', `Expected <stage>/<action>/<token>, got ${approval}`);
  await aws('PutApprovalResult', { pipelineName: nameOf(of, ctx), stageName, actionName, token, result: { status: decision === 'approved' ? 'Approved' : 'Rejected', summary: (comment ?? 'By the hub').slice(0, 512) } }, ctx, { again: false });
  return true;
}

const driver: CiDriver<Target, Config> = { start, find, look, log, cancel, decide };
const described = { target, example: { region: 'eu-west-1', name: 'shop-deploy' }, run: '11111111-2222-3333-4444-555555555555', approval: 'Deploy/Approve/1a2b3c4d-0000-4000-8000-000000000001' };
export const executionActions = ciActions(described, driver);
export const executionQueries = ciQueries(described, driver);

/** What EventBridge tells about an execution, for who follows it. */
export const ciOf = (body: unknown): { provider: string; run: string; place: { region: string; name: string } } | undefined => {
  const run = string(body, 'detail.execution-id');
  return run === '' || at(body, 'source') !== 'aws.codepipeline' ? undefined : { provider: 'codepipeline', run, place: { region: string(body, 'region'), name: string(body, 'detail.pipeline') } };
};
