/**
 * Held work on the side of the writer: all that a group brings is one row, and what ends of it is a bit for each piece. The hub
 * remembers where its open pieces lie. Whoever claims may have made rows of a pack whose time had come, so the server looks
 * whether what ends is still there and open.
 */
import { randomInt } from 'node:crypto';
import { doneTable, FIRST_LEASE, heldTable } from '../held-table.ts';
import type { Table } from '../table.ts';
import { copyWork, type WorkRow } from './queue-stages.ts';
import type { Session } from './pipeline.ts';
import type { Stage } from './stage.ts';
import type { PgOp } from './unit.ts';

type Piece = Pick<PgOp, 'id' | 'tenant' | 'at' | 'body'>;

interface Pack {
  readonly number: number;
  readonly pieces: readonly Piece[];
  open: number;
}

interface Member { readonly pack: Pack; readonly n: number }

/** What a group changes of the held work of a queue. */
interface Part {
  readonly born: Map<string, Piece>;
  readonly ending: Map<string, Member>;
  /** What is postponed becomes a row. */
  readonly rows: WorkRow[];
  made: Pack | undefined;
}

/** Of one transaction. */
export interface Holding {
  /** Whether an op is about held work, and seen to. */
  take(op: PgOp): boolean;
  /** They fail where something is not as we believe. */
  stages(table: Table): Stage[];
  /** The same for the end of a single piece, without failing. */
  one(table: Table): Stage[];
  /** After the commit. */
  saved(): void;
}

export function createHeldWork() {
  /** No other hub makes the same numbers. */
  let number = randomInt(2 ** 30) * 2 ** 22;
  const queues = new Map<Table, Map<string, Member>>();

  function membersOf(table: Table): Map<string, Member> {
    const known = queues.get(table) ?? new Map<string, Member>();
    queues.set(table, known);
    return known;
  }

  function begin(): Holding {
    const parts = new Map<Table, Part>();
    let isTwice = false;

    function partOf(table: Table): Part {
      const known = parts.get(table) ?? { born: new Map<string, Piece>(), ending: new Map<string, Member>(), rows: [], made: undefined };
      parts.set(table, known);
      return known;
    }

    function take(op: PgOp): boolean {
      if (op.op === 'enqueue' ? !op.held : op.lease !== FIRST_LEASE || op.lane !== '') return false;
      const { born, ending, rows } = partOf(op.table);
      const member = membersOf(op.table).get(op.id);
      const piece = born.get(op.id);
      if (op.op === 'enqueue') {
        isTwice ||= member !== undefined || piece !== undefined;
        born.set(op.id, op);
        return true;
      }
      if (piece !== undefined) born.delete(op.id);
      else if (member === undefined || ending.has(op.id)) return false;
      else ending.set(op.id, member);
      if (op.op === 'postpone') rows.push({ ...(piece ?? member!.pack.pieces[member!.n]!), at: op.at, attempt: op.attempt, lease: op.lease, lane: '' });
      return true;
    }

    function stages(table: Table): Stage[] {
      const part = parts.get(table);
      if (part === undefined) return [];
      const { born, ending, rows } = part;
      if (born.size > 0) part.made = { number: ++number, pieces: [...born.values()], open: born.size };
      const changes = born.size > 0 || ending.size > 0 || isTwice;
      return [...(changes ? [changing(table, ending, part.made, isTwice)] : []), ...rowsOf(table, rows)];
    }

    function one(table: Table): Stage[] {
      const { ending, rows } = partOf(table);
      return [marking(table, ending), ...rowsOf(table, rows)];
    }

    function saved(): void {
      for (const [table, { ending, made }] of parts) {
        const members = membersOf(table);
        for (const [id, { pack }] of ending) {
          pack.open--;
          members.delete(id);
        }
        for (let n = 0; made !== undefined && n < made.pieces.length; n++) members.set(made.pieces[n]!.id, { pack: made, n });
      }
    }

    return { take, stages, one, saved };
  }

  /** What became of a pack is not what we believed. */
  function forget({ table, id }: PgOp): void {
    const members = membersOf(table);
    for (const piece of members.get(id)?.pack.pieces ?? []) members.delete(piece.id);
  }

  /** Held by a hub that is no more, or forgotten, and somebody still knows the lease. */
  async function adopt({ table, id, lease, lane }: PgOp, session: Session): Promise<boolean> {
    if (lease !== FIRST_LEASE || lane !== '') return false;
    const [found] = await session.run({ text: `select h.pack, h.works, d.done::text as done from "${heldTable(table.name)}" h join "${doneTable(table.name)}" d on d.pack = h.pack where h.first <= $1 and h.last >= $1`, values: [id] });
    const members = membersOf(table);
    for (const { pack: known, works, done } of (found?.rows ?? []) as { pack: number; works: string; done: string }[]) {
      const pieces = (JSON.parse(works) as [string, string, number, string][]).map(([own, tenant, at, body]) => ({ id: own, tenant, at, body })); // as `cellsOf` wrote it
      const pack: Pack = { number: known, pieces, open: [...done].filter((bit) => bit === '0').length };
      if (pieces.some((piece) => piece.id === id)) for (const [n, piece] of pieces.entries()) if (done[n] === '0' && !members.has(piece.id)) members.set(piece.id, { pack, n });
    }
    return members.has(id);
  }

  return { begin, forget, adopt, has: ({ table, id }: PgOp): boolean => membersOf(table).has(id) };
}

