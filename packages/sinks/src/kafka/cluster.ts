/** Which broker leads which partition of the topic, and the connections to them. */
import type { SinkSettings } from '@patchbay/contracts';
import type { SinkPorts } from '../driver.ts';
import { sinkFailure } from '../sink-failure.ts';
import { apiVersions, type Spoken } from './api-versions.ts';
import { connectKafka, type KafkaConnection } from './kafka-connection.ts';
import { isRefusal, nameOf } from './kafka-errors.ts';
import { type KafkaReader, kafkaWriter } from './kafka-wire.ts';
import { signIn } from './sign-in.ts';

export interface Topic {
  readonly partitions: number;
  /** Partition → its leader; -1, if there is none now. */
  leaderOf(partition: number): number;
}

export interface Cluster {
  /** Asks anew. */
  topic(signal: AbortSignal): Promise<Topic>;
  /** A connection to a broker; `undefined`: to any of them. */
  to(broker: number | undefined, signal: AbortSignal): Promise<KafkaConnection>;
  close(): void;
}

/** 2 has no word on whether asking makes a topic; brokers that speak 5 are told not to. */
const METADATA = { key: 3, versions: [5, 2] };

export function createCluster(settings: SinkSettings<'kafka'>, password: string | undefined, ports: SinkPorts): Cluster {
  const connections = new Map<string, KafkaConnection>();
  let addresses = new Map<number, string>();
  /** Of the broker that was reached last. */
  let spoken: Spoken | undefined;

  async function reach(broker: string, signal: AbortSignal): Promise<KafkaConnection> {
    const known = connections.get(broker);
    if (known !== undefined && !known.broken) return known;
    const connection = await connectKafka(broker, settings.tls, ports, signal);
    const stop = (): void => connection.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      spoken = await apiVersions(connection, broker);
      await signIn(connection, broker, settings, password, ports.keys);
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    connections.set(broker, connection);
    return connection;
  }

  async function any(signal: AbortSignal): Promise<KafkaConnection> {
    let last: unknown;
    for (const broker of new Set([...settings.brokers, ...addresses.values()])) {
      signal.throwIfAborted();
      try {
        return await reach(broker, signal);
      } catch (error) {
        last = error;
      }
    }
    throw last;
  }

  async function topic(signal: AbortSignal): Promise<Topic> {
    const connection = await any(signal);
    const api = spoken!.choose('Metadata', METADATA.key, METADATA.versions);
    const { brokers, code, leaders } = readMetadata(await connection.request(api, asking(settings.topic, api.version)), api.version);
    addresses = brokers;
    if (leaders.size > 0) return { partitions: leaders.size, leaderOf: (partition) => leaders.get(partition) ?? -1 };
    throw sinkFailure(isRefusal(code) ? 'refused' : 'unavailable', settings.brokers[0]!, `has no topic ${settings.topic} (${nameOf(code)})`);
  }

  return Object.freeze({
    topic,
    to(broker: number | undefined, signal: AbortSignal) {
      const address = broker === undefined ? undefined : addresses.get(broker);
      return address === undefined ? any(signal) : reach(address, signal);
    },
    close() {
      for (const connection of connections.values()) connection.close();
      connections.clear();
    },
  });
}

interface Metadata { readonly brokers: Map<number, string>; readonly code: number; readonly leaders: ReadonlyMap<number, number> }

function readMetadata(answer: KafkaReader, version: number): Metadata {
  if (version >= 3) answer.int32(); // throttle
  const brokers = new Map(answer.array(() => { const found = [answer.int32(), `${bracketed(answer.string() ?? '')}:${answer.int32()}`] as const; answer.string(); return found; }));
  answer.string(); // cluster
  answer.int32(); // controller
  const topics = answer.array(() => {
    const [code] = [answer.int16(), answer.string(), answer.int8()];
    const leaders = answer.array(() => {
      const [, partition, leader] = [answer.int16(), answer.int32(), answer.int32()];
      for (let list = 0; list < (version >= 5 ? 3 : 2); list++) answer.array(() => answer.int32()); // replicas, in sync, offline
      return [partition, leader] as const;
    });
    return { code, leaders };
  });
  return { brokers, code: topics[0]?.code ?? 3, leaders: new Map(topics[0]?.leaders) };
}

/** Not made by asking. */
const asking = (topic: string, version: number): Buffer => { const request = kafkaWriter().int32(1).string(topic); return (version >= 4 ? request.int8(0) : request).done(); };

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
