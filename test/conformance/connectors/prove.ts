/** One connector: every action in each of its runtimes, all that its system sends, and its requests beside the vendor's description. */
import { connectors } from '@patchbay/connectors';
import { type Asked, type ConnectorCases, fileOf } from '@patchbay/connectors/testing';
import type { Received } from '../../doubles/connector-inbound.ts';
import { askAll, type Row, type Subject } from '../../doubles/connector-suite.ts';
import { violationsIn, type Violation } from './descriptions.ts';

export interface Proved {
  readonly folder: string;
  readonly rows: readonly Row[];
  readonly received: readonly Received[];
  /** Requests that a description was found for. */
  readonly checked: number;
  readonly violations: readonly Violation[];
  readonly described: boolean;
}

export async function prove(folder: string, descriptions: string | undefined): Promise<Proved> {
  const plugin = connectors.find(({ id }) => id === `patchbay/${folder}`);
  if (plugin === undefined) throw new Error(`${folder} is not in the list of connectors; run npm run catalog`);
  const { cases } = (await import(fileOf(folder, 'cases.ts'))) as { cases: ConnectorCases };
  const subject: Subject = { plugin, file: fileOf(folder, 'plugin.ts'), cases };
  const [rows, received, heard]: [Row[], Received[], Asked[]] = [[], [], []];
  for (const runtime of plugin.runtime === 'trusted' ? (['trusted'] as const) : (['trusted', 'sandboxed'] as const)) {
    const found = await askAll(subject, runtime, heard).catch((error: unknown) => ({ rows: [{ connector: plugin.id, action: 'anything', runtime, outcome: 'accepted' as const, wrong: String(error) }], received: [] }));
    rows.push(...found.rows);
    received.push(...found.received.map(({ title, ...more }) => ({ title: `${title} (${runtime})`, ...more })));
  }
  const { described } = cases;
  const held = descriptions === undefined || described === undefined ? { checked: 0, violations: [] } : await violationsIn(heard, described, descriptions);
  return { folder, rows, received, ...held, described: described !== undefined };
}
