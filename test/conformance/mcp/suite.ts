/** Runs the official suite and reads what it found. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Tally {
  readonly scenarios: number;
  readonly passed: number;
  readonly failed: number;
  /** Scenarios with a failure, with its output to look at. */
  readonly failing: readonly string[];
}

const SUITE = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));
const LINE = /^[✓✗] (\S+): (\d+) passed, (\d+) failed/gmu;

export async function runSuite(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Tally> {
  const child = spawn(process.execPath, [SUITE, ...args], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...environment } });
  const said = await text(child.stdout);
  const lines = [...said.matchAll(LINE)].map(([, scenario = '', passed, failed]) => ({ scenario, passed: Number(passed), failed: Number(failed) }));
  const failing = lines.filter(({ failed }) => failed > 0).map(({ scenario }) => scenario);
  if (lines.length === 0) console.log(said.slice(-4000));
  return { scenarios: lines.length, passed: lines.reduce((sum, each) => sum + each.passed, 0), failed: lines.reduce((sum, each) => sum + each.failed, 0), failing };
}
