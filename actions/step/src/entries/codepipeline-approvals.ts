/** The Lambda function that a schedule calls, to answer manual approvals. */
import { answerApprovals } from '../codepipeline/approvals.ts';
import type { JobContext } from '../codepipeline/lambda.ts';
import { codepipelineWork, keyOfLambda } from './codepipeline.ts';

const MARGIN_MS = 2_000;
let work: ReturnType<typeof codepipelineWork> | undefined; // made by the first invocation, kept for the next

export async function handler(_: unknown, { getRemainingTimeInMillis: remaining }: JobContext): Promise<string> {
  work ??= codepipelineWork(keyOfLambda);
  const pipelines = (process.env['PATCHBAY_PIPELINES'] ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return `decided: ${await answerApprovals(work, pipelines, AbortSignal.timeout(Math.max(MARGIN_MS, remaining() - MARGIN_MS)))}`;
}
