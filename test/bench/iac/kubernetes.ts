/** What the operator costs: how soon many objects are ready, and how long nobody leads when the leader goes. */
import { join } from 'node:path';
import { API_VERSION } from '@patchbay/kubernetes';
import { type Cluster, isReady, type RunningOperator, startCluster, until } from '../../conformance/iac/kubernetes/cluster.ts';
import { kubernetesIsHere } from '../../doubles/kubernetes.ts';
import type { Figure } from '../../proof.ts';
import { median } from '../load.ts';
import { start } from '../process.ts';

const COUNT = Number(process.env['OBJECTS'] ?? 200);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);

export async function kubernetesFigures(): Promise<Figure[]> {
  if (!kubernetesIsHere()) {
    console.error('KUBERNETES WAS NOT MEASURED: run `node test/doubles/kubernetes/build.ts` first.');
    return [{ name: 'Kubernetes to measure the operator at', value: 0, goal: process.env['CI'] === 'true' ? 1 : 0, better: 'higher' }];
  }
  const hub = await start([process.execPath, join(import.meta.dirname, 'hub.ts')]);
  const cluster = await startCluster();
  try {
    const at = { url: hub.said['url']!, key: hub.said['key']! };
    const operator = await cluster.operator('bench', at);
    const ready: number[] = [];
    for (let round = 0; round < ROUNDS; round++) ready.push(await manyReady(cluster, operator));
    return figures(median(ready), median(await handovers(cluster, operator, at)));
  } finally {
    await cluster.stop();
    await hub.stop();
  }
}

const figures = (ready: number, handover: number): Figure[] => [
  { name: `${COUNT} objects of Kubernetes ready after apply, s`, value: Number((ready / 1000).toFixed(2)), goal: 5, better: 'lower' },
  { name: 'another operator leads after the leader went, s', value: Number((handover / 1000).toFixed(3)), goal: 1, better: 'lower' },
];

async function manyReady(cluster: Cluster, operator: RunningOperator): Promise<number> {
  await until(() => leads(operator), 'the operator works');
  const items = Array.from({ length: COUNT }, (_, i) => ({ apiVersion: API_VERSION, kind: 'Project', metadata: { name: `bulk-${i}` }, spec: { slug: `bulk-${i}`, name: `Bulk ${i}`, metadata: { a: '1', b: '2' } } }));
  const since = performance.now();
  await cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const applied = performance.now();
  await until(async () => { const all = await cluster.all(); return all.length === COUNT && all.every(isReady); }, 'all are ready');
  const done = performance.now();
  await cluster.kubectl(['delete', 'projects.patchbay.io', '--all', '-n', 'shop', '--wait=false']);
  await until(async () => (await cluster.all()).length === 0, 'all are gone');
  console.log(`${COUNT} objects: applied in ${((applied - since) / 1000).toFixed(2)} s, ready ${((done - applied) / 1000).toFixed(2)} s later, deleted in ${((performance.now() - done) / 1000).toFixed(2)} s`);
  return done - applied;
}

/** From the signal to the leader until another one works. */
async function handovers(cluster: Cluster, first: RunningOperator, at: { readonly url: string; readonly key: string }): Promise<number[]> {
  const took: number[] = [];
  let leader = first;
  for (let round = 0; round < ROUNDS; round++) {
    const next = await cluster.operator(`next-${round}`, at);
    const since = performance.now();
    const ended = leader.stop();
    await until(() => leads(next), 'another one leads');
    took.push(performance.now() - since);
    await ended;
    leader = next;
  }
  console.log(`handover: ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  return took;
}

const leads = async (operator: RunningOperator): Promise<boolean> => /^patchbay_operator_leader 1$/m.test(await operator.metrics());
