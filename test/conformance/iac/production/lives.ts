/** The hub in production as code: what deploy/ says is rendered, given to a real API server, applied by the real terraform, and a hub of it dies while people work. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHere } from '../../../doubles/program.ts';
import { chartsAreHere } from '../../../doubles/chart.ts';
import { kubernetesIsHere } from '../../../doubles/kubernetes.ts';
import type { Tally } from '../tally.ts';
import { chartLives } from './chart.ts';
import { loopbackLives } from './loopback.ts';
import { unitHolds } from './unit.ts';

const DEPLOY = join(import.meta.dirname, '../../../../deploy');

/** What this machine lacks for it: nothing, it is hoped. */
export const productionLacks = (): readonly string[] => [
  ...['terraform', 'haproxy', 'systemd-analyze', 'curl'].filter((tool) => !isHere(tool)),
  ...(kubernetesIsHere() && chartsAreHere() ? [] : ['the API server of test/doubles/kubernetes/build.ts']),
];

export async function productionLives(tally: Tally): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'patchbay-production-'));
  try {
    await unitHolds(DEPLOY, tally);
    const both = await Promise.allSettled([chartLives(DEPLOY, tally), loopbackLives(DEPLOY, scratch, tally)]); // each mostly waits
    for (const each of both) if (each.status === 'rejected') throw each.reason;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
