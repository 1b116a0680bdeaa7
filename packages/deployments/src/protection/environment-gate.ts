/** The same version must run in another environment of the project, and must have run there for a while. */
import { environmentResource, type Held } from '@patchbay/contracts';
import type { Desk } from '../desk.ts';
import { type Deployment, DEPLOYMENT, iso, isSameVersion, versionOf } from '../record/deployment.ts';
import type { Environment, Gate } from '../record/environment.ts';
import { PLACE, type Place } from '../record/place.ts';
import type { Asked } from './held.ts';

export async function environmentGate({ environment: slug = '', for: seconds }: Gate, asked: Pick<Asked, 'project' | 'release' | 'commit'>, desk: Desk): Promise<Held | undefined> {
  const environment = (await desk.find(environmentResource.name, { project: asked.project, slug })) as Environment | undefined;
  if (environment === undefined) return { kind: 'gate', detail: `there is no environment ${slug} in this project`, permanent: true };
  const place = await desk.peek<Place>(PLACE, environment.id);
  const current = place?.body.current == null ? undefined : await desk.peek<Deployment>(DEPLOYMENT, place.body.current);
  if (current === undefined || !isSameVersion(current.body, asked)) return { kind: 'gate', detail: `${versionOf(asked)} does not run in ${slug}` };
  const proven = Date.parse(current.body.ended_at ?? iso(current.updated_at)) + seconds * 1000;
  return desk.now >= proven ? undefined : { kind: 'gate', detail: `${versionOf(asked)} has to run in ${slug} for ${seconds} s`, until: iso(proven) };
}
