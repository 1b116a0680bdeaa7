/** What the worker and the Lambda functions have in common: AWS, and hosts for their actions. */
import { type Aws, createAws } from '../codepipeline/aws.ts';
import type { Asked } from '../codepipeline/job.ts';
import { keyIn } from '../codepipeline/key-in.ts';
import type { AwsKey } from '../codepipeline/sign.ts';
import type { Surroundings } from '../host.ts';
import { type CodePipelineHost, codepipelineHost } from '../hosts/codepipeline.ts';
import type { Clock } from '../step.ts';
import { StepError } from '../step-error.ts';
import { surroundings, systemClock } from './surroundings.ts';

export interface CodePipelineWork {
  readonly aws: Aws;
  readonly region: string;
  readonly clock: Clock;
  readonly hostOf: (asked: Asked) => CodePipelineHost;
  readonly say: (text: string) => void;
}

export function codepipelineWork(keyOf: (around: Surroundings, now: Clock['now']) => (signal?: AbortSignal) => Promise<AwsKey>): CodePipelineWork {
  const around = surroundings();
  const { env, write, temporary, random } = around;
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  if (region === undefined) throw new StepError('input.invalid', 'AWS_REGION is missing', 'Set it to the region of the pipelines.');
  const endpoints = { codepipeline: env['AWS_ENDPOINT_URL_CODEPIPELINE'] || env['AWS_ENDPOINT_URL'], sts: env['AWS_ENDPOINT_URL_STS'] || env['AWS_ENDPOINT_URL'] };
  const aws = createAws({ region, endpoints, key: keyOf(around, systemClock.now), now: systemClock.now, random: systemClock.random });
  const own = { hub: env['PATCHBAY_URL'], policy: env['PATCHBAY_POLICY'], audience: env['PATCHBAY_AUDIENCE'], token: env['PATCHBAY_TOKEN'], retries: env['PATCHBAY_RETRIES'] };
  return {
    aws, region, clock: systemClock,
    say: (text) => write(`${text}\n`),
    hostOf: ({ given, context, earlier }) => codepipelineHost({ context, earlier, given: { ...given, ...own }, idToken: (audience) => aws.webIdentityToken(audience), write, random, folder: temporary }),
  };
}

/** Of a Lambda function: they are renewed in its environment. */
export const keyOfLambda = ({ env }: Surroundings) => async (): Promise<AwsKey> => {
  const key = keyIn(env);
  if (key === undefined) throw new StepError('aws.no_credentials', 'There are no AWS credentials in the environment', 'Run this as a Lambda function with a role.');
  return key;
};
