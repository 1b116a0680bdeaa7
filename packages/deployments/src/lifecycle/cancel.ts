/** One that has not begun just ends. One that runs is told to stop, and ends when its runner did, or its moment is over. */
import type { Desk } from '../desk.ts';
import { type Deployment, type Inner, iso } from '../record/deployment.ts';
import { change, changeInner, lookAt, tell } from './change.ts';
import { stopRun } from '../pipelines/stop-run.ts';
import { end } from './end.ts';
import type { Room } from './room.ts';

export async function cancel(deployment: Deployment, ending: NonNullable<Inner['ending']>, desk: Desk, room: Room): Promise<void> {
  const { ended, status, runner, cancel_requested_at, engine } = deployment.body;
  if (ended || cancel_requested_at !== undefined) return;
  if (status !== 'running' || (runner === 'hub' && engine.calling_at === undefined)) return end(deployment, ending, desk, room);
  const told = changeInner(change(deployment, { cancel_requested_at: iso(desk.now), waiting_for: [{ kind: 'cancellation', detail: 'its runner was told to stop' }] }, desk), { ending }, desk);
  tell('deployment.cancel_requested', told, desk);
  if (engine.run !== undefined) await stopRun(engine.run, { state: 'cancelled', outcome: ending.outcome, detail: ending.detail }, desk);
  lookAt(told, desk.now + room.options.graceMs, desk);
}
