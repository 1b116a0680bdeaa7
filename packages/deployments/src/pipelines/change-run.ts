/** Changes of a run at a desk: the document, who follows it, what is told, and when to look again. */
import type { Desk } from '../desk.ts';
import { LOG } from '../collections.ts';
import { logOf, RUN, type Run, type RunBody, type RunInner, showRun } from './record.ts';

export function changeRun(run: Run, patch: Partial<RunBody>, desk: Desk): Run {
  const body: RunBody = { ...run.body, ...patch };
  desk.write(RUN, run.id, body);
  desk.changed(run.id);
  return { ...run, body };
}

/** What nobody sees: nobody is woken. */
export function changeRunQuietly(run: Run, patch: Partial<RunInner>, desk: Desk): Run {
  const body: RunBody = { ...run.body, engine: { ...run.body.engine, ...patch } };
  desk.write(RUN, run.id, body);
  return { ...run, body };
}

export const changeRunInner = (run: Run, patch: Partial<RunInner>, desk: Desk): Run => changeRun(run, { engine: { ...run.body.engine, ...patch } }, desk);

export function tellRun(type: string, { id, body }: Run, desk: Desk): void {
  desk.tell({ type, subject: id, project: body.project, causes: [...new Set([...body.engine.causes, ...desk.causes])], data: async () => showRun((await desk.read<Run>(RUN, id))!) });
}

/** The next look; the one that was planned is out of date. */
export function lookAtRun(run: Run, at: number, desk: Desk): Run {
  const wanted = Math.ceil(at);
  const instant = wanted === run.body.engine.look_at ? wanted + 1 : wanted; // each look is told by its instant
  desk.enqueue(`ci ${run.id} ${instant}`, instant);
  return changeRunQuietly(run, { look_at: instant }, desk);
}

/** What the hub itself says in the log of a run. */
export function runLine(run: Run, line: string, desk: Desk): void {
  const log = logOf(run);
  desk.add({ op: 'append', in: LOG, tenant: desk.tenant, id: desk.newId('dlg'), body: { deployment: log, stream: 'hub', lines: [line.replaceAll(/[\r\n]+/g, ' ')] }, at: desk.now });
  for (const id of new Set([log, run.id])) desk.changed(id);
}
