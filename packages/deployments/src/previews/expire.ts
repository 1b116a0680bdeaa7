/** The end of a time: of a preview, or of what was deployed to an environment that lives for a time. Nobody has to come back for that. */
import { environmentResource } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { create } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import { type Environment, isTornDown } from '../record/environment.ts';
import { PLACE, type Place } from '../record/place.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';
import { previewDown } from './down.ts';

export const THE_HUB = { principal: 'system', name: 'the hub', issuers: [] } as const;

/** What is on its way may take the place of what is there. */
const AGAIN_MS = 60_000;

export async function expirePreview(id: string, desk: Desk, room: Room): Promise<void> {
  const preview = await desk.read<Preview>(PREVIEW, id);
  if (preview === undefined || !preview.body.open || preview.body.status === 'going') return;
  const at = Date.parse(preview.body.expires_at ?? '');
  if (desk.now >= at) return void await previewDown(id, { outcome: 'expired', reason: 'its time is over' }, THE_HUB, desk, room);
  desk.enqueue(`expire ${id}`, at); // a deployment moved its end on
}

/** Only while the deployment that the time was given to is still what runs there. */
export async function expireEnvironment(id: string, deployment: string, desk: Desk, room: Room): Promise<void> {
  const place = await desk.read<Place>(PLACE, id);
  const environment = await desk.peek<Environment>(environmentResource.name, id);
  if (place?.body.current !== deployment || environment === undefined || !isTornDown(environment.body)) return;
  if (place.body.busy !== null || place.body.queue.length > 0) return desk.enqueue(`expire ${id} ${deployment}`, desk.now + AGAIN_MS);
  await create({ kind: 'tear_down', environment, reason: 'its time is over', timeout: 86_400 }, THE_HUB, desk, room);
}
