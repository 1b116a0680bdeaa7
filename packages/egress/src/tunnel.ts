/** A way through an HTTP proxy: CONNECT, and what comes back is a socket to the target. */
import type { Socket } from 'node:net';
import Client from 'undici/lib/dispatcher/client.js';
import type { EgressProxy } from './policy.ts';
import { upstreamFailure } from './upstream-failure.ts';

export interface TunnelPorts {
  /** Connects to the proxy itself. */
  readonly reachProxy: (signal: AbortSignal) => Promise<Socket>;
}

/** `to` is an authority: `192.0.2.1:443`, `[2001:db8::1]:443` or `example.com:443`. */
export function openTunnel(to: string, { url, authorization }: EgressProxy, { reachProxy }: TunnelPorts, signal: AbortSignal): Promise<Socket> {
  const { origin } = new URL(url);
  const client = new Client(origin, {
    connect: (_, done) => { reachProxy(signal).then((socket) => done(null, socket), (error: Error) => done(error, null)); },
    headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: 16_384, allowH2: false,
  });
  return new Promise<Socket>((resolve, reject) => {
    const give = () => reject(signal.reason);
    signal.addEventListener('abort', give, { once: true });
    client.dispatch({ method: 'CONNECT', path: to, headers: { host: to, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) } }, {
      onRequestStart: (controller) => { if (signal.aborted) controller.abort(signal.reason); },
      onRequestUpgrade(_, status, _headers, socket) {
        if (status === 200 && !signal.aborted) return resolve(socket as Socket);
        socket.destroy();
        reject(refused(origin, status));
      },
      onResponseError: (_, error) => reject(error),
    });
  }).catch((error: unknown) => {
    void client.destroy();
    throw error;
  });
}

const refused = (proxy: string, status: number) => upstreamFailure('connect', `The proxy ${proxy} answered ${status} to CONNECT`, { upstream: proxy, retryable: status >= 500 || status === 429 });
