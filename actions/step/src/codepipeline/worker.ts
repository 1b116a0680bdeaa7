/** The job worker of the custom actions: polls, acknowledges, works, tells. Each turn is short, and ends with a continuation token: CodePipeline sees that somebody is there, and any worker may take the next turn. */
import type { CodePipelineHost } from '../hosts/codepipeline.ts';
import { wait } from '../hub/wait.ts';
import type { Clock } from '../step.ts';
import { sayOf } from '../step-error.ts';
import { type Aws, AwsError } from './aws.ts';
import { type Asked, askedByAction, type Job } from './job.ts';
import { pausing } from './pausing.ts';
import { ACTION_VERSION, type ActionVerb, categoryOf, providerOf } from './properties.ts';
import { tell } from './result.ts';
import { abandon, type Outcome, takeTurn } from './turn.ts';

export interface WorkerPorts {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly hostOf: (asked: Asked) => CodePipelineHost;
  readonly say: (text: string) => void;
}

export interface WorkerOptions {
  readonly region: string;
  readonly verbs: readonly ActionVerb[];
  /** Actions at a time. */
  readonly atOnce: number;
  readonly turnMs: number;
  /** Between two polls that found nothing; a busy worker asks again at once. */
  readonly idleMs: number;
}

/** What AWS refuses for one action type alone: it is not registered, or the role may not do it. */
const OF_ONE_TYPE = new Set(['ActionTypeNotFoundException', 'AccessDeniedException']);
const REST_MS = 60_000;

/** Ends when `signal` is aborted, after every action under way was handed back. */
export async function work({ aws, clock, hostOf, say }: WorkerPorts, { region, verbs, atOnce, turnMs, idleMs }: WorkerOptions, signal: AbortSignal): Promise<void> {
  const busy = new Set<Promise<void>>();
  const resting = new Map<ActionVerb, number>();
  let failed = 0;

  async function poll(verb: ActionVerb): Promise<number> {
    const actionTypeId = { category: categoryOf[verb], owner: 'Custom', provider: providerOf(verb), version: ACTION_VERSION };
    const { jobs = [] } = await aws.codepipeline<{ jobs?: readonly Job[] }>('PollForJobs', { actionTypeId, maxBatchSize: atOnce - busy.size }, signal);
    for (const job of jobs) {
      const doing: Promise<void> = serve(verb, job).catch((error: unknown) => say(`Job ${job.id}: ${sayOf(error)}`)).finally(() => busy.delete(doing));
      busy.add(doing);
    }
    return jobs.length;
  }

  async function serve(verb: ActionVerb, job: Job): Promise<void> {
    const { status } = await aws.codepipeline<{ status?: string }>('AcknowledgeJob', { jobId: job.id, nonce: job.nonce });
    if (status !== 'InProgress') return say(`Job ${job.id} is ${status}: somebody else has it`);
    const turn = begin(verb, job);
    const outcome = await turn.outcome;
    const told = await tell(aws, job.id, outcome);
    if (told === 'told') return;
    say(`Job ${job.id}: CodePipeline waits for it no more`);
    if (outcome.kind === 'continued' && turn.host !== undefined) await abandon(verb, turn.host, clock, AbortSignal.timeout(turnMs));
  }

  function begin(verb: ActionVerb, job: Job): { readonly outcome: Promise<Outcome>; readonly host?: CodePipelineHost } {
    try {
      const host = hostOf(askedByAction(verb, job, region));
      return { host, outcome: takeTurn(verb, host, clock, pausing(turnMs, signal)) };
    } catch (error) {
      return { outcome: Promise.resolve({ kind: 'failed', type: 'ConfigurationError', message: sayOf(error) }) };
    }
  }

  async function round(): Promise<number> {
    let found = 0;
    for (const verb of verbs) if (busy.size < atOnce && (resting.get(verb) ?? 0) <= clock.now()) found += await poll(verb).catch((error: unknown) => rest(verb, error));
    return found;
  }

  /** The others do not wait for it. */
  function rest(verb: ActionVerb, error: unknown): 0 {
    if (!(error instanceof AwsError) || !OF_ONE_TYPE.has(error.code)) throw error;
    say(`${providerOf(verb)}: ${error.message}. It is asked for again in a minute.`);
    resting.set(verb, clock.now() + REST_MS);
    return 0;
  }

  while (!signal.aborted) {
    try {
      const found = await round();
      failed = 0;
      if (busy.size >= atOnce) await Promise.race([...busy, wait(turnMs, signal)]);
      else if (found === 0) await wait(idleMs * (0.5 + clock.random()), signal);
    } catch (error) {
      if (signal.aborted) break;
      say(`CodePipeline does not answer: ${sayOf(error)}`);
      await wait(Math.min(60_000, idleMs * 2 ** failed++) * (0.5 + clock.random()), signal).catch(() => undefined);
    }
  }
  await Promise.all(busy);
}
