/** The end of a run: what the world hears, and what it means for the deployment that it does. */
import { environmentResource } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { end, wakeGates } from '../lifecycle/end.ts';
import type { Room } from '../lifecycle/room.ts';
import { tryAgain } from '../lifecycle/try-again.ts';
import { valuesOf } from '../lifecycle/values.ts';
import { type Deployment, DEPLOYMENT, iso } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { changeRun, runLine, tellRun } from './change-run.ts';
import type { Run, RunBody } from './record.ts';

export interface RunEnding {
  readonly state: 'succeeded' | 'failed' | 'cancelled' | 'lost';
  readonly outcome?: string | undefined;
  readonly detail?: string | undefined;
}

export async function endRun(run: Run, { state, outcome, detail }: RunEnding, desk: Desk, room: Room): Promise<void> {
  const ended = changeRun(run, { state, outcome, detail, ended: true, ended_at: iso(desk.now), waits_for: [], engine: { ...run.body.engine, ending: undefined } }, desk);
  tellRun(`run.${state}`, ended, desk);
  runLine(ended, `${run.body.pipeline_name}: ${state}${detail === undefined ? '' : `: ${detail}`}`, desk);
  if (state === 'succeeded') await wakeGates(run.body.project, desk, room);
  if (run.body.deployment !== undefined) await settle(run.body.deployment, ended, desk, room);
}

async function settle(id: string, run: Run, desk: Desk, room: Room): Promise<void> {
  const deployment = await desk.read<Deployment>(DEPLOYMENT, id);
  if (deployment === undefined || deployment.body.ended || deployment.body.engine.run !== run.id) return;
  const { kind, engine } = deployment.body;
  const { state, outcome = state, detail } = run.body;
  if (state === 'succeeded') return end(deployment, { status: 'succeeded', ...(await urlOf(deployment, desk, room)) }, desk, room);
  if (kind === 'tear_down') return tryAgain(deployment, detail ?? `the run is ${state}`, desk, room);
  const own = state === 'cancelled' ? ({ status: 'cancelled', outcome: 'cancelled', detail } as const) : ({ status: 'failed', outcome: outcomeOf(state, outcome), detail } as const);
  await end(deployment, engine.ending ?? own, desk, room);
}

const outcomeOf = (state: RunBody['state'], outcome: string): string => (outcome === state ? `run_${state}` : outcome);

async function urlOf(deployment: Deployment, desk: Desk, { ports }: Room): Promise<{ readonly url?: string }> {
  const environment = await desk.peek<Environment>(environmentResource.name, deployment.body.environment);
  const url = environment === undefined ? undefined : (await valuesOf(deployment, environment, ports))['url'];
  return typeof url === 'string' ? { url } : {};
}
