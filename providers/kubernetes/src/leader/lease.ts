/** A Lease of Kubernetes as who wants to lead sees it. Clocks of two computers are never compared: a lease has run out when we saw it unchanged for as long as it says. */
import type { Clock } from '../clock.ts';
import type { Kube } from '../api/kube-client.ts';
import { isStatus } from '../api/kube-error.ts';

export interface LeaseOptions {
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  /** Milliseconds after which others may take an unrenewed lease. */
  readonly leaseMs: number;
}

export interface LeasePorts { readonly kube: Pick<Kube, 'get' | 'create' | 'replace'>; readonly clock: Clock }

export interface Lease {
  /** Takes or renews it; false while somebody else has it. */
  claim(signal: AbortSignal): Promise<boolean>;
  /** Others may have it at once. */
  release(signal: AbortSignal): Promise<void>;
}

interface LeaseObject {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec?: { readonly holderIdentity?: string; readonly renewTime?: string; readonly acquireTime?: string; readonly leaseDurationSeconds?: number; readonly leaseTransitions?: number };
}

export const leasesPath = (namespace: string): string => `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;

export function createLease({ namespace, name, identity, leaseMs }: LeaseOptions, { kube, clock }: LeasePorts): Lease {
  const all = leasesPath(namespace);
  const one = `${all}/${name}`;
  let seen = { as: '', at: 0 };

  /** MicroTime has six decimals. */
  const now = (): string => new Date(clock.now()).toISOString().replace('Z', '000Z');
  const mine = () => ({ holderIdentity: identity, leaseDurationSeconds: Math.ceil(leaseMs / 1000), renewTime: now() });

  async function claim(signal: AbortSignal): Promise<boolean> {
    const found = await read(signal);
    if (found === undefined) return won(kube.create(all, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec: { ...mine(), acquireTime: now(), leaseTransitions: 0 } }, signal));
    const { holderIdentity: holder = '', leaseTransitions = 0, acquireTime } = found.spec ?? {};
    if (holder !== identity && holder !== '' && !hasRunOut(found)) return false;
    const taken = holder === identity ? { acquireTime, leaseTransitions } : { acquireTime: now(), leaseTransitions: leaseTransitions + 1 };
    return won(kube.replace(one, { ...found, spec: { ...mine(), ...taken } }, signal));
  }

  function hasRunOut({ spec = {} }: LeaseObject): boolean {
    const as = `${spec.holderIdentity}/${spec.renewTime}`;
    if (as !== seen.as) seen = { as, at: clock.now() };
    return clock.now() - seen.at >= (spec.leaseDurationSeconds ?? 0) * 1000;
  }

  const read = (signal: AbortSignal): Promise<LeaseObject | undefined> => kube.get(one, signal).then((found) => found as unknown as LeaseObject, (error: unknown) => { // whoever wrote it, its fields are optional here
    if (isStatus(error, 404)) return undefined;
    throw error;
  });

  return Object.freeze({
    claim,
    async release(signal: AbortSignal) {
      const found = await read(signal);
      if (found?.spec?.holderIdentity !== identity) return;
      await won(kube.replace(one, { ...found, spec: { ...found.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: now() } }, signal));
    },
  });
}

/** Whoever writes first has it. */
const won = (write: Promise<unknown>): Promise<boolean> => write.then(() => true, (error: unknown) => {
  if (isStatus(error, 409)) return false;
  throw error;
});
