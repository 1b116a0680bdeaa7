/** The pipeline of an environment does the work of a deployment: one run, in the unit in which the deployment begins. */
import { pipelineResource } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { change, changeInner } from '../lifecycle/change.ts';
import { end } from '../lifecycle/end.ts';
import type { Room } from '../lifecycle/room.ts';
import { tryAgain } from '../lifecycle/try-again.ts';
import { valuesOf } from '../lifecycle/values.ts';
import type { Deployment } from '../record/deployment.ts';
import type { Environment, EnvironmentBody } from '../record/environment.ts';
import { createRun } from './create-run.ts';
import type { Pipeline, Run } from './record.ts';

export const pipelineFor = ({ body: { kind } }: Deployment, { bring_up_pipeline, tear_down_pipeline }: EnvironmentBody): string | undefined => (kind === 'tear_down' ? tear_down_pipeline : bring_up_pipeline);

export async function startFor(deployment: Deployment, id: string, environment: Environment, desk: Desk, room: Room): Promise<void> {
  const pipeline = await desk.peek<Pipeline>(pipelineResource.name, id);
  if (pipeline === undefined || !pipeline.body.enabled) return unstarted(deployment, pipeline === undefined ? `The pipeline ${id} is gone` : `The pipeline ${pipeline.body.name} is switched off`, desk, room);
  const { requested_by, requester, engine } = deployment.body;
  const by = { principal: requested_by, name: requester, issuers: engine.issuers, ...(engine.party === undefined ? {} : { party: engine.party }) };
  const run = await createRun({ pipeline, inputs: {}, values: await valuesOf(deployment, environment, room.ports), deployment: deployment.id, timeout: engine.timeout }, by, desk, room);
  changeInner(change(deployment, { run: { provider: run.body.provider } }, desk), { run: run.id, calling_at: desk.now }, desk);
}

const unstarted = (deployment: Deployment, detail: string, desk: Desk, room: Room): Promise<void> =>
  (deployment.body.kind === 'tear_down' ? tryAgain(deployment, detail, desk, room) : end(deployment, { status: 'failed', outcome: 'pipeline.not_startable', detail }, desk, room));

/** What people see of the run where they look at the deployment. */
export function showOnDeployment(deployment: Deployment, { body }: Run, desk: Desk): void {
  const shown = { provider: body.provider, ...(body.ci_run === undefined ? {} : { run: body.ci_run }), ...(body.attempt === undefined ? {} : { attempt: body.attempt }), ...(body.url === undefined ? {} : { url: body.url }) };
  if (JSON.stringify(shown) !== JSON.stringify(deployment.body.run)) change(deployment, { run: shown }, desk);
}
