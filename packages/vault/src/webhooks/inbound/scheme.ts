/** How a sender of webhooks proves itself, as data. A new vendor is a new entry in vendors.ts, not new code. */
import type { KeyForm } from '../key-form.ts';

/**
 * Where a value is: `header:x-event`, `body:event.type`, `query:token`, or `pair:t` inside a header of pairs.
 * Several with + between are one value, with a colon between: `body:subscriptionId+body:id`.
 */
export type Place = string;

export interface Scheme {
  /** Ways to prove it, the strongest first. The first whose header came decides; a later one never rescues it. */
  readonly proofs: readonly Proof[];
  /** In place of proofs: each entry of a list in the body holds the secret itself. It is handed on without it. */
  readonly listed?: ListedSecret;
  /** Where the sender's name of the event is; the first place that holds something counts. */
  readonly eventType?: readonly Place[];
  /** Where the id is that stays the same when the sender tries again. */
  readonly dedupId?: readonly Place[];
  /** For senders that put several events into one request. */
  readonly items?: Items;
  readonly handshakes?: readonly Handshake[];
}

export type Proof = SignatureProof | EqualProof | BasicProof | JwtProof;

export interface SignatureProof {
  readonly kind: 'signature';
  readonly header: string;
  /** One signature, several, or pairs such as `t=1,v1=2`. */
  readonly layout: 'single' | 'list' | 'pairs';
  /** Between the entries of a list. */
  readonly separator?: 'comma' | 'space';
  readonly variants: readonly Variant[];
  /** From {id}, {timestamp}, {body}, {url}, and {form}: the fields of a form, sorted. */
  readonly content: string;
  readonly id?: Place;
  readonly timestamp?: Timestamp;
  /** A query parameter with the SHA-256 of the body, for senders that sign the URL. */
  readonly bodyDigest?: string;
  /** Where this proof covers a better id than the scheme's. */
  readonly dedupId?: readonly Place[];
}

/** An entry that starts with anything else is not ours to judge, and counts for nothing. */
export interface Variant {
  /** What stands before the signature; in pairs, its name. */
  readonly prefix: string;
  readonly algorithm: 'hmac-sha1' | 'hmac-sha256' | 'hmac-sha512' | 'ed25519';
  readonly encoding: 'hex' | 'base64';
  /** How a secret becomes the key. Ed25519 reads a public key: `whpk_…`, base64, hex or PEM. */
  readonly key: KeyForm;
}

export interface Timestamp {
  readonly from: Place;
  /** Seconds, milliseconds, or whatever can be told apart, dates included. */
  readonly unit: 's' | 'ms' | 'any';
  /** By how many seconds it may be off, either way. */
  readonly tolerance: number;
}

/** The header holds the secret itself. */
export interface EqualProof {
  readonly kind: 'equal';
  readonly header: string;
  readonly prefix?: string;
  /** Secrets that start so belong to a stronger proof of the same sender, and are never taken as plain text. */
  readonly notPrefix?: string;
}

/** HTTP Basic: the secret is the password. */
export interface BasicProof {
  readonly kind: 'basic';
  readonly header: string;
  /** Whether any user may come with the right password, when no user is configured. */
  readonly anyUser?: boolean;
}

/** A token signed with HS256 and nothing else; what its own header asks for is not followed. */
export interface JwtProof {
  readonly kind: 'jwt';
  readonly header: string;
  /** Words before the token, such as Bearer; empty for the bare token. */
  readonly words: readonly string[];
  /** By how many seconds clocks may differ. */
  readonly tolerance: number;
}

export interface ListedSecret {
  /** Dotted path of the list in the body. */
  readonly at: string;
  readonly field: string;
}

export interface Items {
  /** Dotted path of the list in the body. */
  readonly at: string;
  /** Paths inside an item. */
  readonly eventType: string;
  readonly dedupId: string;
}

export interface Handshake {
  readonly when: { readonly method?: string; readonly place: Place; readonly is?: string };
  /** `signed` like any other request; `optional`: right if there is one; `pending`: unsigned, once, while the source waits for it. */
  readonly proof: 'signed' | 'optional' | 'pending';
  readonly reply: { readonly type: 'text' | 'json' | 'empty'; /** Place whose value is sent back; of json, under `field`. */ readonly echo?: Place; readonly field?: string };
  /** Place of a secret that the sender brings. */
  readonly store?: Place;
}
