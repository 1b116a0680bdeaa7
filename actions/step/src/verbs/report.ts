/** Outputs and the summary of a deployment. */
import type { CiHost } from '../host.ts';
import type { Deployment } from '../hub/deployment.ts';

export function reportOn(host: CiHost, { id, status, url, outputs, environment_slug: environment, release, commit, detail }: Deployment): void {
  host.output('status', status);
  host.output('url', url ?? '');
  host.output('outputs', JSON.stringify(outputs));
  const rows = [['Environment', environment], ['Version', release ?? commit ?? ''], ['Status', status], ['URL', url ?? ''], ['Deployment', `\`${id}\``], ['Detail', detail ?? ''], ...Object.entries(outputs)];
  host.summary(`### Patchbay: ${environment}\n\n| | |\n|---|---|\n${rows.filter(([, value]) => value !== '').map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`).join('\n')}\n`);
}

/** What came from outside must not break the table, nor become markup. */
const cell = (text: string | undefined): string => (text ?? '').replaceAll(/[\r\n]+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').slice(0, 500);
