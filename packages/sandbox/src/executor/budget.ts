/** How long one call may compute, over all its pieces. Real time is asked first because it is cheap; CPU time decides, so that a busy machine stops nobody. */
import type { CellWriter } from '../cells.ts';

export type Overrun = 'cpu' | 'wall' | 'aborted';

const COARSE_MS = 10;

export interface Budget {
  /** When the real time is over, as `performance.now()` counts. */
  readonly deadline: number;
  /** Around every piece of guest code. */
  run<T>(piece: () => T): T;
  expired(): boolean;
  /** Why it expired. */
  overrun(): Overrun | null;
  expire(why: Overrun): void;
  usedMs(): number;
  elapsedMs(): number;
}

export function createBudget(call: number, { cpuMs, wallMs }: { cpuMs: number; wallMs: number }, cells: CellWriter): Budget {
  const began = performance.now();
  let spent = 0;
  let since = { cpu: 0, real: 0 };
  let askAt = 0;
  let why: Overrun | null = null;

  function expired(): boolean {
    cells.beat();
    const now = performance.now();
    if (why !== null) return true;
    if (cells.aborted(call)) why = 'aborted';
    else if (now - began >= wallMs) why = 'wall';
    else if (now >= askAt) {
      const left = cpuMs - spent - sliceMs(since);
      if (left <= 0) why = 'cpu';
      else askAt = now + left;
    }
    return why !== null;
  }

  return {
    deadline: began + wallMs,
    run(piece) {
      since = startOfSlice();
      askAt = since.real + cpuMs - spent;
      cells.enter(call, cpuMs - spent, since.cpu);
      try {
        return piece();
      } finally {
        cells.leave();
        spent += sliceMs(since);
      }
    },
    expired,
    overrun: () => why,
    expire(reason) { why ??= reason; },
    usedMs: () => spent,
    elapsedMs: () => performance.now() - began,
  };
}

/** Asking for the CPU time costs as much as a small call: an answer is good for a moment, and a slice may seem so much longer. */
const FRESH_MS = 1;
let asked = { cpu: 0, real: -Infinity };

function startOfSlice(): { cpu: number; real: number } {
  const real = performance.now();
  if (real - asked.real > FRESH_MS) asked = { cpu: threadMs(), real };
  return { cpu: asked.cpu, real };
}

/** Short pieces are counted in real time, because the system counts CPU time in coarse steps. */
function sliceMs(since: { cpu: number; real: number }): number {
  const real = performance.now() - since.real;
  return real < COARSE_MS ? real : Math.min(real, threadMs() - since.cpu);
}

/** CPU milliseconds of this thread. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
