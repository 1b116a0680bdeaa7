/** What takes a preview away failed once more. It goes on; but whoever looks at the preview finds why, and is told once when that begins to take long. */
import type { Desk } from '../desk.ts';
import { TRY_DELAYS } from '../lifecycle/next-try.ts';
import type { Deployment } from '../record/deployment.ts';
import { PREVIEW, type Preview, type PreviewBody } from '../record/preview.ts';
import { tellPreview } from './tell-preview.ts';

export async function notGoneYet({ body: { preview: id, kind, attempt, environment_slug } }: Deployment, detail: string, desk: Desk): Promise<void> {
  const preview = id === undefined || kind !== 'tear_down' ? undefined : await desk.read<Preview>(PREVIEW, id);
  if (preview === undefined || !preview.body.open) return;
  const hourly = attempt > TRY_DELAYS.length;
  const then = hourly ? `it is tried again every hour: put right what failed, or change how ${environment_slug} is torn down` : 'it is tried again';
  desk.write<PreviewBody>(PREVIEW, preview.id, { ...preview.body, detail: `try ${attempt} to tear it down failed: ${detail}; ${then}`.slice(0, 1000) });
  if (attempt === TRY_DELAYS.length + 1) tellPreview('preview.failed', preview, desk);
}
