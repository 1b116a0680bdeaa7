/** What the queue of this engine holds: looks at deployments and runs, calls of the hub, ends of times, what was heard of pull requests, runs and alerts, and what is to be said. */
import type { Op, Work } from '@patchbay/contracts';
import { WORK_QUEUE } from '../collections.ts';
import { type Desk, openDesk } from '../desk.ts';
import { createAnswerStep } from '../answers/step.ts';
import { hearOfAlert } from '../alerts/on-alert-event.ts';
import { advance } from '../lifecycle/advance.ts';
import { workAgain } from '../lifecycle/begin.ts';
import type { Room } from '../lifecycle/room.ts';
import { createRun } from '../lifecycle/run.ts';
import { hearOfRun } from '../pipelines/on-ci-event.ts';
import { createRunStep } from '../pipelines/step.ts';
import { expireEnvironment, expirePreview } from '../previews/expire.ts';
import { GoingStill, pullRequestSteps } from '../previews/on-event.ts';

type Step = (desk: Desk, room: Room) => Promise<void>;

const AGAIN = 8;
/** Seconds before each further try of what failed for a fault of ours, or of who is posted to. */
const DELAYS = [1, 5, 30, 120, 600];
const POST_TRIES = 6;

export function createWorker(room: Room): (work: Work, stopping: AbortSignal) => Promise<void> {
  const { ports: { store, now, report } } = room;
  const run = createRun(room);
  const look = createRunStep(room);
  const answer = createAnswerStep(room);

  async function step(work: Work, stopping: AbortSignal): Promise<void> {
    const [kind = '', subject = '', more = ''] = work.work.split(' ');
    switch (kind) {
      case 'look': return alone(work, (desk) => advance(subject, desk, room));
      case 'run': return run(work, stopping);
      case 'expire': return alone(work, (desk) => (more === '' ? expirePreview(subject, desk, room) : expireEnvironment(subject, more, desk, room)));
      case 'event': return event(work, subject);
      case 'again': return alone(work, (desk) => workAgain(subject, desk, room));
      case 'ci': return look(work, stopping);
      case 'ci-event': return alone(work, (desk) => hearOfRun(subject, Number(more), desk, room));
      case 'alert-event': return alone(work, (desk) => hearOfAlert(subject, desk, room));
      case 'answer': return answer(work, stopping);
      case 'post': return room.posts.post(work, stopping).then(() => commit([finish(work, now())]));
      default: return commit([finish(work, now())]); // of a later release
    }
  }

  /** One step and the end of its work, in one unit. */
  async function alone(work: Work, take: Step): Promise<void> {
    await taken(work, take, [finish(work, now())]);
  }

  /** Each preview by itself: one that is refused does not keep the others. What was done already finds itself done. */
  async function event(work: Work, id: string): Promise<void> {
    for (const take of await pullRequestSteps(work.tenant, id, room)) await taken(work, take, []);
    await commit([finish(work, now())]);
  }

  async function taken(work: Work, take: Step, fence: readonly Op[]): Promise<void> {
    for (let attempt = 1; attempt <= AGAIN; attempt++) {
      const desk = openDesk({ ...room.ports, wake: room.wake }, { tenant: work.tenant, now: now() });
      await take(desk, room);
      const ops = [...fence, ...(await desk.ops())];
      const outcome = ops.length === 0 ? { kind: 'committed' as const } : await store.commit(ops);
      if (outcome.kind === 'committed') return desk.committed();
      if (outcome.at < fence.length) return; // somebody else has the work now
    }
    throw new Error(`${work.work} met ${AGAIN} changes in a row`);
  }

  async function commit(ops: readonly Op[]): Promise<void> {
    await store.commit(ops);
  }

  /** Tried again later; a post is given up at last, everything else is not. */
  async function stumble(work: Work, error: unknown): Promise<void> {
    if (error instanceof GoingStill) return commit([postpone(work, now() + error.againMs, work.attempt)]);
    report(error, { engine: 'deployments', work: work.work, tenant: work.tenant });
    if (work.work.startsWith('post ') && work.attempt >= POST_TRIES) return commit([finish(work, now())]);
    await commit([postpone(work, now() + 1000 * (DELAYS[work.attempt - 1] ?? DELAYS.at(-1)!), work.attempt + 1)]);
  }

  return (work, stopping) => step(work, stopping).catch((error: unknown) => stumble(work, error)).catch((error: unknown) => report(error, { engine: 'deployments', work: work.work }));
}

const finish = ({ tenant, id, lease, lane }: Work, at: number): Op => ({ op: 'finish', in: WORK_QUEUE, tenant, id, lease, lane, at });
const postpone = ({ tenant, id, lease }: Work, at: number, attempt: number): Op => ({ op: 'postpone', in: WORK_QUEUE, tenant, id, lease, attempt, at });
