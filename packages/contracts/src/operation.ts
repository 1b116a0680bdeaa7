/** An operation is an action with somebody who runs it. All suppliers of actions, from engines to plugins, hand in the same thing. */
import type { z } from 'zod';
import type { Action } from './action.ts';
import type { Caller, Scope } from './caller.ts';
import type { Dialogue } from './dialogue.ts';
import type { Document, Row, Unit } from './unit.ts';

export interface Context {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Epoch milliseconds, one instant for the whole call. */
  readonly now: number;
  readonly callId: string;
  /** Which door it came through. */
  readonly via: string;
  /** Say what would happen, write nothing. */
  readonly dryRun: boolean;
  /** The rules, and the installations that listened, that led to it, one by the other. What it tells came of them, too. */
  readonly causes?: readonly string[] | undefined;
  /** Of a door that can talk while it waits. */
  readonly dialogue?: Dialogue | undefined;
  /** Committed with the audit entry and the idempotency record of this call. */
  readonly unit: Unit;
  /** Tells the world, in the same commit. */
  emit(event: { readonly type: string; readonly subject: string; readonly data: Document }): void;
  /** For the audit entry: what was touched. */
  target(subject: string): void;
}

export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly action: Action<I, O>;
  /** May run again when its unit met a concurrent change, unless its effects are outside. */
  run(input: z.output<I>, ctx: Context): Promise<z.input<O>> | z.input<O>;
}

/** Binds a definition to who runs it, keeping the types together. */
export function operation<I extends z.ZodType, O extends z.ZodType>(action: Action<I, O>, run: Operation<I, O>['run']): Operation {
  return Object.freeze({ action, run }) as unknown as Operation; // one list holds operations of many types; `invoke` parses before it runs
}

/** Where actions come from: the hub's engines, connectors, plugins, attached servers. */
export interface ActionSource {
  /** What it has depends on who asks, and on the day: it is not part of the hub’s own contract. */
  readonly varies?: boolean;
  list(caller: Caller): Iterable<Action>;
  resolve(id: string, caller: Caller): Operation | undefined;
  /** What somebody needs for actions that no list shows, or none yet. */
  unlisted?(caller: Caller): Iterable<Scope>;
  /** Until it knows what other hubs have changed of it: what is unknown may just have come. */
  settle?(): Promise<void>;
}

/** What a behaviour adds to a creation. */
export interface Completed {
  readonly computed?: Document;
  /** Shown in the answer and never again. */
  readonly once?: Document;
  /** Values of write-only fields that the hub made itself. */
  readonly secrets?: Document;
}

/** A list as its caller asked for it. */
export interface PageQuery {
  /** By indexed field, and by those of the definition's own. */
  readonly filters: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly since?: number;
  readonly until?: number;
  readonly descending: boolean;
  /** `next` of the page before. */
  readonly after?: number;
  readonly limit: number;
}

export interface RecordPage {
  readonly rows: readonly Row[];
  /** Where the next page begins; undefined at the end. */
  readonly next?: number;
}

/**
 * What a resource does besides being stored. The engine that owns it hands this to the generic engine;
 * a resource without one is just kept.
 */
export interface Behaviour {
  /** Before a creation: fills the computed fields and the values shown once, and may add to the unit. */
  create?(fields: Document, ctx: Context & { readonly id: string }): Promise<Completed> | Completed;
  /** Before a change: the computed fields as they shall be. `after` holds the secrets that the change brings, `dropped` names those that it takes away. */
  update?(before: Row, after: Document, ctx: Context, dropped: readonly string[]): Promise<Document> | Document;
  delete?(before: Row, ctx: Context): Promise<void> | void;
  /** Computed fields that are not stored with the document. Gets a whole page at once, so that it can look up in one go. */
  show?(rows: readonly Row[], ctx: Context): Promise<readonly Document[]> | readonly Document[];
  /** Of a record: answers a list that asks for one of the definition's own `filters`. Undefined: it asks for none. */
  page?(query: PageQuery, ctx: Context): Promise<RecordPage> | undefined;
}
