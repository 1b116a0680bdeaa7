/** A JSON Web Token signed with a shared secret. The algorithm is ours to say: a token that asks for another one is refused. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { base64UrlBytes } from '../encoding.ts';
import { HS256, inboundKey } from './inbound-key.ts';
import { type Proven, refused, type Refused } from './outcome.ts';
import type { ProofContext } from './prove-signature.ts';
import type { Reading } from './request.ts';
import type { JwtProof } from './scheme.ts';

interface Token { readonly signed: string; readonly signature: Buffer; readonly claims: Readonly<Record<string, unknown>> }

export function proveJwt(request: Reading, proof: JwtProof, { secrets, now }: ProofContext): Proven {
  const token = readToken(request.header(proof.header) ?? '', proof);
  if ('kind' in token) return token;
  const keyIndex = secrets.findIndex((secret) => {
    const key = inboundKey(secret, HS256);
    return key !== undefined && timingSafeEqual(createHmac('sha256', key).update(token.signed).digest(), token.signature);
  });
  if (keyIndex === -1) return refused('bad-signature', `The token in ${proof.header} is not signed with a secret of the source`);
  return withinItsTime(token, Math.floor(now / 1000), proof.tolerance) ?? { kind: 'proven', keyIndex, ...(typeof token.claims['iat'] === 'number' ? { timestamp: token.claims['iat'] } : {}) };
}

function readToken(value: string, { header, words }: JwtProof): Token | Refused {
  const [, word = '', head = '', body = '', mark = ''] = /^(?:([A-Za-z]+) +)?([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(value) ?? [];
  if (head === '' || !words.some((known) => known.toLowerCase() === word.toLowerCase())) return refused('malformed', `${header} is not ${words.map((known) => `${known} <token>`.trim()).join(' or ')}`);
  const [protectedHeader, claims, signature] = [jsonObject(head), jsonObject(body), base64UrlBytes(mark)];
  if (protectedHeader === undefined || claims === undefined || signature === undefined) return refused('malformed', `The token in ${header} can't be read`);
  if (protectedHeader['alg'] !== 'HS256' || 'crit' in protectedHeader) return refused('malformed', `The token in ${header} is not plain HS256`);
  return signature.length === 32 ? { signed: `${head}.${body}`, signature, claims } : refused('malformed', `The signature of the token in ${header} is not 32 bytes`);
}

/** A token that never expires would be good forever for whoever reads it once. */
function withinItsTime({ claims }: Token, now: number, tolerance: number): Refused | undefined {
  const { exp, nbf, iat } = claims;
  if (!isTime(exp) || (nbf !== undefined && !isTime(nbf)) || (iat !== undefined && !isTime(iat))) return refused('malformed', 'The token has no time of expiry, or a time that is none');
  if (now >= exp + tolerance) return refused('stale', `The token expired ${now - exp} seconds ago`);
  const starts = Math.max(isTime(nbf) ? nbf : 0, isTime(iat) ? iat : 0);
  return starts > now + tolerance ? refused('future', `The token is good only ${starts - now} seconds from now. Check the clocks`) : undefined;
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(base64UrlBytes(text)?.toString('utf8') ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
