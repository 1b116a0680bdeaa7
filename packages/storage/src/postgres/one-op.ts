/** One op by itself: whether it is refused, and why. Slower than a stage; for units that don't fit. */
import type { RefusedWhy } from '@patchbay/contracts';
import { troubleOf } from './connection.ts';
import type { Entry } from './heads.ts';
import type { HeldWork, Holding } from './held-work.ts';
import type { Query, Session } from './pipeline.ts';
import type { Stage } from './stage.ts';
import { stagesOf } from './stages.ts';
import type { PgOp, PgUnit } from './unit.ts';

export async function runOp(op: PgOp, entry: Entry | undefined, session: Session): Promise<RefusedWhy | undefined> {
  try {
    if (await fits(stagesOf([[op]], entry === undefined ? [] : [entry]), session)) return undefined;
  } catch (error) {
    if (troubleOf(error) === 'duplicate') return 'duplicate';
    throw error;
  }
  if (op.op === 'present' || op.table.isQueue) return 'missing';
  if (op.op === 'absent') return 'present';
  const [there] = await session.run({ text: `select 1 from "${op.table.name}" where tenant = $1 and id = $2`, values: [op.tenant, op.id] });
  return there?.rowCount === 0 ? 'missing' : 'changed';
}

/** Work may be held, or a row, or just have been made one. Held work ends for good with the commit: then the holdings want to know. */
export async function runWork(op: PgOp, held: HeldWork, holdings: Holding[], session: Session): Promise<RefusedWhy | undefined> {
  if (op.op === 'enqueue') return held.has(op) ? 'duplicate' : runOp(op, undefined, session);
  for (const isLast of [false, true]) {
    const holding = held.begin();
    if (holding.take(op)) {
      if (await fits(holding.one(op.table), session)) return void holdings.push(holding);
      held.forget(op);
    }
    const why = await runOp(op, undefined, session);
    if (why !== 'missing' || isLast || !(await held.adopt(op, session))) return why;
  }
  return 'missing';
}

async function fits(stages: readonly Stage[], session: Session): Promise<boolean> {
  const answers = await session.run(...stages);
  return stages.every(({ rows }, at) => rows === undefined || answers[at]?.rowCount === rows);
}

/** Locks what the unit deletes before anything else, so that nobody begins to refer to it behind a check that comes first. */
export function toRemove(unit: PgUnit): Query[] {
  return unit.filter(({ op }) => op === 'delete').map(({ table, tenant, id }) => ({ text: `select 1 from "${table.name}" where tenant = $1 and id = $2 for update`, values: [tenant, id] }));
}
