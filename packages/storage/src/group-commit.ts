/** Commits that wait at the same time share one transaction and one disk sync: batches size themselves, without a timer. */
import type { CommitOutcome } from './store.ts';
import { overloaded, unavailable } from './failures.ts';

/** Of each unit in order: committed, refused, or why it could not be written. */
export type Outcome = CommitOutcome | Error;

export interface GroupPorts<B, U> {
  begin(): B;
  /** Adds a unit whole, or throws and leaves the batch as it was; answers roughly how many bytes it brought. */
  add(batch: B, unit: U): number;
  write(batch: B): Promise<readonly Outcome[]>;
  /** Sees whether the batch before is written, where that can be told within a turn. */
  look?(): void;
}

/** So many units are worth a look: a batch of fewer would cost more than waiting for the end of the turn. */
const WORTH = 32;

export interface GroupLimits {
  readonly units: number;
  readonly bytes: number;
  readonly waiting: number;
}

export const GROUP_LIMITS: GroupLimits = { units: 256, bytes: 8_000_000, waiting: 4096 };

interface Group<B> {
  readonly batch: B;
  bytes: number;
  readonly waiting: { resolve(outcome: CommitOutcome): void; reject(error: unknown): void }[];
}

export function createGroupCommit<B, U>({ begin, add, write, look }: GroupPorts<B, U>, limits: GroupLimits = GROUP_LIMITS) {
  const groups: Group<B>[] = [];
  let units = 0;
  let running: Promise<void> | undefined;

  function commit(unit: U): Promise<CommitOutcome> {
    return new Promise((resolve, reject) => {
      if (units >= limits.waiting) throw overloaded(limits.waiting);
      const group = room();
      group.bytes += add(group.batch, unit);
      group.waiting.push({ resolve, reject });
      units++;
      if (group.waiting.length % WORTH === 0) look?.();
      running ??= new Promise<void>((ready) => { setImmediate(ready); }).then(drain); // callers of this turn join the first group
    });
  }

  function room(): Group<B> {
    const last = groups.at(-1);
    if (last !== undefined && last.waiting.length < limits.units && last.bytes < limits.bytes) return last;
    const group: Group<B> = { batch: begin(), bytes: 0, waiting: [] };
    groups.push(group);
    return group;
  }

  async function drain(): Promise<void> {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      const { batch, waiting } = group;
      units -= waiting.length;
      if (waiting.length > 0) settle(waiting, await write(batch).catch((error: Error) => waiting.map(() => error)));
    }
    running = undefined;
  }

  return { commit, idle: (): Promise<void> => running ?? Promise.resolve() };
}

function settle(waiting: Group<unknown>['waiting'], outcomes: readonly Outcome[]): void {
  for (let at = 0; at < waiting.length; at++) {
    const outcome = outcomes[at] ?? unavailable('it did not tell what became of a write');
    if (outcome instanceof Error) waiting[at]!.reject(outcome);
    else waiting[at]!.resolve(outcome);
  }
}
