/** A sandbox in one placement, with the bench's own program in it. */
import { readFileSync } from 'node:fs';
import { type Call, createSandbox, type Program, type Sandbox } from '@patchbay/sandbox';
import { GUEST } from './samples.ts';

export type Placement = 'thread' | 'process';

export interface Place {
  readonly placement: Placement;
  readonly sandbox: Sandbox;
  readonly program: Program;
  readonly readyMs: number;
  load(source: string, partition?: string): Promise<Program>;
  /** The CPU milliseconds of the guest; anything else than an answer is an error. */
  run(program: Program, call: Call): Promise<number>;
  /** Of the hub, and of the process of the guests. */
  residentBytes(): number;
}

export const GRACE_MS = 40;

export async function open(placement: Placement, threads = 1): Promise<Place> {
  const began = performance.now();
  const sandbox = createSandbox({ now: Date.now, random: Math.random }, { placement, threads, graceMs: GRACE_MS });

  async function load(source: string, partition?: string): Promise<Program> {
    const outcome = await sandbox.load(source, partition);
    if (outcome.kind === 'refused') throw new Error(outcome.message);
    return outcome.program;
  }

  async function run(program: Program, call: Call): Promise<number> {
    const outcome = await sandbox.run(program, call);
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    return outcome.cpuMs;
  }

  const program = await load(GUEST);
  await run(program, { input: '{"id":1}' });
  return { placement, sandbox, program, readyMs: performance.now() - began, load, run, residentBytes };
}

/** Linux tells of the children; elsewhere the hub alone is counted. */
function residentBytes(): number {
  return process.memoryUsage.rss() + children().reduce((sum, pid) => sum + rssOf(pid), 0);
}

function children(): string[] {
  return textOf(`/proc/${process.pid}/task/${process.pid}/children`).split(' ').filter(Boolean);
}

function rssOf(pid: string): number {
  return Number(/VmRSS:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
