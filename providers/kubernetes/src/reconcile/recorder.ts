/** Events of Kubernetes: what `kubectl describe` tells about an object. Nothing depends on them, so nothing waits for them. */
import type { Kube } from '../api/kube-client.ts';
import type { KubeObject } from '../api/kube-object.ts';
import { MANAGER } from '../crd/names.ts';

export type Recorder = (object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string) => void;

export interface RecorderPorts { readonly kube: Pick<Kube, 'create'>; readonly now: () => number; readonly newKey: () => string; readonly identity: string; readonly onError: (error: unknown) => void }

const MOST = 1000;

export function createRecorder({ kube, now, newKey, identity, onError }: RecorderPorts, signal: AbortSignal): Recorder {
  return ({ apiVersion, kind, metadata }, type, reason, message) => {
    const { name, namespace, uid, resourceVersion } = metadata;
    const at = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
    kube.create(`/api/v1/namespaces/${namespace}/events`, {
      apiVersion: 'v1', kind: 'Event', metadata: { name: `${name.slice(0, 200)}.${newKey().replaceAll('-', '').slice(0, 16)}`, namespace },
      involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion }, type, reason, message: message.slice(0, MOST),
      source: { component: MANAGER }, reportingComponent: MANAGER, reportingInstance: identity, firstTimestamp: at, lastTimestamp: at, count: 1,
    }, signal).catch((error: unknown) => { if (!signal.aborted) onError(error); });
  };
}
