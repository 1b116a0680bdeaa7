/** Commits groups of units: all in one transaction when they fit, in halves when one of them does not, the last one op by op. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryResult } from 'pg';
import type { Outcome } from '../group-commit.ts';
import { failureOf, troubleOf } from './connection.ts';
import { copies } from './copy.ts';
import { chain, type Head, headsOf, lockHeads, moveHeads, toHeads } from './heads.ts';
import { createHeldWork, type Holding } from './held-work.ts';
import { runOp, runWork, toRemove } from './one-op.ts';
import type { Pipeline, Query, Session } from './pipeline.ts';
import { exactly } from './stage.ts';
import { stagesOf } from './stages.ts';
import type { PgUnit } from './unit.ts';

const BEGIN: Query = { text: 'begin', values: [] };
const COMMIT: Query = { text: 'commit', values: [] };
const ROLLBACK: Query = { text: 'rollback', values: [] };

const COMMITTED: Outcome = { kind: 'committed' };
/** Deadlocks and the like: others were in the way. */
const ATTEMPTS = 5;

/** Errors that say something about the data, not about the server. */
const saysNo = (error: unknown): boolean => ['duplicate', 'other'].includes(troubleOf(error));

export function createWriter(pipeline: Pipeline) {
  /** Where the logs ended after our last commit. */
  const known = new Map<string, Head>();
  const held = createHeldWork();

  /** Runs on fresh ground until nobody is in the way. */
  async function persistently<T>(work: (session: Session) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const session = await pipeline.session();
      try {
        return await work(session);
      } catch (error) {
        await session.run(ROLLBACK).catch(() => undefined);
        if (troubleOf(error) === 'unavailable') known.clear(); // what became of the commit is not known
        if (troubleOf(error) !== 'again' || attempt === ATTEMPTS) throw error;
        await sleep(5 * 2 ** attempt * Math.random());
      }
    }
  }

  /** The heads of these units as we left them, unless there is one that we never moved. */
  function believe(units: readonly PgUnit[]): Map<string, Head> | undefined {
    const heads = new Map<string, Head>();
    for (const { key } of headsOf(units)) {
      const head = known.get(key);
      if (head === undefined) return undefined;
      heads.set(key, head);
    }
    return heads;
  }

  async function beginLocked(units: readonly PgUnit[], session: Session): Promise<Map<string, Head>> {
    const [, , locked] = await session.run(BEGIN, ...lockHeads(headsOf(units)));
    return toHeads((locked?.rows ?? []) as Head[]);
  }

  /** Where another hub has appended meanwhile, what we believe of the heads does not fit: then the units run again on locked heads. */
  async function together(units: readonly PgUnit[], session: Session): Promise<'committed' | 'refused'> {
    const heads = believe(units);
    if (heads === undefined) return stage(units, await beginLocked(units, session), session);
    const outcome = await stage(units, heads, session, BEGIN);
    if (outcome === 'committed' || heads.size === 0) return outcome;
    return stage(units, await beginLocked(units, session), session);
  }

  async function stage(units: readonly PgUnit[], before: ReadonlyMap<string, Head>, session: Session, ...first: readonly Query[]): Promise<'committed' | 'refused'> {
    const { entries, after } = chain(units, before);
    const moves = after.size === 0 ? [] : [{ ...moveHeads(before, after), rows: after.size }];
    const holding = held.begin();
    const stages = [...moves, ...stagesOf(units, entries, holding)].map(exactly);
    const rest = stages.findLastIndex(({ data }) => data === undefined) + 1;
    const answers = await session.run(...first, ...stages.slice(0, rest), copies(stages.slice(rest), COMMIT)).catch((error: unknown) => { if (saysNo(error)) return undefined; throw error; });
    if (answers === undefined) {
      await session.run(ROLLBACK); // the commit has done that already, or was skipped together with what stood before it
      return 'refused';
    }
    committed(answers, after, [holding]);
    return 'committed';
  }

  function committed(answers: readonly QueryResult[], after: ReadonlyMap<string, Head>, holdings: readonly Holding[]): void {
    if (answers.at(-1)?.command !== 'COMMIT') throw new Error('the transaction was rolled back'); // a failed transaction answers ROLLBACK, and no error
    for (const [key, head] of after) known.set(key, head);
    for (const holding of holdings) holding.saved();
  }

  /** One unit, op by op: slower, and tells which op was refused, and why. */
  async function alone(unit: PgUnit, session: Session): Promise<Outcome> {
    const before = await beginLocked([unit], session);
    const { entries, after } = chain([unit], before);
    await session.run(...(after.size === 0 ? [] : [moveHeads(before, after)]), ...toRemove(unit));
    const holdings: Holding[] = [];
    let next = 0;
    for (const [at, op] of unit.entries()) {
      const why = op.table.isQueue ? await runWork(op, held, holdings, session) : await runOp(op, op.op === 'append' ? entries[next++] : undefined, session);
      if (why === undefined) continue;
      await session.run(ROLLBACK);
      return { kind: 'refused', at, why };
    }
    committed(await session.run(COMMIT), after, holdings);
    return COMMITTED;
  }

  async function write(units: readonly PgUnit[]): Promise<Outcome[]> {
    try {
      const outcome = await persistently((session) => together(units, session));
      if (outcome === 'committed') return units.map(() => COMMITTED);
      if (units.length === 1) return [await persistently((session) => alone(units[0]!, session))];
    } catch (error) {
      return units.map(() => failureOf(error));
    }
    const middle = Math.ceil(units.length / 2);
    return [...(await write(units.slice(0, middle))), ...(await write(units.slice(middle)))];
  }

  return write;
}
