/** Keys as the hub shows them, made ready for WebCrypto. */
import { WebhookError } from './webhook-error.ts';

export interface ReceiverKey { readonly version: 'v1' | 'v1a'; readonly key: WebKey }

/** CryptoKey, named so that both Node's types and those of browsers know it. */
type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** Importing a key costs more than using it. Bounded, because a receiver of many tenants has many. */
const imported = new Map<string, Promise<ReceiverKey>>();
const MOST_KEPT = 1000;

export function receiverKey(text: string): Promise<ReceiverKey> {
  const known = imported.get(text) ?? importKey(text);
  imported.delete(text);
  imported.set(text, known);
  if (imported.size > MOST_KEPT) imported.delete(imported.keys().next().value as string); // there is one: the map is not empty
  known.catch(() => imported.delete(text));
  return known;
}

async function importKey(text: string): Promise<ReceiverKey> {
  const pair = text.startsWith('whpk_');
  if (text.startsWith('whsk_')) throw new WebhookError('key.invalid', 'This is the private key of a pair; it stays with the sender. A receiver needs the public one, whpk_…');
  const bytes = bytesOf(text.replace(/^(whpk|whsec)_/, ''));
  if (bytes === undefined || (pair ? bytes.length !== 32 : bytes.length < 16)) throw new WebhookError('key.invalid', `The ${pair ? 'public key is not whpk_ and then base64 of 32 bytes' : 'secret is not whsec_ and then base64 of at least 16 bytes'}`);
  if (pair) return { version: 'v1a', key: await crypto.subtle.importKey('raw', bytes, { name: 'Ed25519' }, false, ['verify']) };
  return { version: 'v1', key: await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']) };
}

/** Standard base64 with its padding; nothing for anything else. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined;
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
