/** Deployments and previews: what holds them, whose turn it is, who does the work, what came of it. Every step is one unit; hubs share the work by leases. */
import { type Behaviour, type Caller, type DeploymentFrame, Failure, isId, type Operation, type Plan, runRecord } from '@patchbay/contracts';
import { creating } from './actions/creating.ts';
import { deciding } from './actions/deciding.ts';
import { looking } from './actions/looking.ts';
import { pipelining } from './actions/pipelining.ts';
import { previewing } from './actions/previewing.ts';
import { running } from './actions/running.ts';
import { scanning } from './actions/scanning.ts';
import { onAlertEvent } from './alerts/on-alert-event.ts';
import { answering } from './answers/ask.ts';
import { LOG } from './collections.ts';
import { environmentBehaviour } from './environment-behaviour.ts';
import { foundIn, runIn } from './find.ts';
import type { Room } from './lifecycle/room.ts';
import { appendToLog } from './log/append.ts';
import { createFollowing } from './log/follow.ts';
import { readingLog } from './log/read.ts';
import { type DeploymentOptions, type DeploymentPorts, DEPLOYMENT_OPTIONS } from './ports.ts';
import { onCiEvent } from './pipelines/on-ci-event.ts';
import { logOf, showRun } from './pipelines/record.ts';
import { pipelineBehaviour } from './pipelines/pipeline-behaviour.ts';
import { createPosts } from './posts/posts.ts';
import { showDeployment } from './record/deployment.ts';
import { onEvent } from './previews/on-event.ts';
import { forgetOld } from './retention.ts';
import { createWorkLoop } from './work/work-loop.ts';
import { createWorker } from './work/worker.ts';

export interface Deployments {
  readonly behaviours: { readonly environment: Behaviour; readonly pipeline: Behaviour };
  readonly operations: readonly Operation[];
  /** What an event means for previews, runs of pipelines and gates; joins its unit. */
  react(event: { readonly tenant: string; readonly id: string; readonly at: number; readonly type: string }): Plan;
  /** A deployment, or a run of a pipeline, and its log as they go on, until it has ended. Throws at once what is refused. */
  follow(deployment: string, after: number, caller: Caller, signal: AbortSignal): Promise<AsyncIterable<DeploymentFrame>>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Removes what is too old; called now and then. */
  tidy(): Promise<void>;
}

const TIDY_AT_ONCE = 500;

export function createDeployments(ports: DeploymentPorts, given: Partial<DeploymentOptions> = {}): Deployments {
  const options = { ...DEPLOYMENT_OPTIONS, ...given };
  const { store, now } = ports;
  const room: Room = { ports, options, posts: createPosts(ports), wake: () => loop.wake() };
  const loop = createWorkLoop({ store, now, work: createWorker(room), report: (error) => ports.report(error, { engine: 'deployments' }) }, options);
  const following = createFollowing(ports);

  async function forget(log: string, before: number): Promise<void> {
    for (let full = true; full;) {
      const rows = await store.list(log, { until: before, sort: { field: 'seq', descending: false }, limit: TIDY_AT_ONCE });
      if (rows.length > 0) await store.amend(log, rows.map(({ seq }) => ({ seq: seq! })));
      full = rows.length === TIDY_AT_ONCE;
    }
  }

  return Object.freeze({
    behaviours: { environment: environmentBehaviour(ports), pipeline: pipelineBehaviour(ports) },
    operations: [...creating(room), ...deciding(room), ...running(room), ...previewing(room), ...looking(room, following), ...pipelining(room, following), ...scanning(room), ...answering(room), appendToLog(room), readingLog(store)],
    react: (event: Parameters<Deployments['react']>[0]) => onCiEvent(event, room) ?? onAlertEvent(event, room) ?? onEvent(event, room),
    async follow(deployment: string, after: number, caller: Caller, signal: AbortSignal) {
      const what = isId(runRecord.prefix, deployment) ? 'run' : 'deployment';
      const needs = `${what}:read`;
      if (!caller.scopes.has(needs)) throw new Failure('caller.forbidden', `${caller.name} may not read ${what}s`, { needs, has: caller.scopes.list });
      const { tenant } = caller;
      const find = what === 'run'
        ? async () => { const run = await runIn(store, tenant, deployment); return { shown: showRun(run), ended: run.body.ended, log: logOf(run) }; }
        : async () => { const found = await foundIn(store, tenant, deployment); return { shown: showDeployment(found), ended: found.body.ended, log: found.id }; };
      await find();
      return following.follow({ tenant, id: deployment, find }, after, signal);
    },
    async start() {
      await following.start();
      loop.start();
    },
    async stop() {
      following.stop();
      await loop.stop();
    },
    async tidy() {
      await forgetOld(room);
      await forget(LOG, now() - options.keepLogsMs);
    },
  });
}
