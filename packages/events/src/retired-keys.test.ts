import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, createIds, Failure, type Op, type Row, type Unit } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointKeys, sourceSecrets } from './retired-keys.ts';

const NOW = Date.UTC(2030, 0, 1);
const DAY = 86_400;
const newId = createIds({ now: () => NOW, random: () => crypto.getRandomValues(new Uint8Array(10)) });

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-keys-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => NOW, collections: [endpointKeys.collection, sourceSecrets.collection] });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const commit = async (...ops: Op[]): Promise<void> => { expect(await store.commit(ops)).toEqual({ kind: 'committed' }); };

describe.each([
  { what: 'keys of endpoints', retired: endpointKeys, owner: 'endpoint', field: 'signing_secret', refusal: 'endpoint.too_many_keys' },
  { what: 'secrets of sources', retired: sourceSecrets, owner: 'source', field: 'secret', refusal: 'source.too_many_secrets' },
])('replaced $what', ({ retired, owner, field, refusal }) => {
  const rowOf = (id: string, sealed = ''): Row => ({ tenant: 'ten_a', id, version: 1, created_at: NOW, updated_at: NOW, body: { [field]: sealed } });
  const unseal = async (_: Row, of: string, sealed: string): Promise<string> => {
    if (of !== field || sealed === 'broken') throw new Failure('secret.unreadable', 'broken');
    return sealed.replace('sealed ', '');
  };
  const open = (now: number) => retired.open(rowOf('billing'), now, { store, unseal });

  async function within(now: number, work: (ctx: Context) => Promise<void>): Promise<void> {
    const ops: Op[] = [];
    const unit: Unit = { add: (op) => void ops.push(op), after: () => undefined };
    await work({ now, unit } as Context); // all that it looks at
    if (ops.length > 0) await commit(...ops);
  }
  const replace = (sealed: string, grace: number, { of = 'billing', at = NOW, by = 'the next key', fits = (_: string): boolean => true } = {}): Promise<void> =>
    within(at, (ctx) => retired.retire(rowOf(of, sealed), by, { grace, fits }, ctx, { store, unseal, newId, sealedOf: (body) => body as Record<string, string> }));
  const retire = (n: number, grace: number, options: { readonly of?: string; readonly at?: number } = {}): Promise<void> => replace(`sealed key ${n}`, grace, options);

  it('are those whose grace is not over, the newest first, however many came after one with a long grace', async () => {
    await retire(0, 7 * DAY);
    for (let n = 1; n < 30; n++) await retire(n, 1, { at: NOW + n * 1000 });
    await retire(30, 60, { at: NOW + 30_000 });
    await retire(31, 0.5 * DAY, { at: NOW + 31_000 });
    await retire(1, DAY, { of: 'other' });
    expect(await open(NOW + 31_000)).toEqual({ keys: ['key 31', 'key 30', 'key 0'], until: NOW + 90_000 });
    expect(await open(NOW + 2 * DAY * 1000)).toEqual({ keys: ['key 0'], until: NOW + 7 * DAY * 1000 });
    expect(await open(NOW + 7 * DAY * 1000)).toEqual({ keys: [], until: Infinity });
  });

  it('are ten at most: one more is refused, until the grace of one is over', async () => {
    for (let n = 0; n < 10; n++) await retire(n, n === 4 ? 60 : DAY);
    await expect(retire(10, DAY)).rejects.toMatchObject({ code: refusal, status: 409, details: { limit: 10 } });
    await retire(10, 0);
    await retire(0, DAY, { of: 'other' });
    await retire(10, DAY, { at: NOW + 60_000 });
    expect((await open(NOW + 60_000)).keys).toEqual([10, 9, 8, 7, 6, 5, 3, 2, 1, 0].map((n) => `key ${n}`));
  });

  it('are none where the same came again, or where nobody can open what was there', async () => {
    await replace('sealed key 1', DAY, { by: 'key 1' });
    await replace('broken', DAY);
    expect(await store.list(retired.collection.name, { limit: 9 })).toEqual([]);
  });

  it('are only those that fit what their owner has become: the others are forgotten, and are in nobody’s way', async () => {
    for (let n = 0; n < 10; n++) await retire(n, DAY);
    await replace('sealed key 10', DAY, { fits: (key) => key === 'key 3' });
    expect((await open(NOW)).keys).toEqual(['key 3']);
    await replace('sealed key 11', 0, { fits: () => false });
    expect(await store.list(retired.collection.name, { limit: 9 })).toEqual([]);
  });

  it('count as was said the last time that they were replaced, and not while they are the key of now', async () => {
    await retire(0, 7 * DAY);
    await retire(1, DAY);
    await replace('sealed key 2', DAY, { by: 'key 0' });
    expect((await open(NOW)).keys).toEqual(['key 2', 'key 1']);
    await replace('sealed key 0', 60, { by: 'key 3' });
    expect(await open(NOW)).toEqual({ keys: ['key 0', 'key 2', 'key 1'], until: NOW + 60_000 });
    await replace('sealed key 3', DAY, { by: 'key 1' });
    await replace('sealed key 1', 0, { by: 'key 4' });
    expect((await open(NOW)).keys).toEqual(['key 3', 'key 0', 'key 2']);
  });

  it('do without one that nobody can open any more', async () => {
    await retire(0, DAY);
    await commit({ op: 'insert', in: retired.collection.name, tenant: 'ten_a', id: 'x_1', body: { [owner]: 'billing', sealed: 'broken', until: NOW + 1000 }, at: NOW });
    expect((await open(NOW)).keys).toEqual(['key 0']);
  });

  it('go with their owner, and nobody else’s do', async () => {
    await retire(0, 1);
    for (let n = 1; n < 4; n++) await retire(n, DAY, { at: NOW + 2000 });
    await retire(0, DAY, { of: 'other' });
    await within(NOW, (ctx) => retired.forget(rowOf('billing'), ctx, store));
    expect((await store.list(retired.collection.name, { limit: 9 })).map(({ body }) => body[owner])).toEqual(['other']);
  });
});
