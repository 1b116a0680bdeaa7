/** Places that need nothing but Node: strict doubles of each system. */
import type { Document, SinkSettings } from '@patchbay/contracts';
import { startAws, AWS_KEY } from '../../doubles/sinks/aws.ts';
import { certificate } from '../../doubles/sinks/certificate.ts';
import { KAFKA_TOPIC, KAFKA_USER, type Sasl, startKafka } from '../../doubles/sinks/kafka.ts';
import { NATS_TOKEN, startNats } from '../../doubles/sinks/nats.ts';
import { SPLUNK_TOKEN, startSplunk } from '../../doubles/sinks/splunk.ts';
import { startSyslog } from '../../doubles/sinks/syslog.ts';
import { startSink } from '../../doubles/sink.ts';
import type { SinkPlace } from './contract.ts';

type Start = () => Promise<SinkPlace>;

export const doubles: Readonly<Record<string, Start>> = {
  'HTTP, JSON lines': () => http('http', { format: 'jsonl', auth: 'bearer' }),
  'HTTP, an array': () => http('http', { format: 'json', auth: 'basic' }),
  'HTTP, OCSF': () => http('ocsf', { auth: 'bearer' }),
  'Splunk': () => splunk(false),
  'Splunk with acknowledgements': () => splunk(true),
  'syslog by TCP': () => syslog('tcp', 'rfc5424'),
  'syslog by TLS': () => syslog('tls', 'rfc5424'),
  'syslog by UDP': () => syslog('udp', 'rfc5424'),
  'CEF by TLS': () => syslog('tls', 'cef'),
  'NATS JetStream': () => nats(false),
  'NATS JetStream with a token': () => nats(true),
  'Kafka': () => kafka('none'),
  'Kafka with PLAIN': () => kafka('plain'),
  'Kafka with SCRAM-SHA-256': () => kafka('scram_sha_256'),
  'Kafka with SCRAM-SHA-512': () => kafka('scram_sha_512'),
  'S3, gzip': () => s3('jsonl_gzip'),
  'S3': () => s3('jsonl'),
  'SQS': () => sqs('patchbay'),
  'SQS, FIFO': () => sqs('patchbay.fifo'),
};

const json = (text: string): Document => JSON.parse(text) as Document;

const HTTP_SECRET = 'user:hunter2-http';

async function http(kind: 'http' | 'ocsf', fields: object): Promise<SinkPlace> {
  const sink = await startSink();
  const good = [`Bearer ${HTTP_SECRET}`, `Basic ${Buffer.from(HTTP_SECRET).toString('base64')}`];
  sink.usually(({ headers }) => ({ status: good.includes(headers['authorization'] ?? '') ? 200 : 401, body: `not ${headers['authorization']}` }));
  const settings = { url: `${sink.url}/in`, ...fields } as SinkSettings<'http'>;
  const taken = () => sink.received.filter(({ headers }) => good.includes(headers['authorization'] ?? '')).flatMap(({ body }) => (body.toString().startsWith('[') ? json(body.toString()) as unknown as Document[] : body.toString().trim().split('\n').map(json)));
  return { kind, settings, secret: HTTP_SECRET, once: false, ordered: true, arrived: async () => taken().map((each) => (kind === 'ocsf' ? checkedOcsf(each) : each)), stop: () => sink.stop() };
}

function checkedOcsf(document: Document): Document {
  for (const field of ['activity_id', 'category_uid', 'class_uid', 'type_uid', 'severity_id', 'time', 'metadata']) if (document[field] === undefined) throw new Error(`OCSF asks for ${field}`);
  return document['unmapped'] as Document;
}

async function splunk(acknowledge: boolean): Promise<SinkPlace> {
  const double = await startSplunk({ acknowledgements: acknowledge });
  double.acknowledgeAfter(2);
  return {
    kind: 'splunk', settings: { url: `${double.url}/`, sourcetype: 'patchbay', acknowledge }, secret: SPLUNK_TOKEN, once: false, ordered: true, mostBytes: 900_000,
    arrived: async () => double.events.map(({ event }) => event as Document), stop: () => double.stop(),
  };
}

async function syslog(transport: 'tcp' | 'tls' | 'udp', format: 'rfc5424' | 'cef'): Promise<SinkPlace> {
  const double = await startSyslog(transport);
  return {
    kind: 'syslog', settings: { address: double.address, transport, format, facility: 13 }, ca: certificate, once: false, ordered: true, ...(transport === 'udp' ? { blind: true, mostBytes: 1536 } : { mostBytes: 262_144 }),
    async arrived() {
      if (double.broken.length > 0) throw new Error(`no syslog: ${double.broken[0]}`);
      return double.messages.map(({ text }) => json(format === 'cef' ? cefMessage(text) : text));
    },
    stop: () => double.stop(),
  };
}

/** `msg` is the last key of the extension. */
function cefMessage(text: string): string {
  const found = /^CEF:0\|Patchbay\|Patchbay\|1\|(?:[^|\\]|\\[|\\])+\|(?:[^|\\]|\\[|\\])+\|\d+\|.*? msg=(.*)$/s.exec(text);
  if (found === null) throw new Error(`no CEF: ${text.slice(0, 200)}`);
  return found[1]!.replaceAll(/\\([\\=])/g, '$1');
}

async function nats(token: boolean): Promise<SinkPlace> {
  const double = await startNats({ token });
  return {
    kind: 'nats', settings: { servers: ['nats://127.0.0.1:2', double.url], subject: 'patchbay.{type}', auth: token ? 'token' : 'none' }, ...(token ? { secret: NATS_TOKEN } : {}), once: true, ordered: true, mostBytes: 65_536,
    arrived: async () => double.messages.map(({ payload }) => json(payload)), hangUp: double.hangUp, stop: () => double.stop(),
  };
}

async function kafka(sasl: Sasl): Promise<SinkPlace> {
  const double = await startKafka({ sasl });
  return {
    kind: 'kafka', settings: { brokers: [double.address], topic: KAFKA_TOPIC, key: '{subject}', tls: false, sasl, ...(sasl === 'none' ? {} : { username: KAFKA_USER.name }) } as SinkSettings<'kafka'>, ...(sasl === 'none' ? {} : { secret: KAFKA_USER.password }), once: false, ordered: false, mostBytes: 900_000,
    async arrived() {
      if (double.broken.length > 0) throw new Error(`no Kafka: ${double.broken[0]}`);
      return double.records.map(({ value }) => json(value));
    },
    hangUp: double.hangUp, stop: () => double.stop(),
  };
}

async function s3(format: 'jsonl' | 'jsonl_gzip'): Promise<SinkPlace> {
  const double = await startAws();
  return {
    kind: 's3', settings: { bucket: 'audit', region: 'eu-west-1', prefix: 'patch bay/', endpoint_url: double.url, access_key_id: AWS_KEY.id, format } satisfies SinkSettings<'s3'>, secret: AWS_KEY.secret, once: true, ordered: true,
    arrived: async () => [...double.objects].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, text]) => text.trim().split('\n').map(json)), stop: () => double.stop(),
  };
}

async function sqs(queue: string): Promise<SinkPlace> {
  const double = await startAws();
  return {
    kind: 'sqs', settings: { queue_url: `${double.url}/123456789012/${queue}`, region: 'eu-west-1', access_key_id: AWS_KEY.id, group: '{tenant}' } satisfies SinkSettings<'sqs'>, secret: AWS_KEY.secret, once: queue.endsWith('.fifo'), ordered: true, mostBytes: 262_144,
    arrived: async () => double.messages.map(({ body }) => json(body)), stop: () => double.stop(),
  };
}

