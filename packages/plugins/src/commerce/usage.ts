/** How much of a plugin’s meters was used: written before the plugin goes on, many at once where many count at the same time. */
import { type Collection, collectionOf, Failure, type NewId, pluginUsageRecord } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Live } from '../live.ts';

export const usageCollection: Collection = { ...collectionOf(pluginUsageRecord), unique: [{ fields: ['installation', 'meter', 'month'] }] };

export interface Usage { add(live: Pick<Live, 'tenant' | 'id' | 'plugin'>, meter: string, quantity: number): Promise<void> }

interface Waiting { quantity: number; readonly written: Promise<void> }

const AGAIN = 10;

export function createUsage({ store, newId, now }: { readonly store: Store; readonly newId: NewId; readonly now: () => number }): Usage {
  const waiting = new Map<string, Waiting>();
  const writing = new Map<string, Promise<void>>();

  function add(live: Pick<Live, 'tenant' | 'id' | 'plugin'>, meter: string, quantity: number): Promise<void> {
    const month = new Date(now()).toISOString().slice(0, 7);
    const key = `${live.id} ${meter} ${month}`;
    const open = waiting.get(key);
    if (open !== undefined) {
      open.quantity += quantity;
      return open.written;
    }
    const before = writing.get(key) ?? Promise.resolve();
    const next: Waiting = { quantity, written: before.catch(() => undefined).then(() => { waiting.delete(key); return write(live, meter, month, next.quantity); }) };
    waiting.set(key, next);
    writing.set(key, next.written);
    const forget = (): void => { if (writing.get(key) === next.written) writing.delete(key); };
    next.written.then(forget, forget);
    return next.written;
  }

  async function write({ tenant, id: installation, plugin }: Pick<Live, 'tenant' | 'id' | 'plugin'>, meter: string, month: string, quantity: number): Promise<void> {
    for (let attempt = 0; attempt < AGAIN; attempt++) {
      const row = await store.find(usageCollection.name, tenant, { installation, meter, month });
      const body = { plugin, installation, meter, month, quantity: Number(row?.body['quantity'] ?? 0) + quantity };
      const change = { in: usageCollection.name, tenant, body, at: now() };
      const { kind } = await store.commit([row === undefined ? { op: 'insert', ...change, id: newId(pluginUsageRecord.prefix) } : { op: 'update', ...change, id: row.id, version: row.version }]);
      if (kind === 'committed') return;
    }
    throw new Failure('resource.conflict', `The meter ${meter} met ${AGAIN} concurrent changes in a row`);
  }

  return Object.freeze({ add });
}
