import assert from 'node:assert/strict';
import { absent, type Case, done, ids, insert, NOW, present, range, refused, remove, T, update } from './place.ts';

export const documents: readonly Case[] = [
  {
    title: 'reads a document as it was written, with its version and times',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'shop', nested: { list: [1, null, 'é'] } }));
      assert.deepEqual(await store.get('project', T, 'p1'), { tenant: T, id: 'p1', version: 1, created_at: NOW, updated_at: NOW, body: { slug: 'shop', nested: { list: [1, null, 'é'] } } });
    },
  },
  {
    title: 'does not find a document of another tenant, of another collection or of an unknown id',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'shop' }));
      assert.equal(await store.get('project', 'ten_b', 'p1'), undefined);
      assert.equal(await store.get('environment', T, 'p1'), undefined);
      assert.equal(await store.get('project', T, 'nobody\0'), undefined);
      assert.deepEqual(await store.getMany('project', 'ten_b', ['p1']), []);
    },
  },
  {
    title: 'reads many at once and leaves out what is not there',
    async run(store) {
      await done(store, ...range(5).map((n) => insert('project', `p${n}`, { slug: `s${n}` })));
      assert.deepEqual(ids(await store.getMany('project', T, ['p3', 'p1', 'p9', 'p1', 'x\0'])).sort(), ['p1', 'p3']);
      assert.deepEqual(await store.getMany('project', T, []), []);
    },
  },
  {
    title: 'an update replaces the body, counts the version up and keeps the time of creation',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'shop', gone: true }));
      await done(store, update('project', 'p1', 1, { slug: 'store' }, { at: NOW + 5 }));
      assert.deepEqual(await store.get('project', T, 'p1'), { tenant: T, id: 'p1', version: 2, created_at: NOW, updated_at: NOW + 5, body: { slug: 'store' } });
    },
  },
  {
    title: 'an update of another version is refused as changed, of nothing as missing',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'shop' }));
      await done(store, update('project', 'p1', 1, { slug: 'shop', n: 2 }));
      await refused(store.commit([update('project', 'p1', 1, { slug: 'late' })]), 0, 'changed');
      await refused(store.commit([update('project', 'p9', 1, { slug: 'none' })]), 0, 'missing');
      assert.deepEqual((await store.get('project', T, 'p1'))?.body, { slug: 'shop', n: 2 });
    },
  },
  {
    title: 'a delete is refused as missing or changed, and otherwise removes',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }), insert('project', 'p2', { slug: 'b' }));
      await refused(store.commit([remove('project', 'p9')]), 0, 'missing');
      await refused(store.commit([remove('project', 'p1', 7)]), 0, 'changed');
      await done(store, remove('project', 'p1', 1), remove('project', 'p2'));
      assert.deepEqual(await store.list('project', { tenant: T, limit: 10 }), []);
    },
  },
  {
    title: 'an id is taken once in a tenant',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }));
      await refused(store.commit([insert('project', 'p1', { slug: 'b' })]), 0, 'duplicate');
      await done(store, insert('project', 'p1', { slug: 'a' }, { tenant: 'ten_b' }));
    },
  },
  {
    title: 'a unique value is taken once in a tenant, by an insert or an update',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }), insert('project', 'p2', { slug: 'b' }));
      await refused(store.commit([insert('project', 'p3', { slug: 'a' })]), 0, 'duplicate');
      await refused(store.commit([update('project', 'p2', 1, { slug: 'a' })]), 0, 'duplicate');
      await done(store, insert('project', 'p4', { slug: 'a' }, { tenant: 'ten_b' }), update('project', 'p2', 1, { slug: 'b', team: 'x' }));
    },
  },
  {
    title: 'a globally unique value is taken once over all tenants, and found without a tenant',
    async run(store) {
      await done(store, insert('key', 'k1', { hash: 'h' }));
      await refused(store.commit([insert('key', 'k2', { hash: 'h' }, { tenant: 'ten_b' })]), 0, 'duplicate');
      assert.equal((await store.find('key', undefined, { hash: 'h' }))?.id, 'k1');
      assert.equal(await store.find('key', 'ten_b', { hash: 'h' }), undefined);
      assert.equal(await store.find('key', undefined, { hash: 'other' }), undefined);
    },
  },
  {
    title: 'missing and null values never collide',
    async run(store) {
      await done(store, insert('project', 'p1', {}), insert('project', 'p2', {}), insert('project', 'p3', { slug: null }), insert('project', 'p4', { slug: null }));
      await done(store, insert('environment', 'e1', { project: 'p1' }), insert('environment', 'e2', { project: 'p1' }));
      assert.equal((await store.list('project', { tenant: T, limit: 10 })).length, 4);
    },
  },
  {
    title: 'a value frees up with its document, within one unit as well',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }));
      await done(store, remove('project', 'p1'), insert('project', 'p2', { slug: 'a' }));
      assert.equal((await store.find('project', T, { slug: 'a' }))?.id, 'p2');
    },
  },
  {
    title: 'present demands a document, absent that no document has a value',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }));
      await refused(store.commit([present('project', 'p9'), insert('environment', 'e1', { project: 'p9', name: 'x' })]), 0, 'missing');
      await done(store, present('project', 'p1'), insert('environment', 'e1', { project: 'p1', name: 'x' }));
      await refused(store.commit([remove('project', 'p1'), absent('environment', 'project', 'p1')]), 1, 'present');
      await done(store, remove('environment', 'e1'), remove('project', 'p1'), absent('environment', 'project', 'p1'));
      await done(store, insert('environment', 'e2', { name: 'none' }), absent('environment', 'project', ''));
    },
  },
  {
    title: 'find takes a filter over several fields, and one that fits no type finds nothing',
    async run(store) {
      await done(store, insert('environment', 'e1', { project: 'p1', name: 'x' }), insert('environment', 'e2', { project: 'p1', name: 'y' }));
      assert.equal((await store.find('environment', T, { project: 'p1', name: 'y' }))?.id, 'e2');
      assert.equal(await store.find('environment', T, { project: 'p1', name: 7 }), undefined);
      await assert.rejects(store.find('environment', T, { colour: 'red' }), /no index on colour/);
    },
  },
  {
    title: 'keeps odd text as it came: quotes, backslashes, emoji, NUL, half surrogates and what looks like SQL',
    async run(store) {
      const odd = ['"', `'; drop table project; --`, '\\', '\\u0000', '{}', '😀', '\u0000', 'a\u0000b', '\ud800', '\udfff x', '\u0007', '\u2028', '%_$1', ' '];
      await done(store, ...odd.map((text, n) => insert('project', `p${n}`, { slug: `${n}${text}`, team: text, [text]: text })));
      const rows = await store.getMany('project', T, odd.map((_, n) => `p${n}`));
      for (const [n, text] of odd.entries()) assert.deepEqual(rows.find(({ id }) => id === `p${n}`)?.body, { slug: `${n}${text}`, team: text, [text]: text });
      for (const [n, text] of odd.entries()) if (n < 6) assert.deepEqual(ids(await store.list('project', { tenant: T, where: { team: text }, limit: 9 })), [`p${n}`]);
      for (const text of odd) await store.list('project', { tenant: T, where: { team: text }, sort: { field: 'slug', descending: true }, after: { value: text, id: text }, limit: 3 });
    },
  },
  {
    title: 'keeps a document of a megabyte',
    async run(store) {
      const text = 'é"\\'.repeat(300_000);
      await done(store, insert('project', 'p1', { slug: 'big', text }));
      assert.equal((await store.get('project', T, 'p1'))?.body['text'], text);
    },
  },
  {
    title: 'prune removes documents below a limit, of all tenants, a bounded number at a time',
    async run(store) {
      await done(store, ...range(6).map((n) => insert('key', `k${n}`, { hash: `h${n}`, expires_at: n }, { tenant: n % 2 === 0 ? T : 'ten_b' })), insert('key', 'k_forever', { hash: 'f' }));
      assert.equal(await store.prune('key', 'expires_at', 4, 3), 3);
      assert.equal(await store.prune('key', 'expires_at', 4, 3), 1);
      assert.equal(await store.prune('key', 'expires_at', 4, 3), 0);
      assert.deepEqual([...ids(await store.list('key', { tenant: T, limit: 9 })), ...ids(await store.list('key', { tenant: 'ten_b', limit: 9 }))], ['k4', 'k_forever', 'k5']);
    },
  },
  {
    title: 'an unknown collection is a mistake, and says so',
    async run(store) {
      await assert.rejects(store.get('nothing', T, 'x'), /no collection named nothing/);
      await assert.rejects(store.commit([insert('nothing', 'x', {})]), /no collection named nothing/);
      await done(store, insert('project', 'p1', { slug: 'a' }));
    },
  },
];
