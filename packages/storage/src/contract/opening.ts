import assert from 'node:assert/strict';
import { migrations } from '../migrations.ts';
import { append, type Case, collections, done, failsWith, ids, insert, range, refused, T, update } from './place.ts';

const probe = { number: 900, about: 'a table of the test', sqlite: ['create table probe (n integer)', 'insert into probe values (1)'], postgres: ['create table probe (n integer)', 'insert into probe values (1)'] };

export const opening: readonly Case[] = [
  {
    title: 'what was committed is there when the store is opened again, and logs go on where they ended',
    async run(store, place) {
      await done(store, insert('project', 'p1', { slug: 'a' }), append('audit', 'a1', {}), append('event', 'v1', {}));
      await store.close();
      const again = await place.open();
      assert.equal((await again.get('project', T, 'p1'))?.version, 1);
      await done(again, update('project', 'p1', 1, { slug: 'b' }), append('audit', 'a2', {}), append('event', 'v2', {}));
      assert.equal(await again.head('audit', T), 2);
      assert.equal(await again.head('event'), 2);
    },
  },
  {
    title: 'a field that gets an index later can be filtered and sorted by, on documents from before',
    async run(store, place) {
      await done(store, insert('project', 'p1', { slug: 'a', colour: 'red' }), insert('project', 'p2', { slug: 'b', colour: 'blue' }));
      await store.close();
      const again = await place.open({ collections: collections.map((each) => (each.name === 'project' ? { ...each, fields: { ...each.fields, colour: 'text' } } : each)) });
      assert.deepEqual(ids(await again.list('project', { tenant: T, where: { colour: 'blue' }, limit: 9 })), ['p2']);
      assert.deepEqual(ids(await again.list('project', { tenant: T, sort: { field: 'colour', descending: false }, limit: 9 })), ['p2', 'p1']);
    },
  },
  {
    title: 'a collection that comes later gets its table, one that goes keeps its rows, and a rule that goes does not bind any more',
    async run(store, place) {
      await done(store, insert('project', 'p1', { slug: 'a' }));
      await store.close();
      const changed = await place.open({ collections: [...collections.filter(({ name }) => name !== 'key').map((each) => (each.name === 'project' ? { ...each, unique: [] } : each)), { name: 'note', kind: 'documents', fields: {} }] });
      await done(changed, insert('project', 'p2', { slug: 'a' }), insert('note', 'n1', {}));
      await changed.close();
      await assert.rejects(place.open(), failsWith('storage.unavailable'));
    },
  },
  {
    title: 'a rule that comes later binds from then on',
    async run(store, place) {
      await store.close();
      const again = await place.open({ collections: collections.map((each) => (each.name === 'project' ? { ...each, unique: [{ fields: ['team'] }] } : each)) });
      await done(again, insert('project', 'p1', { slug: 'a', team: 't' }));
      await refused(again.commit([insert('project', 'p2', { slug: 'a', team: 't' })]), 0, 'duplicate');
    },
  },
  {
    title: 'several that open the same store at once migrate it once',
    async run(store, place) {
      await store.close();
      const all = [...migrations, probe];
      const stores = await Promise.all(range(6).map((n) => place.open({ migrations: all, collections: [...collections, { name: `late${n % 2}`, kind: 'documents', fields: { x: 'text' } }] })));
      await Promise.all(stores.map((each, n) => done(each, insert('project', `p${n}`, { slug: `s${n}` }), append('audit', `a${n}`, {}))));
      assert.equal(await stores[0]!.head('audit', T), 6);
    },
  },
  {
    title: 'a store of a newer release is refused, and says what to do',
    async run(store, place) {
      await store.close();
      await (await place.open({ migrations: [...migrations, probe] })).close();
      await assert.rejects(place.open(), (error: Error) => failsWith('storage.unavailable')(error) && /newer release.*900/.test(error.message));
    },
  },
  {
    title: 'a migration that fails changes nothing',
    async run(store, place) {
      await done(store, insert('project', 'p1', { slug: 'a' }));
      await store.close();
      const broken = { number: 901, about: 'breaks', sqlite: ['create table half (n integer)', 'no such words'], postgres: ['create table half (n integer)', 'no such words'] };
      await assert.rejects(place.open({ migrations: [...migrations, broken] }));
      const again = await place.open({ migrations: [...migrations, { ...broken, sqlite: ['create table half (n integer)'], postgres: ['create table half (n integer)'] }] });
      assert.equal((await again.get('project', T, 'p1'))?.id, 'p1');
    },
  },
  {
    title: 'a healthy store answers a ping',
    run: (store) => store.ping(),
  },
];
