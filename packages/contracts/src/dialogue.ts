/** A door that can talk while a call runs hands this along: how far it is goes out, and questions go out and come back. */
import type { Document } from './unit.ts';

export interface Dialogue {
  /** What the other side can do, in the words of its protocol: `{ elicitation: { url: {} } }`. */
  readonly capabilities: Document;
  /** Whether anybody hears of progress or logs: what nobody hears need not be made. */
  readonly listens: boolean;
  /** Whether the answer of a tool of somebody else may be the bytes in which it came. */
  readonly bytes?: boolean;
  /** W3C trace context of who asks. */
  readonly traceparent?: string;
  /** Answers to what an earlier round of this call asked, by the key of the question. */
  readonly responses?: Document | undefined;
  /** What an earlier round wanted to get back. The door has made sure that nobody changed it. */
  readonly state?: string | undefined;
  /** It takes long from here on: who waits may get a ticket now. */
  long(): void;
  /** Grows with each call; one that does not is left out. */
  progress(done: number, total?: number, message?: string): void;
  log(level: LogLevel, data: unknown, logger?: string): void;
}

export type LogLevel = (typeof logLevels)[number];
export const logLevels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
