/**
 * Answers the manual approvals of pipelines by the gates of the hub. An approval takes part when its `CustomData` is JSON with `patchbay`:
 * {"patchbay": {"project": "shop", "environment": "production", "deployment": "#{deploy.Deployment}"}}
 * Holds nothing in memory: called every minute, it looks at what waits now.
 */
import type { CodePipelineHost } from '../hosts/codepipeline.ts';
import { inputTables } from '../inputs/table.ts';
import { newStep } from '../run-step.ts';
import type { Clock } from '../step.ts';
import { sayOf, StepError } from '../step-error.ts';
import { inWords, isForGood, look } from '../verbs/gate.ts';
import { type Aws, AwsError } from './aws.ts';
import type { Asked } from './job.ts';
import { OF_THE_WORKER } from './properties.ts';

export interface ApprovalPorts {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly hostOf: (asked: Asked) => CodePipelineHost;
  readonly say: (text: string) => void;
}

interface PipelineState { readonly stageStates?: readonly { readonly stageName: string; readonly latestExecution?: { readonly pipelineExecutionId: string }; readonly actionStates?: readonly { readonly actionName: string; readonly latestExecution?: { readonly actionExecutionId?: string; readonly status?: string; readonly token?: string } }[] }[] }
interface ActionExecutions { readonly actionExecutionDetails?: readonly { readonly actionExecutionId?: string; readonly input?: { readonly configuration?: Readonly<Record<string, string>>; readonly resolvedConfiguration?: Readonly<Record<string, string>> } }[]; readonly nextToken?: string }

interface Waiting { readonly pipeline: string; readonly stage: string; readonly action: string; readonly execution: string; readonly id: string; readonly token: string }

const SUMMARY = 512;
/** Somebody was faster. */
const OVER = new Set(['ApprovalAlreadyCompletedException', 'InvalidApprovalTokenException']);

/** Answers how many it decided. */
export async function answerApprovals(ports: ApprovalPorts, pipelines: readonly string[], signal: AbortSignal): Promise<number> {
  let decided = 0;
  /** One that is gone, or that somebody wrote wrongly, does not keep the others waiting; the next look tries again. */
  async function tried<T>(what: string, doing: () => Promise<T>): Promise<T | undefined> {
    try {
      return await doing();
    } catch (error) {
      if (signal.aborted) throw error;
      ports.say(`${what}: ${sayOf(error)}`);
      return undefined;
    }
  }

  for (const pipeline of pipelines) {
    for (const waiting of (await tried(pipeline, () => waitingIn(ports.aws, pipeline, signal))) ?? []) {
      if (await tried(`${pipeline}, ${waiting.action}`, () => answer(ports, waiting, signal)) === true) decided++;
    }
  }
  return decided;
}

async function waitingIn(aws: Aws, pipeline: string, signal: AbortSignal): Promise<readonly Waiting[]> {
  const { stageStates = [] } = await aws.codepipeline<PipelineState>('GetPipelineState', { name: pipeline }, signal);
  return stageStates.flatMap(({ stageName: stage, latestExecution: run, actionStates = [] }) => actionStates.flatMap(({ actionName: action, latestExecution: latest }) =>
    (latest?.status === 'InProgress' && latest.token !== undefined && run !== undefined ? [{ pipeline, stage, action, execution: run.pipelineExecutionId, id: latest.actionExecutionId ?? '', token: latest.token }] : [])));
}

async function answer({ aws, clock, hostOf, say }: ApprovalPorts, waiting: Waiting, signal: AbortSignal): Promise<boolean> {
  const given = givenIn(await customDataOf(aws, waiting, signal));
  if (given === undefined) return false;
  const context = { provider: 'codepipeline', project: waiting.pipeline, repository: waiting.pipeline, run: waiting.execution, job: `${waiting.stage}/${waiting.action}` };
  const verdict = await look(newStep('gate', hostOf({ verb: 'gate', given, context, earlier: { kept: {}, outputs: {} } }), clock, signal));
  if (!verdict.open && !isForGood(verdict)) return false;
  const result = { status: verdict.open ? 'Approved' : 'Rejected', summary: `Patchbay: ${verdict.open ? `nothing holds it from ${given['environment']}` : inWords(verdict)}`.slice(0, SUMMARY) };
  try {
    await aws.codepipeline('PutApprovalResult', { pipelineName: waiting.pipeline, stageName: waiting.stage, actionName: waiting.action, token: waiting.token, result }, signal);
  } catch (error) {
    if (error instanceof AwsError && OVER.has(error.code)) return false;
    throw error;
  }
  say(`${waiting.pipeline}, ${waiting.action}: ${result.status}`);
  return true;
}

/** With the values of its variables: the state of a pipeline has no configuration, and the pipeline only the names. */
async function customDataOf(aws: Aws, { pipeline, execution, id }: Waiting, signal: AbortSignal): Promise<string> {
  for (let nextToken: string | undefined; ;) {
    const page = await aws.codepipeline<ActionExecutions>('ListActionExecutions', { pipelineName: pipeline, filter: { pipelineExecutionId: execution }, ...(nextToken === undefined ? {} : { nextToken }) }, signal);
    const found = page.actionExecutionDetails?.find((each) => each.actionExecutionId === id)?.input;
    nextToken = page.nextToken;
    if (found !== undefined || nextToken === undefined) return found?.resolvedConfiguration?.['CustomData'] ?? found?.configuration?.['CustomData'] ?? '';
  }
}

/** Undefined: it is none of ours. */
function givenIn(customData: string): Readonly<Record<string, string>> | undefined {
  if (!customData.includes('"patchbay"')) return undefined;
  let gate: unknown;
  try {
    gate = (JSON.parse(customData) as { patchbay?: unknown }).patchbay;
  } catch {
    throw new StepError('input.invalid', '`CustomData` names patchbay, but is no JSON', 'Such as {"patchbay": {"project": "shop", "environment": "production"}}.');
  }
  const known = Object.keys(inputTables.gate).filter((name) => !OF_THE_WORKER.some((own) => own === name));
  const given = Object.entries(typeof gate === 'object' && gate !== null ? gate : {});
  const unknown = given.find(([name]) => !known.includes(name));
  if (unknown !== undefined) throw new StepError('input.invalid', `\`CustomData\` must not have \`${unknown[0]}\``, `It takes: ${known.join(', ')}.`);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
