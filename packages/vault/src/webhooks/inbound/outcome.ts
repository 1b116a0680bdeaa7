/** What a request turned out to be. */
import type { Secret } from '../../secret.ts';

export type InboundOutcome = Verified | Introduced | Refused;

export interface Verified {
  readonly kind: 'verified';
  /** Which of the secrets it was. */
  readonly keyIndex: number;
  readonly dedupId?: string;
  /** The sender's name of the event. */
  readonly eventType?: string;
  /** Seconds since 1970, where the sender says when it sent. */
  readonly timestamp?: number;
  /** As JSON, or the fields of a form; nothing, when it is neither. */
  readonly body: unknown;
  /** The events in it, where a sender puts several into one request. */
  readonly items?: readonly { readonly dedupId?: string; readonly eventType?: string; readonly body: unknown }[];
}

/** Not an event: the sender introduces itself and waits for this very answer. */
export interface Introduced {
  readonly kind: 'handshake';
  readonly reply: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** What the sender brought and the source must keep. */
  readonly store?: { readonly secret: Secret };
}

export type WhyRefused = 'missing-signature' | 'bad-signature' | 'stale' | 'future' | 'malformed' | 'no-secret' | 'wrong-secret';

export interface Refused {
  readonly kind: 'refused';
  readonly why: WhyRefused;
  /** For the operator: what was expected and what came, never a secret or a signature. */
  readonly detail: string;
}

/** What one proof says. */
export type Proven = { readonly kind: 'proven'; readonly keyIndex: number; readonly timestamp?: number } | Refused;

export const refused = (why: WhyRefused, detail: string): Refused => ({ kind: 'refused', why, detail });
