/** The one port to what the hub remembers. Two drivers implement it; one table of contract tests runs over both. */
import type { Collection, Document, Op, RefusedWhy, Row, Work } from '@patchbay/contracts';

export type Scalar = string | number | boolean;

export interface ListQuery {
  /** Absent: over all tenants, for the hub's own work only. */
  readonly tenant?: string;
  /** Equality on `id` or indexed fields, all of them. */
  readonly where?: Readonly<Record<string, Scalar>>;
  /** created_at at or after, and before; epoch milliseconds. In a log this holds for entries that were appended within an hour of the instant they carry. */
  readonly since?: number;
  readonly until?: number;
  /** `id`, `updated_at`, an indexed field, or `seq` or `created_at` of a log. Ties are broken by id, in a log by seq, in the same direction. */
  readonly sort?: { readonly field: string; readonly descending: boolean };
  /** Goes on behind this position of the same sort. A missing value stands before all others, as '' does. */
  readonly after?: { readonly value: Scalar; readonly id: string };
  readonly limit: number;
}

export type CommitOutcome =
  | { readonly kind: 'committed' }
  /** Nothing of the unit is stored; `at` is the index of the op that was refused. */
  | { readonly kind: 'refused'; readonly at: number; readonly why: RefusedWhy };

/** A log entry with its body as text. Its hash covers exactly this text. */
export interface LogText {
  readonly tenant: string;
  readonly id: string;
  readonly seq: number;
  readonly created_at: number;
  readonly text: string;
  readonly hash?: string;
}

export interface Amendment {
  readonly seq: number;
  /** What is there from now on; absent: nothing. */
  readonly body?: Document;
}

export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  get(collection: string, tenant: string, id: string): Promise<Row | undefined>;
  /** In no particular order; ids that are not there are left out. */
  getMany(collection: string, tenant: string, ids: readonly string[]): Promise<Row[]>;
  /** The first match by equality. Without a tenant it looks through all of them. */
  find(collection: string, tenant: string | undefined, where: Readonly<Record<string, Scalar>>): Promise<Row | undefined>;
  list(collection: string, query: ListQuery): Promise<Row[]>;
  /** Entries of a log behind `after`, in the order of commits. Never skips one that commits late. */
  tail(log: string, query: { readonly tenant?: string; readonly after: number; readonly limit: number }): Promise<Row[]>;
  /** The seq that a `tail` from now on starts behind. */
  head(log: string, tenant?: string): Promise<number>;
  /** The heads of several logs, none of them chained, with one question. */
  heads(logs: readonly string[]): Promise<number[]>;
  /** Everything of a collection in batches, by id, or by seq for a log. Reads a bounded amount at a time. */
  scan(collection: string, query: { readonly tenant?: string; readonly batch?: number }, signal?: AbortSignal): AsyncIterable<readonly Row[]>;
  /** A log as it is stored, for who checks hashes or copies it: the text of the bodies is not parsed. */
  scanText(log: string, query: { readonly tenant?: string; readonly batch?: number }, signal?: AbortSignal): AsyncIterable<readonly LogText[]>;
  /** All ops or none. Resolved means on disk. Units that wait at the same time share one sync. */
  commit(ops: readonly Op[]): Promise<CommitOutcome>;
  /** Takes work whose time has come, the oldest first: it is nobody else's until `now` + `leaseMs`. */
  claim(queue: string, query: { readonly now: number; readonly leaseMs: number; readonly limit: number }): Promise<Work[]>;
  /** When the next work of a queue may be taken; undefined when there is none, or none that does not wait for another. */
  due(queue: string): Promise<number | undefined>;
  /** Open work behind an id, taken or not, in the order of ids. */
  open(queue: string, query: { readonly tenant?: string; readonly after?: string; readonly limit: number }): Promise<Work[]>;
  /** Called after commits that appended to a log: those of this process at once, those of others as soon as the store tells. */
  onAppend(listener: (logs: ReadonlySet<string>) => void): () => void;
  /** Removes documents whose indexed number field is below a limit, a bounded number at a time; answers how many went. */
  prune(collection: string, field: string, below: number, limit: number): Promise<number>;
  /**
   * Takes entries out of a log, or puts another body into them, for what must not be kept any longer; answers how many were there.
   * Not of a chained log, whose hashes would show it. The indexed fields of a lean log stay as they are.
   */
  amend(log: string, changes: readonly Amendment[]): Promise<number>;
  /** Throws `storage.unavailable` when the store can't be reached or read, and `storage.full` where a write has found that and still there is no room. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly collections: readonly Collection[];
  readonly now: () => number;
}
