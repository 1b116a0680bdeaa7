/**
 * How far a sink is, and which hub works on it. One document: who holds it renews `until`, and every write of the holder carries the
 * version that it read, so that a hub that lost it without noticing can't move it any more.
 */
import type { Collection, Document, Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export const positionCollection: Collection = { name: 'sink_position', kind: 'documents', fields: { stream: 'text' } };

export type Position = Document & {
  readonly stream: string;
  /** Seq of the last entry that arrived, or that it did not take. */
  readonly seq: number;
  readonly sent_at: number | null;
  readonly failing_since: number | null;
  readonly error: string | null;
  /** Somebody was told that it fails. */
  readonly told: boolean;
  readonly holder: string;
  /** Epoch milliseconds; after that anybody may take it. */
  readonly until: number;
};

export const firstPosition = (stream: string, seq: number): Position => ({ stream, seq, sent_at: null, failing_since: null, error: null, told: false, holder: '', until: 0 });

export interface HoldPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly leaseMs: number;
}

/** A position that is ours until somebody else has it. */
export interface Hold {
  readonly position: Position;
  /** Writes, and renews the lease with it. False: it is not ours any more. */
  save(change: Partial<Position>, more?: readonly Op[]): Promise<boolean>;
  /** Lets others take it at once. */
  release(): Promise<void>;
  readonly lost: boolean;
}

/** Undefined: somebody else has it until then, or it is gone. */
export async function takeHold(place: { readonly tenant: string; readonly id: string }, holder: string, { store, now, leaseMs }: HoldPorts): Promise<{ readonly hold: Hold } | { readonly until: number | undefined }> {
  const row = (await store.get(positionCollection.name, place.tenant, place.id)) as Row<Position> | undefined; // written here and nowhere else
  if (row === undefined) return { until: undefined };
  if (row.body.until > now() && row.body.holder !== holder) return { until: row.body.until };
  const hold = holdOf(row, holder, { store, now, leaseMs });
  return (await hold.save({})) ? { hold } : { until: now() + leaseMs };
}

function holdOf({ tenant, id, version: first, body }: Row<Position>, holder: string, { store, now, leaseMs }: HoldPorts): Hold {
  let version = first;
  let position = body;
  let lost = false;
  let writing: Promise<unknown> = Promise.resolve();

  async function write(change: Partial<Position>, more: readonly Op[]): Promise<boolean> {
    if (lost) return false;
    const next: Position = { ...position, holder, until: now() + leaseMs, ...change };
    const outcome = await store.commit([{ op: 'update', in: positionCollection.name, tenant, id, body: next, at: now(), version }, ...more]);
    if (outcome.kind === 'refused') {
      lost = outcome.at === 0;
      if (!lost) throw new Error(`an op beside the position of a sink was refused (${outcome.why})`);
      return false;
    }
    version++;
    position = next;
    return true;
  }

  /** One after the other: each needs the version that the one before has made. */
  function save(change: Partial<Position>, more: readonly Op[] = []): Promise<boolean> {
    const mine = writing.then(() => write(change, more));
    writing = mine.catch(() => undefined);
    return mine;
  }

  return { save, release: async () => { await save({ until: 0 }); }, get position() { return position; }, get lost() { return lost; } };
}
