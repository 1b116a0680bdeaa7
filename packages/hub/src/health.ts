/** Ready means: a call would be answered. */
import type { Health } from '@patchbay/contracts';
import { Failure } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

/** Probes come often; the store is asked once for all that come at the same time. */
export function createHealth(store: Store): () => Promise<Health> {
  let asking: Promise<Health> | undefined;
  return () => (asking ??= ask(store).finally(() => { asking = undefined; }));
}

async function ask(store: Store): Promise<Health> {
  try {
    await store.ping();
    return { ready: true, checks: { store: { ok: true } } };
  } catch (error) {
    return { ready: false, checks: { store: { ok: false, detail: error instanceof Failure ? error.message : 'the store does not answer' } } };
  }
}
