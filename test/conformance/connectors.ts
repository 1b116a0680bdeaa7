/**
 * Every connector against a strict double of its system, in both runtimes, and what it sent against the vendor's own description.
 * `npm run conformance connectors [name]`. VENDOR_DATA names the folder with the descriptions.
 */
import { connectors } from '@patchbay/connectors';
import { type Asked, connectorFolders, type ConnectorCases, fileOf } from '@patchbay/connectors/testing';
import { askAll, outcomes, receiveAll, type Row, type Subject } from '../doubles/connector-suite.ts';
import { type Figure, proof } from '../proof.ts';
import { haveDescriptions, violationsIn } from './connectors/descriptions.ts';

const only = process.argv[2];
const folders = connectorFolders().filter((folder) => only === undefined || folder === only);
const rows: Row[] = [];
let inbound = 0;
let inboundWrong = 0;
let checked = 0;
let violated = 0;

for (const folder of folders) {
  const subject: Subject = { plugin: connectors.find(({ id }) => id === `patchbay/${folder}`)!, file: fileOf(folder, 'plugin.ts'), cases: ((await import(fileOf(folder, 'cases.ts'))) as { cases: ConnectorCases }).cases };
  const heard: Asked[] = [];
  for (const runtime of subject.plugin.runtime === 'trusted' ? (['trusted'] as const) : (['trusted', 'sandboxed'] as const)) {
    rows.push(...(await askAll(subject, runtime, heard)));
    const received = await receiveAll(subject, runtime);
    inbound += received.length;
    for (const { title, wrong } of received) if (wrong !== undefined) { inboundWrong++; console.log(`${folder} (${runtime}), ${title}: ${wrong}`); }
  }
  if (haveDescriptions() && subject.cases.described !== undefined) {
    const { checked: count, violations } = await violationsIn(heard, subject.cases.described);
    checked += count;
    violated += violations.length;
    for (const { request, said } of violations) console.log(`${folder}: ${request}: ${said}`);
  }
  show(folder);
}

const wrong = rows.filter((row) => row.wrong !== undefined);
const of = (outcome: string): Row[] => rows.filter((row) => row.outcome === outcome);
const figures: Figure[] = [
  ...outcomes.map((outcome): Figure => ({ name: `actions ${outcome}, in each runtime`, value: of(outcome).filter((row) => row.wrong === undefined).length, goal: of(outcome).length, better: 'higher' })),
  { name: 'actions that did otherwise', value: wrong.length, goal: 0, better: 'lower' },
  { name: 'connectors', value: folders.length, goal: 1, better: 'higher' },
  { name: 'inbound samples', value: inbound, goal: 0, better: 'higher' },
  { name: 'inbound samples that became something else', value: inboundWrong, goal: 0, better: 'lower' },
  { name: 'requests held against a vendor’s description', value: checked, goal: 1, better: 'higher' },
  { name: 'of those, violations', value: violated, goal: 0, better: 'lower' },
  { name: 'descriptions that are not here', value: haveDescriptions() ? 0 : 1, goal: 0, better: 'lower' },
];
proof('conformance connectors', figures);

function show(folder: string): void {
  const own = rows.filter(({ connector }) => connector === `patchbay/${folder}`);
  for (const action of new Set(own.map((row) => row.action))) {
    for (const runtime of new Set(own.map((row) => row.runtime))) {
      const told = own.filter((row) => row.action === action && row.runtime === runtime);
      console.log(`${folder}_${action} (${runtime}): ${told.map(({ outcome, wrong: why }) => `${outcome} ${why === undefined ? 'ok' : `WRONG: ${why}`}`).join(', ')}`);
    }
  }
}
