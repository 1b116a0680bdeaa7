/** The end of a deployment: what is there now, whose turn comes, and what the world hears. */
import { environmentResource } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { followPreview } from '../previews/follow-deployment.ts';
import { type Deployment, DEPLOYMENT, type DeploymentBody, iso } from '../record/deployment.ts';
import { type Environment, isTornDown } from '../record/environment.ts';
import { EMPTY, left, PLACE, type Place } from '../record/place.ts';
import { change, tell } from './change.ts';
import type { Room } from './room.ts';

export interface Ending extends Partial<Pick<DeploymentBody, 'url' | 'outputs' | 'links'>> {
  readonly status: 'succeeded' | 'failed' | 'cancelled' | 'superseded';
  readonly outcome?: string | undefined;
  readonly detail?: string | undefined;
  /** The deployment that took its turn. */
  readonly by?: string | undefined;
}

/** Waiting ones that may have waited for just this. */
const MOST_WOKEN = 100;

export async function end(deployment: Deployment, { status, outcome, detail, by, ...results }: Ending, desk: Desk, room: Room): Promise<void> {
  const before = await givePlace(deployment, status === 'succeeded', desk);
  const { engine, ...body } = deployment.body;
  const ended = change(deployment, {
    ...results, status, ended: true, ended_at: iso(desk.now), waiting_for: [], outcome, detail, superseded_by: by,
    ...(status === 'succeeded' && before !== null && before !== deployment.id ? { replaces: before } : {}),
    engine: { ...engine, calling_at: undefined, approval: undefined, run: undefined },
  }, desk);
  if (status === 'succeeded' && body.kind === 'rollback' && before !== null) await putBack(before, desk);
  tell(`deployment.${status}`, ended, desk);
  if (body.kind === 'tear_down' && status === 'succeeded' && body.preview === undefined) tell('environment.torn_down', ended, desk);
  if (body.preview !== undefined) await followPreview(ended, desk, room);
  else if (status === 'succeeded' && body.kind !== 'tear_down') await giveTime(ended, desk);
  if (status === 'succeeded') await wakeGates(body.project, desk, room);
  room.posts.about(ended, desk);
}

/** Answers the deployment that was there. */
async function givePlace({ id, body }: Deployment, succeeded: boolean, desk: Desk): Promise<string | null> {
  const place = (await desk.read<Place>(PLACE, body.place))?.body ?? EMPTY;
  const without = left(place, id);
  desk.write(PLACE, body.place, succeeded ? { ...without, current: body.kind === 'tear_down' ? null : id } : without);
  if (without.busy === null && without.queue[0] !== undefined) desk.enqueue(`look ${without.queue[0]}`);
  return place.current;
}

async function putBack(id: string, desk: Desk): Promise<void> {
  const before = await desk.read<Deployment>(DEPLOYMENT, id);
  if (before?.body.status !== 'succeeded') return;
  tell('deployment.rolled_back', change(before, { status: 'rolled_back' }, desk), desk);
}

/** Environments that live for a time after their last deployment. */
async function giveTime({ id, body }: Deployment, desk: Desk): Promise<void> {
  const environment = await desk.peek<Environment>(environmentResource.name, body.environment);
  const seconds = environment?.body.time_to_live;
  if (seconds !== undefined && environment !== undefined && isTornDown(environment.body)) desk.enqueue(`expire ${body.environment} ${id}`, desk.now + seconds * 1000);
}

export async function wakeGates(project: string | undefined, desk: Desk, { ports: { store } }: Pick<Room, 'ports'>): Promise<void> {
  const waiting = await store.list(DEPLOYMENT, { tenant: desk.tenant, where: { status: 'waiting', ...(project === undefined ? {} : { project }) }, limit: MOST_WOKEN });
  for (const { id, body: other } of waiting) if ((other['waiting_for'] as DeploymentBody['waiting_for']).some(({ kind }) => kind === 'gate')) desk.enqueue(`look ${id}`);
}
