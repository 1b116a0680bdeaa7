/** The operator at a real API server. What another tool made is taken over by its natural key, as the annotation asks; to look, an object is rehearsed. */
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import type { CatalogDocument } from '@patchbay/contracts';
import { createHubSource, createKube, createOperator, kindsOf, kubeConfigOf, systemClock } from '@patchbay/kubernetes';
import { type Kubernetes, startKubernetes } from '../../../doubles/kubernetes.ts';
import { resolve, resourceOf } from '../parity/resolve.ts';
import type { Declaration, ParityHub, ParityTool } from '../parity/tool.ts';
import { conditionOf, type Found, install, isReady, until } from './cluster.ts';
import { listOf, manifestsOf, objectName } from './manifest.ts';

export const kubernetesParity = (catalog: CatalogDocument): ParityTool => Object.freeze({
  name: 'kubernetes',
  apply: (tenant: readonly Declaration[], hub: ParityHub) => inCluster(tenant, catalog, hub, { 'patchbay.io/deletion-policy': 'retain' }, async (found) => {
    await until(async () => (await found()).every(isReady), 'all are ready').catch(async (error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify((await found()).filter((each) => !isReady(each)).map(({ kind, metadata, status }) => [kind, metadata.name, status?.conditions]))}`);
    });
  }),
  plan: (tenant: readonly Declaration[], hub: ParityHub) => inCluster(tenant, catalog, hub, { 'patchbay.io/dry-run': 'true', 'patchbay.io/adopt': 'true' }, async (found) => {
    const waits = (each: Found): boolean => conditionOf(each, 'Synced')?.reason === 'operator.reference_not_ready';
    await until(async () => (await found()).every((each) => conditionOf(each, 'Synced') !== undefined && !waits(each)), 'all are looked at').catch(() => undefined); // what waits for something that is not there counts
    const changed = (await found()).filter((each) => !/^It would take over \S+ as it is\./.test(conditionOf(each, 'Synced')?.message ?? ''));
    for (const { kind, metadata, status } of changed) console.log(`kubernetes: ${kind} ${metadata.name}: ${JSON.stringify(status?.conditions)}`);
    return changed.length;
  }),
});

async function inCluster<T>(tenant: readonly Declaration[], catalog: CatalogDocument, { url, key }: ParityHub, annotations: Readonly<Record<string, string>>, work: (found: () => Promise<readonly Found[]>) => Promise<T>): Promise<T> {
  const cluster = await startKubernetes();
  const end = new AbortController();
  try {
    await install(cluster);
    await cluster.kubectl(['apply', '--server-side', '-n', 'default', '-f', '-'], listOf(tenant.flatMap((each) => manifestsOf({
      resource: resourceOf(each.resource, catalog), name: objectName(each.label), annotations, fields: resolve(each.fields, tenant, ({ label }) => `ref:${label}`),
    }, refIn))));
    return await operated(cluster, { url, key }, end.signal, catalog, work);
  } finally {
    end.abort();
    await cluster.stop();
  }
}

const refIn = (value: unknown): string | undefined => (typeof value === 'string' && value.startsWith('ref:') ? objectName(value.slice('ref:'.length)) : undefined);

async function operated<T>(cluster: Kubernetes, hub: { readonly url: string; readonly key: string }, signal: AbortSignal, { resources }: CatalogDocument, work: (found: () => Promise<readonly Found[]>) => Promise<T>): Promise<T> {
  const kube = createKube(await kubeConfigOf(await readFile(await cluster.kubeconfig(), 'utf8'), '.'), systemClock);
  const kinds = kindsOf(resources);
  const operator = createOperator({ kube, kinds, hub: createHubSource(async () => hub, systemClock), clock: systemClock, random: Math.random, newKey: randomUUID, log: () => undefined }, { identity: 'parity', approvalPollMs: 200 });
  const working = operator.work(signal);
  const found = async (): Promise<readonly Found[]> => (await Promise.all([...kinds.values()].map(async (each) => (await kube.list(each.path('default'), {}, signal)).items ?? []))).flat() as unknown as Found[]; // as the API server has them
  try {
    return await Promise.race([work(found), working.then(() => { throw new Error('the operator ended'); })]);
  } finally {
    kube.close();
  }
}
