import assert from 'node:assert/strict';
import type { Op, Work } from '@patchbay/contracts';
import { CHAIN_START, chainHash } from '../chain.ts';
import type { CommitOutcome, Store } from '../store.ts';
import { append, type Case, collections, done, ids, NOW, numbered, range, refused, T } from './place.ts';

const LEASE = 1000;

const enqueue = (id: string, { at = NOW, lane = '', work = `do ${id}` } = {}): Op => ({ op: 'enqueue', in: 'task', tenant: T, id, at, lane, work });
const hold = (id: string, at = NOW + LEASE, tenant = T): Op => ({ op: 'enqueue', in: 'task', tenant, id, at, lane: '', work: `do ${id}`, held: true });
const finish = ({ id, lease, lane }: Pick<Work, 'id' | 'lease' | 'lane'>, at = NOW): Op => ({ op: 'finish', in: 'task', tenant: T, id, lease, lane, at });
const postpone = ({ id, lease }: Pick<Work, 'id' | 'lease'>, attempt: number, at: number): Op => ({ op: 'postpone', in: 'task', tenant: T, id, lease, attempt, at });
const claim = (store: Store, now = NOW, limit = 100): Promise<Work[]> => store.claim('task', { now, leaseMs: LEASE, limit });
const born = (id: string, lane = ''): Pick<Work, 'id' | 'lease' | 'lane'> => ({ id, lease: 1, lane });

async function drain(store: Store, found: string[]): Promise<void> {
  for (let works = await claim(store, NOW, 7); works.length > 0; works = await claim(store, NOW, 7)) {
    found.push(...ids(works));
    await done(store, ...works.map((work) => finish(work)));
  }
}

