/** The Lambda form: a Lambda action of a pipeline invokes it for each turn. No Lambda waits long: what is not done in time goes on by a continuation token. */
import type { CodePipelineHost } from '../hosts/codepipeline.ts';
import type { Clock } from '../step.ts';
import { sayOf } from '../step-error.ts';
import type { Aws } from './aws.ts';
import { type Asked, askedByLambda, type Job } from './job.ts';
import { pausing } from './pausing.ts';
import { tell } from './result.ts';
import { abandon, takeTurn } from './turn.ts';

export interface LambdaPorts {
  readonly aws: Aws;
  readonly region: string;
  readonly clock: Clock;
  readonly hostOf: (asked: Asked) => CodePipelineHost;
}

export interface JobEvent { readonly 'CodePipeline.job'?: Job }
export interface JobContext { readonly getRemainingTimeInMillis: () => number }

/** To tell the result, and to cancel what nobody waits for any more. */
const MARGIN_MS = 15_000;
const LEAST_MS = 1_000;
const MOST_MS = 60_000;

export function createLambda({ aws, region, clock, hostOf }: LambdaPorts): (event: JobEvent, context: JobContext) => Promise<string> {
  return async ({ 'CodePipeline.job': job }, { getRemainingTimeInMillis: remaining }) => {
    if (job === undefined) throw new Error('Expected a job of CodePipeline: use this function as a Lambda action of a pipeline');
    let asked: Asked;
    try {
      asked = askedByLambda(job, region);
    } catch (error) {
      return `${await tell(aws, job.id, { kind: 'failed', type: 'ConfigurationError', message: sayOf(error) })}: failed`;
    }
    const host = hostOf(asked);
    const outcome = await takeTurn(asked.verb, host, clock, pausing(Math.min(MOST_MS, Math.max(LEAST_MS, remaining() - MARGIN_MS))));
    const told = await tell(aws, job.id, outcome);
    if (told === 'gone' && outcome.kind === 'continued') await abandon(asked.verb, host, clock, AbortSignal.timeout(MARGIN_MS / 2));
    return `${told}: ${outcome.kind}`;
  };
}
