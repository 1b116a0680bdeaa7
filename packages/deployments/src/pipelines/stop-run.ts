/** A run is told to stop: by the next look, which is now. It ends when the CI says so, or its moment is over. */
import type { Desk } from '../desk.ts';
import { iso } from '../record/deployment.ts';
import { changeRun, lookAtRun } from './change-run.ts';
import { RUN, type Run, type RunInner } from './record.ts';

export async function stopRun(id: string, ending: NonNullable<RunInner['ending']>, desk: Desk): Promise<void> {
  const run = await desk.read<Run>(RUN, id);
  if (run === undefined || run.body.ended || run.body.cancel_requested_at !== undefined) return;
  lookAtRun(changeRun(run, { cancel_requested_at: iso(desk.now), engine: { ...run.body.engine, ending } }, desk), desk.now, desk);
}
