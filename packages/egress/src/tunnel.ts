/** A way through an HTTP proxy: CONNECT, and what comes back is a socket to the target. */
import type { Socket } from 'node:net';
import { AnswerReader } from './answer.ts';
import type { EgressProxy } from './policy.ts';
import { connectFailure, notHttp, upstreamFailure } from './upstream-failure.ts';

export interface TunnelPorts {
  /** Connects to the proxy itself. */
  readonly reachProxy: (signal: AbortSignal) => Promise<Socket>;
}

/** `to` is an authority: `192.0.2.1:443`, `[2001:db8::1]:443` or `example.com:443`. */
export async function openTunnel(to: string, { url, authorization }: EgressProxy, { reachProxy }: TunnelPorts, signal: AbortSignal): Promise<Socket> {
  const { origin } = new URL(url);
  const socket = await reachProxy(signal);
  const refusal = await asked(socket, origin, `CONNECT ${to} HTTP/1.1\r\nhost: ${to}\r\n${authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`}\r\n`, signal);
  if (refusal === undefined) return socket;
  socket.destroy();
  throw refusal;
}

/** What stands against the tunnel. What comes behind the answer is the target's, and stays in the socket. */
function asked(socket: Socket, proxy: string, head: string, signal: AbortSignal): Promise<unknown> {
  return new Promise((settle) => {
    let status = 0;
    let over = false;
    const reader = new AnswerReader({
      head: (seen) => { status = seen; },
      data: () => undefined,
      ended: () => end(status === 200 ? undefined : refused(proxy, status)),
      bad: () => end(notHttp(proxy)),
    });
    const onReadable = (): void => {
      for (let bytes: Buffer | null = socket.read(); bytes !== null; bytes = over ? null : socket.read()) {
        const taken = reader.take(bytes);
        if (taken < bytes.length) socket.unshift(bytes.subarray(taken));
      }
    };
    const onEnd = (): void => end(connectFailure(Object.assign(new Error('The proxy closed the connection'), { code: 'ECONNRESET' }), proxy));
    const onError = (error: Error): void => end(connectFailure(error, proxy));
    const onAbort = (): void => end(signal.reason);
    const end = (refusal: unknown): void => {
      over = true;
      socket.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', onError);
      signal.removeEventListener('abort', onAbort);
      settle(refusal);
    };
    socket.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    reader.begin(true);
    socket.write(head, 'latin1');
  });
}

const refused = (proxy: string, status: number) => upstreamFailure('connect', `The proxy ${proxy} answered ${status} to CONNECT`, { upstream: proxy, retryable: status >= 500 || status === 429 });
