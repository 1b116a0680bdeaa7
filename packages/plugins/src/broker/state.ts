/** What a plugin keeps for itself: a few keys per installation, capped. */
import type { Collection, Op, Row } from '@patchbay/contracts';
import { type Json, PluginError } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';

export const stateCollection: Collection = { name: 'plugin_state', kind: 'documents', fields: { installation: 'text', expires_at: 'number' } };

interface Entry { readonly installation: string; readonly key: string; readonly value: Json; readonly size: number; readonly expires_at: number }
interface Owner { readonly tenant: string; readonly id: string }

export interface PluginState {
  get(of: Owner, key: string): Promise<Json | undefined>;
  set(of: Owner, key: string, value: Json, ttl: number | undefined): Promise<void>;
  delete(of: Owner, key: string): Promise<void>;
  list(of: Owner, prefix: string): Promise<string[]>;
  /** All of it, for an uninstallation. */
  clear(of: Owner): Promise<Op[]>;
}

export const STATE_LIMITS = { bytes: 2 ** 20, valueBytes: 64 * 1024, keys: 1000 };
const NEVER = Number.MAX_SAFE_INTEGER;
const AGAIN = 5;

export function createState({ store, now }: { readonly store: Store; readonly now: () => number }, limits = STATE_LIMITS): PluginState {
  const turns = new Map<string, Promise<void>>();
  const entryOf = (row: Row | undefined): Entry | undefined => (row === undefined || Number(row.body['expires_at']) <= now() ? undefined : (row.body as unknown as Entry)); // written below and nowhere else
  const idOf = ({ id }: Owner, key: string): string => `${id}/${key}`;
  const all = (of: Owner): Promise<Row[]> => store.list(stateCollection.name, { tenant: of.tenant, where: { installation: of.id }, limit: limits.keys + 1 });

  /** One after the other, so that many at once do not each find the room that is there once. */
  function set(of: Owner, key: string, value: Json, ttl: number | undefined): Promise<void> {
    const turn = (turns.get(of.id) ?? Promise.resolve()).catch(() => undefined).then(() => keep(of, key, value, ttl));
    turns.set(of.id, turn);
    const left = (): void => { if (turns.get(of.id) === turn) turns.delete(of.id); };
    turn.then(left, left);
    return turn;
  }

  async function keep(of: Owner, key: string, value: Json, ttl: number | undefined): Promise<void> {
    const size = Buffer.byteLength(JSON.stringify(value)) + Buffer.byteLength(key);
    if (size > limits.valueBytes) throw new PluginError('invalid', `The value of ${key} has ${size} bytes, and at most ${limits.valueBytes} are kept`, { limit: limits.valueBytes });
    const id = idOf(of, key);
    for (let attempt = 0; attempt < AGAIN; attempt++) {
      const rows = await all(of);
      const row = rows.find((each) => each.id === id);
      refuseTooMuch(rows.filter((each) => each !== row), size);
      const body = { installation: of.id, key, value, size, expires_at: ttl === undefined ? NEVER : now() + ttl * 1000 };
      const write = { in: stateCollection.name, tenant: of.tenant, id, body, at: now() };
      const { kind } = await store.commit([{ op: 'present', in: 'installation', tenant: of.tenant, id: of.id }, row === undefined ? { op: 'insert', ...write } : { op: 'update', ...write, version: row.version }]);
      if (kind === 'committed') return;
      if ((await store.get('installation', of.tenant, of.id)) === undefined) throw new PluginError('conflict', 'The installation is gone');
    }
    throw new PluginError('conflict', `${key} was changed by others, several times over`);
  }

  function refuseTooMuch(others: readonly Row[], size: number): void {
    const used = others.reduce((sum, { body }) => sum + Number(body['size']), 0);
    if (others.length >= limits.keys) throw new PluginError('invalid', `The installation keeps ${limits.keys} keys already`, { limit: limits.keys });
    if (used + size > limits.bytes) throw new PluginError('invalid', `The installation would keep ${used + size} bytes, and may keep ${limits.bytes}`, { limit: limits.bytes });
  }

  return Object.freeze({
    async get(of: Owner, key: string) { return entryOf(await store.get(stateCollection.name, of.tenant, idOf(of, key)))?.value; },
    set,
    async delete(of: Owner, key: string) {
      await store.commit([{ op: 'delete', in: stateCollection.name, tenant: of.tenant, id: idOf(of, key) }]);
    },
    async list(of: Owner, prefix: string) { return (await all(of)).map(entryOf).flatMap((entry) => (entry?.key.startsWith(prefix) === true ? [entry.key] : [])).sort(); },
    async clear(of: Owner) { return (await all(of)).map(({ id }): Op => ({ op: 'delete', in: stateCollection.name, tenant: of.tenant, id })); },
  });
}
