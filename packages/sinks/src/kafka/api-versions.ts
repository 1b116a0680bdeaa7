/** What a broker speaks. Asked before anything else, also before the sign-in. */
import { sinkFailure } from '../sink-failure.ts';
import type { KafkaApi, KafkaConnection } from './kafka-connection.ts';

const API_VERSIONS = { key: 18, version: 0 };

export interface Spoken {
  /** The first of these versions that the broker speaks, the best one first. */
  choose(name: string, key: number, versions: readonly number[]): KafkaApi;
}

export async function apiVersions(connection: KafkaConnection, broker: string): Promise<Spoken> {
  const answer = await connection.request(API_VERSIONS, Buffer.alloc(0));
  const code = answer.int16();
  if (code !== 0) throw sinkFailure('misconfigured', broker, `does not say what it speaks (error ${code})`);
  const ranges = new Map(answer.array(() => [answer.int16(), [answer.int16(), answer.int16()]] as const));
  return {
    choose(name, key, versions) {
      const [least = 0, most = -1] = ranges.get(key) ?? [];
      const version = versions.find((each) => each >= least && each <= most);
      if (version === undefined) throw sinkFailure('misconfigured', broker, `speaks ${name} in versions ${least} to ${most}, and ${versions.join(' or ')} is needed; Kafka 1.0 and later do`);
      return { key, version };
    },
  };
}
