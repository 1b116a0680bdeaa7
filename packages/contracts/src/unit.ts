/** Writes as data. A call collects them in its unit; the unit is committed whole or not at all, many units sharing one disk sync. */
import type { SealedPlace } from './sealed.ts';

export type Document = Readonly<Record<string, unknown>>;

/** An entry for a log. `text`: the body as JSON, by who has written it already. */
export type Append = { readonly op: 'append'; readonly in: string; readonly tenant: string; readonly id: string; readonly body: Document; readonly at: number; readonly text?: string };

export type Op =
  | { readonly op: 'insert'; readonly in: string; readonly tenant: string; readonly id: string; readonly body: Document; readonly at: number }
  /** Replaces the body. `version` is the one that was read: another one there now refuses the unit as `changed`. */
  | { readonly op: 'update'; readonly in: string; readonly tenant: string; readonly id: string; readonly body: Document; readonly at: number; readonly version: number }
  | { readonly op: 'delete'; readonly in: string; readonly tenant: string; readonly id: string; readonly version?: number }
  /** Refuses the unit as `missing` unless the document is there; keeps it there until the commit. */
  | { readonly op: 'present'; readonly in: string; readonly tenant: string; readonly id: string }
  /** Refuses the unit as `present` when a document has this value in this indexed field. */
  | { readonly op: 'absent'; readonly in: string; readonly tenant: string; readonly field: string; readonly value: string }
  /** Appends to a log; a chained log links it to the entry before by hash. */
  | Append
  | Enqueue
  /** Removes work that is done. Who has lost the lease is refused as `missing`. */
  | { readonly op: 'finish'; readonly in: string; readonly tenant: string; readonly id: string; readonly lease: number; readonly lane: string; readonly at: number }
  /** Work that is tried again at `at`, or lies there until then. The same fence. */
  | { readonly op: 'postpone'; readonly in: string; readonly tenant: string; readonly id: string; readonly lease: number; readonly attempt: number; readonly at: number };

/**
 * Open work for a queue. Nobody may take it before `at`: who puts it in with an instant to come has leased it to itself, with lease 1.
 * Work of one lane is taken one at a time, in the order of ids, and waits for the one before it whatever its `at`.
 * `held`: it is of no lane, its id was never used, and who puts it in is at it already, so most of it is done before anybody looks:
 * a store may keep such work in a way that makes coming and going cheap.
 */
export type Enqueue = { readonly op: 'enqueue'; readonly in: string; readonly tenant: string; readonly id: string; readonly at: number; readonly lane: string; readonly work: string; readonly held?: boolean };

/** Work that somebody has taken. */
export interface Work {
  readonly tenant: string;
  readonly id: string;
  /** Until then it is nobody else's. */
  readonly at: number;
  readonly attempt: number;
  /** Grows with each taking; only its holder may finish or postpone. */
  readonly lease: number;
  /** Empty: of no lane. */
  readonly lane: string;
  /** What is to be done, in the words of the engine that put it in. */
  readonly work: string;
}

/** duplicate: a unique field or the id is taken · missing: no such document · changed: another version · present: it should not be there */
export type RefusedWhy = 'duplicate' | 'missing' | 'changed' | 'present';

/** A document or log entry as stored. */
export interface Row<B extends Document = Document> {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly body: B;
  /** Of a log: its place in the order of commits. */
  readonly seq?: number;
  /** Of a chained log: sha256 over the hash before and the stored text. */
  readonly hash?: string;
}

/** What becomes of a refused op: the failure that the caller should see, or `again` to run the call anew on what is there now. */
export type OnRefused = (why: RefusedWhy) => Error | 'again' | Promise<Error>;

/** What a call writes into. */
export interface Unit {
  add(op: Op, refused?: OnRefused): void;
  /** Runs once the unit is on disk, before the caller gets the answer. */
  after(done: () => void | Promise<void>): void;
}

/** Ops that belong into somebody's unit, and what to do once that is on disk. */
export interface Plan {
  readonly ops: readonly Op[];
  committed(): void;
}

/** What the store keeps under a name: documents, an append-only log, or a queue of open work. */
export interface Collection {
  readonly name: string;
  readonly kind: 'documents' | 'log' | 'queue';
  /** Of a log: each entry of a tenant carries the hash of the one before. */
  readonly chained?: boolean;
  /** Of a log that is written very often: its fields are columns of their own, so that an entry costs a fraction. Missing values count as empty text. */
  readonly lean?: boolean;
  /** Fields of a lean log whose values hardly ever come again. The others are taken for what many entries have in common. */
  readonly distinct?: readonly string[];
  /** Top-level body fields to filter and sort by, with how they compare. */
  readonly fields: Readonly<Record<string, 'text' | 'number' | 'boolean'>>;
  /** Each group of fields is unique within a tenant; with `global`, over all tenants. */
  readonly unique?: readonly { readonly fields: readonly string[]; readonly global?: boolean }[];
  /** What is sealed in a document. When its tenant gets a new data key, it is sealed anew. */
  readonly sealed?: readonly SealedPlace[];
}
