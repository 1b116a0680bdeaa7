/**
 * Open work, and nothing else: what is done is gone. `run_at` is the lease ("not before"), so there is no column for a state,
 * and an update of it is all that a retry, a taking or a crash needs.
 */
import type { Work } from '@patchbay/contracts';
import { type Dialect, type Index, indexOn } from './dialect.ts';
import { createHeld } from './held-table.ts';

/** Of work that waits for the one before it in its lane. */
export const PARKED = 9_000_000_000_000_000;

export const WORK_COLUMNS = 'id, tenant, run_at, attempt, lease, lane, work';

export function createQueue(name: string, dialect: Dialect): string {
  const { types: { text, integer }, kind } = dialect;
  const columns = `id ${text} not null primary key, tenant ${text} not null, run_at ${integer} not null, attempt ${integer} not null, lease ${integer} not null, lane ${text} not null, work ${text} not null`;
  return `create table if not exists "${name}" (${columns})${kind === 'sqlite' ? ' strict, without rowid' : ' with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)'}; ${createHeld(name, dialect)}`;
}

export const queueIndexes = (name: string): Index[] => [indexOn(name, '(run_at, id)'), indexOn(name, `(lane, id) where lane <> ''`)];

export interface WorkCells {
  readonly id: string;
  readonly tenant: string;
  readonly run_at: number;
  readonly attempt: number;
  readonly lease: number;
  readonly lane: string;
  readonly work: string;
}

export const toWork = ({ id, tenant, run_at, attempt, lease, lane, work }: WorkCells): Work => ({ tenant, id, at: run_at, attempt, lease, lane, work });

/** Rows come back in no order. */
export const inOrder = (works: readonly Work[]): Work[] => works.toSorted((a, b) => (a.id < b.id ? -1 : 1));
