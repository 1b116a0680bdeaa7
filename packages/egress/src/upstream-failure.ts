/** Everything that can go wrong on the way out, as one kind of failure. It names the origin, never the path or a header: those may hold secrets. */
import { Failure } from '@patchbay/contracts';

/** egress.denied: the guard said no · invalid: no request can be made of it · timeout · too_large: more bytes than the cap · connect: the network or TLS */
export type UpstreamReason = 'egress.denied' | 'invalid' | 'timeout' | 'too_large' | 'connect';

export interface UpstreamFacts {
  readonly upstream: string;
  readonly retryable: boolean;
  readonly cause?: unknown;
  readonly limit?: number;
}

export function upstreamFailure(reason: UpstreamReason, message: string, { cause, ...facts }: UpstreamFacts): Failure {
  return new Failure('upstream.failed', message, { reason, ...facts }, cause === undefined ? undefined : { cause });
}

/** What undici, Node or the resolver threw. */
export function connectFailure(error: unknown, upstream: string): Failure {
  const failure = findFailure(error);
  if (failure !== undefined) return failure;
  const code = codeOf(error);
  if (/^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$|^ETIMEDOUT$/.test(code)) return upstreamFailure('timeout', `${upstream} did not answer in time (${code})`, { upstream, retryable: true, cause: error });
  if (/^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)$|^ERR_INVALID/.test(code)) return upstreamFailure('invalid', `The request to ${upstream} can't be sent: its method or headers are not valid HTTP`, { upstream, retryable: false, cause: error });
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return upstreamFailure('too_large', `${upstream} answered with larger headers than the hub takes`, { upstream, retryable: false, cause: error });
  return upstreamFailure('connect', `${upstream} can't be reached, or broke off (${code})`, { upstream, retryable: !/CERT|SELF_SIGNED|VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(code), cause: error });
}

/** Our own refusals come back through the layers that they were thrown into. */
function findFailure(error: unknown): Failure | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) if (each instanceof Failure) return each;
  return undefined;
}

/** Of several addresses that were tried, the first one's. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown error';
}
