/** How many previews a project has open. One document per project: two hubs can't both open the last one. */
import { Failure, type Row } from '@patchbay/contracts';
import { QUOTA } from '../collections.ts';
import type { Desk } from '../desk.ts';
import type { Environment } from '../record/environment.ts';

interface QuotaBody extends Readonly<Record<string, unknown>> {
  /** Environment → open previews. */
  readonly open: Readonly<Record<string, number>>;
}

export async function takeQuota({ id, body: { project, slug, max_instances } }: Environment, perProject: number, desk: Desk): Promise<void> {
  const { open } = await quotaOf(project, desk);
  const here = open[id] ?? 0;
  const all = Object.values(open).reduce((sum, each) => sum + each, 0);
  if (here >= max_instances) throw new Failure('preview.too_many', `${slug} has ${here} previews open, and may have ${max_instances}`, { limit: max_instances, environment: id });
  if (all >= perProject) throw new Failure('preview.too_many', `The project has ${all} previews open, and may have ${perProject}`, { limit: perProject, project });
  desk.write<QuotaBody>(QUOTA, project, { open: { ...open, [id]: here + 1 } });
}

export async function giveQuota(project: string, environment: string, desk: Desk): Promise<void> {
  const { open } = await quotaOf(project, desk);
  const { [environment]: here = 0, ...others } = open;
  desk.write<QuotaBody>(QUOTA, project, { open: here <= 1 ? others : { ...others, [environment]: here - 1 } });
}

const quotaOf = async (project: string, desk: Desk): Promise<QuotaBody> => (await desk.read<Row<QuotaBody>>(QUOTA, project))?.body ?? { open: {} };
