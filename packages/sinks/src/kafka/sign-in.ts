/** Signs in to a broker by SASL. */
import type { SinkSettings } from '@patchbay/contracts';
import type { SinkKeys } from '../driver.ts';
import { saidBy, sinkFailure } from '../sink-failure.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { kafkaWriter } from './kafka-wire.ts';

const HANDSHAKE = { key: 17, version: 1 };
const AUTHENTICATE = { key: 36, version: 0 };
const MECHANISMS = { plain: 'PLAIN', scram_sha_256: 'SCRAM-SHA-256', scram_sha_512: 'SCRAM-SHA-512' } as const;

export async function signIn(connection: KafkaConnection, broker: string, { sasl, username = '' }: SinkSettings<'kafka'>, password = '', { scram }: Pick<SinkKeys, 'scram'>): Promise<void> {
  if (sasl === 'none') return;
  const mechanism = MECHANISMS[sasl];
  const offered = await connection.request(HANDSHAKE, kafkaWriter().string(mechanism).done());
  if (offered.int16() !== 0) throw sinkFailure('misconfigured', broker, `does not take ${mechanism}; it offers ${offered.array(() => offered.string()).join(', ').slice(0, 200)}`);

  const tell = async (text: string): Promise<string> => {
    const answer = await connection.request(AUTHENTICATE, kafkaWriter().bytes(Buffer.from(text)).done());
    const [code, why] = [answer.int16(), answer.string()];
    if (code !== 0) throw sinkFailure('refused', broker, `did not let ${username} in (${saidBy(why ?? `error ${code}`, password)})`);
    return answer.bytes().toString('utf8');
  };
  if (mechanism === 'PLAIN') return void (await tell(`\0${username}\0${password}`));
  const client = scram(mechanism, { username, password });
  client.check(await tell(await client.prove(await tell(client.first))));
}
