/** What was found, line by line: for each action and runtime how it ended. */
import type { Row } from '../../doubles/connector-suite.ts';
import type { Proved } from './prove.ts';
import type { RealRow } from './real.ts';

const ended = (outcome: string, wrong: string | undefined): string => `${outcome} ${wrong === undefined ? 'ok' : `WRONG: ${wrong}`}`;

export function show({ folder, rows, received, violations }: Proved): void {
  for (const own of groups(rows, ({ action, runtime }) => `${action} (${runtime})`)) console.log(`${folder}_${own[0]!.action} (${own[0]!.runtime}): ${own.map(({ outcome, wrong }: Row) => ended(outcome, wrong)).join(', ')}`);
  for (const { title, wrong } of received) if (wrong !== undefined) console.log(`${folder}, ${title}: ${wrong}`);
  for (const { request, said } of violations) console.log(`${folder}: ${request}: ${said}`);
}

export function showReal(rows: readonly RealRow[]): void {
  for (const own of groups(rows.filter(({ outcome }) => outcome !== 'alike'), ({ what }) => what)) console.log(`${own[0]!.system}, ${own[0]!.what} (${own[0]!.runtime}): ${own.map(({ outcome, wrong }) => ended(outcome, wrong)).join(', ')}`);
  for (const { system, what, outcome, wrong } of rows) if (outcome === 'alike' && wrong !== undefined) console.log(`${system}, ${what}: ${wrong}`);
}

const groups = <T>(rows: readonly T[], keyOf: (row: T) => string): T[][] => [...Map.groupBy(rows, keyOf).values()];
