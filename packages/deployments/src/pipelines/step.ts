/**
 * One look at a run: asks the CI, then writes down what that means, in one unit with the end of this look and the beginning of the next. The CI is
 * asked to start a run after that was written down; whoever takes over from a hub that died in between looks for the run, and does not start another.
 */
import { Failure, type Op, type Work } from '@patchbay/contracts';
import { WORK_QUEUE } from '../collections.ts';
import { openDesk, type Desk } from '../desk.ts';
import type { Room } from '../lifecycle/room.ts';
import { iso } from '../record/deployment.ts';
import { changeRunInner, lookAtRun } from './change-run.ts';
import { applyFound, applyStarted, type Change, notStarted, STOP_AGAIN_MS, trouble } from './changes.ts';
import { createDriver } from './driver.ts';
import { endRun } from './end-run.ts';
import { createFollow } from './follow-run.ts';
import { RUN, type Run } from './record.ts';
import { afterStart } from './start-failure.ts';

const AGAIN = 8;
/** What a CI gets to stop a run. */
const CANCEL_MS = 300_000;

export function createRunStep(room: Room) {
  const { ports: { store, now } } = room;
  const driver = createDriver(room.ports);
  const follow = createFollow(driver, room);

  async function step(work: Work, stopping: AbortSignal): Promise<void> {
    const [, id = '', instant = ''] = work.work.split(' ');
    const run = await runNamed(work.tenant, id);
    if (run === undefined || run.body.ended || String(run.body.engine.look_at) !== instant) return void await store.commit([finish(work, now())]);
    const change = await ask(run, stopping);
    await settle(work, id, instant, change);
  }

  const runNamed = async (tenant: string, id: string): Promise<Run | undefined> => (await store.get(RUN, tenant, id)) as Run | undefined; // written by this engine and no other

  async function ask(run: Run, stopping: AbortSignal): Promise<Change> {
    const over = overdue(run);
    if (over !== undefined) return over;
    if (run.body.ci_run !== undefined) return follow(run, stopping);
    return run.body.engine.starting_at === undefined ? start(run, stopping) : find(run, stopping);
  }

  /** Its time is over: it is told to stop; and if that does not help, nobody knows. */
  function overdue({ body }: Run): Change | undefined {
    const { cancel_requested_at, finish_by, engine, ci_run } = body;
    if (cancel_requested_at !== undefined && now() > Date.parse(cancel_requested_at) + CANCEL_MS) {
      return (run, desk) => endRun(run, { state: 'lost', outcome: engine.ending?.outcome === 'timed_out' ? 'timed_out' : 'cancel_unconfirmed', detail: 'The CI was told to stop it, and did not say that it did' }, desk, room).then(() => undefined);
    }
    if (cancel_requested_at !== undefined || now() < Date.parse(finish_by)) return undefined;
    if (ci_run === undefined && engine.handle === undefined) return (run, desk) => endRun(run, { state: 'lost', outcome: 'timed_out', detail: `It was not known until ${finish_by} whether it began` }, desk, room).then(() => undefined);
    return async (run, desk) => {
      changeRunInner({ ...run, body: { ...run.body, cancel_requested_at: iso(desk.now) } }, { ending: { state: 'lost', outcome: 'timed_out', detail: `It did not finish until ${finish_by}` } }, desk);
      return 0;
    };
  }

  async function start(run: Run, stopping: AbortSignal): Promise<Change> {
    const { ending } = run.body.engine;
    if (run.body.cancel_requested_at !== undefined) return async (current, desk) => { await endRun(current, ending ?? { state: 'cancelled', outcome: 'cancelled' }, desk, room); return undefined; };
    const claimed = await claim(run);
    if (claimed === undefined) return async () => 0;
    try {
      return applyStarted(await driver.start(claimed, stopping));
    } catch (error) {
      return notStarted(afterStart(error), error, room);
    }
  }

  /** From now on it may have been started. */
  async function claim(run: Run): Promise<Run | undefined> {
    const body = { ...run.body, engine: { ...run.body.engine, starting_at: now() } };
    const outcome = await store.commit([{ op: 'update', in: RUN, tenant: run.tenant, id: run.id, body, at: now(), version: run.version }]);
    return outcome.kind === 'committed' ? { ...run, body, version: run.version + 1 } : undefined;
  }

  async function find(run: Run, stopping: AbortSignal): Promise<Change> {
    const { handle, cancels, cancelled_at = 0 } = run.body.engine;
    const stops = run.body.cancel_requested_at !== undefined && handle !== undefined && now() - cancelled_at > STOP_AGAIN_MS;
    try {
      if (stops) await driver.cancel(run, cancels, stopping).catch(() => false);
      return applyFound(await driver.find(run, stopping), { stopped: stops }, room);
    } catch (error) {
      if (stopping.aborted) return async () => 0;
      return trouble(error, room);
    }
  }

  /** Writes down what was found, against whatever changed meanwhile; not, if the lease was lost. */
  async function settle(work: Work, id: string, instant: string, change: Change): Promise<void> {
    for (let attempt = 1; attempt <= AGAIN; attempt++) {
      const desk = openDesk({ ...room.ports, wake: room.wake }, { tenant: work.tenant, now: now() });
      const run = await desk.read<Run>(RUN, id);
      if (run !== undefined && !run.body.ended) await next(run, instant, change, desk);
      const fence = [finish(work, now())];
      const outcome = await store.commit([...fence, ...(await desk.ops())]);
      if (outcome.kind === 'committed') return desk.committed();
      if (outcome.at < fence.length) return; // somebody else has the work now
    }
    throw new Failure('resource.conflict', `${id} met ${AGAIN} changes in a row`);
  }

  /** Where a look was asked for meanwhile, that one sees to the next. */
  async function next(run: Run, instant: string, change: Change, desk: Desk): Promise<void> {
    const wait = await change(run, desk);
    const after = (await desk.read<Run>(RUN, run.id))!;
    if (after.body.ended || String(after.body.engine.look_at) !== instant) return;
    lookAtRun(after, desk.now + (wait ?? 0), desk);
  }

  return step;
}

const finish = ({ tenant, id, lease, lane }: Work, at: number): Op => ({ op: 'finish', in: WORK_QUEUE, tenant, id, lease, lane, at });
