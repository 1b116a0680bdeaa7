/** One request to the hub: tries, waits, tries again. Only what is safe is repeated: reads, and writes under one idempotency key. */
import { deadline } from './deadline.ts';
import { errorOf, HubError, ownError } from './hub-error.ts';
import { delayAfter, retryAfterOf, type RetryPolicy, wait } from './retry.ts';

/** What every call may be told. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface WriteOptions extends CallOptions {
  /** Under the same key the hub does the same thing once; made up when absent. */
  readonly idempotencyKey?: string | undefined;
  /** Say what would happen, change nothing. */
  readonly dryRun?: boolean | undefined;
  /** The approval that a destructive action waited for. */
  readonly approvalId?: string | undefined;
}

export interface Request extends WriteOptions {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly ifVersion?: number | undefined;
}

export interface TransportOptions {
  readonly url: string;
  readonly key: string;
  readonly tenant: string | undefined;
  readonly fetch: typeof fetch;
  readonly retry: RetryPolicy;
  readonly timeout: number;
  readonly random: () => number;
}

export interface Transport {
  send(request: Request): Promise<unknown>;
  /** One try, answered with the response itself; errors are HubErrors. The caller reads the body. */
  open(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response>;
  /** Milliseconds before the next try, for somebody who never gives up. */
  backoff(failed: number, error: HubError): number;
}

export function createTransport(options: TransportOptions): Transport {
  const { retry, random } = options;
  const retryAfters = new WeakMap<HubError, number>();
  const pause = (failed: number, error: unknown): number | undefined =>
    error instanceof HubError && error.retryable ? delayAfter(failed, retryAfters.get(error), retry, random) : undefined;
  return Object.freeze({
    async send(request: Request) {
      const init = initOf(request, options);
      for (let failed = 1; ; failed++) {
        try {
          return await attempt(options, pathOf(request), init, request.signal, retryAfters);
        } catch (error) {
          const ms = pause(failed, error);
          if (ms === undefined) throw error;
          await wait(ms, request.signal);
        }
      }
    },
    open: (path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) => respond(options, path, { method: 'GET', headers: { ...credentials(options), ...headers } }, signal, retryAfters),
    backoff: (failed: number, error: HubError) => delayAfter(failed, retryAfters.get(error), { ...retry, attempts: Infinity, maxRetryAfter: Infinity }, random) ?? retry.maxDelay,
  });
}

const credentials = ({ key, tenant }: TransportOptions): Record<string, string> => ({ authorization: `Bearer ${key}`, ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }) });

function initOf({ method, body, idempotencyKey, dryRun, approvalId, ifVersion }: Request, options: TransportOptions): RequestInit {
  const headers: Record<string, string> = { ...credentials(options), accept: 'application/json' };
  if (method !== 'GET') headers['idempotency-key'] = idempotencyKey ?? globalThis.crypto.randomUUID();
  if (dryRun === true) headers['dry-run'] = 'true';
  if (approvalId !== undefined) headers['approval-id'] = approvalId;
  if (typeof ifVersion === 'number') headers['if-match'] = `"${ifVersion}"`; // what an installation calls its version is what it wants of its plugin: nothing to compare with
  if (body === undefined) return { method, headers };
  if (body instanceof URLSearchParams) return { method, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: body.toString() };
  return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function pathOf({ path, query = {} }: Request): string {
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]])));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** One try, body included, within its time. */
async function attempt(options: TransportOptions, path: string, init: RequestInit, signal: AbortSignal | undefined, retryAfters: WeakMap<HubError, number>): Promise<unknown> {
  signal?.throwIfAborted();
  const time = deadline(options.timeout, signal);
  try {
    const response = await respond(options, path, init, time.signal, retryAfters);
    if (response.status === 204) return undefined;
    return asJson(await response.text(), response.status);
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    if (time.over) throw ownError('client.timeout', `No whole answer to ${init.method} ${path} within ${options.timeout} ms`);
    throw error instanceof HubError ? error : unreachable(options, error);
  } finally {
    time.end();
  }
}

async function respond(options: TransportOptions, path: string, init: RequestInit, signal: AbortSignal, retryAfters: WeakMap<HubError, number>): Promise<Response> {
  // A redirect could carry the key to another host, and turns a POST into a GET.
  const response = await options.fetch(options.url + path, { ...init, signal, redirect: 'manual' }).catch((error: unknown) => {
    throw signal.aborted ? error : unreachable(options, error);
  });
  if (response.ok) return response;
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) throw ownError('client.redirected', `Expected an answer from ${options.url}, but it redirects elsewhere`, response.status);
  const error = errorOf(response.status, hide(await response.text(), options.key), response.headers.get('x-request-id') ?? undefined);
  const after = retryAfterOf(response.headers.get('retry-after'), Date.now());
  if (after !== undefined) retryAfters.set(error, after);
  throw error;
}

function asJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw ownError('client.not_a_hub', 'Expected JSON, but the answer was something else', status);
  }
}

/** The cause of a fetch that failed may name headers, so only its words are kept, without the key. */
function unreachable({ url, key }: TransportOptions, error: unknown): HubError {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words = inner instanceof Error ? inner.message || ('code' in inner ? String(inner.code) : inner.name) : String(inner);
  return ownError('client.unreachable', `Could not reach the hub at ${url}: ${hide(words, key)}`);
}

const hide = (text: string, key: string): string => text.replaceAll(key, '•••');
