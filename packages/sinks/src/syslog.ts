/**
 * Syslog. The protocol has no acknowledgement, so a batch is a connection: we end it, and the receiver ends it in turn when it has read everything.
 * A receiver that keeps it open is believed after a while; by UDP nobody knows anything.
 */
import type { SinkSettings } from '@patchbay/contracts';
import type { Socket } from 'node:net';
import type { Driver, Entry, SinkPlace, SinkPorts } from './driver.ts';
import { fittingText } from './entry-text.ts';
import { cefOf } from './formats/cef.ts';
import { rfc5424Of } from './formats/rfc5424.ts';
import { hostAndPort } from './host-and-port.ts';
import { sinkFailure } from './sink-failure.ts';

const OWN_PORTS = [514, 601, 6514];
const MOST_BYTES = 262_144;
/** What every receiver of datagrams should take. https://www.rfc-editor.org/rfc/rfc5426#section-3.2 */
const MOST_IN_DATAGRAM = 2048;
const HEAD_BYTES = 512;
const CONFIRMED_WITHIN_MS = 5_000;
const WRITTEN_WITHIN_MS = 30_000;

export const placeOf = ({ address, transport }: SinkSettings<'syslog'>): SinkPlace => ({ ...hostAndPort(address, transport === 'tls' ? 6514 : 514), ownPorts: OWN_PORTS });

export const openSyslog: Driver<'syslog'> = async (settings, _, ports) => {
  const place = placeOf(settings);
  return Object.freeze({
    write: (batch: readonly Entry[], signal: AbortSignal) => (settings.transport === 'udp' ? byDatagrams(batch, settings, place, ports, signal) : byStream(batch, settings, place, ports, signal)),
    close: async () => undefined,
  });
};

function messageOf(entry: Entry, { format, facility }: SinkSettings<'syslog'>, mostBytes: number): Buffer {
  const text = fittingText(entry, mostBytes);
  return Buffer.from(rfc5424Of(entry, facility, format === 'cef' ? cefOf(entry, text) : text));
}

async function byDatagrams(batch: readonly Entry[], settings: SinkSettings<'syslog'>, place: SinkPlace, { datagrams }: SinkPorts, signal: AbortSignal): Promise<void> {
  const way = await datagrams(place, signal);
  try {
    for (const entry of batch) {
      signal.throwIfAborted();
      await way.send(messageOf(entry, settings, MOST_IN_DATAGRAM - HEAD_BYTES));
    }
  } finally {
    way.close();
  }
}

/** Octet counting: RFC 6587, RFC 5425. */
async function byStream(batch: readonly Entry[], settings: SinkSettings<'syslog'>, place: SinkPlace, { connect }: SinkPorts, signal: AbortSignal): Promise<void> {
  const { socket } = await connect({ ...place, secure: settings.transport === 'tls' }, signal);
  const frames = batch.map((entry) => { const message = messageOf(entry, settings, MOST_BYTES); return Buffer.concat([Buffer.from(`${message.length} `), message]); });
  await confirmed(socket, Buffer.concat(frames), settings.address, signal);
}

function confirmed(socket: Socket, bytes: Buffer, address: string, signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const stop = (): void => fail(signal.reason as Error);
    const late = setTimeout(() => fail(sinkFailure('timeout', address, `did not read a batch within ${WRITTEN_WITHIN_MS / 1000} s`)), WRITTEN_WITHIN_MS);
    let patience: NodeJS.Timeout | undefined;
    const settle = (): void => { clearTimeout(late); clearTimeout(patience); signal.removeEventListener('abort', stop); };
    const fail = (error: Error): void => { settle(); socket.destroy(); reject(error); };
    signal.addEventListener('abort', stop, { once: true });
    socket.on('error', (cause) => fail(sinkFailure('closed', address, 'broke off the connection in the middle of a batch', { cause })));
    socket.once('close', () => { settle(); if (socket.writableFinished) resolve(); else reject(sinkFailure('closed', address, 'hung up in the middle of a batch')); });
    socket.resume(); // nothing is expected, and its end must be seen
    socket.end(bytes, () => { patience = setTimeout(() => { settle(); socket.destroy(); resolve(); }, CONFIRMED_WITHIN_MS); });
    if (signal.aborted) stop();
  });
}
