/** Senders that want an answer before they send anything: a challenge sent back, or a secret that they bring. */
import { Secret } from '../../secret.ts';
import { type Introduced, refused, type Refused } from './outcome.ts';
import type { Reading } from './request.ts';
import type { Handshake } from './scheme.ts';

/** What is sent back was written by somebody else: never so much that it becomes a payload. */
const LONGEST_ECHO = 4096;

export function handshakeOf(request: Reading, handshakes: readonly Handshake[] = []): Handshake | undefined {
  return handshakes.find(({ when }) => {
    if (when.method !== undefined && when.method !== request.method.toUpperCase()) return false;
    const found = request.first([when.place]);
    return when.is === undefined ? found !== undefined : found === when.is;
  });
}

export function answer(request: Reading, { reply, store }: Handshake): Introduced | Refused {
  const echo = reply.echo === undefined ? '' : request.first([reply.echo]);
  const brought = store === undefined ? undefined : request.first([store]);
  if (echo === undefined || echo.length > LONGEST_ECHO || (brought?.length ?? 0) > LONGEST_ECHO) return refused('malformed', `The handshake has no value at ${reply.echo ?? store}, or one longer than ${LONGEST_ECHO}`);
  const body = reply.type === 'json' ? JSON.stringify({ [reply.field ?? 'challenge']: echo }) : echo;
  const type = { text: 'text/plain; charset=utf-8', json: 'application/json; charset=utf-8', empty: undefined }[reply.type];
  return {
    kind: 'handshake',
    reply: { status: 200, headers: { ...(type === undefined ? {} : { 'content-type': type }), 'x-content-type-options': 'nosniff' }, body },
    ...(brought === undefined ? {} : { store: { secret: new Secret(brought) } }),
  };
}
