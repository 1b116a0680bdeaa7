/**
 * Hostile guests against the sandbox of plugins and transformations, each with neighbours in the same thread: every attack under
 * both engines, in a thread of the hub and in a process of its own. `npm run attack plugins`
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Figure, proof } from '../proof.ts';
import { ATTACKS } from './plugins/attacks.ts';
import type { Report } from './plugins/stage.ts';
import { WELL_KNOWN } from './plugins/well-known.ts';

interface Setting { readonly engine: string; readonly placement: string }
interface Run extends Setting { readonly reports: readonly Report[]; readonly deaths: number }

const ENGINES = ['quickjs-ng', 'quickjs'];
const PLACEMENTS = ['thread', 'process'];
const MOST_DEATHS = 5; // more of them tell nothing new
const [onlyEngine, onlyPlacement] = process.argv.slice(2);

const unknown = Object.entries(WELL_KNOWN).filter(([, name]) => !ATTACKS.some((attack) => attack.name === name));
for (const [short, name] of unknown) console.error(`NO SUCH ATTACK  ${short}: ${name}`);

const runs: Run[] = [];
for (const engine of ENGINES.filter((each) => onlyEngine === undefined || each === onlyEngine)) {
  for (const placement of PLACEMENTS.filter((each) => onlyPlacement === undefined || each === onlyPlacement)) runs.push(await all({ engine, placement }));
}

const everywhere = ATTACKS.filter(({ name }) => runs.every(({ reports }) => reports.some((report) => report.name === name)));
const reports = runs.flatMap((run) => run.reports);
const faults = runs.flatMap((run) => run.reports.flatMap(({ name, faults }) => faults.map((fault) => `${title(run)}: ${name}: ${fault}`)));
const unexpected = runs.flatMap((run) => run.reports.filter(({ expected }) => !expected).map(({ name, ending }) => `${title(run)}: ${name}: ${ending}`));
for (const fault of faults) console.error(`FAULT  ${fault}`);
for (const ending of unexpected) console.error(`UNEXPECTED  ${ending}`);

proof('attack plugins', [
  { name: 'engines × placements', value: runs.length, goal: 4, better: 'higher' },
  { name: 'attacks run in each', value: everywhere.length, goal: 150, better: 'higher' },
  { name: 'of the 57 well-known ones', value: new Set(Object.values(WELL_KNOWN).filter((name) => everywhere.some((attack) => attack.name === name))).size, goal: 57, better: 'higher' },
  { name: 'host deaths', value: sum(runs.map(({ deaths }) => deaths)), goal: 0, better: 'lower' },
  { name: 'pollution, leaks and escapes', value: faults.length, goal: 0, better: 'lower' },
  { name: 'unexpected endings', value: unexpected.length, goal: 0, better: 'lower' },
  { name: 'neighbour calls lost', value: sum(reports.map(({ lost }) => lost)), goal: 0, better: 'lower' },
  { name: 'event-loop lag p99, p99 of attacks, ms', value: quantile(reports.map(({ lags }) => lags[1] ?? 0), 0.99), goal: 50, better: 'lower' },
  { name: 'CPU time beyond the budget of the interrupted, p99, ms', value: quantile(reports.flatMap(({ interrupted }) => interrupted ?? []), 0.99), goal: 50, better: 'lower' },
  ...runs.flatMap(times),
]);

/** Which depend on how fast a thread is replaced and a program loaded again. */
function times({ reports: own, ...setting }: Run): Figure[] {
  return [
    { name: `${title(setting)}: slowest neighbour, p99 of attacks, ms`, value: quantile(own.map(({ neighbourMs }) => neighbourMs), 0.99), goal: 500, better: 'lower' },
    { name: `${title(setting)}: thread replaced after the grace, p50, ms`, value: quantile(own.flatMap(({ killed }) => killed ?? []), 0.5), goal: 100, better: 'lower' },
  ];
}

/** Attack after attack; after a death of the host the rest goes on in another one. */
async function all(setting: Setting): Promise<Run> {
  const collected: Report[] = [];
  let deaths = 0;
  const began = performance.now();
  while (collected.length + deaths < ATTACKS.length && deaths < MOST_DEATHS) {
    const ended = await play(collected.length + deaths, setting, (report) => collected.push(report));
    if (ended) break;
    console.error(`DIED AT  ${title(setting)}: ${ATTACKS[collected.length + deaths]?.name}`);
    deaths++;
  }
  console.log(`${title(setting)}: ${collected.length} attacks in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return { ...setting, reports: collected, deaths };
}

/** True when the stage came to its end. */
async function play(from: number, { engine, placement }: Setting, take: (report: Report) => void): Promise<boolean> {
  const stage = spawn(process.execPath, [join(import.meta.dirname, 'plugins/stage.ts'), String(from), engine, placement], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => { stage.once('exit', resolve); });
  const ended = await listen(stage, `${engine} ${placement}`, take);
  await exit;
  return ended;
}

async function listen(stage: ChildProcess, where: string, take: (report: Report) => void): Promise<boolean> {
  for await (const line of createInterface({ input: stage.stdout! })) {
    const said = JSON.parse(line) as Report | { end: true };
    if ('end' in said) return true;
    take(said);
    console.log(`${where}  ${said.name.padEnd(52)} ${said.ending.slice(0, 40).padEnd(12)} neighbours ${said.neighbourMs.toFixed(0).padStart(4)} ms  lag ${said.lags.map((ms) => ms.toFixed(1)).join(' / ')}`);
  }
  return false;
}

function title({ engine, placement }: Setting): string { return `${engine} in a ${placement}`; }
function sum(values: readonly number[]): number { return values.reduce((total, value) => total + value, 0); }
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
