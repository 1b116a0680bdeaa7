/** A deployment that has its turn begins: the hub puts the call into the queue, or a CI says that it is at it. */
import { environmentResource } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { pipelineFor, startFor } from '../pipelines/for-deployment.ts';
import { type Deployment, DEPLOYMENT, type DeploymentBody, iso } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';
import { change, lookAt, tell } from './change.ts';
import type { Room } from './room.ts';

export async function begin(deployment: Deployment, desk: Desk, room: Room, run?: DeploymentBody['run']): Promise<void> {
  const finishBy = desk.now + deployment.body.engine.timeout * 1000;
  const begun = change(deployment, { status: 'running', waiting_for: [], begun_at: iso(desk.now), finish_by: iso(finishBy), attempt: 1, ...(run === undefined ? {} : { run }) }, desk);
  if (begun.body.preview !== undefined) await touch(begun.body.preview, desk);
  tell('deployment.running', begun, desk);
  room.posts.about(begun, desk);
  lookAt(begun, finishBy, desk);
  if (begun.body.runner === 'hub') await work(begun.id, desk, room);
}

/** By the pipeline of the environment, or by a call of the hub. */
async function work(id: string, desk: Desk, room: Room): Promise<void> {
  const deployment = (await desk.read<Deployment>(DEPLOYMENT, id))!;
  const environment = await desk.peek<Environment>(environmentResource.name, deployment.body.environment);
  const pipeline = environment === undefined ? undefined : pipelineFor(deployment, environment.body);
  if (environment === undefined || pipeline === undefined) return desk.enqueue(`run ${id}`);
  await startFor(deployment, pipeline, environment, desk, room);
}

/** Once more, after a run that did not succeed. */
export async function workAgain(id: string, desk: Desk, room: Room): Promise<void> {
  const deployment = await desk.read<Deployment>(DEPLOYMENT, id);
  if (deployment?.body.status === 'running' && deployment.body.engine.run === undefined && deployment.body.engine.calling_at === undefined) await work(id, desk, room);
}

/** From now on there may be something to tear down. */
async function touch(id: string, desk: Desk): Promise<void> {
  const preview = await desk.read<Preview>(PREVIEW, id);
  if (preview !== undefined && !preview.body.touched) desk.write(PREVIEW, id, { ...preview.body, touched: true });
}
