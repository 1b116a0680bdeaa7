/** Child processes of a bench: started, asked for their first line of JSON, measured from outside, ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Child {
  readonly pid: number;
  /** The first line of JSON that it printed. */
  readonly said: Record<string, string>;
  stop(): Promise<void>;
}

export async function start(command: readonly string[], environment: Record<string, string> = {}): Promise<Child> {
  const [program = process.execPath, ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...process.env, ...environment } });
  const said = await firstJson(child);
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
  return {
    pid: child.pid!,
    said,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstJson(child: ChildProcess): Promise<Record<string, string>> {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith('{')) return JSON.parse(line) as Record<string, string>;
  }
  throw new Error('the process ended before it was ready');
}

/** CPU seconds so far, from /proc. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1024;
}
