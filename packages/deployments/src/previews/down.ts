/** Tears a preview down: nothing comes into it any more, and what may be of it is taken away when its place is free. */
import { environmentResource } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { cancel } from '../lifecycle/cancel.ts';
import { type By, create } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import { type Deployment, DEPLOYMENT } from '../record/deployment.ts';
import { type Environment, isTornDown } from '../record/environment.ts';
import { EMPTY, PLACE, type Place } from '../record/place.ts';
import { PREVIEW, type Preview, type PreviewBody } from '../record/preview.ts';
import { gone } from './gone.ts';
import { tellPreview } from './tell-preview.ts';

export interface Leaving {
  readonly outcome: NonNullable<PreviewBody['outcome']>;
  readonly reason?: string | undefined;
}

/** Answers the deployment that takes it away; none, where nobody has to. */
export async function previewDown(id: string, { outcome, reason }: Leaving, by: By, desk: Desk, room: Room): Promise<Deployment | undefined> {
  const preview = await desk.read<Preview>(PREVIEW, id);
  if (preview === undefined || !preview.body.open || preview.body.status === 'going') return undefined;
  desk.write<PreviewBody>(PREVIEW, id, { ...preview.body, status: 'going', outcome });
  tellPreview('preview.going', preview, desk);
  await stopAll(id, desk, room);
  const environment = await desk.peek<Environment>(environmentResource.name, preview.body.environment);
  const { touched } = (await desk.read<Preview>(PREVIEW, id))!.body;
  if (environment === undefined || !isTornDown(environment.body) || !touched) {
    await gone(id, desk);
    const latest = preview.body.deployment === undefined ? undefined : await desk.read<Deployment>(DEPLOYMENT, preview.body.deployment);
    if (latest !== undefined) room.posts.about(latest, desk);
    return undefined;
  }
  const { commit, ref } = preview.body;
  const deployment = await create({ kind: 'tear_down', environment, preview, commit, ref, reason: reason ?? outcome, timeout: 86_400 }, by, desk, room);
  desk.write<PreviewBody>(PREVIEW, id, { ...(await desk.read<Preview>(PREVIEW, id))!.body, deployment: deployment.id });
  return deployment;
}

async function stopAll(id: string, desk: Desk, room: Room): Promise<void> {
  const place = (await desk.read<Place>(PLACE, id))?.body ?? EMPTY;
  const waiting = await room.ports.store.list(DEPLOYMENT, { tenant: desk.tenant, where: { place: id, ended: false }, limit: 500 });
  for (const each of new Set([...place.queue, ...(place.busy === null ? [] : [place.busy]), ...waiting.map((row) => row.id)])) {
    const deployment = await desk.read<Deployment>(DEPLOYMENT, each);
    if (deployment !== undefined && deployment.body.kind !== 'tear_down') await cancel(deployment, { status: 'cancelled', outcome: 'closed', detail: 'The preview is torn down' }, desk, room);
  }
}
