/** One op by itself: whether it is refused, and why. Slower than a stage; for units that don't fit. */
import type { RefusedWhy } from '@patchbay/contracts';
import { troubleOf } from './connection.ts';
import type { Entry } from './heads.ts';
import type { Query, Session } from './pipeline.ts';
import { stagesOf } from './stages.ts';
import type { PgOp, PgUnit } from './unit.ts';

export async function runOp(op: PgOp, entry: Entry | undefined, session: Session): Promise<RefusedWhy | undefined> {
  const stages = stagesOf([[op]], entry === undefined ? [] : [entry]);
  try {
    const answers = await session.run(...stages);
    if (stages.every(({ rows }, at) => rows === undefined || answers[at]?.rowCount === rows)) return undefined;
  } catch (error) {
    if (troubleOf(error) === 'duplicate') return 'duplicate';
    throw error;
  }
  if (op.op === 'present' || op.table.isQueue) return 'missing';
  if (op.op === 'absent') return 'present';
  const [there] = await session.run({ text: `select 1 from "${op.table.name}" where tenant = $1 and id = $2`, values: [op.tenant, op.id] });
  return there?.rowCount === 0 ? 'missing' : 'changed';
}

/** Locks what the unit deletes before anything else, so that nobody begins to refer to it behind a check that comes first. */
export function toRemove(unit: PgUnit): Query[] {
  return unit.filter(({ op }) => op === 'delete').map(({ table, tenant, id }) => ({ text: `select 1 from "${table.name}" where tenant = $1 and id = $2 for update`, values: [tenant, id] }));
}
