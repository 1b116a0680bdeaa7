/** A run comes to be. The CI is asked for it by the work that is put into the queue with it, so that it is asked once and not forgotten. */
import { projectResource, render, runRecord, type Document } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import type { By } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import { iso } from '../record/deployment.ts';
import type { Project } from '../record/environment.ts';
import { lookAtRun, tellRun } from './change-run.ts';
import { connectorOf } from './driver.ts';
import { type Pipeline, RUN, type Run, type RunBody, type RunShown } from './record.ts';

export interface RunWanted {
  readonly pipeline: Pipeline;
  readonly ref?: string | undefined;
  /** In place of what the pipeline declares. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What placeholders stand for. */
  readonly values: Document;
  readonly reason?: string | undefined;
  readonly deployment?: string | undefined;
  /** Seconds, if less than what the pipeline says. */
  readonly timeout?: number | undefined;
}

export async function createRun({ pipeline, ref, inputs, values, reason, deployment, timeout = Infinity }: RunWanted, by: By, desk: Desk, room: Room): Promise<Run> {
  const id = desk.newId(runRecord.prefix);
  const at = await placeOf(pipeline, ref, desk, room);
  const known = { ...values, inputs, ref: at.ref, run: { id }, pipeline: { id: pipeline.id, name: pipeline.body.name } };
  const declared = Object.fromEntries(Object.entries(pipeline.body.inputs).map(([name, template]) => [name, wordOf(render(template, known))]));
  const { provider, project, name, acts_for, may_approve } = pipeline.body;
  desk.write<RunBody>(RUN, id, {
    project, pipeline: pipeline.id, pipeline_name: name, provider, origin: 'hub', state: 'requested', ended: false, ref: at.ref, inputs: { ...declared, ...inputs }, ...(reason === undefined ? {} : { reason }), ...(deployment === undefined ? {} : { deployment }),
    requested_by: by.principal, requester: by.name, jobs: [], waits_for: [], decisions: [], finish_by: iso(desk.now + Math.min(pipeline.body.timeout, timeout) * 1000),
    engine: { place: at, acts_for, may_approve, issuers: by.issuers, ...(by.party === undefined ? {} : { party: by.party }), causes: desk.causes, look_at: 0, starts: 0, started: false, troubles: 0, cancels: 0 },
  });
  desk.changed(id);
  const created = (await desk.read<Run>(RUN, id))!;
  tellRun('run.requested', created, desk);
  return lookAtRun(created, desk.now, desk);
}

/** Somebody started it in the CI. */
export async function adoptRun(pipeline: Pipeline, found: Pick<RunShown, 'ci_run' | 'attempt'>, desk: Desk, room: Room): Promise<void> {
  const id = desk.newId(runRecord.prefix);
  const { provider, project, name, acts_for, timeout } = pipeline.body;
  desk.write<RunBody>(RUN, id, {
    project, pipeline: pipeline.id, pipeline_name: name, provider, origin: 'ci', state: 'correlated', ended: false, ...found, inputs: {}, requested_by: 'system', requester: 'the CI', jobs: [], waits_for: [], decisions: [],
    correlated_at: iso(desk.now), finish_by: iso(desk.now + timeout * 1000),
    key: [pipeline.id, found.ci_run, found.attempt].join('/'), engine: { place: await placeOf(pipeline, undefined, desk, room), acts_for, may_approve: false, issuers: [], causes: desk.causes, look_at: 0, starts: 0, started: true, troubles: 0, cancels: 0 },
  });
  desk.changed(id);
  const adopted = (await desk.read<Run>(RUN, id))!;
  tellRun('run.correlated', adopted, desk);
  lookAtRun(adopted, desk.now, desk);
}

async function placeOf(pipeline: Pipeline, wanted: string | undefined, desk: Desk, { ports }: Room): Promise<RunBody['engine']['place']> {
  const { provider, run_input } = pipeline.body;
  const { ref: declared, ...target } = (pipeline.body[provider] ?? {}) as Document & { readonly ref?: string }; // the coordinates of its own provider are there: the definition's check
  const project = await desk.peek<Project>(projectResource.name, pipeline.body.project);
  return { connector: await connectorOf(pipeline.body, desk.tenant, ports), target, ref: wanted ?? declared ?? project?.body.default_branch ?? 'main', run_input };
}

const wordOf = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
