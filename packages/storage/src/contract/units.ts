import assert from 'node:assert/strict';
import type { CommitOutcome } from '../store.ts';
import { absent, append, type Case, done, failsWith, ids, insert, numbered, present, range, refused, remove, T, update } from './place.ts';

const count = (outcomes: readonly CommitOutcome[], kind: CommitOutcome['kind']): number => outcomes.filter((outcome) => outcome.kind === kind).length;

export const units: readonly Case[] = [
  {
    title: 'a unit is stored whole or not at all, and names the op that was refused',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }));
      const ops = [insert('project', 'p2', { slug: 'b' }), append('audit', 'a1', { n: 1 }), append('event', 'v1', {}), update('project', 'p1', 1, { slug: 'c' }), remove('project', 'p1', 9), insert('project', 'p3', { slug: 'd' })];
      await refused(store.commit(ops), 4, 'changed');
      assert.deepEqual(ids(await store.list('project', { tenant: T, limit: 9 })), ['p1']);
      assert.equal((await store.get('project', T, 'p1'))?.version, 1);
      assert.equal(await store.head('audit', T), 0);
      assert.equal(await store.head('event'), 0);
    },
  },
  {
    title: 'ops of a unit see what those before them did',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }), present('project', 'p1'), update('project', 'p1', 1, { slug: 'b' }), update('project', 'p1', 2, { slug: 'c' }));
      assert.equal((await store.get('project', T, 'p1'))?.version, 3);
      await refused(store.commit([insert('environment', 'e1', { project: 'p1', name: 'x' }), absent('environment', 'project', 'p1')]), 1, 'present');
      await done(store, absent('environment', 'project', 'p1'), insert('environment', 'e1', { project: 'p1', name: 'x' }), remove('environment', 'e1'), insert('environment', 'e1', { project: 'p1', name: 'y' }));
    },
  },
  {
    title: 'units that wait together stand for themselves: the refused ones leave nothing, the others stay',
    async run(store) {
      const outcomes = await Promise.all(range(60).map((n) => store.commit([append('audit', numbered('a', n), { n }), insert('project', `p${n}`, { slug: `s${n % 40}` }), append('event', numbered('v', n), { n })])));
      assert.equal(count(outcomes, 'committed'), 40);
      assert.deepEqual(outcomes.filter((outcome) => outcome.kind === 'refused').map(({ at, why }) => `${at} ${why}`), range(20).map(() => '1 duplicate'));
      assert.equal((await store.list('project', { tenant: T, limit: 100 })).length, 40);
      assert.deepEqual((await store.tail('audit', { tenant: T, after: 0, limit: 100 })).map(({ seq }) => seq), range(40).map((n) => n + 1));
      assert.equal((await store.tail('event', { after: 0, limit: 100 })).length, 40);
    },
  },
  {
    title: 'of many who change the same version at once, one wins',
    async run(store, place) {
      const other = await place.open();
      await done(store, insert('project', 'p1', { slug: 'a' }));
      const outcomes = await Promise.all(range(20).map((n) => (n % 2 === 0 ? store : other).commit([update('project', 'p1', 1, { slug: `s${n}` })])));
      assert.equal(count(outcomes, 'committed'), 1);
      assert.ok(outcomes.every((outcome) => outcome.kind === 'committed' || outcome.why === 'changed'));
      assert.equal((await other.get('project', T, 'p1'))?.version, 2);
    },
  },
  {
    title: 'of many who take the same value at once, one wins',
    async run(store, place) {
      const other = await place.open();
      const outcomes = await Promise.all(range(20).map((n) => (n % 2 === 0 ? store : other).commit([insert('project', `p${n}`, { slug: 'same' }), append('event', `v${n}`, {})])));
      assert.equal(count(outcomes, 'committed'), 1);
      assert.equal(await store.head('event'), 1);
    },
  },
  {
    title: 'nobody begins to refer to what is deleted at the same time, in whatever order the delete checks',
    async run(store, place) {
      const other = await place.open();
      for (const n of range(40)) {
        const project = `p${n}`;
        await done(store, insert('project', project, { slug: project }));
        const deletion = [remove('project', project), absent('environment', 'project', project)];
        const [deleted, referred] = await Promise.all([
          (n % 2 === 0 ? store : other).commit(n % 4 < 2 ? deletion : deletion.toReversed()),
          (n % 2 === 0 ? other : store).commit([present('project', project), insert('environment', `e${n}`, { project, name: 'x' })]),
        ]);
        assert.equal(count([deleted, referred], 'committed'), 1, `round ${n}: ${deleted.kind} and ${referred.kind}`);
        assert.equal((await store.get('project', T, project)) !== undefined, (await store.get('environment', T, `e${n}`)) !== undefined);
      }
    },
  },
  {
    title: 'two who write the same documents in opposite order both get an answer',
    async run(store, place) {
      const other = await place.open();
      await done(store, insert('project', 'p1', { slug: 'a' }), insert('project', 'p2', { slug: 'b' }), insert('project', 'p3', { slug: 'c' }));
      for (const version of range(20).map((n) => n + 1)) {
        const change = (...order: string[]) => order.map((id) => update('project', id, version, { slug: id }));
        const outcomes = await Promise.all([store.commit(change('p1', 'p2', 'p3')), other.commit(change('p3', 'p2', 'p1'))]);
        assert.equal(count(outcomes, 'committed'), 1);
      }
    },
  },
  {
    title: 'a hundred of a thousand units at once are refused, and every answer is true',
    async run(store) {
      await done(store, ...range(10).map((n) => insert('project', `taken${n}`, { slug: `taken${n}` })));
      const outcomes = await Promise.all(range(1000).map((n) => store.commit([append('event', numbered('v', n), {}), insert('project', numbered('p', n), { slug: n % 10 === 0 ? `taken${n / 10 % 10}` : `s${n}` })])));
      assert.equal(count(outcomes, 'refused'), 100);
      assert.equal(await store.head('event'), 900);
      assert.equal((await store.list('project', { tenant: T, limit: 2000 })).length, 910);
    },
  },
  {
    title: 'what is committed counts as it was when it was handed in',
    async run(store) {
      const body = { slug: 'before' };
      const committing = store.commit([insert('project', 'p1', body)]);
      body.slug = 'after';
      await committing;
      assert.equal((await store.get('project', T, 'p1'))?.body['slug'], 'before');
    },
  },
  {
    title: 'a body that is not JSON fails alone',
    async run(store) {
      const [bad, good] = await Promise.allSettled([store.commit([insert('project', 'p1', { slug: 'a' }), insert('project', 'p2', { slug: 1n })]), store.commit([insert('project', 'p3', { slug: 'c' })])]);
      assert.equal(bad.status, 'rejected');
      assert.equal(good.status, 'fulfilled');
      assert.deepEqual(ids(await store.list('project', { tenant: T, limit: 9 })), ['p3']);
    },
  },
  {
    title: 'an empty unit is done at once',
    run: (store) => done(store),
  },
  {
    title: 'more waiting units than allowed are refused as overload, and those that wait are written',
    async run(_, place) {
      const small = await place.open({ limits: { units: 4, bytes: 1_000_000, waiting: 20 } });
      const results = await Promise.allSettled(range(30).map((n) => small.commit([insert('project', numbered('p', n), { slug: `s${n}` })])));
      const rejected = results.filter((result) => result.status === 'rejected');
      assert.equal(rejected.length, 10);
      for (const { reason } of rejected) failsWith('hub.overloaded')(reason);
      assert.equal((await small.list('project', { tenant: T, limit: 99 })).length, 20);
      await done(small, insert('project', 'later', { slug: 'later' }));
    },
  },
  {
    title: 'closing waits for what was handed in; afterwards the store is unavailable',
    async run(store, place) {
      const other = await place.open();
      const waiting = range(50).map((n) => other.commit([insert('project', `p${n}`, { slug: `s${n}` })]));
      await other.close();
      assert.equal(count(await Promise.all(waiting), 'committed'), 50);
      assert.equal((await store.list('project', { tenant: T, limit: 99 })).length, 50);
      await assert.rejects(other.commit([insert('project', 'x', {})]), failsWith('storage.unavailable'));
      await assert.rejects(other.ping(), failsWith('storage.unavailable'));
      await other.close();
    },
  },
];
