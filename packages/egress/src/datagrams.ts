/** Datagrams to one place: the address is judged like any other, and the socket is bound to it, so that none goes elsewhere. */
import { createSocket, type Socket } from 'node:dgram';
import { promisify } from 'node:util';
import type { Policies } from './policies.ts';
import type { EgressPolicy } from './policy.ts';
import { invalid, upstreamFailure } from './upstream-failure.ts';

export interface DatagramRequest {
  readonly host: string;
  readonly port: number;
  readonly ownPorts?: readonly number[];
  readonly policy?: EgressPolicy;
}

export interface Datagrams {
  /** Resolved when it left this computer; nobody says whether it arrived. */
  send(bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** Of one datagram, in IPv4. */
const MOST_BYTES = 65_507;

export async function openDatagrams({ policy, ...request }: DatagramRequest, policies: Policies, signal: AbortSignal): Promise<Datagrams> {
  signal.throwIfAborted();
  const { target, route } = policies.place({ ...request, secure: false }, policy);
  const [first] = await route.addresses(target);
  signal.throwIfAborted();
  const socket = createSocket(first!.family === 6 ? 'udp6' : 'udp4');
  socket.on('error', () => undefined); // "nobody there" comes back as an error of the next one
  await new Promise<void>((resolve) => { socket.connect(target.port, first!.address, () => resolve()); });
  const { origin } = target;
  return Object.freeze({
    async send(bytes: Uint8Array) {
      if (bytes.length > MOST_BYTES) throw invalid(origin, `expected a datagram of at most ${MOST_BYTES} bytes`);
      await sendOne(socket, bytes).catch((cause: unknown) => { throw upstreamFailure('connect', `${origin} can't be reached by datagrams (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'})`, { upstream: origin, retryable: true, cause }); });
    },
    close: () => { socket.close(); },
  });
}

const sendOne = (socket: Socket, bytes: Uint8Array): Promise<number> => promisify((done: (error: Error | null, sent: number) => void) => socket.send(bytes, done))();
