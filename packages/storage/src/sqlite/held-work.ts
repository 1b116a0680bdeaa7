/** Held work on the side of the writer: it remembers where each open piece of this process lies, so that ending one is a bit in memory and a share of one small write. */
import { randomInt } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { RefusedWhy, Work } from '@patchbay/contracts';
import { doneTable, FIRST_LEASE, type Held, heldTable, isSet, openOf, readHeld, writeHeld } from '../held-table.ts';
import { copied } from './sheet.ts';

/** Looked at together when their time has come. */
const PACKS = 8;

interface Pack {
  readonly number: number;
  readonly ids: readonly string[];
  /** Read when the first piece of it is postponed. */
  works: readonly Held[] | undefined;
}

interface Member { readonly pack: Pack; readonly n: number }

/** What a unit has done, to be undone if it is refused. */
type Change = { readonly born: string } | { readonly unborn: Held } | { readonly ended: string };

export function createHeldWork(db: DatabaseSync, queue: string) {
  const [held, done] = [`"${heldTable(queue)}"`, `"${doneTable(queue)}"`];
  const insertion = db.prepare(`insert into ${held} (pack, run_at, first, last, works) values (?, ?, ?, ?, ?)`);
  const marking = db.prepare(`insert into ${done} (pack, done) values (?, ?) on conflict (pack) do update set done = excluded.done`);
  const removals = [db.prepare(`delete from ${held} where pack = ?`), db.prepare(`delete from ${done} where pack = ?`)];
  const look = db.prepare(`select done from ${done} where pack = ?`);
  const around = db.prepare(`select pack, works from ${held} where first <= ?1 and last >= ?1`);
  const contents = db.prepare(`select works from ${held} where pack = ?`);
  const isExpired = db.prepare(`select 1 from ${held} where run_at <= ? limit 1`);
  const expired = db.prepare(`select pack, works, done from ${held} join ${done} using (pack) where run_at <= ? order by run_at limit ${PACKS}`);
  const row = db.prepare(`insert into "${queue}" (id, tenant, run_at, attempt, lease, lane, work) values (?, ?, ?, ?, ?, '', ?) on conflict do nothing`);
  /** No other process makes the same numbers. */
  let number = randomInt(2 ** 30) * 2 ** 22;
  const members = new Map<string, Member>();
  /** Of the transaction that runs. */
  const born = new Map<string, Held>();
  const ending = new Map<string, Member>();
  const bits = new Map<Pack, Uint8Array | undefined>();
  let changes: Change[] = [];
  let made: Pack | undefined;

  function add(tenant: string, id: string, at: number, work: string): RefusedWhy | undefined {
    if (born.has(id) || members.has(id)) return 'duplicate';
    const own = copied(id);
    born.set(own, { id: own, tenant, at, work });
    changes.push({ born: own });
    return undefined;
  }

  /** What it was, if it was held by this process and still is; then it isn't any longer. */
  function take(id: string, lease: number): { readonly held: () => Held } | undefined {
    if (lease !== FIRST_LEASE) return undefined;
    const unborn = born.get(id);
    if (unborn !== undefined) {
      born.delete(id);
      changes.push({ unborn });
      return { held: () => unborn };
    }
    const member = members.get(id);
    if (member === undefined || ending.has(id) || isDone(member)) return undefined;
    ending.set(id, member);
    changes.push({ ended: id });
    return { held: () => worksOf(member.pack)[member.n]! };
  }

  const finish = (id: string, lease: number): boolean => take(id, lease) !== undefined;

  /** It becomes a row of the queue. */
  function postpone(id: string, lease: number, attempt: number, at: number): boolean {
    const taken = take(id, lease);
    if (taken === undefined) return false;
    const { tenant, work } = taken.held();
    row.run(id, tenant, at, attempt, lease, work);
    return true;
  }

  /** Looked up once in a transaction. Another process may have made rows of the whole pack when its time had come. */
  function isDone({ pack, n }: Member): boolean {
    if (!bits.has(pack)) bits.set(pack, look.get(pack.number)?.['done'] as Uint8Array | undefined); // a column of our own table
    const done = bits.get(pack);
    if (done === undefined) for (const id of pack.ids) members.delete(id);
    return done === undefined || isSet(done, n);
  }

  /** Held by a process or a thread that is no more, and somebody still knows the lease. */
  function adopt(id: string): boolean {
    for (const { pack, works } of around.all(id)) {
      const found = readHeld(String(works));
      const adopted: Pack = { number: Number(pack), ids: found.map((each) => each.id), works: found };
      if (adopted.ids.includes(id)) for (const [n, own] of adopted.ids.entries()) if (!members.has(own)) members.set(own, { pack: adopted, n });
    }
    return members.has(id);
  }

  const worksOf = (pack: Pack): readonly Held[] => (pack.works ??= readHeld(String(contents.get(pack.number)?.['works'])));

  /** Before the commit: what came is a row, what is done a bit, and of packs that are all done nothing is left. */
  function save(): void {
    if (born.size > 0) saveBorn([...born.values()]);
    for (const [pack, ends] of Map.groupBy(ending.values(), (member) => member.pack)) {
      const done = withBits(bits.get(pack)!, ends);
      if (pack.ids.every((_, n) => isSet(done, n))) for (const removal of removals) removal.run(pack.number);
      else marking.run(pack.number, done);
    }
  }

  function saveBorn(works: readonly Held[]): void {
    const ids = works.map(({ id }) => id);
    made = { number: ++number, ids, works: undefined };
    const [first, last] = [ids.reduce((a, b) => (a < b ? a : b)), ids.reduce((a, b) => (a > b ? a : b))];
    insertion.run(number, Math.min(...works.map(({ at }) => at)), first, last, writeHeld(works));
    marking.run(number, new Uint8Array((works.length + 7) >> 3));
  }

  /** After the commit. */
  function saved(): void {
    for (const id of ending.keys()) members.delete(id);
    for (let n = 0; made !== undefined && n < made.ids.length; n++) members.set(made.ids[n]!, { pack: made, n });
    forget();
  }

  function putBack(): void {
    for (const change of changes.reverse()) {
      if ('born' in change) born.delete(change.born);
      else if ('unborn' in change) born.set(change.unborn.id, change.unborn);
      else ending.delete(change.ended);
    }
    changes = [];
  }

  function forget(): void {
    born.clear();
    ending.clear();
    bits.clear();
    changes = [];
    made = undefined;
  }

  /** What is held by nobody any longer becomes rows of the queue, as it was put in: the oldest of it, so much that a claim finds all that it may take. */
  function release(now: number, limit: number): void {
    if (isExpired.get(now) === undefined) return;
    db.exec('begin immediate');
    try {
      for (let made = 0, isLast = false; made < limit && !isLast;) {
        const packs = expired.all(now);
        isLast = packs.length < PACKS;
        for (const { pack, works, done: marks } of packs) made += releasePack(pack!, openOf(String(works), marks as Uint8Array), now);
      }
      db.exec('commit');
    } finally {
      if (db.isTransaction) db.exec('rollback');
    }
  }

  /** How many of it may be taken. */
  function releasePack(pack: SQLInputValue, open: readonly Work[], now: number): number {
    for (const { id, tenant, at, attempt, lease, work } of open) row.run(id, tenant, at, attempt, lease, work);
    for (const removal of removals) removal.run(pack);
    return open.filter(({ at }) => at <= now).length;
  }

  return { add, adopt, finish, postpone, save, saved, putBack, forget, release, accept: (): void => { if (changes.length > 0) changes = []; } };
}

export type HeldWork = ReturnType<typeof createHeldWork>;

function withBits(done: Uint8Array, ends: readonly Member[]): Uint8Array {
  const next = new Uint8Array(done);
  for (const { n } of ends) next[n >> 3]! |= 1 << (n & 7);
  return next;
}
