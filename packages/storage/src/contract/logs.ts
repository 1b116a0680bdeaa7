import assert from 'node:assert/strict';
import type { Row } from '@patchbay/contracts';
import { CHAIN_START, chainHash } from '../chain.ts';
import type { LogText, Store } from '../store.ts';
import { append, type Case, done, ids, insert, NOW, numbered, range, refused, T } from './place.ts';

async function texts(store: Store, log: string, tenant?: string): Promise<LogText[]> {
  const found: LogText[] = [];
  for await (const batch of store.scanText(log, { batch: 7, ...(tenant === undefined ? {} : { tenant }) })) found.push(...batch);
  return found;
}

async function checkChain(store: Store, tenant: string, length: number): Promise<void> {
  const entries = await texts(store, 'audit', tenant);
  assert.deepEqual(entries.map(({ seq }) => seq), range(length).map((n) => n + 1));
  let before = CHAIN_START;
  for (const { hash, text, id, created_at: at } of entries) {
    assert.equal(hash, chainHash(before, { id, at, text }));
    before = hash ?? '';
  }
}

/** Resolves with the logs that a bell rings for next. */
const rung = (store: Store): Promise<ReadonlySet<string>> => new Promise((resolve) => { const stop = store.onAppend((logs) => { stop(); resolve(logs); }); });

