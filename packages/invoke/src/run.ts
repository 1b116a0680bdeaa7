/** One run of an action: its context, and what it wants to have written. */
import type { Call, Context, Document, NewId, OnRefused, Op, Unit } from '@patchbay/contracts';

/** A door that makes the signal only when it is asked for says it this way. */
export const isCancelled = (call: Call): boolean => call.cancelled ?? call.signal.aborted;

export interface EventDraft { readonly type: string; readonly subject: string; readonly data: Document }

/** The unit of one call. Several actions in one call would share it. */
export class Run implements Context, Unit {
  readonly caller;
  readonly via;
  readonly dryRun;
  readonly causes: readonly string[] | undefined;
  readonly dialogue;
  readonly now: number;
  readonly ops: Op[] = [];
  readonly refused: (OnRefused | undefined)[] = [];
  readonly done: (() => void | Promise<void>)[] = [];
  readonly events: EventDraft[] = [];
  subject: string | undefined;
  #callId: string | undefined;
  readonly #newId: NewId;
  readonly #call: Call;
  #signal: AbortSignal | undefined;

  constructor(call: Call, now: number, newId: NewId) {
    this.caller = call.caller;
    this.via = call.via;
    this.dryRun = call.dryRun === true;
    this.causes = call.causes;
    this.dialogue = call.dialogue;
    this.now = now;
    this.#newId = newId;
    this.#call = call;
  }

  /** Asked of the door only when somebody wants it: a door may make it then. */
  get signal(): AbortSignal { return this.#signal ?? this.#call.signal; }
  set signal(signal: AbortSignal) { this.#signal = signal; }

  /** The audit entry of the call has the same id. Reads never ask for it. */
  get callId(): string { return (this.#callId ??= this.#newId('aud')); }
  get unit(): Unit { return this; }

  add(op: Op, refused?: OnRefused): void {
    this.ops.push(op);
    this.refused.push(refused);
  }

  after(done: () => void | Promise<void>): void { this.done.push(done); }
  emit(event: EventDraft): void { this.events.push(event); }
  target(subject: string): void { this.subject = subject; }
}
