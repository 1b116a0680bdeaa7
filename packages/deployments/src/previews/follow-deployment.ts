/** What the end of a deployment means for the preview that it belongs to. */
import type { Desk } from '../desk.ts';
import type { Room } from '../lifecycle/room.ts';
import { type Deployment, iso } from '../record/deployment.ts';
import { EMPTY, PLACE, type Place } from '../record/place.ts';
import { PREVIEW, type Preview, type PreviewBody } from '../record/preview.ts';
import { gone } from './gone.ts';
import { tellPreview } from './tell-preview.ts';

export async function followPreview({ id, body }: Deployment, desk: Desk, _room: Room): Promise<void> {
  const preview = await desk.read<Preview>(PREVIEW, body.preview!);
  if (preview === undefined || !preview.body.open) return;
  if (body.kind === 'tear_down') return body.status === 'succeeded' ? gone(preview.id, desk) : undefined;
  if (preview.body.status === 'going') return;
  const place = (await desk.read<Place>(PLACE, preview.id))?.body ?? EMPTY;
  if (body.status === 'succeeded') {
    desk.write<PreviewBody>(PREVIEW, preview.id, { ...preview.body, status: place.queue.length > 0 ? 'coming' : 'up', url: body.url ?? preview.body.url, deployment: id, detail: undefined, expires_at: iso(desk.now + preview.body.time_to_live * 1000) });
    return tellPreview('preview.up', preview, desk);
  }
  if (place.queue.length > 0 || place.busy !== null || body.status === 'superseded') return; // the next one is on its way
  desk.write<PreviewBody>(PREVIEW, preview.id, { ...preview.body, status: place.current === null ? 'failed' : 'up', detail: body.detail ?? body.outcome });
  tellPreview('preview.failed', preview, desk);
}
