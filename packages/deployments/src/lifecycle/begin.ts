/** A deployment that has its turn begins: the hub puts the call into the queue, or a CI says that it is at it. */
import type { Desk } from '../desk.ts';
import { type Deployment, type DeploymentBody, iso } from '../record/deployment.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';
import { change, lookAt, tell } from './change.ts';
import type { Room } from './room.ts';

export async function begin(deployment: Deployment, desk: Desk, room: Room, run?: DeploymentBody['run']): Promise<void> {
  const finishBy = desk.now + deployment.body.engine.timeout * 1000;
  const begun = change(deployment, { status: 'running', waiting_for: [], begun_at: iso(desk.now), finish_by: iso(finishBy), attempt: 1, ...(run === undefined ? {} : { run }) }, desk);
  if (begun.body.preview !== undefined) await touch(begun.body.preview, desk);
  if (begun.body.runner === 'hub') desk.enqueue(`run ${begun.id}`);
  tell('deployment.running', begun, desk);
  room.posts.about(begun, desk);
  lookAt(begun, finishBy, desk);
}

/** From now on there may be something to tear down. */
async function touch(id: string, desk: Desk): Promise<void> {
  const preview = await desk.read<Preview>(PREVIEW, id);
  if (preview !== undefined && !preview.body.touched) desk.write(PREVIEW, id, { ...preview.body, touched: true });
}
