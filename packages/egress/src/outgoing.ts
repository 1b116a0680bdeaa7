/** A request as it goes out: checked before anything is dialled. */
import type { AddressGuard } from './address-guard.ts';
import { isIP } from 'node:net';
import { denied } from './guarded-connect.ts';
import { upstreamFailure } from './upstream-failure.ts';

export interface EgressRequest {
  readonly method: string;
  /** http or https, without a user or password in it. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole exchange: resolve, connect, send, headers and body. */
  readonly deadlineMs?: number;
  /** The most bytes of a response body. */
  readonly maxBytes?: number;
}

export interface Outgoing {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

/** The connection is ours: a caller that could set these could speak to another host, or smuggle a second request. */
const OURS = new Set(['host', 'connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'transfer-encoding', 'content-length', 'te', 'trailer', 'upgrade', 'expect']);
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

export function outgoing({ method, url: text, headers = {}, body }: EgressRequest, guard: AddressGuard): Outgoing {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw invalid('an unreadable address', 'expected an http or https URL');
  if (url.username !== '' || url.password !== '') throw invalid(url.host, 'its URL carries a user or password; send an Authorization header instead');
  if (!METHOD.test(method)) throw invalid(url.host, 'expected the method GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS');
  const ours = Object.keys(headers).find((name) => OURS.has(name.toLowerCase()));
  if (ours !== undefined) throw invalid(url.host, `the header ${ours} is set by the hub itself`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const refused = isIP(host) === 0 ? undefined : guard.refuses(host);
  if (refused !== undefined) throw denied(host, refused);
  return { origin: url.origin, path: url.pathname + url.search, method, headers, body: body ?? null };
}

const invalid = (host: string, why: string) => upstreamFailure('invalid', `The request to ${host} is refused: ${why}`, { upstream: host, retryable: false });
