import { type HeadersInput, signatureHeaders } from './headers.ts';
import { bytesOf, receiverKey, type ReceiverKey } from './keys.ts';
import { WebhookError } from './webhook-error.ts';

/** One key, or several while a new one replaces the old. Keys come from your configuration, never from the request. */
export type VerifyOptions = {
  readonly headers: HeadersInput;
  /** The raw body as it came. JSON that was parsed and written again has another signature. */
  readonly body: string | Uint8Array | ArrayBuffer;
  /** By how many seconds the clocks may differ; 300, if absent. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since 1970; `Date.now()`, if absent. */
  readonly now?: number;
} & ({ readonly secret: string | readonly string[]; readonly publicKeys?: readonly string[] } | { readonly secret?: undefined; readonly publicKeys: readonly string[] });

export interface Webhook {
  /** The same on every attempt: remember it, and handle each once. */
  readonly id: string;
  /** When this attempt was sent. */
  readonly sentAt: Date;
  /** Which key it was, counted over secrets and then public keys: once nothing comes with an old one any more, remove it. */
  readonly keyIndex: number;
  /** The body as text. */
  text(): string;
  /** The body as JSON; throws `body.not_json`. The type is your word: check what matters. */
  json<T = unknown>(): T;
}

const TOLERANCE = 300;
/** No sender has more keys at once, and each costs work. */
const MOST_SIGNATURES = 16;

/**
 * Resolves with the webhook, or rejects with a `WebhookError` whose code says why it must not be believed.
 *
 * @example
 * const webhook = await verify({ secret: process.env.WEBHOOK_SECRET, headers: request.headers, body: await request.text() });
 * console.log(webhook.id, webhook.json<{ type: string }>().type);
 */
export async function verify(options: VerifyOptions): Promise<Webhook> {
  const { id, timestamp, signature } = signatureHeaders(options.headers);
  const sentAt = timeOf(timestamp);
  const body = bodyBytes(options.body);
  const keys = await Promise.all(keyTexts(options).map(receiverKey));
  const keyIndex = await findSigner(keys, signaturesIn(signature), joined(`${id}.${timestamp}.`, body));
  checkTime(sentAt, options);
  return Object.freeze({ id, sentAt: new Date(sentAt * 1000), keyIndex, text: () => new TextDecoder().decode(body), json: <T>() => jsonOf<T>(body) });
}

function keyTexts({ secret = [], publicKeys = [] }: VerifyOptions): string[] {
  const texts = [...(typeof secret === 'string' ? [secret] : secret), ...publicKeys];
  if (texts.length === 0) throw new WebhookError('key.invalid', 'No key was given, so nothing can be verified');
  const wrong = publicKeys.find((text) => !text.startsWith('whpk_'));
  if (wrong !== undefined) throw new WebhookError('key.invalid', 'A public key starts with whpk_');
  return texts;
}

function timeOf(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new WebhookError('header.malformed', 'The header with the timestamp is not whole seconds since 1970');
  return Number(text);
}

interface Signature { readonly version: string; readonly bytes: Uint8Array<ArrayBuffer> }

/** Entries of versions that we don't know are skipped: a sender may add one. */
function signaturesIn(header: string): Signature[] {
  const found = header.split(' ').flatMap((entry): Signature[] => {
    const [version = '', ...rest] = entry.split(',');
    const bytes = version === 'v1' || version === 'v1a' ? bytesOf(rest.join(',')) : undefined;
    return bytes === undefined || bytes.length !== (version === 'v1' ? 32 : 64) ? [] : [{ version, bytes }];
  });
  if (found.length === 0) throw new WebhookError('header.malformed', 'The header with the signature holds none of v1 or v1a');
  return found.slice(0, MOST_SIGNATURES);
}

/** WebCrypto compares in constant time. */
async function findSigner(keys: readonly ReceiverKey[], signatures: readonly Signature[], signed: Uint8Array<ArrayBuffer>): Promise<number> {
  for (const [index, { version, key }] of keys.entries()) {
    for (const signature of signatures) {
      if (signature.version === version && await crypto.subtle.verify(version === 'v1' ? 'HMAC' : 'Ed25519', key, signature.bytes, signed)) return index;
    }
  }
  throw new WebhookError('signature.wrong', 'No signature is that of this body with one of the keys');
}

function checkTime(sentAt: number, { now = Date.now(), toleranceSeconds = TOLERANCE }: VerifyOptions): void {
  const age = Math.floor(now / 1000) - sentAt;
  if (age > toleranceSeconds) throw new WebhookError('timestamp.too_old', `The webhook was sent ${age} seconds ago; at most ${toleranceSeconds} are accepted`);
  if (age < -toleranceSeconds) throw new WebhookError('timestamp.too_new', `The webhook claims to be sent ${-age} seconds from now; at most ${toleranceSeconds} are accepted`);
}

function bodyBytes(body: string | Uint8Array | ArrayBuffer): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  throw new TypeError('`body` is the raw body: a string, a Uint8Array or an ArrayBuffer. A framework that parsed it already must be told to keep the bytes');
}

function joined(head: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = new TextEncoder().encode(head);
  const all = new Uint8Array(start.length + body.length);
  all.set(start);
  all.set(body, start.length);
  return all;
}

function jsonOf<T>(body: Uint8Array): T {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as T; // the caller says what it is
  } catch (cause) {
    throw new WebhookError('body.not_json', 'The body of the webhook is not JSON', { cause });
  }
}
