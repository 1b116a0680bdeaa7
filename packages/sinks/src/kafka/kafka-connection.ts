/** One connection to a broker: requests go out in order, and each answer is found by its number. */
import type { SinkPorts } from '../driver.ts';
import { hostAndPort } from '../host-and-port.ts';
import { sinkFailure } from '../sink-failure.ts';
import { type KafkaReader, kafkaReader, kafkaWriter } from './kafka-wire.ts';

export interface KafkaConnection {
  request(api: KafkaApi, body: Uint8Array): Promise<KafkaReader>;
  close(): void;
  readonly broken: boolean;
}

export interface KafkaApi { readonly key: number; readonly version: number }

export const DEFAULT_PORT = 9092;
const CLIENT = 'patchbay';
const MOST_BYTES = 8 * 1024 * 1024;
const ANSWERED_WITHIN_MS = 40_000;
const LAST_NUMBER = 0x7fffffff;

interface Waiting { readonly resolve: (reader: KafkaReader) => void; readonly reject: (error: Error) => void; readonly timer: NodeJS.Timeout }

export async function connectKafka(broker: string, secure: boolean, { connect }: Pick<SinkPorts, 'connect'>, signal: AbortSignal): Promise<KafkaConnection> {
  const { socket } = await connect({ ...hostAndPort(broker, DEFAULT_PORT), secure }, signal);
  const waiting = new Map<number, Waiting>();
  let failure: Error | undefined;
  let rest: Buffer = Buffer.alloc(0);
  let last = 0;

  socket.on('error', (cause) => fail(sinkFailure('closed', broker, 'broke off the connection', { cause })));
  socket.once('close', () => fail(sinkFailure('closed', broker, 'hung up; does it expect TLS, or a sign-in?')));
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const size = rest.readInt32BE(0);
      if (size < 4 || size > MOST_BYTES) return fail(sinkFailure('misconfigured', broker, 'speaks no Kafka'));
      if (rest.length < 4 + size) return;
      answer(rest.subarray(4, 4 + size));
      rest = rest.subarray(4 + size);
    }
  });

  function answer(frame: Buffer): void {
    const number = frame.readInt32BE(0);
    const asked = waiting.get(number);
    if (asked === undefined) return fail(sinkFailure('misconfigured', broker, 'answers what nobody asked'));
    waiting.delete(number);
    clearTimeout(asked.timer);
    asked.resolve(kafkaReader(frame.subarray(4)));
  }

  function fail(error: Error): void {
    if (failure !== undefined) return;
    failure = error;
    socket.destroy();
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    waiting.clear();
  }

  function request({ key, version }: KafkaApi, body: Uint8Array): Promise<KafkaReader> {
    if (failure !== undefined) return Promise.reject(failure);
    last = last === LAST_NUMBER ? 1 : last + 1;
    const frame = kafkaWriter().int16(key).int16(version).int32(last).string(CLIENT).raw(body).done();
    socket.write(kafkaWriter().bytes(frame).done());
    const number = last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(sinkFailure('timeout', broker, `did not answer within ${ANSWERED_WITHIN_MS / 1000} s`)), ANSWERED_WITHIN_MS);
      waiting.set(number, { resolve, reject, timer });
    });
  }

  return Object.freeze({ request, close: () => fail(sinkFailure('closed', broker, 'is not connected any more')), get broken() { return failure !== undefined; } });
}
