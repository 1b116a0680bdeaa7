/** Follows one deployment to its end, does its work if that is left to the CI, and leaves nothing behind when the job is cancelled. */
import type { CiHost } from '../host.ts';
import type { Deployment, LogEntry } from '../hub/deployment.ts';
import { follow } from '../hub/follow.ts';
import { wait } from '../hub/wait.ts';
import { Cancelled, type Ending, Paused, type Step, TimeOver } from '../step.ts';
import { sayOf, StepError } from '../step-error.ts';
import { cancelDeployment } from './cancel.ts';
import { asking, beginBy, deadlineOf } from './deadline.ts';
import { createNarrator } from './narrator.ts';
import { reportOn } from './report.ts';

export type DeployingStep = Step<'deploy'> | Step<'preview'>;

/** The commands, once they run. */
interface Doing { work?: Promise<Deployment> }

/** A cancelled job waits this long for the answer that names its deployment. */
const LATE_MS = 3_000;

/** `until`: after that it is not tried again. */
type Create = (until: number, signal: AbortSignal) => Promise<Deployment>;

export async function seeThrough(step: DeployingStep, create: Create): Promise<Ending> {
  const { host, inputs, hub, clock, signal } = step;
  const until = deadlineOf(step);
  const before = host.earlier?.['deployment'];
  const deployment = before === undefined ? await created(step, create) : (await hub.send('GET', `/v1/deployments/${before}`, asking(until), signal)) as Deployment;
  host.keep('deployment', deployment.id);
  host.keep('on-cancel', inputs['on-cancel']);
  host.output('deployment', deployment.id);
  host.line(`Deployment ${deployment.id} to ${deployment.environment_slug}`);
  if (!inputs.wait && deployment.runner === 'hub') return settle(host, deployment, { result: 'succeeded', why: `Deployment ${deployment.id} is ${deployment.status}; nobody waits for it` });
  const over = new AbortController();
  const doing: Doing = {};
  const timer = setTimeout(() => over.abort(new TimeOver()), Math.max(0, until - clock.now()));
  try {
    const ended = await carry(step, deployment, doing, until, AbortSignal.any([step.signal, over.signal]));
    return settle(host, ended, endingOf(ended));
  } catch (error) {
    return await stopped(step, deployment, error, doing);
  } finally {
    clearTimeout(timer);
  }
}

/** Not interrupted half-way: what was asked for must be known, to be cancelled. */
async function created(step: DeployingStep, create: Create): Promise<Deployment> {
  const { signal, hub, inputs, host } = step;
  const ending = new AbortController();
  const creating = create(beginBy(step), ending.signal);
  const interrupted = new Promise<'interrupted'>((resolve) => { if (signal.aborted) resolve('interrupted'); signal.addEventListener('abort', () => resolve('interrupted'), { once: true }); });
  const first = await Promise.race([creating, interrupted]);
  if (first !== 'interrupted') return first;
  const late = await Promise.race([creating.catch(() => undefined), wait(LATE_MS, undefined)]);
  ending.abort(signal.reason); // or it would be begun when nobody is there any more
  if (signal.reason instanceof Paused) {
    if (late !== undefined) host.keep('deployment', late.id);
    throw signal.reason; // asked for again under the same key, it is the same deployment
  }
  if (late !== undefined && inputs['on-cancel'] === 'cancel') host.line(await cancelDeployment(hub, late.id, 'The CI job was cancelled'));
  throw new Cancelled();
}

