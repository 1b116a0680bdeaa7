import assert from 'node:assert/strict';
import type { Row } from '@patchbay/contracts';
import type { ListQuery, Scalar, Store } from '../store.ts';
import { append, type Case, done, ids, insert, NOW, numbered, range, T } from './place.ts';

const HOUR = 3_600_000;

/** Documents with many equal and some missing values. */
const various = range(60).map((n) => insert('project', numbered('p', (n * 37) % 60), {
  slug: `s${n}`, ...(n % 7 === 0 ? {} : { team: `t${n % 4}` }), ...(n % 5 === 0 ? {} : { rank: (n % 6) - 2.5 }), ...(n % 3 === 0 ? {} : { live: n % 3 === 1 }),
}, { at: NOW + (n % 10) }));

const valueOf = (row: Row, field: string): Scalar => (field === 'id' ? row.id : field === 'updated_at' ? row.updated_at : field === 'seq' ? row.seq! : field === 'created_at' ? row.created_at : ((row.body[field] ?? '') as Scalar));

async function pages(store: Store, collection: string, query: Omit<ListQuery, 'limit' | 'after'>, limit: number): Promise<Row[]> {
  const found: Row[] = [];
  for (;;) {
    const last = found.at(-1);
    const page: Row[] = await store.list(collection, { ...query, limit, ...(last === undefined ? {} : { after: { value: valueOf(last, query.sort?.field ?? 'id'), id: last.id } }) });
    found.push(...page);
    if (page.length < limit) return found;
  }
}

