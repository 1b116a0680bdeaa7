/**
 * Every connector against a strict double of its system, in both runtimes; what it sent against the vendor's own description; and against
 * real servers, where Debian has them. `npm run conformance connectors [name]`. VENDOR_DATA names the folder with the descriptions.
 */
import { connectorFolders } from '@patchbay/connectors/testing';
import { outcomes } from '../doubles/connector-suite.ts';
import { isHere } from '../doubles/program.ts';
import { type Figure, proof } from '../proof.ts';
import { descriptionsFolder } from './connectors/descriptions-folder.ts';
import { eachOf } from './connectors/each-of.ts';
import { type Proved, prove } from './connectors/prove.ts';
import { askReal, realOutcomes, type RealRow } from './connectors/real.ts';
import { realSystems } from './connectors/real-systems.ts';
import { show, showReal } from './connectors/show.ts';

const only = process.argv[2];
const folders = connectorFolders().filter((folder) => only === undefined || folder === only);
const systems = realSystems.filter(({ connector }) => only === undefined || connector === only);
const missing = systems.filter(({ tool }) => !isHere(tool));
const descriptions = descriptionsFolder();
/** Elsewhere, what is missing is said, and is no failure. */
const allowed = (count: number): number => (process.env['CI'] === 'true' ? 0 : count);

const proved: Proved[] = [];
const real: RealRow[] = [];
/** Much of the time is spent waiting, so several are asked at once. */
const jobs = [
  ...systems.filter((system) => !missing.includes(system)).flatMap((system) => (['trusted', 'sandboxed'] as const).map((runtime) => async () => { const rows = await askReal(system, runtime); real.push(...rows); showReal(rows); })),
  ...folders.map((folder) => async () => { const one = await prove(folder, descriptions); proved.push(one); show(one); }),
];
await eachOf(jobs, 3);

for (const { tool, name } of missing) console.error(`\n!!! ${tool} is missing: nothing here proves anything about ${name}.`);
if (descriptions === undefined) console.error('\n!!! The vendors’ descriptions are not here (VENDOR_DATA): what connectors send was not held against them.');

const rows = proved.flatMap((one) => one.rows);
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
const realNames = { accepted: 'actions that real servers took, in each runtime', refused: 'actions that real servers refused, in each runtime', told: 'events that real servers told', alike: 'odd requests that a real server and its double answer alike' } as const;
const good = (all: readonly { readonly wrong?: string }[]): number => all.filter(({ wrong }) => wrong === undefined).length;
const figures: Figure[] = [
  ...outcomes.map((outcome): Figure => { const own = rows.filter((row) => row.outcome === outcome); return { name: `actions ${outcome}, in each runtime`, value: good(own), goal: own.length, better: 'higher' }; }),
  { name: 'actions that did otherwise', value: rows.length - good(rows), goal: 0, better: 'lower' },
  { name: 'connectors', value: proved.length, goal: 1, better: 'higher' },
  { name: 'inbound samples', value: sum(proved.map(({ received }) => received.length)), goal: 0, better: 'higher' },
  { name: 'inbound samples that became something else', value: sum(proved.map(({ received }) => received.length - good(received))), goal: 0, better: 'lower' },
  { name: 'requests held against a vendor’s description', value: sum(proved.map(({ checked }) => checked)), goal: descriptions === undefined || (only !== undefined && !proved.some((one) => one.described)) ? 0 : 1, better: 'higher' },
  { name: 'of those, violations', value: sum(proved.map(({ violations }) => violations.length)), goal: 0, better: 'lower' },
  { name: 'descriptions that are not here', value: descriptions === undefined ? 1 : 0, goal: allowed(1), better: 'lower' },
  ...realOutcomes.map((outcome): Figure => { const own = real.filter((row) => row.outcome === outcome); return { name: realNames[outcome], value: good(own), goal: own.length, better: 'higher' }; }),
  { name: 'real servers that are missing', value: missing.length, goal: allowed(systems.length), better: 'lower' },
];
proof('conformance connectors', figures);
