/** What reconciling one object may use. */
import type { Fields } from '@patchbay/reconcile';
import type { Kube } from '../api/kube-client.ts';
import type { KubeObject } from '../api/kube-object.ts';
import type { HubSource } from '../hub.ts';
import type { Kind, Kinds } from '../kinds.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Links } from './links.ts';
import type { Recorder } from './recorder.ts';

export interface Context {
  readonly kube: Kube;
  readonly kinds: Kinds;
  readonly hub: HubSource;
  /** As the watch told it: `namespace/name`. */
  readonly find: (kind: Kind, name: string) => KubeObject | undefined;
  /** All of a kind. */
  readonly objects: (kind: Kind) => Iterable<KubeObject>;
  readonly put: (kind: Kind, object: KubeObject) => void;
  readonly links: Links;
  /** By key: the secrets that this process sent last. Another version of a Secret may hold the same. */
  readonly sent: Map<string, { readonly uid: string; readonly fields: Fields }>;
  /** By id of the hub: the uid of who is taking it over, before that is in its status. */
  readonly claims: Map<string, string>;
  /** By uid: the id of what a rehearsal would take over, for those that name it and are rehearsed too. */
  readonly rehearsed: Map<string, string>;
  readonly record: Recorder;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
  readonly newKey: () => string;
  readonly options: ReconcileOptions;
}

export interface ReconcileOptions {
  /** Milliseconds after which an object that is as declared is compared with the hub again. */
  readonly resyncMs: number;
  readonly approvalPollMs: number;
}

/** One object, for the time of one look. */
export interface Subject { readonly key: string; readonly kind: Kind; readonly object: KubeObject }

export const pathOf = ({ kind, object }: Subject): string => `${kind.path(object.metadata.namespace)}/${object.metadata.name}`;
export const keyOfObject = (resource: string, name: string): string => `${resource}/${name}`;
