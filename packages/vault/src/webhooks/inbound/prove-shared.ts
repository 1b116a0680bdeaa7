/** Senders that sign nothing: the header holds the secret, or user and password. Good only over HTTPS. */
import { constantTimeEqual } from '../../digest.ts';
import { base64Bytes } from '../encoding.ts';
import { type Proven, refused } from './outcome.ts';
import type { ProofContext } from './prove-signature.ts';
import { type Reading, scalarAt, valueAt } from './request.ts';
import type { BasicProof, EqualProof, ListedSecret } from './scheme.ts';

export function proveEqual(request: Reading, { header, prefix = '', notPrefix }: EqualProof, { secrets }: ProofContext): Proven {
  const texts = secrets.map((secret) => secret.reveal());
  const fits = (text: string): boolean => text !== '' && (notPrefix === undefined || !text.startsWith(notPrefix));
  if (!texts.some(fits)) return refused('wrong-secret', `No secret of the source is meant to be sent in ${header}`);
  const value = request.header(header) ?? '';
  if (!value.startsWith(prefix)) return refused('malformed', `${header} does not start with ${prefix}`);
  const keyIndex = texts.findIndex((text) => fits(text) && constantTimeEqual(value.slice(prefix.length), text));
  return keyIndex === -1 ? refused('bad-signature', `${header} does not hold a secret of the source`) : { kind: 'proven', keyIndex };
}

/** One entry that is not of the sender spoils them all. */
export function proveListed(request: Reading, { at, field }: ListedSecret, { secrets }: ProofContext): Proven {
  const list = valueAt(request.body, at);
  if (!Array.isArray(list) || list.length === 0) return refused('missing-signature', `The body has no entries at ${at}`);
  const shown = list.map((entry: unknown) => scalarAt(entry, field) ?? '');
  const keyIndex = secrets.findIndex((secret) => !secret.equals('') && shown.every((value) => secret.equals(value)));
  return keyIndex === -1 ? refused('bad-signature', `Not each entry at ${at} holds a secret of the source in ${field}`) : { kind: 'proven', keyIndex };
}

/** The body as it is handed on: the secret belongs to nobody behind this. */
export function withoutSecret(body: unknown, { at, field }: ListedSecret): unknown {
  const strip = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((entry: unknown) => strip(entry, path));
    if (typeof value !== 'object' || value === null) return value;
    const [name, ...rest] = path;
    return Object.fromEntries(Object.entries(value).flatMap(([key, each]): [string, unknown][] => (key !== name ? [[key, each]] : rest.length === 0 ? [] : [[key, strip(each, rest)]])));
  };
  return strip(body, [...at.split('.'), field]);
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
