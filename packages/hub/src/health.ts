/** Ready means: a call would be answered. */
import type { Health, House } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

/** Probes come often; the store is asked once for all that come at the same time. Who probes is a stranger: why it is not ready, the log is told, once each time. */
export function createHealth(store: Pick<Store, 'ping'>, report: House['report']): () => Promise<Health> {
  let asking: Promise<Health> | undefined;
  let ready = true;

  async function ask(): Promise<Health> {
    try {
      await store.ping();
      ready = true;
      return { ready, checks: { store: { ok: true } } };
    } catch (error) {
      if (ready) report(error, { check: 'store' });
      ready = false;
      return { ready, checks: { store: { ok: false, detail: 'the store can’t be used; the log of the hub says why' } } };
    }
  }

  return () => (asking ??= ask().finally(() => { asking = undefined; }));
}
