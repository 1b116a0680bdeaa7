/** Where a sink of each kind connects to, before it does: whoever declares it is there to correct it. */
import { Failure, type SinkKind, type SinkSettings } from '@patchbay/contracts';
import type { SinkPlace } from './driver.ts';
import { hostAndPort } from './host-and-port.ts';
import { DEFAULT_PORT as KAFKA_PORT } from './kafka/kafka-connection.ts';
import { serverOf } from './nats/open-nats.ts';
import { placeOf } from './syslog.ts';

export type SinkAddress = { readonly url: string } | { readonly place: SinkPlace & { readonly secure: boolean; readonly securedLater?: boolean } };

/** The field, and the addresses of which one is enough. A failure instead of one that can't be read. */
export interface SinkAddresses { readonly path: string; readonly addresses: readonly (SinkAddress | Failure)[] }

type Given = { readonly [K in SinkKind]?: SinkSettings<K> };

export function sinkAddresses({ splunk, ocsf, http, s3, sqs, syslog, kafka, nats }: Given): SinkAddresses | undefined {
  if (syslog !== undefined) return { path: 'syslog.address', addresses: [{ place: { ...placeOf(syslog), secure: syslog.transport === 'tls' } }] };
  if (kafka !== undefined) return { path: 'kafka.brokers', addresses: kafka.brokers.map((broker) => ({ place: { ...hostAndPort(broker, KAFKA_PORT), secure: kafka.tls } })) };
  if (nats !== undefined) return { path: 'nats.servers', addresses: nats.servers.map(natsAddress) };
  const urls = { 'splunk.url': splunk?.url, 'ocsf.url': ocsf?.url, 'http.url': http?.url, 's3.endpoint_url': s3?.endpoint_url, 'sqs.queue_url': sqs?.queue_url };
  const [path, url] = Object.entries(urls).find(([, each]) => each !== undefined) ?? [];
  return path === undefined || url === undefined ? undefined : { path, addresses: [{ url }] };
}

function natsAddress(server: string): SinkAddress | Failure {
  try {
    const { host, port, secure } = serverOf(server);
    return { place: { host, port, secure: false, securedLater: secure } };
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