/** Follows; works, once it may. */
async function carry(step: DeployingStep, deployment: Deployment, doing: Doing, until: number, signal: AbortSignal): Promise<Deployment> {
  const { inputs, host, hub } = step;
  const giveUp = new AbortController();
  const stopWork = new AbortController();
  const narrate = createNarrator(host);

  function onState(state: Deployment): void {
    narrate.state(state);
    if (state.cancel_requested_at !== undefined || (state.ended && doing.work !== undefined)) stopWork.abort();
    if (state.runner !== 'ci' || doing.work !== undefined || state.ended || !(state.status === 'running' || state.ready_at !== undefined)) return;
    if (step.doWork === undefined || inputs.run === undefined) return giveUp.abort(new StepError('step.nothing_to_run', `The environment \`${state.environment_slug}\` leaves the work to the CI, but this step has no commands`, step.doWork === undefined ? 'Give the environment `bring_up`, so that the hub does it; or deploy from a job that has a shell.' : 'Give `run`, the commands that deploy; or give the environment `bring_up`, so that the hub does it.'));
    doing.work = step.doWork({ host, hub, clock: step.clock, commands: inputs.run, until }, state, stopWork.signal);
    doing.work.catch((error: unknown) => giveUp.abort(error));
  }

  function seeLog(entry: LogEntry): void {
    if (host.earlier !== undefined) host.keep('offset', String(entry.offset)); // the next turn shows what comes after
    if (doing.work === undefined || entry.stream === 'hub') narrate.log(entry);
  }

  const either = AbortSignal.any([signal, giveUp.signal]);
  signal.addEventListener('abort', () => stopWork.abort(), { once: true });
  try {
    const ended = await follow(hub, deployment.id, { onState, onLog: seeLog }, either, Number(host.earlier?.['offset'] ?? -1));
    await doing.work?.catch(() => undefined);
    return ended;
  } catch (error) {
    if (doing.work === undefined || either.aborted) throw error;
    // Nobody sees how it goes on, but the work is not thrown away for that; its own end says how it went.
    const finished = await doing.work;
    if (signal.aborted) throw error;
    return finished;
  } finally {
    narrate.close();
  }
}

/** The hub is told first: commands may take longer to end than a CI gives a cancelled job. */
async function stopped({ host, hub, inputs, signal }: DeployingStep, { id }: Deployment, error: unknown, { work }: Doing): Promise<Ending> {
  if (signal.reason instanceof Paused) throw signal.reason; // what it interrupted may say anything
  const cancelled = error instanceof Cancelled;
  const silence = hub.silence();
  const timeOver = error instanceof TimeOver;
  const nothingToRun = error instanceof StepError && error.code === 'step.nothing_to_run';
  const cancel = cancelled ? inputs['on-cancel'] === 'cancel' : timeOver ? inputs['on-timeout'] === 'cancel' : nothingToRun;
  if (cancel) host.line(await cancelDeployment(hub, id, cancelled ? 'The CI job was cancelled' : timeOver ? 'The CI job waited too long' : 'The CI job has no commands to run'));
  else host.line(`Deployment ${id} is left as it is.`);
  await work?.catch(() => undefined);
  host.keep('settled', id);
  if (cancelled) throw error;
  if (timeOver) throw new StepError('step.timeout', `Deployment ${id} has not ended within ${inputs.timeout} s${silence === undefined ? '' : `, as far as is known: the hub does not answer: ${silence}`}`, `Raise \`timeout\`, or look at what it waits for: GET /v1/deployments/${id}.`);
  throw error instanceof StepError ? error : new StepError('step.failed', sayOf(error), '');
}

/** By its name: steps that share a job may share what they keep. */
export function settle(host: CiHost, deployment: Deployment, ending: Ending): Ending {
  host.keep('settled', deployment.id);
  reportOn(host, deployment);
  return ending;
}

function endingOf({ id, status, environment_slug: environment, outcome, detail, url }: Deployment): Ending {
  if (status === 'succeeded' || status === 'rolled_back') return { result: 'succeeded', why: `Deployed to ${environment}${url === undefined ? '' : `: ${url}`}` };
  return { result: 'failed', why: `Deployment ${id} to ${environment} is ${status}${outcome === undefined ? '' : ` (${outcome})`}${detail === undefined ? '' : `: ${detail}`}` };
}
