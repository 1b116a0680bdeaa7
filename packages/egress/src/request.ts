import type { EgressPolicy } from './policy.ts';

export interface EgressRequest {
  readonly method: string;
  /** http or https, without a user or password in it. A fragment is not sent. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole exchange: the wait for a connection, resolve, connect, send, headers and body. */
  readonly deadlineMs?: number;
  /** The most bytes of an answer's body that are read. */
  readonly maxBytes?: number;
  /** Of those, the first that are kept; all by default. */
  readonly keepBytes?: number;
  /** An answer beyond maxBytes fails, or is cut off there and marked as truncated. */
  readonly onExcess?: 'fail' | 'truncate';
  /** Hand in the same object again and again: it is read once. */
  readonly policy?: EgressPolicy;
  /** Hears the body while it comes, as part of an answer of this status and these headers. It must not throw. */
  readonly onData?: (chunk: Uint8Array, status: number, headers: Readonly<Record<string, string>>) => void;
  /** Refuse at once while the origin can't be reached. */
  readonly breaker?: boolean;
  /** It may not be answered: it goes by connections that it shares with others of its kind only. */
  readonly apart?: boolean;
  /** Who asks may have so many requests under way at once: as many connections may go to the origin, where that is more than usual. */
  readonly connections?: number;
}
