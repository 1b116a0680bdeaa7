/** Opens a sink by its kind. A driver is loaded when the first sink of its kind is opened. */
import type { SinkKind, SinkSettings } from '@patchbay/contracts';
import type { Driver, OpenSink, SinkPorts } from './driver.ts';

const drivers: { readonly [K in SinkKind]: () => Promise<Driver<K>> } = {
  splunk: async () => (await import('./splunk.ts')).openSplunk,
  syslog: async () => (await import('./syslog.ts')).openSyslog,
  ocsf: async () => (await import('./http.ts')).openOcsf,
  http: async () => (await import('./http.ts')).openHttp,
  s3: async () => (await import('./s3.ts')).openS3,
  sqs: async () => (await import('./sqs.ts')).openSqs,
  nats: async () => (await import('./nats/open-nats.ts')).openNats,
  kafka: async () => (await import('./kafka/open-kafka.ts')).openKafka,
};

/** Throws `upstream.failed` for what the other system or the way to it did wrong, with no secret in it. */
export async function openSink<K extends SinkKind>(kind: K, settings: SinkSettings<K>, secret: string | undefined, ports: SinkPorts, signal: AbortSignal): Promise<OpenSink> {
  const open = await drivers[kind]();
  return open(settings, secret, ports, signal);
}
