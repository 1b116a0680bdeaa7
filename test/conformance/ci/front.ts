/** A bad road between a job and the hub: it may answer instead of the hub, cut streams short, or be slow. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Front {
  readonly url: string;
  /** Paths that came through, as METHOD path, with the instant. */
  readonly seen: { readonly what: string; readonly at: number }[];
  stop(): Promise<void>;
}

export interface Trouble {
  /** Status for this request instead of the hub's answer; undefined lets it pass. */
  readonly refuse?: (what: string, count: number) => number | undefined;
  /** Milliseconds after which a stream is cut. */
  readonly cutStreams?: (count: number) => number | undefined;
}

export async function startFront(hub: string, { refuse = () => undefined, cutStreams = () => undefined }: Trouble = {}): Promise<Front> {
  const seen: { what: string; at: number }[] = [];
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    const what = `${incoming.method} ${(incoming.url ?? '').replace(/\?.*$/, '').replace(/dep_\w+/, 'ID')}`;
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    seen.push({ what, at: performance.now() });
    const status = refuse(what, count);
    if (status !== undefined) {
      incoming.resume().on('end', () => outgoing.writeHead(status, { 'content-type': 'text/html' }).end('<h1>gateway</h1>'));
      return;
    }
    const onward = request(hub + (incoming.url ?? ''), { method: incoming.method, headers: { ...incoming.headers, host: new URL(hub).host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      const ms = what.endsWith('/stream') ? cutStreams(count) : undefined;
      if (ms !== undefined) setTimeout(() => { answer.destroy(); outgoing.destroy(); }, ms);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => { server.closeAllConnections(); await new Promise((resolve) => server.close(resolve)); };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, stop }; // it listens on TCP
}
