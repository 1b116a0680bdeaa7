/** Why an entry did not arrive. */
import { Failure } from '@patchbay/contracts';

/**
 * refused: the other system said no · unavailable: it can't now · closed: it hung up · timeout: it was silent · misconfigured: it needs to be set up otherwise
 */
export type SinkReason = 'refused' | 'unavailable' | 'closed' | 'timeout' | 'misconfigured';

const RETRYABLE: ReadonlySet<SinkReason> = new Set(['unavailable', 'closed', 'timeout']);

export function sinkFailure(reason: SinkReason, upstream: string, message: string, more: { readonly status?: number; readonly retry_after?: number; readonly cause?: unknown } = {}): Failure {
  const { cause, ...details } = more;
  return new Failure('upstream.failed', `${upstream} ${message}`, { reason, upstream, retryable: RETRYABLE.has(reason), ...details }, cause === undefined ? undefined : { cause });
}

/** What another system says, fit to be shown: short, printable, and without the secret that it may repeat. */
export function saidBy(text: string, secret: string | undefined, most = 200): string {
  const plain = text.slice(0, 4096).replace(/[^\x20-\x7e]+/g, ' ').trim();
  const hidden = secret === undefined || secret.length < 4 ? plain : plain.replaceAll(secret, '•••');
  return hidden.length > most ? `${hidden.slice(0, most)}…` : hidden;
}
