/** Public keys of webhooks as a JSON Web Key Set (RFC 7517, OKP keys of RFC 8037), for receivers that fetch keys instead of pasting them. */
import { digest } from '../digest.ts';
import { base64Bytes } from './encoding.ts';

export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  /** The thumbprint of RFC 7638, so that the same key has the same name everywhere. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

export interface Jwks { readonly keys: readonly PublicJwk[] }

/** From `whpk_…` texts; each key once, in their order. */
export function jwksOf(publicKeys: readonly string[]): Jwks {
  return { keys: [...new Set(publicKeys)].map(jwkOf) };
}

function jwkOf(publicKey: string): PublicJwk {
  const bytes = publicKey.startsWith('whpk_') ? base64Bytes(publicKey.slice('whpk_'.length)) : undefined;
  if (bytes?.length !== 32) throw new TypeError('A public key of webhooks is whpk_ and then base64 of 32 bytes');
  const x = bytes.toString('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, kid: digest(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`, 'base64url'), use: 'sig', alg: 'EdDSA' };
}
