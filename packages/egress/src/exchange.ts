/** One request and its whole response over undici's dispatch, which costs a tenth of `fetch`. */
import type { Dispatcher } from 'undici';
import type { Outgoing } from './outgoing.ts';
import { connectFailure, upstreamFailure } from './upstream-failure.ts';

export interface EgressReply {
  readonly status: number;
  /** Lower-case names; several values of one name are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ExchangeLimits { readonly deadlineMs: number; readonly maxBytes: number }

/** Settles at the deadline or the signal whatever the network does; a connection that is still being made is dropped when it comes. */
export function exchange(request: Outgoing, dispatcher: Dispatcher, { deadlineMs, maxBytes }: ExchangeLimits, signal: AbortSignal): Promise<EgressReply> {
  return new Promise((resolve, reject) => {
    const { origin } = request;
    const chunks: Buffer[] = [];
    let size = 0;
    let head: Pick<EgressReply, 'status' | 'headers'> = { status: 0, headers: {} };
    let controller: Dispatcher.DispatchController | undefined;
    let over: Error | undefined;

    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: Error) => {
      if (over !== undefined) return;
      over = error;
      settle();
      controller?.abort(error);
      reject(error);
    };
    const onAbort = () => fail(signal.reason instanceof Error ? signal.reason : new DOMException('The request was cancelled', 'AbortError'));
    const tooLarge = () => fail(upstreamFailure('too_large', `${origin} answered with more than ${maxBytes} bytes`, { upstream: origin, retryable: false, limit: maxBytes }));
    const timer = setTimeout(() => fail(upstreamFailure('timeout', `${origin} did not answer within ${deadlineMs} ms`, { upstream: origin, retryable: true, limit: deadlineMs })), deadlineMs);

    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        if (over !== undefined) started.abort(over);
      },
      onResponseStart(_, status, headers) {
        if (status < 200) return;
        head = { status, headers: joined(headers) };
        if (request.method !== 'HEAD' && Number(head.headers['content-length'] ?? 0) > maxBytes) tooLarge();
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        if (size > maxBytes) tooLarge();
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (over !== undefined) return;
        settle();
        resolve({ ...head, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size) });
      },
      onResponseError: (_, error) => fail(connectFailure(error, origin)),
    };
    /** The deadline above is the only clock. */
    try {
      dispatcher.dispatch({ ...request, headersTimeout: 0, bodyTimeout: 0 }, handler);
    } catch (error) {
      fail(connectFailure(error, origin));
    }
  });
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = Object.create(null);
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
