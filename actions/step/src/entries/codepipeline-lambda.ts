/** The Lambda function behind Lambda actions of pipelines. */
import { createLambda, type JobContext, type JobEvent } from '../codepipeline/lambda.ts';
import { StepError } from '../step-error.ts';
import { codepipelineWork, keyOfLambda } from './codepipeline.ts';

let lambda: ReturnType<typeof createLambda> | undefined; // made by the first invocation, kept for the next

export async function handler(event: JobEvent, context: JobContext): Promise<string> {
  if (!process.env['PATCHBAY_URL']) throw new StepError('input.invalid', 'PATCHBAY_URL is missing', 'Set it to the address of the hub.');
  lambda ??= createLambda(codepipelineWork(keyOfLambda));
  return lambda(event, context);
}
