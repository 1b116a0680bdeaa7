/** One look at a gate for whom waits to be told. It is told until it was taken; what will never be taken is given up. */
import { Failure, type Op, type Work } from '@patchbay/contracts';
import { WORK_QUEUE } from '../collections.ts';
import { openDesk } from '../desk.ts';
import { environmentNamed } from '../find.ts';
import type { Room } from '../lifecycle/room.ts';
import { THE_HUB } from '../previews/expire.ts';
import { heldNow } from '../protection/held-now.ts';
import { type Answer, GATE_ANSWER, placeOfToken } from './record.ts';

type Result = 'succeeded' | 'failed';

const LOOK_MS = 5_000;
const MOST_DELAY_MS = 300_000;
/** After its time it is tried so long; the token of the job is no good then. */
const GIVE_UP_MS = 3_600_000;

export function createAnswerStep(room: Room): (work: Work, stopping: AbortSignal) => Promise<void> {
  const { ports: { store, now, callbacks, report } } = room;

  async function step(work: Work, stopping: AbortSignal): Promise<void> {
    const [, id = ''] = work.work.split(' ');
    const answer = (await store.get(GATE_ANSWER, work.tenant, id)) as Answer | undefined; // written by this engine and no other
    if (answer === undefined) return commit([finish(work, now())]);
    const result = await resultOf(answer);
    if (result === undefined) return commit([postpone(work, Math.min(answer.body.until, now() + LOOK_MS), 1)]);
    if (await told(answer, result, stopping)) return commit([finish(work, now()), { op: 'delete', in: GATE_ANSWER, tenant: work.tenant, id, version: answer.version }]);
    await commit([postpone(work, now() + Math.min(MOST_DELAY_MS, 1000 * 2 ** work.attempt), work.attempt + 1)]);
  }

  /** Undefined: it is held, and may open yet. */
  async function resultOf({ tenant, created_at, body }: Answer): Promise<Result | undefined> {
    const desk = openDesk({ ...room.ports, wake: room.wake }, { tenant, now: now() });
    try {
      const { environment: place } = await environmentNamed(body, desk);
      const held = await heldNow({ ...body, since: created_at }, place, body.by ?? THE_HUB, desk, room);
      if (held.length === 0) return 'succeeded';
      return held.some(({ permanent }) => permanent === true) || now() >= body.until ? 'failed' : undefined;
    } catch (error) {
      if (error instanceof Failure && /\.not_found$/.test(error.code)) return 'failed'; // the environment is gone
      throw error;
    }
  }

  /** Whether there is nothing more to do. */
  async function told({ tenant, id, body }: Answer, result: Result, stopping: AbortSignal): Promise<boolean> {
    try {
      const token = await callbacks.unseal(tenant, placeOfToken(id), body.sealed);
      const { status } = await callbacks.send(tenant, {
        method: 'POST', url: body.url, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'TaskCompleted', taskId: body.task, jobId: body.job, result }),
      }, stopping);
      if (status < 300 || (status >= 400 && status < 500 && status !== 408 && status !== 429)) return true;
    } catch (error) {
      report(error, { engine: 'deployments', work: `answer ${id}`, tenant });
    }
    return now() > body.until + GIVE_UP_MS;
  }

  const commit = async (ops: readonly Op[]): Promise<void> => { await store.commit(ops); };
  return step;
}

const finish = ({ tenant, id, lease, lane }: Work, at: number): Op => ({ op: 'finish', in: WORK_QUEUE, tenant, id, lease, lane, at });
const postpone = ({ tenant, id, lease }: Work, at: number, attempt: number): Op => ({ op: 'postpone', in: WORK_QUEUE, tenant, id, lease, attempt, at });
