/** The process in which the attacks run. It prints one line of JSON for each, so that whoever started it sees at which one it died. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSandbox, type EngineName, type LoadOutcome, type Outcome, type Program, readOutput } from '@patchbay/sandbox';
import { type Attack, ATTACKS } from './attacks.ts';
import { changes, fingerprint } from './fingerprint.ts';

export interface Report {
  readonly name: string;
  readonly ending: string;
  readonly expected: boolean;
  /** What it saw or changed that it must not. */
  readonly faults: readonly string[];
  readonly lost: number;
  /** CPU milliseconds beyond the budget, of one that was interrupted; null for the others. */
  readonly interrupted: number | null;
  /** Milliseconds from the end of the grace to the outcome, of one whose thread had to be ended. */
  readonly killed: number | null;
  readonly neighbourMs: number;
  readonly lags: readonly number[];
}

const CPU_MS = 100;
const GRACE_MS = 40;
const HARD_MS = CPU_MS + GRACE_MS;
const NEIGHBOURS = 20;
/** As long as the proof lets a neighbour wait. */
const LONG_MS = 500;

const [from = '0', engine = 'quickjs-ng', placement = 'thread'] = process.argv.slice(2);
const sandbox = createSandbox({ now: Date.now, random: Math.random }, {
  engine: engine as EngineName, placement: placement as 'thread' | 'process', // attack plugins says one of them
  threads: 1, graceMs: GRACE_MS, limits: { cpuMs: CPU_MS, wallMs: 1500, memoryBytes: 16 * 2 ** 20 },
});
const delay = monitorEventLoopDelay({ resolution: 1 });
const neighbour = programOf(await sandbox.load(`globalThis.polluted = undefined; export default (n) => [n + 1, ({}).polluted, globalThis.polluted, typeof Math.random()]`, 'neighbour'));

// The first calls of a process compile; that lag is not an attack's.
await Promise.all(Array.from({ length: 200 }, (_, n) => sandbox.run(neighbour, { input: String(n) })));
fingerprint(); // looking at them makes Node set up some of its globals
const before = fingerprint();
let child = childOf();
for (const attack of ATTACKS.slice(Number(from))) console.log(JSON.stringify(await calmly(attack)));
await sandbox.close();
console.log('{"end":true}');

/** Where its neighbours waited long it is played once more: a machine that stands still for a moment seldom does so twice. Only times are forgiven. */
async function calmly(attack: Attack): Promise<Report> {
  const first = await play(attack);
  if (first.neighbourMs <= LONG_MS) return first;
  const second = await play(attack);
  const { neighbourMs, lags } = second.neighbourMs < first.neighbourMs ? second : first;
  return { ...(first.expected ? second : first), neighbourMs, lags, faults: [...first.faults, ...second.faults], lost: first.lost + second.lost };
}

async function play(attack: Attack): Promise<Report> {
  delay.reset();
  delay.enable();
  const source = `${attack.source}\nexport const probe = () => [({}).polluted, globalThis.polluted, typeof JSON?.parse, Date.now() > 1e12, Math.random() < 1];`;
  const loaded = await sandbox.load(source, 'mallory');
  const began = performance.now();
  const hit = loaded.kind === 'refused' ? Promise.resolve(loaded) : sandbox.run(loaded.program, { input: '{"polluted":"secret"}', name: 'attack', ...(attack.host === true ? { host } : {}) });
  const [outcome, ...answers] = await Promise.all([hit.then((outcome) => ({ outcome, took: performance.now() - began })), ...Array.from({ length: NEIGHBOURS }, (_, n) => call(n))]);
  delay.disable();
  const ending = endingOf(outcome.outcome);
  const right = attack.endings.some((expected) => expected === ending);
  const used = outcome.outcome.kind === 'stopped' && ending === 'cpu' ? outcome.outcome.used : 0;
  return {
    name: attack.name,
    ending: right ? ending : `${ending} ${JSON.stringify(outcome.outcome).slice(0, 300)}`,
    expected: right,
    faults: [...changes(before), ...(await leftOvers(loaded)), ...said(attack, outcome.outcome), ...ended()],
    lost: answers.filter(({ ok }) => !ok).length,
    interrupted: used > 0 && used !== HARD_MS ? used - CPU_MS : null,
    killed: used === HARD_MS ? outcome.took - HARD_MS : null,
    neighbourMs: Math.max(...answers.map(({ took }) => took)),
    lags: [50, 99, 100].map((percent) => delay.percentile(percent) / 1e6),
  };
}

async function call(n: number): Promise<{ ok: boolean; took: number }> {
  const began = performance.now();
  const outcome = await sandbox.run(neighbour, { input: String(n) });
  return { ok: outcome.kind === 'done' && outcome.output === `[${n + 1},null,null,"number"]`, took: performance.now() - began };
}

/** The process of the guests must live through all of them. */
function ended(): string[] {
  const was = child;
  child = childOf();
  return child === was ? [] : [`the process of the guests ended: ${was} is now ${child || 'gone'}`];
}

/** Linux tells; elsewhere nobody looks. */
function childOf(): string {
  try {
    return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** The attacked program itself must find nothing of the call before. */
async function leftOvers(loaded: LoadOutcome<Program>): Promise<string[]> {
  if (loaded.kind === 'refused' || !loaded.program.functions.includes('probe')) return [];
  const outcome = await sandbox.run(loaded.program, { input: '{}', name: 'probe' });
  const clean = outcome.kind === 'done' && (outcome.output === '[null,null,"function",true,true]' || outcome.output === '"lies"');
  return clean ? [] : [`left behind: ${JSON.stringify(outcome)}`];
}

function said({ forbidden }: Attack, outcome: Outcome | LoadOutcome<Program>): string[] {
  const text = JSON.stringify(outcome);
  const merged = outcome.kind === 'done' && outcome.output !== null ? Object.assign({}, readOutput(outcome.output)) as { polluted?: unknown } : {};
  const faults = 'polluted' in merged ? ['a merged answer is poisoned'] : [];
  return forbidden?.test(text) === true ? [...faults, `said ${text.slice(0, 300)}`] : faults;
}

function endingOf(outcome: Outcome | LoadOutcome<Program>): string {
  return outcome.kind === 'stopped' ? outcome.limit : outcome.kind;
}

function host(name: string, args: string): Promise<string> {
  if (name === 'never') return new Promise(() => { /* that is the attack */ });
  if (name === 'slow') return new Promise((resolve) => { setTimeout(resolve, 50, args); });
  return name === 'refuse' ? Promise.reject(new Error('refused')) : Promise.resolve(args);
}

function programOf(loaded: LoadOutcome<Program>): Program {
  if (loaded.kind === 'refused') throw new Error(loaded.message);
  return loaded.program;
}
