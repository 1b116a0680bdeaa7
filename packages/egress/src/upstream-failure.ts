/** Everything that can go wrong on the way out, as one kind of failure. It names the origin, never the path or a header: those may hold secrets. */
import { Failure } from '@patchbay/contracts';

/**
 * egress.denied: the guard or the policy said no · invalid: no request can be made of it · dns: the name leads nowhere · connect: the network, or a broken-off answer
 * tls: no trust in the other side, or none of it in us · timeout · too_large: more bytes than the cap · busy: too many wait for this origin · circuit_open: it failed too often just now
 */
export type UpstreamReason = 'egress.denied' | 'invalid' | 'dns' | 'connect' | 'tls' | 'timeout' | 'too_large' | 'busy' | 'circuit_open';

export interface UpstreamFacts {
  readonly upstream: string;
  readonly retryable: boolean;
  readonly cause?: unknown;
  readonly limit?: number;
  /** Of timeout: how far it had come. */
  readonly stage?: Stage;
  /** Of circuit_open: when it is worth another try. */
  readonly retry_at?: string;
  /** Of connect: a kept connection broke before any answer; the receiver may have closed it as we wrote. */
  readonly reused?: boolean;
}

export type Stage = 'waiting' | 'connecting' | 'headers' | 'body';

export function upstreamFailure(reason: UpstreamReason, message: string, { cause, ...facts }: UpstreamFacts): Failure {
  return new Failure('upstream.failed', message, { reason, ...facts }, cause === undefined ? undefined : { cause });
}

export const invalid = (upstream: string, why: string): Failure => upstreamFailure('invalid', `The request to ${upstream} is refused: ${why}`, { upstream, retryable: false });
export const denied = (upstream: string, why: string): Failure => upstreamFailure('egress.denied', `${upstream} ${why}`, { upstream, retryable: false });

export const notHttp = (upstream: string): Failure => upstreamFailure('connect', `${upstream} answered what is not HTTP/1.1`, { upstream, retryable: true });
export const tooLarge = (upstream: string, what: string, limit?: number): Failure => upstreamFailure('too_large', `${upstream} answered with more than ${what}`, { upstream, retryable: false, ...(limit === undefined ? {} : { limit }) });

const DNS = /^(ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|EAI_\w+|ETIMEOUT|EBADNAME|EBADRESP|EFORMERR|ENOTIMP)$/;
const TLS = /CERT|SELF_SIGNED|VERIFY|^ERR_TLS|^ERR_SSL|EPROTO|ISSUER|CRL|HOSTNAME_MISMATCH|^INVALID_(CA|PURPOSE)$|PATH_LENGTH/;

/** What Node or the resolver threw. `reused` tells that the connection had served before. */
export function connectFailure(error: unknown, upstream: string, reused = false): Failure {
  const failure = findFailure(error);
  if (failure !== undefined) return failure;
  const code = codeOf(error);
  if (code === 'ETIMEDOUT') return upstreamFailure('timeout', `${upstream} did not answer in time (${code})`, { upstream, retryable: true, stage: 'connecting', cause: error });
  if (DNS.test(code)) return upstreamFailure('dns', `The name of ${upstream} can't be resolved (${code})`, { upstream, retryable: true, cause: error });
  if (TLS.test(code)) return upstreamFailure('tls', `No TLS connection to ${upstream} (${code}); check its certificate, and ours if it asks for one`, { upstream, retryable: false, cause: error });
  return upstreamFailure('connect', `${upstream} can't be reached, or broke off (${code})`, { upstream, retryable: true, cause: error, ...(reused ? { reused } : {}) });
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
  return error instanceof Error && error.name !== 'Error' ? error.name : 'unknown error';
}

/** It did not come to speaking with the other side. */
export function isUnreachable(error: Error): boolean {
  if (!(error instanceof Failure)) return false;
  const { reason, stage } = error.details;
  return reason === 'connect' || reason === 'dns' || reason === 'tls' || (reason === 'timeout' && stage === 'connecting');
}
