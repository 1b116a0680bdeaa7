/** Guests that do not end, with the hub's own loop watched, and a neighbour that wants an answer meanwhile. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { median } from '../load.ts';
import { type Figures, quantile, times } from './figures.ts';
import { GRACE_MS, type Place } from './place.ts';

const CPU_MS = 50;
const HARD_MS = CPU_MS + GRACE_MS;
const limits = { cpuMs: CPU_MS };

export async function hostile({ placement, sandbox, program, run }: Place, { lower }: Figures): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const beyond: number[] = [];
  for (let n = 0; n < 20; n++) beyond.push((await sandbox.run(program, { input: '{}', name: 'loop', limits })).cpuMs - CPU_MS);
  const waited: number[] = [];
  const killed = await times(20, async () => {
    const began = performance.now();
    const attack = sandbox.run(program, { input: '{}', name: 'native', limits });
    const neighbours = Promise.all(Array.from({ length: 20 }, () => run(program, { input: '{"id":1}' }))).then(() => waited.push(performance.now() - began));
    await Promise.all([attack, neighbours]);
  });
  delay.disable();
  lower(`${placement}: CPU time of an endless loop beyond its ${CPU_MS} ms, p50, ms`, median(beyond), 10);
  lower(`${placement}: uninterruptible loop gone and 20 neighbours answered after its ${HARD_MS} ms, p50, ms`, median(killed) - HARD_MS, 100);
  lower(`${placement}: neighbours behind it answered, p99, ms`, quantile(waited, 0.99), 500);
  lower(`${placement}: event-loop lag meanwhile, p99, ms`, delay.percentile(99) / 1e6, 50);
}
