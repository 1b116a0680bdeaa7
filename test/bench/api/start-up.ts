/** What a start costs from a built install, and what an idle hub holds. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Figure } from '../../proof.ts';
import { median } from '../load.ts';
import { cpuSeconds, residentMegabytes, start } from '../process.ts';

const ROUNDS = 5;
const IDLE_MS = 5000;

export async function startUp(folder: string): Promise<Figure[]> {
  const cli = join(import.meta.dirname, '../../../packages/cli');
  execFileSync(process.execPath, [join(cli, 'build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const cpu: number[] = [];
  const resident: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const hub = await start([process.execPath, join(cli, 'dist/patchbay.mjs'), 'start', '--port', '0', '--data', join(folder, String(round)), '--output', 'json']);
    cpu.push(cpuSeconds(hub.pid));
    if (round === 0) await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    resident.push(residentMegabytes(hub.pid));
    await hub.stop();
  }
  return [
    { name: 'hub ready from a built install, seconds of CPU', value: Number(median(cpu).toFixed(2)), goal: 1.5, better: 'lower' },
    { name: 'idle hub, MB resident', value: Math.round(resident[0]!), goal: 150, better: 'lower' },
  ];
}
