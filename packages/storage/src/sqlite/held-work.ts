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
  /** What is done of it, as the transaction that runs found and left it. */
  bits: Uint8Array | undefined;
}

interface Member {
  readonly id: string;
  /** What it is, until it lies in a pack. */
  held: Held | undefined;
  pack: Pack | undefined;
  n: number;
}

/** What a unit has done, to be undone if it is refused. */
interface Change { readonly kind: 'born' | 'unborn' | 'ended'; readonly member: Member }

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
  /** Of the transaction that runs: what came, what came and went, what was held before and ended, and the packs that were looked at. */
  let born: Member[] = [];
  const unborn = new Set<Member>();
  let ended: Member[] = [];
  let seen: Pack[] = [];
  let changes: Change[] = [];
  let made: Pack | undefined;

  function add(tenant: string, id: string, at: number, work: string): RefusedWhy | undefined {
    if (members.has(id)) return 'duplicate';
    const own = copied(id);
    const member: Member = { id: own, held: { id: own, tenant, at, work }, pack: undefined, n: 0 };
    members.set(own, member);
    born.push(member);
    changes.push({ kind: 'born', member });
    return undefined;
  }

  /** The piece, if it was held by this process and still is; then it isn't any longer. */
  function take(id: string, lease: number): Member | undefined {
    const member = lease === FIRST_LEASE ? members.get(id) : undefined;
    if (member === undefined) return undefined;
    const { pack, n } = member;
    if (pack === undefined) {
      members.delete(id);
      unborn.add(member);
      changes.push({ kind: 'unborn', member });
      return member;
    }
    const bits = bitsOf(pack);
    if (bits === undefined || isSet(bits, n)) return undefined;
    bits[n >> 3]! |= 1 << (n & 7);
    ended.push(member);
    changes.push({ kind: 'ended', member });
    return member;
  }

  const finish = (id: string, lease: number): boolean => take(id, lease) !== undefined;

  /** It becomes a row of the queue. */
  function postpone(id: string, lease: number, attempt: number, at: number): boolean {
    const taken = take(id, lease);
    if (taken === undefined) return false;
    const { tenant, work } = taken.held ?? worksOf(taken.pack!)[taken.n]!;
    row.run(id, tenant, at, attempt, lease, work);
    return true;
  }

  /** Looked up once in a transaction. Another process may have made rows of the whole pack when its time had come. */
  function bitsOf(pack: Pack): Uint8Array | undefined {
    if (pack.bits !== undefined) return pack.bits;
    pack.bits = look.get(pack.number)?.['done'] as Uint8Array | undefined; // a column of our own table
    if (pack.bits === undefined) for (const id of pack.ids) members.delete(id);
    else seen.push(pack);
    return pack.bits;
  }

  /** Held by a process or a thread that is no more, and somebody still knows the lease. Of a pack that is known here, what is not is done. */
  function adopt(id: string): boolean {
    for (const { pack, works } of around.all(id)) {
      const found = readHeld(String(works));
      if (!found.some((each) => each.id === id)) continue;
      const adopted = found.map((each) => members.get(each.id)?.pack).find((known) => known?.number === Number(pack)) ?? { number: Number(pack), ids: found.map((each) => each.id), works: found, bits: undefined };
      const bits = bitsOf(adopted);
      for (const [n, own] of adopted.ids.entries()) if (bits !== undefined && !isSet(bits, n) && !members.has(own)) members.set(own, { id: own, held: undefined, pack: adopted, n });
    }
    return members.has(id);
  }

  const worksOf = (pack: Pack): readonly Held[] => (pack.works ??= readHeld(String(contents.get(pack.number)?.['works'])));

  /** Before the commit: what came is a row, what is done a bit, and of packs that are all done nothing is left. */
  function save(): void {
    if (unborn.size > 0) born = born.filter((member) => !unborn.has(member));
    if (born.length > 0) saveBorn(born.map(({ held: work }) => work!));
    for (const { number: pack, ids, bits } of seen) {
      if (isFull(bits!, ids.length)) for (const removal of removals) removal.run(pack);
      else marking.run(pack, bits!);
    }
  }

  function saveBorn(works: readonly Held[]): void {
    const ids = works.map(({ id }) => id);
    made = { number: ++number, ids, works: undefined, bits: undefined };
    const [first, last] = [ids.reduce((a, b) => (a < b ? a : b)), ids.reduce((a, b) => (a > b ? a : b))];
    insertion.run(number, works.reduce((earliest, { at }) => Math.min(earliest, at), Infinity), first, last, writeHeld(works));
    marking.run(number, new Uint8Array((works.length + 7) >> 3));
  }

  /** After the commit. */
  function saved(): void {
    for (const { id } of ended) members.delete(id);
    for (let n = 0; n < born.length; n++) Object.assign(born[n]!, { held: undefined, pack: made, n });
    settle();
  }

  function putBack(): void {
    for (const { kind, member } of changes.reverse()) {
      if (kind === 'ended') clear(ended.pop()!);
      else if (kind === 'born') members.delete(born.pop()!.id);
      else {
        unborn.delete(member);
        members.set(member.id, member);
      }
    }
    changes = [];
  }

  /** Nothing of the transaction is there. */
  function forget(): void {
    for (const member of born) if (!unborn.has(member)) members.delete(member.id);
    settle();
  }

  function settle(): void {
    for (const pack of seen) pack.bits = undefined;
    born = [];
    ended = [];
    seen = [];
    changes = [];
    unborn.clear();
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

const clear = ({ pack, n }: Member): void => { pack!.bits![n >> 3]! &= ~(1 << (n & 7)); };

function isFull(bits: Uint8Array, count: number): boolean {
  for (let n = 0; n < count; n++) if (!isSet(bits, n)) return false;
  return true;
}
