/** What the hub itself says in the log of a deployment. */
import { LOG } from '../collections.ts';
import type { Desk } from '../desk.ts';
import type { Deployment } from '../record/deployment.ts';

export interface LogBody extends Readonly<Record<string, unknown>> {
  readonly deployment: string;
  readonly stream: 'out' | 'err' | 'hub';
  readonly group?: string | undefined;
  readonly lines: readonly string[];
}

export function hubLine({ tenant, id }: Pick<Deployment, 'tenant' | 'id'>, line: string, desk: Desk): void {
  const body: LogBody = { deployment: id, stream: 'hub', lines: [line.replaceAll(/[\r\n]+/g, ' ')] };
  desk.add({ op: 'append', in: LOG, tenant, id: desk.newId('dlg'), body, at: desk.now });
  desk.changed(id);
}
