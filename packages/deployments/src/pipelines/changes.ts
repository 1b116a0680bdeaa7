/** What becomes of a run by what the CI said about its beginning. Each change works on the run as it is when it is written, and answers when to look again. */
import { Failure } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import type { Room } from '../lifecycle/room.ts';
import { type Deployment, DEPLOYMENT, iso } from '../record/deployment.ts';
import { changeRun, changeRunInner, runLine, tellRun } from './change-run.ts';
import type { Found, Started } from './driver.ts';
import { endRun } from './end-run.ts';
import { showOnDeployment } from './for-deployment.ts';
import type { Run } from './record.ts';
import type { AfterStart } from './start-failure.ts';

/** Answers milliseconds until the next look; undefined, when it has ended. */
export type Change = (run: Run, desk: Desk) => Promise<number | undefined>;

const SOON_MS = 1_000;
const LONGEST_MS = 15_000;
/** Lists of a CI are late; not by as much as this. */
const FIND_MS = 120_000;
/** Silence of both sides until nobody can tell. */
const LOST_MS = 900_000;
/** A clock that jumps is no silence. */
const TROUBLES = 5;
const STARTS = 10;
/** Before a CI is told more firmly. */
export const STOP_AGAIN_MS = 15_000;

export const applyStarted = ({ run: ci_run, handle, ...shown }: Started): Change => async (run, desk) => {
  const started = changeRunInner(run, { started: true, handle, troubles: 0, trouble_since: undefined }, desk);
  if (ci_run !== undefined) await correlate(started, { ...shown, ci_run }, desk);
  else changeRun(started, { ...shown, detail: handle === undefined ? 'The CI took it, and did not say which run it became' : 'In the queue of the CI' }, desk);
  return SOON_MS;
};

export const notStarted = (meaning: AfterStart, error: unknown, room: Room): Change => async (run, desk) => {
  const { starts, started } = run.body.engine;
  const about = { outcome: codeOf(error), detail: detailOf(error) };
  if (started) return 0;
  if (meaning === 'refused' || (meaning === 'again' && starts >= STARTS)) return endRun(run, { state: 'failed', ...about }, desk, room).then(() => undefined);
  if (meaning === 'again') {
    changeRun(run, { detail: about.detail, engine: { ...run.body.engine, starting_at: undefined, starts: starts + 1 } }, desk);
    return Math.min(LONGEST_MS * 4, SOON_MS * 2 ** (starts + 1));
  }
  changeRun(run, { detail: `${about.detail}. Whether it began is looked for` }, desk);
  runLine(run, `${about.outcome}: ${about.detail}`, desk);
  return SOON_MS;
};

export const applyFound = ({ found, run: ci_run, detail, ...shown }: Found, { stopped }: { readonly stopped: boolean }, room: Room): Change => async (before, desk) => {
  const { cancels } = before.body.engine;
  const run = changeRunInner(before, { troubles: 0, trouble_since: undefined, ...(stopped ? { cancels: cancels + 1, cancelled_at: desk.now } : {}) }, desk);
  const { engine } = run.body;
  const { ending } = engine;
  switch (found) {
    case 'run':
      if (ci_run === undefined) return SOON_MS;
      await correlate(run, { ...shown, ci_run }, desk);
      return 0;
    case 'queued':
      changeRun(run, { state: run.body.state === 'requested' ? 'queued' : run.body.state, detail }, desk);
      return Math.min(LONGEST_MS, SOON_MS + (desk.now - run.created_at) / 10);
    case 'cancelled':
      await endRun(run, ending ?? { state: 'cancelled', outcome: 'cancelled', detail: detail ?? 'It was taken out of the queue of the CI' }, desk, room);
      return undefined;
    case 'again': // the CI tells equal starts apart itself
      changeRunInner(run, { starting_at: undefined, starts: engine.starts + 1 }, desk);
      return 0;
    case 'none':
      return missing(run, desk, room);
    default:
      return found satisfies never;
  }
};

/** It may come yet. Where the start was answered, it came to be; where not, it may never have. */
async function missing(run: Run, desk: Desk, room: Room): Promise<number | undefined> {
  const { starting_at = desk.now, started, ending } = run.body.engine;
  if (desk.now - starting_at < FIND_MS) return Math.min(LONGEST_MS, SOON_MS + (desk.now - starting_at) / 5);
  const detail = started
    ? `The CI took it, and knows no run that carries ${run.id}: let the job take the input ${run.body.engine.place.run_input} and show it`
    : `The CI did not answer when it was asked to start it, and knows no run that carries ${run.id}; look there before you start it anew`;
  await endRun(run, ending ?? { state: 'lost', outcome: 'not_found', detail }, desk, room);
  return undefined;
}

async function correlate(run: Run, shown: { readonly ci_run: string; readonly attempt?: string | undefined; readonly url?: string | undefined }, desk: Desk): Promise<void> {
  const known = changeRun(run, { ...shown, state: run.body.state === 'requested' || run.body.state === 'queued' ? 'correlated' : run.body.state, correlated_at: iso(desk.now), detail: undefined }, desk);
  tellRun('run.correlated', known, desk);
  runLine(known, `${run.body.pipeline_name} is run ${shown.ci_run}${shown.url === undefined ? '' : ` ${shown.url}`}`, desk);
  await mirror(known, desk);
}

export async function mirror(run: Run, desk: Desk): Promise<void> {
  const deployment = run.body.deployment === undefined ? undefined : await desk.read<Deployment>(DEPLOYMENT, run.body.deployment);
  if (deployment !== undefined && !deployment.body.ended && deployment.body.engine.run === run.id) showOnDeployment(deployment, run, desk);
}

/** The CI could not be asked. That passes, or nobody can tell any more. */
export const trouble = (error: unknown, room: Room): Change => async (run, desk) => {
  if (!(error instanceof Failure)) room.ports.report(error, { engine: 'deployments', run: run.id });
  const { troubles, trouble_since = desk.now, heard_at = 0 } = run.body.engine;
  const silent = desk.now - Math.max(trouble_since, heard_at);
  const detail = detailOf(error);
  if (troubles >= TROUBLES && silent >= (codeOf(error) === 'upstream.not_found' ? FIND_MS : LOST_MS)) {
    await endRun(run, { state: 'lost', outcome: codeOf(error), detail: `Since ${iso(trouble_since)} the CI can’t be asked, and says nothing itself: ${detail}` }, desk, room);
    return undefined;
  }
  changeRun(run, { detail, engine: { ...run.body.engine, troubles: troubles + 1, trouble_since } }, desk);
  return Math.min(LONGEST_MS * 4, SOON_MS * 2 ** Math.min(troubles + 1, 6));
};

export const codeOf = (error: unknown): string => (error instanceof Failure ? error.code : 'hub.internal');
export const detailOf = (error: unknown): string => (error instanceof Failure ? error.message : 'a fault of the hub; its log says more').slice(0, 1000);
