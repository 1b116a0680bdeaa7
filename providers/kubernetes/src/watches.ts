/** Everything that is declared, and the metadata of every Secret: one watch for each kind and namespace. */
import { createInformer, type Informer, type InformerPorts } from './api/informer.ts';
import type { KubeObject } from './api/kube-object.ts';
import type { OperatorPorts } from './create-operator.ts';
import type { Kind } from './kinds.ts';

export interface Watches {
  run(signal: AbortSignal): Promise<void>;
  readonly synced: Promise<void>;
  /** `namespace/name`. */
  find(kind: Kind, name: string): KubeObject | undefined;
  objects(kind: Kind): Iterable<KubeObject>;
  put(kind: Kind, object: KubeObject): void;
  all(): Iterable<readonly [Kind, KubeObject]>;
}

export interface Listeners {
  readonly changed: (kind: Kind, object: KubeObject, before: KubeObject | undefined) => void;
  readonly gone: (kind: Kind, object: KubeObject) => void;
  readonly secretChanged: (namespace: string, name: string) => void;
}

export function createWatches({ kube, kinds, clock, random, log }: OperatorPorts, namespaces: readonly string[], { changed, gone, secretChanged }: Listeners): Watches {
  const places = namespaces.length === 0 ? [undefined] : namespaces;
  const onError = (path: string, error: unknown): void => log('warn', 'a watch is tried again', { path, error: error instanceof Error ? error.message : String(error) });
  const watch = (path: string, listeners: Pick<InformerPorts, 'onChange' | 'onGone'>, metadataOnly: boolean): Informer => createInformer({ path, metadataOnly }, { kube, clock, random, onError, ...listeners });
  const objects = [...kinds.values()].flatMap((kind) => places.map((place) => ({
    kind, place, informer: watch(kind.path(place), { onChange: (object, before) => changed(kind, object, before), onGone: (object) => gone(kind, object) }, false),
  })));
  const touched = ({ metadata: { namespace, name } }: KubeObject): void => secretChanged(namespace, name);
  const secrets = places.map((place) => watch(`/api/v1${place === undefined ? '' : `/namespaces/${place}`}/secrets`, { onChange: touched, onGone: touched }, true));
  const informers = [...objects.map(({ informer }) => informer), ...secrets];
  const of = (kind: Kind, namespace: string): Informer | undefined => objects.find((each) => each.kind === kind && (each.place === undefined || each.place === namespace))?.informer;
  return Object.freeze({
    run: async (signal: AbortSignal) => void (await Promise.all(informers.map((informer) => informer.run(signal)))),
    synced: Promise.all(informers.map((informer) => informer.synced)).then(() => undefined),
    find: (kind: Kind, name: string) => of(kind, name.split('/')[0] ?? '')?.get(name),
    *objects(kind: Kind) { for (const each of objects) if (each.kind === kind) yield* each.informer.all(); },
    put: (kind: Kind, object: KubeObject) => of(kind, object.metadata.namespace)?.put(object),
    *all() { for (const { kind, informer } of objects) for (const object of informer.all()) yield [kind, object] as const; },
  });
}
