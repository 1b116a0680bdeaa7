/** Hostile guests against the sandbox, each with neighbours in the same thread. `npm run attack sandbox` */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { proof } from '../proof.ts';
import { ATTACKS } from './sandbox/attacks.ts';
import type { Report } from './sandbox/stage.ts';

const reports: Report[] = [];
let deaths = 0;
let next = 0;
while (next < ATTACKS.length) {
  const ended = await play(next);
  next = reports.length + deaths;
  if (ended) break;
  console.error(`DIED AT  ${ATTACKS[next]?.name}`);
  deaths++;
  next++;
}

const faults = reports.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
const unexpected = reports.filter(({ expected }) => !expected);
for (const fault of faults) console.error(`FAULT  ${fault}`);
for (const { name, ending } of unexpected) console.error(`UNEXPECTED  ${name}: ${ending}`);

proof('attack sandbox', [
  { name: 'attacks run', value: reports.length, goal: 150, better: 'higher' },
  { name: 'host deaths', value: deaths, goal: 0, better: 'lower' },
  { name: 'pollution, leaks and escapes', value: faults.length, goal: 0, better: 'lower' },
  { name: 'unexpected endings', value: unexpected.length, goal: 0, better: 'lower' },
  { name: 'neighbour calls lost', value: sum(reports.map(({ lost }) => lost)), goal: 0, better: 'lower' },
  { name: 'slowest neighbour, p99 of attacks, ms', value: quantile(reports.map(({ neighbourMs }) => neighbourMs), 0.99), goal: 500, better: 'lower' },
  { name: 'CPU time beyond the budget of the interrupted, p99, ms', value: quantile(reports.flatMap(({ interrupted }) => interrupted ?? []), 0.99), goal: 50, better: 'lower' },
  { name: 'thread replaced after the grace, p50, ms', value: quantile(reports.flatMap(({ killed }) => killed ?? []), 0.5), goal: 25, better: 'lower' },
  { name: 'event-loop lag p99, p99 of attacks, ms', value: quantile(reports.map(({ lags }) => lags[1] ?? 0), 0.99), goal: 50, better: 'lower' },
]);

/** True when the stage came to its end. */
async function play(from: number): Promise<boolean> {
  const stage = spawn(process.execPath, [join(import.meta.dirname, 'sandbox/stage.ts'), String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => { stage.once('exit', resolve); });
  const ended = await listen(stage);
  await exit;
  return ended;
}

async function listen(stage: ChildProcess): Promise<boolean> {
  for await (const line of createInterface({ input: stage.stdout! })) {
    const said = JSON.parse(line) as Report | { end: true };
    if ('end' in said) return true;
    reports.push(said);
    console.log(`${said.name.padEnd(52)} ${said.ending.slice(0, 40).padEnd(12)} neighbours ${said.neighbourMs.toFixed(0).padStart(4)} ms  lag ${said.lags.map((ms) => ms.toFixed(1)).join(' / ')}`);
  }
  return false;
}

function sum(values: readonly number[]): number { return values.reduce((total, value) => total + value, 0); }
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