export const queues: readonly Case[] = [
  {
    title: 'work is taken when its time has come, and nobody else gets it while the lease lasts',
    async run(store) {
      await done(store, enqueue('w1', { at: NOW + 5 }), enqueue('w2', { work: 'é "two"' }));
      assert.equal(await store.due('task'), NOW);
      assert.deepEqual(await claim(store), [{ tenant: T, id: 'w2', at: NOW + LEASE, attempt: 1, lease: 2, lane: '', work: 'é "two"' }]);
      assert.deepEqual(await claim(store), []);
      assert.equal(await store.due('task'), NOW + 5);
      assert.deepEqual(ids(await claim(store, NOW + 5)), ['w1']);
    },
  },
  {
    title: 'work whose lease ran out is taken anew, and the late owner can neither finish nor postpone it',
    async run(store) {
      await done(store, enqueue('w1', { at: NOW + LEASE }));
      const [taken] = await claim(store, NOW + LEASE);
      await refused(store.commit([append('event', 'v1', {}), finish(born('w1'))]), 1, 'missing');
      await refused(store.commit([postpone(born('w1'), 2, NOW)]), 0, 'missing');
      assert.equal(await store.head('event'), 0);
      await done(store, finish(taken!), append('event', 'v2', {}));
      assert.equal(await store.due('task'), undefined);
      await refused(store.commit([finish(taken!)]), 0, 'missing');
    },
  },
  {
    title: 'postponed work comes back at its time with the attempt it was given',
    async run(store) {
      await done(store, enqueue('w1', { at: NOW + LEASE }), postpone(born('w1'), 2, NOW + 50));
      assert.deepEqual(await claim(store, NOW + 49), []);
      const [again] = await claim(store, NOW + 50);
      assert.equal(again?.attempt, 2);
      assert.equal(again?.lease, 2);
    },
  },
  {
    title: 'work comes and goes with the unit that brings it',
    async run(store) {
      await refused(store.commit([enqueue('w1'), finish(born('nothing'))]), 1, 'missing');
      assert.deepEqual(await store.open('task', { limit: 9 }), []);
      const outcomes = await Promise.all(range(50).map((n) => store.commit([append('event', numbered('v', n), {}), enqueue(numbered('w', n)), ...(n % 5 === 0 ? [finish(born('nothing'))] : [])])));
      assert.equal(outcomes.filter((outcome: CommitOutcome) => outcome.kind === 'committed').length, 40);
      assert.equal((await store.open('task', { tenant: T, limit: 99 })).length, 40);
      assert.deepEqual(ids(await store.open('task', { after: 'w_000046', limit: 2 })), ['w_000047', 'w_000048']);
      assert.deepEqual(await store.open('task', { tenant: 'ten_b', limit: 99 }), []);
    },
  },
  {
    title: 'several hubs share the work, and each piece goes to one of them',
    async run(store, place) {
      const other = await place.open();
      await done(store, ...range(300).map((n) => enqueue(numbered('w', n))));
      const found: string[] = [];
      await Promise.all([drain(store, found), drain(other, found), drain(store, found)]);
      assert.deepEqual(found.toSorted(), range(300).map((n) => numbered('w', n)));
      assert.equal(await store.due('task'), undefined);
    },
  },
  {
    title: 'work of a lane is taken one at a time in the order of ids, and a lane that waits holds no other',
    async run(store) {
      await done(store, enqueue('a1', { lane: 'a' }), enqueue('a2', { lane: 'a' }), enqueue('a3', { lane: 'a' }), enqueue('b1', { lane: 'b' }), enqueue('free'));
      const works = await claim(store);
      assert.deepEqual(ids(works).toSorted(), ['a1', 'b1', 'free']);
      const first = works.find(({ id }) => id === 'a1')!;
      await done(store, postpone(first, 2, NOW + 10));
      assert.deepEqual(await claim(store), []);
      const [again] = await claim(store, NOW + 10);
      assert.equal(again?.id, 'a1');
      await done(store, finish(again!));
      const [second] = await claim(store);
      assert.equal(second?.id, 'a2');
      await done(store, finish(second!), enqueue('a4', { lane: 'a' }));
      assert.deepEqual(ids(await claim(store)), ['a3']);
    },
  },
  {
    title: 'a lane never stands still, whoever finishes and adds at the same time',
    async run(store, place) {
      const other = await place.open();
      const found: string[] = [];
      let added = 0;
      async function work(on: Store): Promise<void> {
        for (let idle = 0; idle < 40; idle++) {
          const works = await claim(on);
          if (works.length > 0) idle = 0;
          for (const each of works) {
            found.push(each.id);
            await done(on, finish(each));
          }
        }
      }
      const add = async (on: Store): Promise<void> => { while (added < 60) await done(on, enqueue(numbered('w', added++), { lane: 'x' })); };
      await Promise.all([add(store), add(other), work(store), work(other)]);
      assert.deepEqual([...found, ...ids(await store.open('task', { limit: 99 }))].toSorted(), range(60).map((n) => numbered('w', n)));
      await drain(store, found);
      assert.equal(found.length, 60);
    },
  },
  {
    title: 'work that is held is open like any other, and comes and goes with the unit that brings it',
    async run(store) {
      await done(store, enqueue('w3'), hold('w2'), hold('w4', NOW + LEASE + 7, 'ten_b'));
      assert.equal(await store.due('task'), NOW);
      assert.deepEqual((await store.open('task', { limit: 9 })).map(({ id, at, lease, attempt, work }) => [id, at, lease, attempt, work]), [['w2', NOW + LEASE, 1, 1, 'do w2'], ['w3', NOW, 1, 1, 'do w3'], ['w4', NOW + LEASE + 7, 1, 1, 'do w4']]);
      assert.deepEqual(ids(await store.open('task', { after: 'w2', limit: 1 })), ['w3']);
      assert.deepEqual(ids(await store.open('task', { tenant: 'ten_b', limit: 9 })), ['w4']);
      await done(store, finish(born('w3')));
      assert.equal(await store.due('task'), NOW + LEASE);
      await refused(store.commit([hold('w5'), finish(born('w2')), finish(born('nothing'))]), 2, 'missing');
      await refused(store.commit([finish({ ...born('w2'), lease: 2 })]), 0, 'missing');
      const outcomes = await Promise.all([[hold('w6'), finish(born('w6'))], [hold('w7'), finish(born('nothing'))], [finish(born('w4')), finish(born('nothing'))], [finish(born('w2')), finish(born('w2'))], [postpone(born('w4'), 2, NOW + 3)]].map((ops) => store.commit(ops)));
      assert.deepEqual(outcomes.map(({ kind }) => kind), ['committed', 'refused', 'refused', 'refused', 'committed']);
      assert.deepEqual((await store.open('task', { limit: 9 })).map(({ id, at, attempt }) => [id, at, attempt]), [['w2', NOW + LEASE, 1], ['w4', NOW + 3, 2]]);
      await done(store, finish(born('w2')));
      await refused(store.commit([finish(born('w2'))]), 0, 'missing');
      assert.deepEqual((await claim(store, NOW + 3)).map(({ id, tenant, attempt, lease }) => [id, tenant, attempt, lease]), [['w4', 'ten_b', 2, 2]]);
    },
  },
  {
    title: 'held work whose holder died is taken by another hub when its time has come, what was done of it is not, and the late holder is refused',
    async run(store, place) {
      const other = await place.open();
      await done(store, ...range(20).map((n) => hold(numbered('w', n))));
      await done(store, ...range(10).map((n) => finish(born(numbered('w', n * 2)))));
      assert.deepEqual(await claim(other, NOW + LEASE - 1), []);
      const taken = await claim(other, NOW + LEASE);
      assert.deepEqual(ids(taken), range(10).map((n) => numbered('w', n * 2 + 1)));
      await refused(store.commit([finish(born('w_000001'))]), 0, 'missing');
      await refused(store.commit([postpone(born('w_000003'), 2, NOW)]), 0, 'missing');
      await done(other, ...taken.map((work) => finish(work)));
      assert.equal(await store.due('task'), undefined);
      assert.deepEqual(await store.open('task', { limit: 9 }), []);
    },
  },
  {
    title: 'much held work is listed page by page, and when its time has come it is taken piece by piece, the oldest first',
    async run(store, place) {
      const other = await place.open();
      for (let unit = 0; unit < 40; unit++) await done(store, ...range(5).map((n) => hold(numbered('w', unit * 5 + n), NOW + unit * 10, n === 3 ? 'ten_b' : T)));
      await done(store, ...range(40).map((unit) => finish(born(numbered('w', unit * 5)))), enqueue('x', { at: NOW + 55 }));
      const left = range(200).filter((n) => n % 5 !== 0);
      const pages = async (tenant?: string): Promise<string[]> => {
        const found: string[] = [];
        for (let page = await store.open('task', { limit: 7, ...(tenant === undefined ? {} : { tenant }) }); page.length > 0; page = await store.open('task', { limit: 7, after: found.at(-1)!, ...(tenant === undefined ? {} : { tenant }) })) found.push(...ids(page));
        return found;
      };
      assert.deepEqual(await pages(), [...left.map((n) => numbered('w', n)), 'x']);
      assert.deepEqual(await pages('ten_b'), left.filter((n) => n % 5 === 3).map((n) => numbered('w', n)));
      assert.deepEqual(ids(await claim(other, NOW + 20, 5)), left.slice(0, 5).map((n) => numbered('w', n)));
      assert.deepEqual(ids(await claim(other, NOW + 20)), left.slice(5, 12).map((n) => numbered('w', n)));
      assert.deepEqual(await claim(other, NOW + 29), []);
      await done(store, finish(born('w_000016')));
      assert.deepEqual(ids(await claim(store, NOW + LEASE, 30)), [...left.slice(13, 24), ...left.slice(24, 42)].map((n) => numbered('w', n)).toSpliced(11, 0, 'x').toSorted());
      assert.equal((await claim(other, NOW + LEASE, 500)).length, left.length - 42);
    },
  },
  {
    title: 'held work that became rows and was taken by nobody is still ended by its holder, and so is what another hub left of it',
    async run(store, place) {
      const other = await place.open();
      const endAll = (): Promise<CommitOutcome[]> => Promise.all(range(20).map((n) => store.commit([finish(born(numbered('w', n)))])));
      const refusedOf = (outcomes: readonly CommitOutcome[]): number[] => outcomes.flatMap(({ kind }, n) => (kind === 'refused' ? [n] : []));
      await done(store, ...range(20).map((n) => hold(numbered('w', n))));
      const taken = await claim(other, NOW + LEASE, 3);
      assert.deepEqual(refusedOf(await endAll()), [0, 1, 2]);
      assert.deepEqual(ids(await store.open('task', { limit: 99 })), ids(taken));
      await done(other, ...taken.map((work) => finish(work)));
      await done(store, ...range(20).map((n) => hold(numbered('w', n))));
      await done(other, finish(born('w_000007')));
      await done(other, postpone(born('w_000009'), 2, NOW));
      assert.deepEqual(refusedOf(await endAll()), [7]);
      assert.deepEqual(await store.open('task', { limit: 99 }), []);
    },
  },
  {
    title: 'held work stays when its store is closed and opened again, and many units hold and end theirs at the same time',
    async run(store, place) {
      await Promise.all(range(200).map((n) => done(store, append('event', numbered('v', n), {}), hold(numbered('w', n)))));
      await Promise.all(range(200).map((n) => done(store, n % 2 === 0 ? finish(born(numbered('w', n))) : postpone(born(numbered('w', n)), 2, NOW + n))));
      await done(store, hold('x1'), hold('x2'));
      await store.close();
      const again = await place.open();
      assert.deepEqual(ids(await again.open('task', { limit: 999 })), [...range(100).map((n) => numbered('w', n * 2 + 1)), 'x1', 'x2']);
      assert.deepEqual(ids(await claim(again, NOW + 1)), ['w_000001']);
      await done(again, finish(born('x1')));
      assert.deepEqual(ids(await claim(again, NOW + LEASE, 999)).slice(-2), ['w_000199', 'x2']);
    },
  },
  {
    title: 'held work ends in groups that follow one another closely, also twice, and comes again under its own name',
    async run(store) {
      for (const wave of range(2)) {
        await done(store, append('event', `v${wave}`, {}), ...range(900).map((n) => hold(numbered('w', n))));
        const outcomes = await Promise.all(range(1000).map((n) => store.commit([append('event', numbered(`e${wave}`, n), {}), finish(born(numbered('w', n % 900)))])));
        assert.deepEqual(outcomes.map(({ kind }) => kind), range(1000).map((n) => (n < 900 ? 'committed' : 'refused')));
        assert.deepEqual(await store.open('task', { limit: 9 }), []);
      }
      assert.equal(await store.head('event'), 2 * 901);
    },
  },
  {
    title: 'held work that ended does not come again when somebody ends another piece of it twice at the same time',
    async run(store, place) {
      await done(store, ...range(4).map((n) => hold(numbered('w', n))));
      await done(store, finish(born('w_000000')));
      const outcomes = await Promise.all([finish(born('w_000001')), finish(born('w_000000')), finish(born('w_000002'))].map((op) => store.commit([op])));
      assert.deepEqual(outcomes.map(({ kind }) => kind), ['committed', 'refused', 'committed']);
      await store.close();
      assert.deepEqual(ids(await (await place.open()).open('task', { limit: 9 })), ['w_000003']);
    },
  },
  {
    title: 'a queue takes nothing but work, and an id of open work is taken once',
    async run(store) {
      await assert.rejects(store.commit([{ op: 'insert', in: 'task', tenant: T, id: 'w1', body: {}, at: NOW }]));
      await assert.rejects(store.commit([{ op: 'enqueue', in: 'project', tenant: T, id: 'w1', at: NOW, lane: '', work: '' }]));
      await done(store, enqueue('w1'));
      await refused(store.commit([enqueue('w1')]), 0, 'duplicate');
    },
  },
];

