/** One socket to addresses that were judged, and to no others. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type SecureContext } from 'node:tls';
import { denied } from './upstream-failure.ts';
import { parseAddress } from './ip-range.ts';
import type { ResolvedAddress } from './resolver.ts';
import type { Target } from './target.ts';

export interface Place extends Pick<Target, 'origin' | 'hostname' | 'port' | 'secure'> {
  /** What is spoken inside TLS; HTTP/1.1, if absent. */
  readonly alpn?: readonly string[];
}

/** What TLS needs besides the place. Sessions are resumed without looking at the certificate again, so they are kept per trust. */
export interface TlsSide { readonly context?: SecureContext; readonly sessions: Map<string, Buffer> }

export interface Dialled { readonly socket: Socket; readonly remoteAddress: string | undefined }

const HTTP = ['http/1.1'];
const MOST_ADDRESSES = 8;
const MOST_SESSIONS = 1_000;

export async function dial(place: Place, addresses: readonly ResolvedAddress[], side: TlsSide, signal: AbortSignal): Promise<Dialled> {
  const few = addresses.slice(0, MOST_ADDRESSES);
  const socket = open(place, { lookup: (_hostname, options, done) => (options.all === true ? done(null, few as never) : done(null, few[0]!.address, few[0]!.family)), autoSelectFamily: true }, side);
  await connected(socket, place, signal);
  return { socket, remoteAddress: compared(socket, few, place) };
}

/** TLS within a tunnel that is open already. */
export async function dialThrough(tunnel: Socket, place: Place, side: TlsSide, signal: AbortSignal): Promise<Socket> {
  if (!place.secure) return tunnel;
  const socket = open(place, { socket: tunnel }, side);
  await connected(socket, place, signal);
  return socket;
}

function open({ origin, hostname, port, secure, alpn = HTTP }: Place, how: ConnectionOptions & { autoSelectFamily?: boolean }, { context, sessions }: TlsSide): Socket {
  const options = { ...how, host: hostname, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };
  if (!secure) return connectTcp({ ...options, highWaterMark: 65_536 } as Parameters<typeof connectTcp>[0] & object);
  const session = sessions.get(origin);
  const name = isIP(hostname) === 0 ? { servername: hostname.replace(/\.$/, '') } : {};
  const socket = connectTls({ ...options, ...name, ...(context === undefined ? {} : { secureContext: context }), ...(session === undefined ? {} : { session }), ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }), rejectUnauthorized: true });
  return socket.on('session', (fresh) => keep(sessions, origin, fresh));
}

function keep(sessions: Map<string, Buffer>, origin: string, session: Buffer): void {
  sessions.delete(origin);
  sessions.set(origin, session);
  if (sessions.size > MOST_SESSIONS) sessions.delete(sessions.keys().next().value!);
}

function connected(socket: Socket, { secure }: Place, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => socket.destroy(signal.reason instanceof Error ? signal.reason : undefined);
    const settle = () => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once(secure ? 'secureConnect' : 'connect', () => { settle(); resolve(); });
    socket.on('error', (error) => { settle(); reject(error); });
    socket.once('close', () => { settle(); reject(new Error('closed')); });
    if (signal.aborted) onAbort();
  });
}

/** The proof that what was judged is what was dialled. */
function compared(socket: Socket, addresses: readonly ResolvedAddress[], { hostname }: Place): string | undefined {
  const actual = parseAddress(socket.remoteAddress ?? '');
  const expected = addresses.some(({ address }) => { const each = parseAddress(address); return each?.family === actual?.family && each?.value === actual?.value; });
  if (actual !== undefined && expected) return socket.remoteAddress;
  socket.destroy();
  throw denied(hostname, 'was reached at another address than the one that was checked');
}
