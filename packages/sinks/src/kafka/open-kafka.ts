/** A topic of Kafka: acknowledged by all replicas in sync, and numbered, so that a broker that gets a batch again keeps it once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@patchbay/contracts';
import { allEnded } from '../all-ended.ts';
import type { Driver, Entry } from '../driver.ts';
import { fittingText, partsOf } from '../entry-text.ts';
import { fill } from '../placeholders.ts';
import { sinkFailure } from '../sink-failure.ts';
import { createCluster, type Topic } from './cluster.ts';
import { DUPLICATE_SEQUENCE, isPassing, isRefusal, LEADER_NOT_AVAILABLE, nameOf, NETWORK_EXCEPTION, TOO_LARGE } from './kafka-errors.ts';
import { kafkaWriter } from './kafka-wire.ts';
import { partitionOf } from './partition-of.ts';
import { type KafkaRecord, type Producer, recordBatch } from './record-batch.ts';

const INIT_PRODUCER_ID = { key: 22, version: 1 };
const PRODUCE = { key: 0, version: 7 };
const ALL_IN_SYNC = -1;
const REPLICATED_WITHIN_MS = 30_000;
/** Below the limit of a topic that nobody has changed. */
const MOST_BYTES = 900_000;
const TRIES = 6;
const AGAIN_MS = 100;
const SEQUENCES = 2 ** 31;

interface Slice { readonly partition: number; readonly records: readonly KafkaRecord[] }

export const openKafka: Driver<'kafka'> = async (settings, secret, ports, opening) => {
  const [name] = settings.brokers as [string];
  const cluster = createCluster(settings, secret, ports);
  const sequences = new Map<number, number>();
  let topic: Topic;
  let producer: Producer;
  let keyless = 0;
  try {
    topic = await cluster.topic(opening);
    producer = await introduce(opening);
  } catch (error) {
    cluster.close();
    throw error;
  }

  async function introduce(signal: AbortSignal): Promise<Producer> {
    const answer = await (await cluster.to(undefined, signal)).request(INIT_PRODUCER_ID, kafkaWriter().string(null).int32(0).done());
    answer.int32(); // throttle
    const code = answer.int16();
    if (code !== 0) throw refusal(code);
    return { id: answer.int64(), epoch: answer.int16() };
  }

  /** Each partition’s share, in order. Entries without a key stay together, and the partitions take turns. */
  function share(entries: readonly Entry[]): Slice[] {
    keyless = (keyless + 1) % topic.partitions;
    const records = entries.map((entry) => { const key = fill(settings.key, entry, (value) => value) || undefined; return { at: entry.at, id: entry.id, key, value: fittingText(entry, MOST_BYTES) }; });
    const byPartition = Map.groupBy(records, ({ key }) => (key === undefined ? keyless : partitionOf(key, topic.partitions)));
    return [...byPartition].map(([partition, of]) => ({ partition, records: of }));
  }

  /** What may pass is tried again with the same numbers: if the broker has it, it says so. */
  async function deliver(slice: Slice, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const code = await produce(slice, signal).catch((error: unknown) => (attempt < TRIES && isBroken(error, signal) ? NETWORK_EXCEPTION : Promise.reject(error)));
      if (code === 0 || code === DUPLICATE_SEQUENCE) return void sequences.set(slice.partition, ((sequences.get(slice.partition) ?? 0) + slice.records.length) % SEQUENCES);
      if (TOO_LARGE.has(code) && slice.records.length > 1) return halves(slice, signal);
      if (!isPassing(code) || attempt === TRIES) throw refusal(code);
      await sleep(AGAIN_MS * 2 ** attempt, undefined, { signal });
      topic = await cluster.topic(signal).catch((error: unknown) => (isBroken(error, signal) ? topic : Promise.reject(error)));
    }
  }

  async function halves({ partition, records }: Slice, signal: AbortSignal): Promise<void> {
    const middle = Math.ceil(records.length / 2);
    await deliver({ partition, records: records.slice(0, middle) }, signal);
    await deliver({ partition, records: records.slice(middle) }, signal);
  }

  async function produce({ partition, records }: Slice, signal: AbortSignal): Promise<number> {
    const leader = topic.leaderOf(partition);
    if (leader < 0) return LEADER_NOT_AVAILABLE;
    const connection = await cluster.to(leader, signal);
    const batch = recordBatch(records, producer, sequences.get(partition) ?? 0);
    const body = kafkaWriter().string(null).int16(ALL_IN_SYNC).int32(REPLICATED_WITHIN_MS).int32(1).string(settings.topic).int32(1).int32(partition).bytes(batch).done();
    const answer = await connection.request(PRODUCE, body);
    const [first] = answer.array(() => { answer.string(); return answer.array(() => { const [, code] = [answer.int32(), answer.int16()]; answer.int64(); answer.int64(); answer.int64(); return code; }); });
    return first?.[0] ?? LEADER_NOT_AVAILABLE;
  }

  const refusal = (code: number) => sinkFailure(isRefusal(code) ? 'refused' : 'unavailable', name, `did not take a batch for ${settings.topic} (${nameOf(code)})`);

  return Object.freeze({
    async write(batch: readonly Entry[], signal: AbortSignal) {
      signal.throwIfAborted();
      const stop = (): void => cluster.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        for (const { items } of partsOf(batch, (entry) => Buffer.byteLength(fittingText(entry, MOST_BYTES)) + 100, { mostBytes: MOST_BYTES })) await allEnded(share(items).map((slice) => deliver(slice, signal)));
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    async close() { cluster.close(); },
  });
};

/** The connection, not the batch: a broker may have it all the same, and knows it by its number. */
const isBroken = (error: unknown, signal: AbortSignal): boolean => !signal.aborted && error instanceof Failure && ['closed', 'timeout', 'connect'].includes(String(error.details['reason']));