export const leanLogs: readonly Case[] = [
  {
    title: 'a log becomes lean, or gets one field more, with all its entries',
    async run(store, place) {
      await done(store, append('event', 'v1', { type: 'x', team: 'é' }), append('event', 'v2', {}));
      await store.close();
      const again = await place.open({ collections: collections.map((each) => (each.name === 'event' ? { ...each, lean: true, fields: { type: 'text', team: 'text' } } : each)) });
      assert.deepEqual(ids(await again.list('event', { tenant: T, where: { team: 'é', type: 'x' }, limit: 9 })), ['v1']);
      await done(again, append('event', 'v3', { type: 'x' }));
      assert.deepEqual(ids(await again.list('event', { tenant: T, where: { type: 'x' }, sort: { field: 'seq', descending: true }, limit: 9 })), ['v3', 'v1']);
    },
  },
  {
    title: 'a lean log is read like any other: by id, by field, by place, by time',
    async run(store) {
      await done(store, ...range(300).map((n): Op => ({ op: 'append', in: 'signal', tenant: n % 2 === 0 ? T : 'ten_b', id: numbered('s', n), body: { kind: n % 3 === 0 ? 'x' : 'y', n }, at: NOW + n * 60_000 })));
      assert.equal(await store.head('signal'), 300);
      assert.equal((await store.get('signal', T, 's_000004'))?.body['n'], 4);
      assert.equal(await store.get('signal', 'ten_b', 's_000004'), undefined);
      assert.deepEqual(ids(await store.list('signal', { tenant: T, where: { kind: 'x' }, sort: { field: 'seq', descending: true }, limit: 2 })), ['s_000294', 's_000288']);
      assert.deepEqual(ids(await store.list('signal', { tenant: T, since: NOW + 280 * 60_000, until: NOW + 286 * 60_000, limit: 9 })), ['s_000280', 's_000282', 's_000284']);
      assert.deepEqual((await store.tail('signal', { tenant: T, after: 3, limit: 2 })).map(({ seq }) => seq), [5, 7]);
      const page = await store.list('signal', { tenant: T, sort: { field: 'kind', descending: false }, limit: 2 });
      const [next] = await store.list('signal', { tenant: T, sort: { field: 'kind', descending: false }, after: { value: 'x', id: page[1]!.id }, limit: 1 });
      assert.equal(next?.id, 's_000012');
    },
  },
  {
    title: 'a lean log of several tenants is found by what its entries have in common, and by what they have not, also where some were refused or taken out',
    async run(store, place) {
      const signal = (n: number): Op => append('signal', numbered('s', n), { kind: kindOf(n), of: numbered('o', n) }, { tenant: n % 3 === 0 ? 'ten_b' : T });
      const kindOf = (n: number): string => (n % 50 === 7 ? 'rare' : n % 2 === 0 ? 'even' : '');
      const [all, gone] = [range(400), (n: number): boolean => n < 130 || n === 207];
      for (const from of [0, 150, 300]) {
        const units = [...all.slice(from, from + 150).map((n) => [signal(n)]), [signal(1000), signal(from)]];
        await Promise.all(units.map((ops) => store.commit(ops)));
      }
      const look = async (of: Store, left: readonly number[]): Promise<void> => {
        for (const tenant of [T, 'ten_b']) {
          const own = left.filter((n) => (n % 3 === 0) === (tenant === 'ten_b'));
          for (const kind of ['rare', 'even', '']) {
            const found = own.filter((n) => kindOf(n) === kind).map((n) => numbered('s', n));
            assert.deepEqual(ids(await of.list('signal', { tenant, where: { kind }, sort: { field: 'seq', descending: false }, limit: 999 })), found);
            assert.deepEqual(ids(await of.list('signal', { tenant, where: { kind }, sort: { field: 'seq', descending: true }, limit: 5 })), found.toReversed().slice(0, 5));
            assert.deepEqual(ids(await of.list('signal', { tenant, where: { kind }, sort: { field: 'seq', descending: false }, after: { value: 200, id: '' }, limit: 999 })), found.filter((id) => id > numbered('s', 199)));
            assert.equal((await of.find('signal', tenant, { kind }))?.body['kind'], kind);
          }
          assert.deepEqual(ids(await of.tail('signal', { tenant, after: 0, limit: 999 })), own.map((n) => numbered('s', n)));
          assert.deepEqual(ids(await of.tail('signal', { tenant, after: 333, limit: 4 })), own.filter((n) => n >= 333).slice(0, 4).map((n) => numbered('s', n)));
          assert.deepEqual(ids(await of.list('signal', { tenant, where: { of: 'o_000190', kind: 'even' }, limit: 9 })), tenant === T ? ['s_000190'] : []);
          assert.deepEqual(ids(await of.list('signal', { tenant, where: { kind: 'even' }, sort: { field: 'of', descending: true }, limit: 1 })), [numbered('s', own.findLast((n) => kindOf(n) === 'even')!)]);
          const sorted = own.toSorted((a, b) => (kindOf(a) === kindOf(b) ? a - b : kindOf(a) < kindOf(b) ? -1 : 1)).map((n) => numbered('s', n));
          assert.deepEqual(ids(await of.list('signal', { tenant, sort: { field: 'kind', descending: false }, limit: 999 })), sorted);
          const scanned: string[] = [];
          for await (const rows of of.scan('signal', { tenant, batch: 40 })) scanned.push(...ids(rows));
          assert.deepEqual(scanned, own.map((n) => numbered('s', n)));
        }
      };
      await look(store, all);
      const seqs = (await store.tail('signal', { after: 0, limit: 999 })).filter(({ id }) => gone(Number(id.slice(2)))).map(({ seq = 0 }) => ({ seq }));
      assert.equal(await store.amend('signal', seqs), seqs.length);
      await look(store, all.filter((n) => !gone(n)));
      await done(store, signal(400), signal(401), signal(402));
      await look(store, range(403).filter((n) => !gone(n)));
      await look(await place.open(), range(403).filter((n) => !gone(n)));
    },
  },
  {
    title: 'a lean log can be chained: read like any other, a chain for each tenant',
    async run(store) {
      await done(store, ...range(300).map((n): Op => ({ op: 'append', in: 'trail', tenant: n % 2 === 0 ? T : 'ten_b', id: numbered('t', n), body: { action: n % 3 === 0 ? 'x' : 'y', n }, at: NOW + n * 60_000 })));
      assert.equal(await store.head('trail', T), 150);
      let before = CHAIN_START;
      for await (const entries of store.scanText('trail', { tenant: T })) {
        for (const { id, created_at: at, text, hash } of entries) {
          assert.equal(hash, chainHash(before, { id, at, text }));
          before = hash ?? '';
        }
      }
      assert.deepEqual(ids(await store.list('trail', { tenant: T, where: { action: 'x' }, sort: { field: 'seq', descending: true }, limit: 2 })), ['t_000294', 't_000288']);
      assert.deepEqual(ids(await store.list('trail', { tenant: T, since: NOW + 280 * 60_000, until: NOW + 286 * 60_000, limit: 9 })), ['t_000280', 't_000282', 't_000284']);
      assert.deepEqual(ids(await store.list('trail', { tenant: 'ten_b', since: NOW + 280 * 60_000, until: NOW + 286 * 60_000, limit: 9 })), ['t_000281', 't_000283', 't_000285']);
      assert.equal((await store.get('trail', 'ten_b', 't_000005'))?.seq, 3);
      await refused(store.commit([append('trail', 't_000004', {})]), 0, 'duplicate');
    },
  },
  {
    title: 'an id is taken once in a lean log of a tenant',
    async run(store) {
      await done(store, append('mark', 'm1', { kind: 'x' }));
      assert.equal((await store.get('mark', T, 'm1'))?.body['kind'], 'x');
      await done(store, append('signal', 's1', {}), append('signal', 's1', {}, { tenant: 'ten_b' }));
      await refused(store.commit([append('signal', 's2', { kind: 7 }), append('signal', 's1', {})]), 1, 'duplicate');
      assert.equal(await store.head('signal'), 2);
    },
  },
];
