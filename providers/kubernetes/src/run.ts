/** An operator that waits for its turn, works while it leads, and hands over when it is told to go. */
import { createInformer } from './api/informer.ts';
import type { KubeObject } from './api/kube-object.ts';
import type { Operator, OperatorPorts } from './create-operator.ts';
import { elect } from './leader/elect.ts';
import { createLease, leasesPath } from './leader/lease.ts';

export interface RunOptions {
  readonly identity: string;
  readonly leaseNamespace: string;
  readonly leaseName?: string;
  /** Milliseconds after which others take over from one that died. */
  readonly leaseMs?: number;
}

/** It gives up well before others may begin. */
const RENEW_PART = 2 / 3;
const RETRY_PART = 2 / 15;

export async function run(operator: Operator, { kube, clock, random, log }: OperatorPorts, { identity, leaseNamespace, leaseName = 'patchbay-operator', leaseMs = 15_000 }: RunOptions, signal: AbortSignal): Promise<void> {
  const lease = createLease({ namespace: leaseNamespace, name: leaseName, identity, leaseMs }, { kube, clock });
  const lookers = new Set<() => void>();
  const tellIfFree = (object: KubeObject): void => {
    if (object.spec?.['holderIdentity'] === '' || object.spec?.['holderIdentity'] === undefined) for (const look of lookers) look();
  };
  const watch = createInformer({ path: leasesPath(leaseNamespace), fieldSelector: `metadata.name=${leaseName}` }, {
    kube, clock, random, onChange: tellIfFree, onGone: () => { for (const look of lookers) look(); },
    onError: (path, error) => log('warn', 'a watch is tried again', { path, error: error instanceof Error ? error.message : String(error) }),
  });
  const watching = watch.run(signal);
  await elect(async (term) => {
    log('info', 'leads', { identity, lease: `${leaseNamespace}/${leaseName}` });
    await operator.work(term);
    log('info', 'leads no more', { identity });
  }, {
    lease, clock, random, onError: (error) => log('warn', 'the lease was not renewed', { error: error instanceof Error ? error.message : String(error) }),
    onFree(look) {
      lookers.add(look);
      return () => void lookers.delete(look);
    },
  }, { renewMs: leaseMs * RENEW_PART, retryMs: leaseMs * RETRY_PART }, signal);
  await watching;
}
