/** Keys that webhooks are signed with, as Standard Webhooks writes them: `whsec_` shared, `whsk_` private and `whpk_` public of a pair. */
import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Failure } from '@patchbay/contracts';
import { Secret } from '../secret.ts';
import { base64Bytes } from './encoding.ts';

/** Parsed once and kept: making the key objects costs more than a signature. Shows nothing of itself when printed. */
export type WebhookKey =
  | { readonly version: 'v1'; readonly key: KeyObject }
  | { readonly version: 'v1a'; readonly key: KeyObject; /** `whpk_…`; may be shown to everybody. */ readonly publicKey: string };

export type WebhookKeyVersion = WebhookKey['version'];

/** DER heads of RFC 8410; the raw key follows. */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const SHARED_BYTES = { least: 24, most: 75, made: 32 } as const;

/** A new key as text: `whsec_` with 32 random bytes, or `whsk_` with seed and public key. */
export function generateWebhookKey(version: WebhookKeyVersion, random: (bytes: number) => Uint8Array = randomBytes): Secret {
  const bytes = Buffer.from(random(SHARED_BYTES.made));
  if (version === 'v1') return new Secret(`whsec_${bytes.toString('base64')}`);
  return new Secret(`whsk_${Buffer.concat([bytes, publicBytesOf(privateKeyOf(bytes))]).toString('base64')}`);
}

/** Reads a `whsec_` or `whsk_` key; `input.invalid` says what is wrong with any other. */
export function webhookKey(secret: Secret | string, path = 'signing_secret'): WebhookKey {
  const text = typeof secret === 'string' ? secret : secret.reveal();
  const complaint = complaintAbout(text);
  if (complaint !== undefined) throw new Failure('input.invalid', `The signing key is not valid: ${complaint}`, { issues: [{ path, message: complaint }] });
  const bytes = Buffer.from(text.slice(text.indexOf('_') + 1), 'base64');
  if (text.startsWith('whsec_')) return Object.freeze({ version: 'v1', key: createSecretKey(bytes) });
  const key = privateKeyOf(bytes.subarray(0, 32));
  return Object.freeze({ version: 'v1a', key, publicKey: `whpk_${bytes.subarray(32).toString('base64')}` });
}

/** What is wrong with a signing key as text, in words that don't show it; nothing, if it is right. */
function complaintAbout(text: string): string | undefined {
  const [, prefix, rest = ''] = /^(whsec|whsk)_(.*)$/s.exec(text) ?? [];
  if (prefix === undefined) return `expected whsec_ or whsk_ and then base64${text.startsWith('whpk_') ? ', not the public key of a pair' : ''}`;
  const bytes = base64Bytes(rest);
  if (bytes === undefined) return `expected base64 with its padding after ${prefix}_`;
  if (prefix === 'whsec') {
    const { least, most } = SHARED_BYTES;
    return bytes.length < least || bytes.length > most ? `expected ${least} to ${most} bytes after whsec_, not ${bytes.length}` : undefined;
  }
  if (bytes.length !== 64) return `expected 64 bytes after whsk_, the seed and then the public key, not ${bytes.length}`;
  return publicBytesOf(privateKeyOf(bytes.subarray(0, 32))).equals(bytes.subarray(32)) ? undefined : 'expected the public key in whsk_ to be that of the seed before it';
}

const privateKeyOf = (seed: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' });
const publicBytesOf = (privateKey: KeyObject): Buffer => createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length);
