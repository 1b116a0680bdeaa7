/** Brings a preview up for a pull request, or a new version into the one that is there. */
import { Failure, previewRecord } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { type By, createOrRefuse, type Wanted } from '../lifecycle/create.ts';
import type { Room } from '../lifecycle/room.ts';
import { type Deployment, iso } from '../record/deployment.ts';
import type { Environment } from '../record/environment.ts';
import { PREVIEW, type Preview, type PreviewBody } from '../record/preview.ts';
import { tellPreview } from './tell-preview.ts';
import { takeQuota } from './quota.ts';

export interface PreviewWanted extends Omit<Wanted, 'kind' | 'preview'> {
  readonly pull_request: string;
  readonly title?: string | undefined;
  readonly time_to_live?: number | undefined;
}

/** No CI is trusted to tear anything down. */
export const DEFAULT_TIME_TO_LIVE = 259_200;
const LONGEST_SLUG = 63;

export const keyOf = (environment: string, pullRequest: string): string => `${environment}/${pullRequest}`;

export async function previewUp(wanted: PreviewWanted, by: By, desk: Desk, room: Room): Promise<{ readonly preview: Preview; readonly deployment: Deployment }> {
  const { environment, pull_request, title, time_to_live, ...rest } = wanted;
  if (environment.body.tier !== 'preview') throw new Failure('deployment.refused', `${environment.body.slug} is of tier ${environment.body.tier}; only one of tier preview is brought up per pull request`, { environment: environment.id });
  const existing = (await desk.find(PREVIEW, { key: keyOf(environment.id, pull_request) })) as Preview | undefined; // written by this engine and no other
  const id = existing?.id ?? desk.newId(previewRecord.prefix);
  const before = existing === undefined ? undefined : await desk.read<Preview>(PREVIEW, id);
  if (before?.body.status === 'going') throw new Failure('preview.going', `${before.id} is being torn down`, { preview: before.id });
  if (before === undefined) await takeQuota(environment, room.options.previewsPerProject, desk);
  const seconds = Math.min(time_to_live ?? Infinity, environment.body.time_to_live ?? DEFAULT_TIME_TO_LIVE);
  const expires = desk.now + seconds * 1000;
  desk.write<PreviewBody>(PREVIEW, id, {
    ...(before?.body ?? freshBody(environment, pull_request)),
    ...(title === undefined ? {} : { title }), commit: rest.commit, ref: rest.ref, status: 'coming', detail: undefined, time_to_live: seconds, expires_at: iso(expires),
  });
  if (!(Date.parse(before?.body.expires_at ?? '') <= expires)) desk.enqueue(`expire ${id}`, expires); // none is in the queue yet, or only one that is later
  const preview = (await desk.read<Preview>(PREVIEW, id))!;
  const deployment = await createOrRefuse({ ...rest, kind: 'deploy', environment, preview }, by, desk, room);
  const latest = (await desk.read<Preview>(PREVIEW, id))!;
  desk.write<PreviewBody>(PREVIEW, id, { ...latest.body, deployment: deployment.id });
  tellPreview('preview.coming', latest, desk);
  return { preview: (await desk.read<Preview>(PREVIEW, id))!, deployment };
}

function freshBody({ id, body: { project, slug } }: Environment, pullRequest: string): PreviewBody {
  return {
    project, environment: id, environment_slug: slug, slug: `${slug.slice(0, LONGEST_SLUG - pullRequest.length - 1)}-${pullRequest.toLowerCase()}`, pull_request: pullRequest,
    status: 'coming', open: true, key: keyOf(id, pullRequest), touched: false, time_to_live: 0,
  };
}
