/** A signature over the request: an HMAC with a shared secret, or Ed25519 with the sender's public key. */
import { createHash, createHmac, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import type { Secret } from '../../secret.ts';
import { hexBytes } from '../encoding.ts';
import { inboundKey } from './inbound-key.ts';
import { type Proven, refused, type Refused } from './outcome.ts';
import type { Reading } from './request.ts';
import type { SignatureProof, Variant } from './scheme.ts';
import { type Candidate, MOST_CANDIDATES, readSignatures, type SignatureHeader } from './signature-header.ts';
import { type Pieces, signedContents } from './signed-content.ts';
import { checkTime } from './time-window.ts';

export interface ProofContext {
  readonly secrets: readonly Secret[];
  readonly now: number;
  /** Of HTTP Basic. */
  readonly username?: string | undefined;
}

export function proveSignature(request: Reading, proof: SignatureProof, { secrets, now }: ProofContext): Proven {
  if (!secrets.some((secret) => proof.variants.some((variant) => inboundKey(secret, variant) !== undefined))) return refused('wrong-secret', `No secret of the source is of the kind that ${proof.header} is made with`);
  const signatures = readSignatures(request.header(proof.header) ?? '', proof);
  const signed = contentsOf(request, proof, signatures);
  if ('kind' in signed) return signed;
  const keyIndex = secrets.findIndex((secret) => signed.some((pieces) => isSignedBy(secret, pieces, proof, signatures.candidates)));
  if (keyIndex === -1) return refused('bad-signature', `The signature in ${proof.header} is not that of this body with a secret of the source`);
  if (proof.timestamp === undefined) return { kind: 'proven', keyIndex };
  const time = checkTime(request.first([proof.timestamp.from], signatures.pairs), proof.timestamp, now);
  return typeof time === 'number' ? { kind: 'proven', keyIndex, timestamp: Math.floor(time / 1000) } : time;
}

/** What was signed, or why that can't be told. */
function contentsOf(request: Reading, proof: SignatureProof, { candidates, pairs, twice }: SignatureHeader): Pieces[] | Refused {
  if (candidates.length === 0) return refused('malformed', `${proof.header} holds no signature of the expected form: ${proof.variants.map(formOf).join(' or ')}`);
  if (candidates.length > MOST_CANDIDATES) return refused('malformed', `${proof.header} holds ${candidates.length} signatures; at most ${MOST_CANDIDATES} are looked at`);
  if (twice !== undefined) return refused('malformed', `${proof.header} has ${twice} twice`);
  const id = proof.id === undefined ? '' : request.first([proof.id], pairs);
  if (id === undefined) return refused('malformed', `The signed id at ${proof.id} is missing or came twice`);
  const inHead = proof.timestamp !== undefined && proof.content.includes('{timestamp}');
  const timestamp = inHead ? request.first([proof.timestamp.from], pairs) : '';
  if (timestamp === undefined) return refused('malformed', `The signed time at ${proof.timestamp?.from} is missing or came twice`);
  return uncovered(request, proof) ?? signedContents(proof.content, request, { id, timestamp });
}

/** Senders that sign the URL cover a body only as form fields or by its digest in the query. */
function uncovered(request: Reading, { content, bodyDigest }: SignatureProof): Refused | undefined {
  if (content.includes('{body}')) return undefined;
  const stated = bodyDigest === undefined ? undefined : request.query(bodyDigest);
  if (stated !== undefined) return isDigestOf(request.rawBody, stated) ? undefined : refused('bad-signature', `The body is not the one whose digest is in ${bodyDigest}`);
  const covered = request.rawBody.length === 0 || (content.includes('{form}') && request.form !== undefined);
  return covered ? undefined : refused('malformed', `The body is neither a form nor covered by ${bodyDigest ?? 'a digest'} in the URL`);
}

function isDigestOf(body: Uint8Array, stated: string): boolean {
  const bytes = hexBytes(stated);
  return bytes?.length === 32 && timingSafeEqual(bytes, createHash('sha256').update(body).digest());
}

function isSignedBy(secret: Secret, pieces: Pieces, { variants }: SignatureProof, candidates: readonly Candidate[]): boolean {
  return variants.some((variant) => {
    const own = candidates.filter((candidate) => candidate.variant === variant);
    const key = own.length === 0 ? undefined : inboundKey(secret, variant);
    return key !== undefined && matches(variant, key, pieces, own);
  });
}

function matches({ algorithm }: Variant, key: KeyObject, pieces: Pieces, candidates: readonly Candidate[]): boolean {
  if (algorithm === 'ed25519') {
    const message = Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    return candidates.some(({ bytes }) => verify(null, message, key, bytes));
  }
  const mac = createHmac(algorithm.slice('hmac-'.length), key);
  for (const piece of pieces) mac.update(piece);
  const expected = mac.digest();
  return candidates.some(({ bytes }) => timingSafeEqual(bytes, expected)); // both of the algorithm's length
}

const formOf = ({ prefix, algorithm, encoding }: Variant): string => `${prefix === '' ? '' : `${prefix}, then `}${algorithm} in ${encoding}`;
