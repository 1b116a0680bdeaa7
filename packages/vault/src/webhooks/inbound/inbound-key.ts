/** Secrets of a source as key objects, kept as long as the secret itself is. */
import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { Secret } from '../../secret.ts';
import { base64Bytes, hexBytes } from '../encoding.ts';
import { keyBytes } from '../key-form.ts';
import type { Variant } from './scheme.ts';

const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex'); // DER of RFC 8410; the raw key follows
const keys = new WeakMap<Secret, Map<string, KeyObject | undefined>>();

/** Of a token that is signed with a shared secret. */
export const HS256: Variant = { prefix: '', algorithm: 'hmac-sha256', encoding: 'base64', key: 'utf8' };

/** Nothing, when the secret is not of the kind that the variant needs. */
export function inboundKey(secret: Secret, { algorithm, key: form }: Variant): KeyObject | undefined {
  const known = keys.get(secret) ?? new Map<string, KeyObject | undefined>();
  keys.set(secret, known);
  const name = algorithm === 'ed25519' ? algorithm : form;
  if (!known.has(name)) known.set(name, algorithm === 'ed25519' ? publicKeyOf(secret.reveal()) : sharedKeyOf(secret.reveal(), form));
  return known.get(name);
}

function sharedKeyOf(text: string, form: Variant['key']): KeyObject | undefined {
  if (text.startsWith('whpk_') || text.includes('-----BEGIN ')) return undefined; // a public key is known to everybody: as a shared secret it would prove nothing
  const bytes = keyBytes(text, form);
  return bytes === undefined ? undefined : createSecretKey(bytes);
}

/** `whpk_…`, base64 or hex of 32 bytes, or PEM. */
function publicKeyOf(text: string): KeyObject | undefined {
  try {
    if (text.includes('-----BEGIN PUBLIC KEY-----')) return ed25519Only(createPublicKey(text));
    const raw = /^[0-9A-Fa-f]{64}$/.test(text) ? hexBytes(text) : base64Bytes(text.replace(/^whpk_/, ''));
    return raw?.length === 32 && !text.startsWith('whsec_') ? createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: 'der', type: 'spki' }) : undefined;
  } catch {
    return undefined; // not a key, so this secret proves nothing here
  }
}

const ed25519Only = (key: KeyObject): KeyObject | undefined => (key.asymmetricKeyType === 'ed25519' ? key : undefined);
