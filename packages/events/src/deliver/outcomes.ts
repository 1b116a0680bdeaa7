/** What came of deliveries, written in batches: many share one unit, and a unit that is refused is written piece by piece. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export interface OutcomePorts {
  readonly store: Store;
  readonly report: (error: unknown) => void;
}

/** Ops that belong together, and what to do when they are on disk. */
export interface Piece {
  readonly ops: readonly Op[];
  readonly written?: () => void;
}

export interface Outcomes {
  add(piece: Piece): void;
  /** Until nothing waits to be written. */
  settled(): Promise<void>;
}

const TOGETHER = 256;
const AGAIN_MS = 200;

export function createOutcomes({ store, report }: OutcomePorts): Outcomes {
  let pending: Piece[] = [];
  let scheduled = false;
  const writing = new Set<Promise<void>>();

  function add(piece: Piece): void {
    pending.push(piece);
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    const pieces = pending;
    pending = [];
    for (let at = 0; at < pieces.length; at += TOGETHER) {
      const done = persist(at === 0 && pieces.length <= TOGETHER ? pieces : pieces.slice(at, at + TOGETHER)).finally(() => writing.delete(done));
      writing.add(done);
    }
  }

  /** The store may be away for a while: what happened is not forgotten, and the leases see to it that nobody waits in vain. */
  async function persist(pieces: readonly Piece[]): Promise<void> {
    for (;;) {
      try {
        await write(pieces);
        return;
      } catch (error) {
        report(error);
        await sleep(AGAIN_MS);
      }
    }
  }

  async function write(pieces: readonly Piece[]): Promise<void> {
    const outcome = await store.commit(pieces.length === 1 ? pieces[0]!.ops : together(pieces));
    if (outcome.kind === 'committed') for (const { written } of pieces) written?.();
    else if (pieces.length > 1) await Promise.all(pieces.map((piece) => persist([piece])));
    // A piece that is refused alone is late: the lease was lost, and who has it now says what came of it.
  }

  async function settled(): Promise<void> {
    if (scheduled) flush();
    while (writing.size > 0) await Promise.all(writing);
  }

  return { add, settled };
}

/** By hand: `flatMap` asks each of them what it is. */
function together(pieces: readonly Piece[]): Op[] {
  const all: Op[] = [];
  for (const { ops } of pieces) for (const op of ops) all.push(op);
  return all;
}
