/** What there is of one kind, kept current: listed once, then watched, and listed anew when the watch can't go on. */
import { backoff } from '../backoff.ts';
import { type Clock, pause } from '../clock.ts';
import type { Kube, WatchEvent } from './kube-client.ts';
import { isStatus, KubeError } from './kube-error.ts';
import { type KubeObject, nameOf } from './kube-object.ts';

export interface InformerPorts {
  readonly kube: Pick<Kube, 'list' | 'watch'>;
  readonly clock: Clock;
  readonly random: () => number;
  /** `before` is what was known of it. */
  readonly onChange: (object: KubeObject, before: KubeObject | undefined) => void;
  readonly onGone: (object: KubeObject) => void;
  readonly onError: (path: string, error: unknown) => void;
}

export interface InformerOptions { readonly path: string; readonly metadataOnly?: boolean; readonly fieldSelector?: string }

export interface Informer {
  /** Until the signal says so. */
  run(signal: AbortSignal): Promise<void>;
  /** Resolves when it was listed for the first time, or is known not to be there. */
  readonly synced: Promise<void>;
  get(name: string): KubeObject | undefined;
  all(): Iterable<KubeObject>;
  /** What a write answered, which the watch will tell only later. */
  put(object: KubeObject): void;
}

const PAGE = '500';
const WATCH_SECONDS = 300;
const RETRY = { first: 200, cap: 30_000 };
/** A watch without a word that ends sooner has not worked. */
const SHORTEST_MS = 1000;

export function createInformer({ path, metadataOnly = false, fieldSelector }: InformerOptions, { kube, clock, random, onChange, onGone, onError }: InformerPorts): Informer {
  const known = new Map<string, KubeObject>();
  const { promise: synced, resolve: isSynced } = Promise.withResolvers<void>();

  function take(object: KubeObject, isFresh = isNewer): void {
    const before = known.get(nameOf(object));
    if (before?.metadata.uid === object.metadata.uid && !isFresh(object, before)) return;
    known.set(nameOf(object), object);
    onChange(object, before);
  }

  function drop(name: string): void {
    const object = known.get(name);
    if (object === undefined) return;
    known.delete(name);
    onGone(object);
  }

  async function list(signal: AbortSignal): Promise<string> {
    const names = new Set<string>();
    let page: Awaited<ReturnType<Kube['list']>> | undefined;
    do {
      page = await kube.list(path, { metadataOnly, query: { limit: PAGE, continue: page?.metadata.continue, fieldSelector } }, signal);
      for (const object of page.items ?? []) {
        names.add(nameOf(object));
        take(object, isOther);
      }
    } while (page.metadata.continue !== undefined && page.metadata.continue !== '');
    for (const name of known.keys()) if (!names.has(name)) drop(name);
    isSynced();
    return page.metadata.resourceVersion;
  }

  async function follow(from: string, signal: AbortSignal): Promise<string> {
    let at = from;
    let isHeard = false;
    const since = clock.now();
    const seconds = Math.round(WATCH_SECONDS * (1 + random()));
    await kube.watch(path, { metadataOnly, query: { resourceVersion: from, allowWatchBookmarks: 'true', timeoutSeconds: String(seconds), fieldSelector } }, (event) => {
      isHeard = true;
      at = handle(event) ?? at;
    }, signal);
    if (!isHeard && clock.now() - since < SHORTEST_MS) throw new KubeError(0, 'Unknown', 'the watch ended as soon as it had begun');
    return at;
  }

  function handle({ type, object }: WatchEvent): string {
    if (type === 'ERROR') throw new KubeError(object.code ?? 0, object.reason ?? 'Unknown', object.message ?? 'the watch failed');
    if (type === 'DELETED') drop(nameOf(object));
    else if (type !== 'BOOKMARK') take(object);
    return object.metadata.resourceVersion;
  }

  return {
    synced,
    async run(signal) {
      for (let failures = 0; !signal.aborted;) {
        let since = Infinity;
        try {
          let at = await list(signal);
          since = clock.now();
          while (!signal.aborted) at = await follow(at, signal);
        } catch (error) {
          if (signal.aborted) return;
          onError(path, error);
          // A kind that is not installed yet has no objects; all other kinds would wait for it.
          if (isStatus(error, 404)) isSynced();
          // Not as soon as it was listed: while no watch works, everything would be listed several times a second.
          if (clock.now() - since > RETRY.cap) failures = 0;
          await pause(backoff(failures++, RETRY, random), clock, signal);
        }
      }
    },
    get: (name) => known.get(name),
    all: () => known.values(),
    put(object) {
      if (known.get(nameOf(object))?.metadata.uid === object.metadata.uid) take(object);
    },
  };
}

/** A list is the truth, also of a cluster that was set back to a backup. */
const isOther = (a: KubeObject, b: KubeObject): boolean => a.metadata.resourceVersion !== b.metadata.resourceVersion;
/** Versions of one object are numbers that grow, and have been called so by Kubernetes since 1.35. */
const isNewer = (a: KubeObject, b: KubeObject): boolean => BigInt(a.metadata.resourceVersion) > BigInt(b.metadata.resourceVersion);
