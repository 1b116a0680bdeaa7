/**
 * Runs jobs. A page of a job is one unit: the deliveries, how far the job is, and the lease that is held on. So a hub that dies
 * leaves a job at the end of its last page, another one goes on from there, and nothing is sent twice or left out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, Failure, type Op, type Plan, type Work } from '@patchbay/contracts';
import { type Store, takeWork } from '@patchbay/storage';
import { DELIVERY_QUEUE } from '../deliver/delivery.ts';
import { jobCollection, type JobBody, type JobKind, type JobPage, jobQueue, type JobRow, showJob } from './job.ts';

export interface JobPorts {
  readonly store: Store;
  readonly now: () => number;
  /** The next page of a job, by its kind. */
  readonly pages: Readonly<Record<JobKind, (job: JobRow) => Promise<JobPage>>>;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Document; at: number }) => Plan;
  /** There are deliveries to take. */
  readonly deliver: () => void;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface JobOptions {
  /** How long a hub has a job to itself without a sign of life. */
  readonly leaseMs: number;
  readonly pollMs: number;
  /** So many at the same time. */
  readonly most: number;
}

export const JOB_OPTIONS: JobOptions = { leaseMs: 30_000, pollMs: 1_000, most: 4 };

export interface Jobs {
  start(): void;
  /** There may be a job now. */
  wake(): void;
  /** Gives back what runs. */
  stop(): Promise<void>;
}

/** Deliveries of a job that nobody has tried yet: with more of them it waits, so that it never stands in the way of retries. */
const ENOUGH = 400;
const LOOK_AGAIN_MS = 25;
/** Faults in a row. */
const TRIES = 6;

export function createJobs({ store, now, pages, tell, deliver, report }: JobPorts, { leaseMs, pollMs, most }: JobOptions = JOB_OPTIONS): Jobs {
  const running = new Map<string, Promise<void>>();
  const taker = takeWork({ store, now, report: (error) => report(error, { engine: 'jobs' }), room: () => most - running.size }, { queue: jobQueue.name, leaseMs, pollMs }, begin);
  let stopping = true;

  function begin(works: readonly Work[]): void {
    for (const work of works) {
      const done = run(work).catch((error: unknown) => stumble(work, error)).finally(() => { running.delete(work.id); taker.wake(); });
      running.set(work.id, done);
    }
  }

  async function run(work: Work): Promise<void> {
    let sent: ReadonlySet<string> = new Set();
    for (let held = now(); ;) {
      if (stopping) return void await store.commit([postpone(work, now())]);
      if (await crowded(work.tenant, sent)) {
        if (now() - held > leaseMs / 3 && (await store.commit([postpone(work, now() + leaseMs)])).kind === 'refused') return;
        if (now() - held > leaseMs / 3) held = now();
        await sleep(LOOK_AGAIN_MS);
        continue;
      }
      const job = (await store.get(jobCollection.name, work.tenant, work.work)) as JobRow | undefined; // written by startJob and this runner alone
      if (job?.body.status !== 'running') return void await store.commit([finish(work, now())]);
      const step = await advance(job, work);
      if (step === 'lost' || step === 'ended') return;
      if (step !== 'again') sent = step;
      held = now();
      await sleep(0);
    }
  }

  /** A fault of ours is tried again some times, later each time, and then ends the job. While the store is away, the lease sees to it. */
  async function stumble(work: Work, error: unknown): Promise<void> {
    report(error, { engine: 'jobs', job: work.work });
    try {
      const job = (await store.get(jobCollection.name, work.tenant, work.work)) as JobRow | undefined; // as above
      if (work.attempt < TRIES || job === undefined) await store.commit([postpone(work, now() + 1000 * 2 ** work.attempt, work.attempt + 1)]);
      else await conclude(job, work, { ops: [], looked: 0, sent: 0, last: true, failure: error instanceof Failure ? error.code : 'hub.internal' });
    } catch (again) {
      report(again, { engine: 'jobs', job: work.work });
    }
  }

  /** Answers what the page sent; 'again' when something had changed meanwhile. */
  async function advance(job: JobRow, work: Work): Promise<ReadonlySet<string> | 'again' | 'lost' | 'ended'> {
    return conclude(job, work, await pages[job.body.kind](job));
  }

  async function conclude(job: JobRow, work: Work, page: JobPage): Promise<ReadonlySet<string> | 'again' | 'lost' | 'ended'> {
    const at = now();
    const body = moved(job.body, page, at);
    const ended = body.status !== 'running';
    const told = ended ? tell({ tenant: job.tenant, type: 'job.ended', subject: job.id, data: showJob({ ...job, version: job.version + 1, updated_at: at, body }), at }) : undefined;
    const ops: Op[] = [...page.ops, { op: 'update', in: jobCollection.name, tenant: job.tenant, id: job.id, body, at, version: job.version }, ...(told?.ops ?? [])];
    const outcome = await store.commit([ended ? finish(work, at) : postpone(work, at + leaseMs), ...ops]);
    if (outcome.kind === 'refused') return outcome.at === 0 ? 'lost' : 'again';
    told?.committed();
    deliver();
    return ended ? 'ended' : new Set(page.ops.flatMap((op) => (op.op === 'enqueue' ? [op.id] : [])));
  }

  async function crowded(tenant: string, sent: ReadonlySet<string>): Promise<boolean> {
    if (sent.size === 0) return false;
    const [first = ''] = sent;
    const open = await store.open(DELIVERY_QUEUE, { tenant, after: first, limit: ENOUGH });
    return open.filter(({ id, attempt }) => attempt === 1 && sent.has(id)).length > sent.size / 2;
  }

  return Object.freeze({
    start() {
      stopping = false;
      taker.start();
    },
    wake: taker.wake,
    async stop() {
      stopping = true;
      await taker.stop();
      await Promise.all(running.values());
    },
  });
}

const finish = ({ tenant, id, lease, lane }: Work, at: number): Op => ({ op: 'finish', in: jobQueue.name, tenant, id, lease, lane, at });
const postpone = ({ tenant, id, lease }: Work, at: number, attempt = 1): Op => ({ op: 'postpone', in: jobQueue.name, tenant, id, lease, attempt, at });

function moved(body: JobBody, page: JobPage, at: number): JobBody {
  const status = page.failure !== undefined ? 'failed' : page.last ? 'done' : 'running';
  return {
    ...body, status,
    looked: body.looked + page.looked, sent: body.sent + page.sent, skipped: body.skipped + (page.skipped ?? 0), expired: body.expired + (page.expired ?? 0),
    ...(page.place === undefined ? {} : { place: page.place }), ...(page.failure === undefined ? {} : { failure: page.failure }), ...(status === 'running' ? {} : { ended_at: new Date(at).toISOString() }),
  };
}
