/** Outputs and the summary of a deployment. */
import type { CiHost } from '../host.ts';
import type { Deployment } from '../hub/deployment.ts';

export function reportOn(host: CiHost, { id, status, url, outputs, environment_slug: environment, release, commit, detail }: Deployment): void {
  host.output('status', status);
  host.output('url', url ?? '');
  host.output('outputs', JSON.stringify(outputs));
  host.summary(environment, [['Environment', environment], ['Version', release ?? commit], ['Status', status], ['URL', url], ['Deployment', `\`${id}\``], ['Detail', detail], ...Object.entries(outputs)]);
}