export type HeldWork = ReturnType<typeof createHeldWork>;

type Ending = ReadonlyMap<string, Member>;

const rowsOf = (table: Table, rows: readonly WorkRow[]): Stage[] => (rows.length === 0 ? [] : [copyWork(table, rows)]);

const MARK = 'set done = d.done | x.ends from unnest($1::bigint[], $2::varbit[]) as x(pack, ends) where d.pack = x.pack and bit_count(d.done & x.ends) = 0';

function marking(table: Table, ending: Ending): Stage {
  const marks = marksOf(ending);
  return { text: `update "${doneTable(table.name)}" d ${MARK}`, values: columnsOf(marks), rows: marks.length };
}

/** We count what is open of a pack; whether really nothing is, the bits tell. Who releases packs locks their bits first, as we do. */
function changing(table: Table, ending: Ending, made: Pack | undefined, isTwice: boolean): Stage {
  const [held, done] = [`"${heldTable(table.name)}"`, `"${doneTable(table.name)}"`];
  const [over, marks] = [true, false].map((all) => marksOf(ending).filter(({ pack, ends }) => (pack.open === ends.length) === all)) as [Mark[], Mark[]];
  const steps = [
    `marked as (update ${done} d ${MARK} returning 1)`,
    `over as (delete from ${done} d using unnest($3::bigint[], $4::varbit[]) as x(pack, ends) where d.pack = x.pack and bit_count(d.done & x.ends) = 0 and bit_count(d.done | x.ends) = length(d.done) returning d.pack)`,
    `gone as (delete from ${held} h using over where h.pack = over.pack)`,
    `made as (insert into ${held} (pack, run_at, first, last, works) select $5::bigint, $6::bigint, $7, $8, $9 where $5 is not null)`,
    `begun as (insert into ${done} (pack, done) select $5::bigint, $10::varbit where $5 is not null)`,
  ];
  return {
    text: `with ${steps.join(', ')} select 1 / ((select count(*) from marked) = $11 and (select count(*) from over) = $12)::int`,
    values: [...columnsOf(marks), ...columnsOf(over), ...cellsOf(made), isTwice ? NEVER : marks.length, over.length],
  };
}

/** For work that is held already: no unit with it fits. */
const NEVER = -1;

interface Mark { readonly pack: Pack; readonly ends: readonly Member[] }

const marksOf = (ending: Ending): Mark[] => [...Map.groupBy(ending.values(), ({ pack }) => pack)].map(([pack, ends]) => ({ pack, ends })).sort((a, b) => a.pack.number - b.pack.number);
const columnsOf = (marks: readonly Mark[]): unknown[] => [marks.map(({ pack }) => pack.number), marks.map(({ pack: { pieces }, ends }) => bits(pieces.length, ends))];

function bits(size: number, ends: readonly Member[]): string {
  const found = Array.from({ length: size }, () => '0');
  for (const { n } of ends) found[n] = '1';
  return found.join('');
}

function cellsOf(made: Pack | undefined): unknown[] {
  if (made === undefined) return [null, null, null, null, null, null];
  const { number, pieces } = made;
  let [least, first, last] = [Infinity, pieces[0]!.id, ''];
  for (const { id, at } of pieces) {
    if (at < least) least = at;
    if (id < first) first = id;
    if (id > last) last = id;
  }
  const works = pieces.map(({ id, tenant, at, body }) => [id.toWellFormed(), tenant.toWellFormed(), at, body.toWellFormed()]);
  return [number, least, first, last, JSON.stringify(works), '0'.repeat(pieces.length)];
}
