/** No more than so many open alerts of a severity. */
import type { Held } from '@patchbay/contracts';
import { severities } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { ALERT, type OpenAlert } from '../alerts/record.ts';
import type { Desk } from '../desk.ts';
import type { EnvironmentBody, Gate, Project } from '../record/environment.ts';

const MOST = 1_000;
const NAMED = 3;

export async function alertGate({ severity, at_most, labels }: Gate, environment: Pick<EnvironmentBody, 'slug' | 'tier'>, project: Project | undefined, desk: Desk, store: Store): Promise<Held | undefined> {
  const open = (await store.list(ALERT, { tenant: desk.tenant, where: { open: true }, limit: MOST })) as OpenAlert[];
  const counted = open.filter(({ body }) => severities.indexOf(body.severity) >= severities.indexOf(severity) && (Object.keys(labels).length > 0 ? hasAll(body.labels, labels) : isAbout(body.labels, environment, project)));
  if (counted.length <= at_most) return undefined;
  const names = counted.slice(0, NAMED).map(({ body }) => body.title).join(', ');
  return { kind: 'gate', detail: `${counted.length} alerts of severity ${severity} or above are open, and ${at_most} may be: ${names}${counted.length > NAMED ? ' and more' : ''}` };
}

const hasAll = (labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean => Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** One that names another project or environment is about that. */
function isAbout(labels: Readonly<Record<string, string>>, { slug, tier }: Pick<EnvironmentBody, 'slug' | 'tier'>, project: Project | undefined): boolean {
  const elsewhere = (names: readonly string[], own: readonly string[]): boolean => names.some((name) => labels[name] !== undefined && !own.includes(labels[name].toLowerCase()));
  const called = project === undefined ? [] : [project.body.slug.toLowerCase(), project.body.name.toLowerCase()];
  return !elsewhere(['environment', 'env'], [slug.toLowerCase(), tier]) && !(project !== undefined && elsewhere(['project', 'service', 'app'], called));
}
