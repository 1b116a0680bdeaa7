/** Signatures out of a header: one, a list, or pairs. What can't be one is left out; nothing at all left is for the caller to refuse. */
import { base64Bytes, hexBytes } from '../encoding.ts';
import type { SignatureProof, Variant } from './scheme.ts';

export interface Candidate { readonly variant: Variant; readonly bytes: Buffer }

export interface SignatureHeader {
  readonly candidates: readonly Candidate[];
  readonly pairs: ReadonlyMap<string, string>;
  /** A name that came twice although one value is meant. */
  readonly twice: string | undefined;
}

/** No sender has more keys at once. Each candidate costs work, so their number is not the sender's to choose. */
export const MOST_CANDIDATES = 16;

const LENGTH = { 'hmac-sha1': 20, 'hmac-sha256': 32, 'hmac-sha512': 64, ed25519: 64 } as const;

export function readSignatures(value: string, proof: SignatureProof): SignatureHeader {
  if (proof.layout === 'pairs') return readPairs(value, proof);
  const entries = proof.layout === 'single' ? [value] : value.split(proof.separator === 'space' ? ' ' : proof.separator === 'comma' ? ',' : /[ ,]/).map((entry) => entry.trim());
  return { candidates: entries.flatMap((entry) => candidatesOf(entry, proof.variants)), pairs: new Map(), twice: undefined };
}

function readPairs(value: string, { variants }: SignatureProof): SignatureHeader {
  const pairs = new Map<string, string>();
  const candidates: Candidate[] = [];
  let twice: string | undefined;
  for (const entry of value.split(',')) {
    const at = entry.indexOf('=');
    if (at === -1) continue;
    const [name, text] = [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    const own = variants.filter((variant) => variant.prefix === name);
    if (own.length > 0) candidates.push(...own.flatMap((variant) => candidate(variant, text)));
    else if (pairs.has(name)) twice ??= name;
    else pairs.set(name, text);
  }
  return { candidates, pairs, twice };
}

const candidatesOf = (entry: string, variants: readonly Variant[]): Candidate[] =>
  variants.flatMap((variant) => (entry.startsWith(variant.prefix) ? candidate(variant, entry.slice(variant.prefix.length)) : []));

function candidate(variant: Variant, text: string): Candidate[] {
  const bytes = variant.encoding === 'hex' ? hexBytes(text) : base64Bytes(text);
  return bytes?.length === LENGTH[variant.algorithm] ? [{ variant, bytes }] : [];
}