/** Missing first, then by value; numbers as numbers, text by its bytes. */
function compare(a: Scalar | undefined, b: Scalar | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

export const lists: readonly Case[] = [
  {
    title: 'lists by id, ascending, when nothing else is asked',
    async run(store) {
      await done(store, ...various);
      assert.deepEqual(ids(await store.list('project', { tenant: T, limit: 100 })), range(60).map((n) => numbered('p', n)));
    },
  },
  ...['id', 'updated_at', 'slug', 'team', 'rank', 'live'].map((field): Case => ({
    title: `pages by ${field}, up and down, show every document once and in order, ties by id, missing values first`,
    async run(store) {
      await done(store, ...various, insert('project', 'p_other', { slug: 'other' }, { tenant: 'ten_b' }));
      const all = await store.list('project', { tenant: T, limit: 100 });
      const of = (row: Row): Scalar | undefined => (field in row ? (row[field as 'id'] as Scalar) : (row.body[field] as Scalar | undefined));
      // false stands where missing values stand: nothing tells them apart in this order
      const expected = all.toSorted((a, b) => compare(field === 'live' ? of(a) ?? false : of(a), field === 'live' ? of(b) ?? false : of(b)) || compare(a.id, b.id));
      for (const limit of [1, 7, 100]) {
        assert.deepEqual(ids(await pages(store, 'project', { tenant: T, sort: { field, descending: false } }, limit)), ids(expected));
        assert.deepEqual(ids(await pages(store, 'project', { tenant: T, sort: { field, descending: true } }, limit)), ids(expected.toReversed()));
      }
    },
  })),
  {
    title: 'filters by text, number and boolean, alone and together, and never takes a missing value for an empty one',
    async run(store) {
      await done(store, ...various, insert('project', 'empty', { slug: '', team: '', rank: 0, live: false }));
      const where = async (filter: Record<string, Scalar>) => ids(await store.list('project', { tenant: T, where: filter, limit: 100 }));
      assert.equal((await where({ team: 't1' })).length, various.filter((op) => 'body' in op && op.body['team'] === 't1').length);
      assert.deepEqual(await where({ team: '' }), ['empty']);
      assert.deepEqual(await where({ rank: 0 }), ['empty']);
      assert.equal((await where({ rank: -2.5 })).length, various.filter((op) => 'body' in op && op.body['rank'] === -2.5).length);
      assert.equal((await where({ live: false })).length, 1 + various.filter((op) => 'body' in op && op.body['live'] === false).length);
      assert.equal((await where({ live: true, team: 't1' })).length, various.filter((op) => 'body' in op && op.body['live'] === true && op.body['team'] === 't1').length);
      assert.deepEqual(await where({ slug: 's3', team: 't3' }), various.filter((op) => 'body' in op && op.body['slug'] === 's3').map((op) => ('id' in op ? op.id : '')));
      assert.deepEqual(await where({ id: 'empty' }), ['empty']);
      assert.deepEqual(await where({ rank: '0' }), []);
      assert.deepEqual(await where({ live: 0 }), []);
    },
  },
  {
    title: 'pages of a filtered and sorted list go on where they stopped',
    async run(store) {
      await done(store, ...various);
      const query = { tenant: T, where: { team: 't2' }, sort: { field: 'rank', descending: true } } as const;
      assert.deepEqual(ids(await pages(store, 'project', query, 2)), ids(await store.list('project', { ...query, limit: 100 })));
    },
  },
  {
    title: 'lists over all tenants when none is named',
    async run(store) {
      await done(store, insert('project', 'p1', { slug: 'a' }), insert('project', 'p2', { slug: 'a' }, { tenant: 'ten_b' }));
      assert.deepEqual(ids(await store.list('project', { limit: 9 })), ['p1', 'p2']);
      assert.deepEqual(ids(await store.list('project', { where: { slug: 'a' }, limit: 9 })).sort(), ['p1', 'p2']);
    },
  },
  {
    title: 'text sorts by its bytes, not by the habits of a language',
    async run(store) {
      const words = ['a', 'B', 'ä', 'Z', '_', '10', '9', '😀', '￿', 'é'];
      await done(store, ...words.map((slug, n) => insert('project', `p${n}`, { slug })));
      const sorted = await store.list('project', { tenant: T, sort: { field: 'slug', descending: false }, limit: 99 });
      assert.deepEqual(sorted.map(({ body }) => body['slug']), words.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    },
  },
  {
    title: 'a position that makes no sense gives a page or none, and no error',
    async run(store) {
      await done(store, ...various, append('event', 'v1', { type: 'x' }));
      for (const field of ['id', 'updated_at', 'slug', 'rank', 'live']) {
        for (const value of ['', 'x', 0, -1e300, 1e300, 0.5, NaN, true, false]) for (const descending of [true, false]) await store.list('project', { tenant: T, sort: { field, descending }, after: { value, id: 'x\0' }, limit: 3 });
      }
      for (const value of ['', 1e300, -1, true]) await store.list('event', { tenant: T, sort: { field: 'seq', descending: true }, after: { value, id: 'x' }, limit: 3 });
      assert.deepEqual(await store.list('project', { tenant: T, limit: 0 }), []);
      await assert.rejects(store.list('project', { tenant: T, sort: { field: 'colour', descending: false }, limit: 1 }), /no index on colour/);
    },
  },
  {
    title: 'a log lists by its places, up and down, filtered, within a window of time',
    async run(store) {
      await done(store, ...range(50).flatMap((n) => ['audit', 'event'].map((log) => append(log, numbered('x', n), { action: `a${n % 3}`, type: `a${n % 3}` }, { at: NOW + n * HOUR }))));
      await done(store, append('audit', 'other', { action: 'a0' }, { tenant: 'ten_b' }), append('event', 'other', { type: 'a0' }, { tenant: 'ten_b' }));
      for (const [log, field] of [['audit', 'action'], ['event', 'type']] as const) {
        const places = async (query: Partial<ListQuery>, limit = 4) => (await pages(store, log, { tenant: T, ...query, sort: query.sort ?? { field: 'seq', descending: false } }, limit)).map(({ id }) => Number(id.slice(2)));
        assert.deepEqual(await places({}), range(50));
        assert.deepEqual(await places({ sort: { field: 'seq', descending: true } }), range(50).toReversed());
        assert.deepEqual(await places({ sort: { field: 'created_at', descending: true } }), range(50).toReversed());
        assert.deepEqual(await places({ where: { [field]: 'a1' } }), range(50).filter((n) => n % 3 === 1));
        assert.deepEqual(await places({ since: NOW + 10 * HOUR, until: NOW + 20 * HOUR }), range(10).map((n) => n + 10));
        assert.deepEqual(await places({ since: NOW + 10 * HOUR, where: { [field]: 'a1' }, sort: { field: 'seq', descending: true } }), range(50).filter((n) => n % 3 === 1 && n >= 10).toReversed());
        assert.deepEqual(await places({ until: NOW }), []);
        assert.deepEqual(await places({ since: NOW + 90 * HOUR }), []);
        assert.deepEqual(await places({ sort: { field, descending: false } }), range(50).toSorted((a, b) => (a % 3) - (b % 3) || a - b));
        assert.deepEqual(ids(await store.list(log, { tenant: T, where: { id: 'x_000007' }, limit: 9 })), ['x_000007']);
        assert.equal((await store.get(log, T, 'x_000007'))?.body[field], 'a1');
      }
    },
  },
  {
    title: 'a window of time holds for documents as well',
    async run(store) {
      await done(store, ...range(9).map((n) => insert('project', `p${n}`, { slug: `s${n}` }, { at: NOW + n })));
      assert.deepEqual(ids(await store.list('project', { tenant: T, since: NOW + 3, until: NOW + 6, limit: 9 })), ['p3', 'p4', 'p5']);
    },
  },
  {
    title: 'scan walks over everything once, of one tenant or of all, and stops when asked to',
    async run(store) {
      await done(store, ...various, ...range(30).map((n) => insert('project', `q${n}`, { slug: `q${n}` }, { tenant: 'ten_b' })));
      const walk = async (tenant?: string) => {
        const found: Row[] = [];
        for await (const batch of store.scan('project', { batch: 7, ...(tenant === undefined ? {} : { tenant }) })) found.push(...batch);
        return found;
      };
      assert.equal((await walk()).length, 90);
      assert.deepEqual(ids(await walk(T)), range(60).map((n) => numbered('p', n)));
      const stop = new AbortController();
      await assert.rejects(async () => { for await (const _ of store.scan('project', { batch: 7 }, stop.signal)) stop.abort(); }, { name: 'AbortError' });
    },
  },
];
