/** What a secret would have to be so that a sender can prove itself with it: told to whoever enters it, not to whoever is refused later. */
import { Secret } from '../../secret.ts';
import { base64Bytes, hexBytes } from '../encoding.ts';
import type { KeyForm } from '../key-form.ts';
import { HS256, inboundKey } from './inbound-key.ts';
import type { Proof, Scheme } from './scheme.ts';

/** What was expected and what came, in words that don't show it; nothing, if some proof of the scheme can be made with it. */
export function complaintAboutSecret(text: string, { proofs, listed }: Scheme): string | undefined {
  const secret = new Secret(text);
  if (listed !== undefined || proofs.some((proof) => fits(secret, proof))) return undefined;
  return `expected ${[...new Set(proofs.flatMap(expected))].join(', or ')}; what came is ${kindOf(text)}`;
}

function fits(secret: Secret, proof: Proof): boolean {
  switch (proof.kind) {
    case 'signature': return proof.variants.some((variant) => inboundKey(secret, variant) !== undefined);
    case 'equal': return proof.notPrefix === undefined || !secret.reveal().startsWith(proof.notPrefix);
    case 'basic': return true;
    case 'jwt': return inboundKey(secret, HS256) !== undefined;
    default: return proof satisfies never;
  }
}

const SHARED: Readonly<Record<KeyForm, string>> = {
  utf8: 'text that is shared with the sender, no key in PEM and no public key',
  base64: 'base64 with its padding',
  hex: 'hex, two digits for each byte',
  whsec: 'base64 with its padding, alone or after whsec_',
};

function expected(proof: Proof): string[] {
  switch (proof.kind) {
    case 'signature': return proof.variants.map(({ algorithm, key }) => (algorithm === 'ed25519' ? 'the public Ed25519 key of the sender: 32 bytes as whpk_…, base64 or hex, or PEM' : SHARED[key]));
    case 'equal': return [`text that does not begin with ${proof.notPrefix ?? ''}`];
    case 'basic': return ['a password'];
    case 'jwt': return [SHARED.utf8];
    default: return proof satisfies never;
  }
}

function kindOf(text: string): string {
  const pem = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1];
  if (pem !== undefined) return `a ${pem} in PEM`;
  if (text.startsWith('whpk_')) return 'a public key (whpk_)';
  if (text.startsWith('whsk_')) return 'a private key (whsk_)';
  const hex = hexBytes(text);
  if (hex !== undefined) return `hex of ${hex.length} bytes`;
  const base64 = base64Bytes(text.replace(/^whsec_/, ''));
  return base64 === undefined ? `other text of ${text.length} characters` : `base64 of ${base64.length} bytes`;
}
