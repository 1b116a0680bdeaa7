import type { Desk } from '../desk.ts';
import { iso } from '../record/deployment.ts';
import { PREVIEW, type Preview, type PreviewBody } from '../record/preview.ts';
import { giveQuota } from './quota.ts';
import { tellPreview } from './tell-preview.ts';

/** Nothing of a preview is left. */
export async function gone(id: string, desk: Desk): Promise<void> {
  const preview = (await desk.read<Preview>(PREVIEW, id))!;
  const { key: _, ...body } = preview.body;
  desk.write<PreviewBody>(PREVIEW, id, { ...body, status: 'down', open: false, ended_at: iso(desk.now), detail: undefined });
  await giveQuota(body.project, body.environment, desk);
  tellPreview('preview.down', preview, desk);
}
