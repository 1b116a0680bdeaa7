/** Senders that sign nothing: the header holds the secret, or user and password. Good only over HTTPS. */
import { constantTimeEqual } from '../../digest.ts';
import { base64Bytes } from '../encoding.ts';
import { type Proven, refused } from './outcome.ts';
import type { ProofContext } from './prove-signature.ts';
import type { Reading } from './request.ts';
import type { BasicProof, EqualProof } from './scheme.ts';

export function proveEqual(request: Reading, { header, prefix = '', notPrefix }: EqualProof, { secrets }: ProofContext): Proven {
  const texts = secrets.map((secret) => secret.reveal());
  const fits = (text: string): boolean => text !== '' && (notPrefix === undefined || !text.startsWith(notPrefix));
  if (!texts.some(fits)) return refused('no-secret', `No secret of the source is meant to be sent in ${header}`);
  const value = request.header(header) ?? '';
  if (!value.startsWith(prefix)) return refused('malformed', `${header} does not start with ${prefix}`);
  const keyIndex = texts.findIndex((text) => fits(text) && constantTimeEqual(value.slice(prefix.length), text));
  return keyIndex === -1 ? refused('bad-signature', `${header} does not hold a secret of the source`) : { kind: 'proven', keyIndex };
}

export function proveBasic(request: Reading, { header, anyUser = false }: BasicProof, { secrets, username }: ProofContext): Proven {
  if (username === undefined && !anyUser) return refused('no-secret', 'The source names no user, so none can be right');
  const [, encoded = ''] = /^Basic +(\S+)$/i.exec(request.header(header) ?? '') ?? [];
  const pair = base64Bytes(encoded);
  const colon = pair?.indexOf(':') ?? -1;
  if (pair === undefined || colon === -1) return refused('malformed', `${header} is not Basic with user and password in base64`);
  const rightUser = username === undefined || constantTimeEqual(pair.subarray(0, colon), username);
  const keyIndex = secrets.findIndex((secret) => !secret.equals('') && secret.equals(pair.subarray(colon + 1)));
  return rightUser && keyIndex !== -1 ? { kind: 'proven', keyIndex } : refused('bad-signature', 'User or password is wrong');
}
