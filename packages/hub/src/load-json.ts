/** Small public documents of others, such as the keys of an issuer. */
import type { Egress } from '@patchbay/egress';

const MOST_BYTES = 262_144;
const DEADLINE_MS = 5_000;

export const loadJson = ({ send }: Pick<Egress, 'send'>) => async (url: string, signal: AbortSignal): Promise<{ readonly status: number; readonly text: string }> => {
  const { status, body } = await send({ method: 'GET', url, headers: { accept: 'application/json' }, maxBytes: MOST_BYTES, deadlineMs: DEADLINE_MS, breaker: true }, signal);
  return { status, text: new TextDecoder().decode(body) };
};