export const logs: readonly Case[] = [
  {
    title: 'an entry of a chained log has its place and the hash over the hash before, its id, time and text',
    async run(store) {
      await done(store, append('audit', 'a1', { action: 'x', text: 'é"\u0000' }), append('audit', 'a2', { action: 'y' }));
      const [first, second] = await store.tail('audit', { tenant: T, after: 0, limit: 9 });
      const hash = chainHash(CHAIN_START, { id: 'a1', at: NOW, text: JSON.stringify({ action: 'x', text: 'é"\u0000' }) });
      assert.deepEqual(first, { tenant: T, id: 'a1', version: 1, created_at: NOW, updated_at: NOW, body: { action: 'x', text: 'é"\u0000' }, seq: 1, hash });
      assert.equal(second?.hash, chainHash(hash, { id: 'a2', at: NOW, text: JSON.stringify({ action: 'y' }) }));
    },
  },
  {
    title: 'each tenant has its own chain; another log counts over all tenants',
    async run(store) {
      for (const n of range(3)) await done(store, append('audit', `a${n}`, {}), append('audit', `b${n}`, {}, { tenant: 'ten_b' }), append('event', `v${n}`, {}), append('event', `w${n}`, {}, { tenant: 'ten_b' }));
      await checkChain(store, T, 3);
      await checkChain(store, 'ten_b', 3);
      assert.equal(await store.head('audit', T), 3);
      assert.equal(await store.head('audit', 'ten_c'), 0);
      assert.equal(await store.head('event'), 6);
      assert.equal(await store.head('event', T), 6);
      assert.deepEqual(await store.heads(['signal', 'event']), [0, 6]);
      assert.deepEqual((await store.tail('event', { tenant: T, after: 0, limit: 9 })).map(({ seq }) => seq), [1, 3, 5]);
      assert.deepEqual((await store.tail('event', { after: 2, limit: 2 })).map(({ seq }) => seq), [3, 4]);
      assert.equal('hash' in (await store.tail('event', { after: 0, limit: 1 }))[0]!, false);
    },
  },
  {
    title: 'an id is taken once in a log of a tenant, and a refused entry leaves no gap',
    async run(store) {
      await done(store, append('audit', 'a1', {}));
      await refused(store.commit([append('event', 'v1', {}), append('audit', 'a2', {}), append('audit', 'a1', {})]), 2, 'duplicate');
      await done(store, append('audit', 'a2', {}), append('event', 'v1', {}));
      await checkChain(store, T, 2);
      assert.equal(await store.head('event'), 1);
    },
  },
  {
    title: 'chains stay whole when many append at once through several stores',
    async run(store, place) {
      const stores = [store, await place.open(), await place.open()];
      await Promise.all(range(300).map((n) => stores[n % 3]!.commit([append('audit', `a${n}`, { n }, { tenant: `ten_${n % 2}` }), append('audit', `b${n}`, { n }, { tenant: `ten_${(n + 1) % 2}` }), append('event', `v${n}`, { n })])));
      await checkChain(store, 'ten_0', 300);
      await checkChain(store, 'ten_1', 300);
      assert.deepEqual((await texts(store, 'event')).map(({ seq }) => seq), range(300).map((n) => n + 1));
    },
  },
  {
    title: 'a tail that follows while several stores append skips nothing and shows nothing twice',
    async run(store, place) {
      const others = [await place.open(), await place.open()];
      const seen: Row[] = [];
      let writing = true;
      const follow = async (): Promise<void> => {
        for (let after = 0; writing || after < 400; ) {
          const rows = await store.tail('event', { after, limit: 50 });
          seen.push(...rows);
          after = rows.at(-1)?.seq ?? after;
          await new Promise(setImmediate);
        }
      };
      const write = Promise.all(range(4).map(async (lane) => { for (const n of range(100)) await others[lane % 2]!.commit([append('event', numbered(`v${lane}`, n), {})]); }));
      await Promise.all([follow(), write.then(() => { writing = false; })]);
      assert.deepEqual(seen.map(({ seq }) => seq), range(400).map((n) => n + 1));
      assert.equal(new Set(ids(seen)).size, 400);
    },
  },
  {
    title: 'entries are there when the bell rings, in this store and in others',
    async run(store, place) {
      const other = await place.open();
      const here = rung(store);
      const there = rung(other);
      await done(store, insert('project', 'p1', { slug: 'a' }), append('event', 'v1', {}));
      assert.ok((await here).has('event'));
      assert.ok((await there).has('event'));
      assert.deepEqual(ids(await other.tail('event', { after: 0, limit: 9 })), ['v1']);
    },
  },
  {
    title: 'entries are taken out of a log, or get another body, and those that stay keep their places',
    async run(store) {
      await done(store, ...range(5).map((n) => append('event', `v${n}`, { type: 'x', n }, { at: NOW + n })), append('audit', 'a1', {}));
      assert.equal((await store.get('event', T, 'v3'))?.body['n'], 3);
      assert.equal(await store.amend('event', [{ seq: 1 }, { seq: 2 }, { seq: 4, body: { type: 'x', n: 'é"' } }, { seq: 99 }, { seq: 98, body: {} }]), 3);
      assert.equal(await store.amend('event', []), 0);
      assert.deepEqual((await store.tail('event', { tenant: T, after: 0, limit: 9 })).map(({ id, seq, body }) => [id, seq, body['n']]), [['v2', 3, 2], ['v3', 4, 'é"'], ['v4', 5, 4]]);
      assert.deepEqual(ids(await store.list('event', { tenant: T, where: { type: 'x' }, limit: 9 })), ['v2', 'v3', 'v4']);
      assert.equal(await store.get('event', T, 'v0'), undefined);
      await done(store, append('event', 'v0', {}));
      assert.equal((await store.get('event', T, 'v0'))?.seq, 6);
      await assert.rejects(store.amend('audit', [{ seq: 1 }]), /audit can’t be taken out/);
      await assert.rejects(store.amend('project', [{ seq: 1 }]), /project can’t be taken out/);
    },
  },
  {
    title: 'the bell does not ring for documents alone, nor for a refused unit',
    async run(store) {
      const heard: string[] = [];
      const stop = store.onAppend((which) => heard.push(...which));
      await done(store, insert('project', 'p1', { slug: 'a' }));
      await refused(store.commit([append('event', 'v1', {}), insert('project', 'p1', { slug: 'b' })]), 1, 'duplicate');
      await done(store, append('audit', 'a1', {}));
      await new Promise(setImmediate);
      stop();
      await done(store, append('audit', 'a2', {}));
      await new Promise(setImmediate);
      assert.deepEqual([...new Set(heard)], ['audit']);
    },
  },
];
