/** Tells CodePipeline how a turn ended, within its limits. */
import { type Aws, AwsError } from './aws.ts';
import type { Outcome } from './turn.ts';

const SUMMARY = 2_048;
const MESSAGE = 5_000;
/** Another worker has ended it, or somebody has stopped the execution. */
const GONE = new Set(['JobNotFoundException', 'InvalidJobStateException']);
const TOO_MUCH = 'OutputVariablesSizeExceededException';

/** `gone`: CodePipeline waits for this job no more. */
export async function tell(aws: Aws, jobId: string, outcome: Outcome, signal?: AbortSignal): Promise<'told' | 'gone'> {
  try {
    await put(aws, jobId, outcome, signal);
    return 'told';
  } catch (error) {
    if (!(error instanceof AwsError) || !GONE.has(error.code)) throw error;
    return 'gone';
  }
}

async function put(aws: Aws, jobId: string, outcome: Outcome, signal: AbortSignal | undefined): Promise<void> {
  const external = outcome.external === undefined ? {} : { externalExecutionId: outcome.external };
  if (outcome.kind === 'failed') {
    await aws.codepipeline('PutJobFailureResult', { jobId, failureDetails: { type: outcome.type, message: outcome.message.slice(0, MESSAGE) || 'It failed', ...external } }, signal);
    return;
  }
  const executionDetails = { summary: outcome.summary.slice(0, SUMMARY) || 'Done', ...external };
  if (outcome.kind === 'continued') {
    await aws.codepipeline('PutJobSuccessResult', { jobId, continuationToken: outcome.token, executionDetails }, signal);
    return;
  }
  const done = { jobId, executionDetails: { ...executionDetails, percentComplete: 100 } };
  const filled = Object.fromEntries(Object.entries(outcome.outputs).filter(([, value]) => value !== ''));
  await aws.codepipeline('PutJobSuccessResult', { ...done, outputVariables: filled }, signal).catch((error: unknown) => {
    if (!(error instanceof AwsError) || error.code !== TOO_MUCH) throw error;
    // The deployment is done: it must not fail for what the pipeline has no room for.
    const { Outputs: _, Result: __, ...few } = filled;
    return aws.codepipeline('PutJobSuccessResult', { ...done, outputVariables: few }, signal);
  });
}
