/** A connection for another protocol than HTTP, under the same guard: the address is judged and pinned, connecting has a deadline, and there are so many at most. */
import type { Socket } from 'node:net';
import type { Circuits } from './circuits.ts';
import type { Policies } from './policies.ts';
import type { EgressPolicy } from './policy.ts';
import type { PlaceRequest, Target } from './target.ts';
import { connectFailure, isUnreachable, upstreamFailure } from './upstream-failure.ts';

export interface StreamRequest extends PlaceRequest {
  readonly connectMs?: number;
  readonly policy?: EgressPolicy;
  /** Refuse at once while the place can't be reached. */
  readonly breaker?: boolean;
}

export interface EgressStream {
  readonly socket: Socket;
  /** The address that was dialled; absent when a proxy resolved. */
  readonly remoteAddress: string | undefined;
  /** TLS from here on, for protocols that begin without it. */
  secure(signal: AbortSignal): Promise<Socket>;
}

export interface StreamPorts {
  readonly policies: Policies;
  readonly circuits: Circuits;
  /** Throws while the circuit is open. */
  readonly refuseIfOpen: (key: string, origin: string) => void;
}

export interface Streams {
  connect(request: StreamRequest, signal: AbortSignal): Promise<EgressStream>;
  /** Ends those that are open, and opens no more. */
  close(): void;
  readonly open: number;
}

export function createStreams({ policies, circuits, refuseIfOpen }: StreamPorts, { most, connectMs: usual }: { readonly most: number; readonly connectMs: number }): Streams {
  const sockets = new Set<Socket>();
  let opening = 0;
  let closed = false;

  async function connect({ connectMs = usual, policy, breaker = false, ...request }: StreamRequest, signal: AbortSignal): Promise<EgressStream> {
    signal.throwIfAborted();
    const { target, route, key } = policies.place(request, policy);
    if (closed) throw stopping(target.origin);
    if (breaker) refuseIfOpen(key, target.origin);
    if (sockets.size + opening >= most) throw upstreamFailure('busy', `${target.origin} has to wait: ${most} connections are open already`, { upstream: target.origin, retryable: true, limit: most });
    const place = { ...target, alpn: NONE };
    opening++;
    try {
      const { socket, remoteAddress } = await within(target, connectMs, signal, (either) => route.connect(place, either));
      keep(socket, target);
      if (breaker) circuits.succeeded(key);
      return { socket, remoteAddress, secure: (ending) => within(target, connectMs, ending, (either) => route.secure(socket, place, either)) };
    } catch (error) {
      if (breaker) (!signal.aborted && error instanceof Error && isUnreachable(error) ? circuits.failed : circuits.abandoned)(key);
      throw error;
    } finally {
      opening--;
    }
  }

  /** Closed while it was connecting: nobody would end it. */
  function keep(socket: Socket, { origin }: Target): void {
    if (closed) {
      socket.destroy();
      throw stopping(origin);
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  }

  return Object.freeze({
    connect,
    close() {
      closed = true;
      for (const socket of sockets) socket.destroy();
    },
    get open() { return sockets.size; },
  });
}

const NONE: readonly string[] = [];

async function within<T>({ origin }: Target, limit: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(upstreamFailure('timeout', `${origin} could not be connected to within ${limit} ms`, { upstream: origin, retryable: true, limit, stage: 'connecting' })), limit);
  const either = AbortSignal.any([signal, late.signal]);
  try {
    return await Promise.race([work(either), aborted(either)]); // a name server may keep `work` longer; then it opens nothing any more
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw late.signal.aborted ? late.signal.reason : connectFailure(error, origin);
  } finally {
    clearTimeout(timer);
  }
}

const aborted = (signal: AbortSignal): Promise<never> => new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }); });

const stopping = (upstream: string) => upstreamFailure('connect', `The connection to ${upstream} is not opened, because the hub is stopping`, { upstream, retryable: true });
