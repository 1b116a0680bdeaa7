import { z } from 'zod';
import { belongs, type Broken } from '../cross-field.ts';
import { eventPatterns, filter } from '../filter.ts';
import { httpUrl, immutable, instant, name, prose, reference, seconds, secret, setOf } from '../field.ts';
import { HEADER_TEXT, NO_HEADER_TEXT } from '../outgoing-headers.ts';
import { defineResource } from '../resource.ts';

const word = z.string().min(1).max(255);
const host = z.string().min(1).max(255).regex(/^[A-Za-z0-9.:_[\]-]+$/, 'expected a host and a port');

const splunk = z.strictObject({
  url: httpUrl.meta({ description: 'The HTTP event collector.', examples: ['https://splunk.example.com:8088'] }),
  index: word.optional().meta({ description: 'Index to write to; the token’s own, if absent.', examples: ['patchbay'] }),
  sourcetype: word.default('patchbay').meta({ description: 'Source type of the entries.', examples: ['patchbay:audit'] }),
  acknowledge: z.boolean().default(false).meta({ description: 'Whether to wait until the indexer has it on disk.', examples: [true] }),
});
const syslog = z.strictObject({
  address: host.meta({ description: 'Host and port.', examples: ['siem.example.com:6514'] }),
  transport: z.enum(['tls', 'tcp', 'udp']).default('tls').meta({ description: 'How it is sent.', examples: ['tls'] }),
  format: z.enum(['rfc5424', 'cef']).default('rfc5424').meta({ description: 'How an entry is written.', examples: ['cef'] }),
  facility: z.int().min(0).max(23).default(13).meta({ description: 'Facility; 13 is log audit.', examples: [13] }),
});
const ocsf = z.strictObject({
  url: httpUrl.meta({ description: 'Where batches are posted, in the Open Cybersecurity Schema.', examples: ['https://siem.example.com/ocsf'] }),
  auth: z.enum(['none', 'bearer', 'basic']).default('bearer').meta({ description: 'How the hub shows who it is; `auth_secret` holds the token, or user:password.', examples: ['bearer'] }),
});
const http = z.strictObject({
  url: httpUrl.meta({ description: 'Where batches are posted.', examples: ['https://logs.example.com/ingest'] }),
  format: z.enum(['jsonl', 'json']).default('jsonl').meta({ description: 'One entry per line, or one array of them.', examples: ['jsonl'] }),
  auth: z.enum(['none', 'bearer', 'basic']).default('none').meta({ description: 'How the hub shows who it is; `auth_secret` holds the token, or user:password.', examples: ['bearer'] }),
});
const s3 = z.strictObject({
  bucket: word.meta({ description: 'Bucket.', examples: ['acme-audit'] }),
  region: word.default('us-east-1').meta({ description: 'Region.', examples: ['eu-west-1'] }),
  prefix: z.string().max(512).default('').meta({ description: 'Before the names of the objects.', examples: ['patchbay/'] }),
  endpoint_url: httpUrl.optional().meta({ description: 'A compatible store in place of AWS.', examples: ['https://s3.example.com'] }),
  access_key_id: word.optional().meta({ description: 'Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release.', examples: ['AKIAEXAMPLE'] }),
  format: z.enum(['jsonl', 'jsonl_gzip']).default('jsonl_gzip').meta({ description: 'How a batch is written.', examples: ['jsonl_gzip'] }),
});
const sqs = z.strictObject({
  queue_url: httpUrl.meta({ description: 'URL of the queue. One that ends in .fifo keeps the order and drops what came twice.', examples: ['https://sqs.eu-west-1.amazonaws.com/123456789012/patchbay.fifo'] }),
  region: word.default('us-east-1').meta({ description: 'Region.', examples: ['eu-west-1'] }),
  access_key_id: word.optional().meta({ description: 'Id of the access key; `auth_secret` is its secret. The hub’s own role, if absent: it comes with a later release.', examples: ['AKIAEXAMPLE'] }),
  group: word.default('{tenant}').meta({ description: 'Of a FIFO queue: message group, from {tenant}, {type} and {subject}. Order holds within a group.', examples: ['{subject}'] }),
});
const nats = z.strictObject({
  servers: setOf(z.string().min(1).max(512).regex(/^[^@]*$/, 'expected nats://host:port or tls://host:port, without a user or password')).min(1).max(20).meta({ description: 'Servers.', examples: [['nats://nats.example.com:4222']] }),
  subject: word.default('patchbay.{type}').meta({ description: 'Subject, from {tenant}, {type} and {subject}.', examples: ['patchbay.{type}'] }),
  auth: z.enum(['none', 'token', 'credentials']).default('none').meta({ description: 'Whether `auth_secret` is a token or the text of a credentials file.', examples: ['credentials'] }),
});
const kafka = z.strictObject({
  brokers: setOf(host).min(1).max(50).meta({ description: 'Brokers to start from.', examples: [['kafka.example.com:9093']] }),
  topic: word.meta({ description: 'Topic.', examples: ['patchbay-events'] }),
  key: word.default('{subject}').meta({ description: 'Key of a message, from {tenant}, {type} and {subject}.', examples: ['{subject}'] }),
  tls: z.boolean().default(true).meta({ description: 'Whether the connection is encrypted.', examples: [true] }),
  sasl: z.enum(['none', 'plain', 'scram_sha_256', 'scram_sha_512']).default('none').meta({ description: 'How the hub signs in; `auth_secret` is the password.', examples: ['scram_sha_512'] }),
  username: word.optional().meta({ description: 'User to sign in as.', examples: ['patchbay'] }),
});

/** Where a sink of each kind is, by the field of the same name. */
export const sinkSettings = { splunk, syslog, ocsf, http, s3, sqs, nats, kafka } as const;
export type SinkKind = keyof typeof sinkSettings;
export type SinkSettings<K extends SinkKind = SinkKind> = z.output<(typeof sinkSettings)[K]>;

export const sink = defineResource({
  name: 'sink',
  plural: 'sinks',
  prefix: 'sink',
  title: 'Sink',
  description: 'A stream of events or audit entries to another system, in order and without gaps.',
  fields: {
    name: name.meta({ description: 'What it is called, unique in the tenant.', examples: ['siem'] }),
    description: prose.optional().meta({ description: 'Who reads there.', examples: ['The security team'] }),
    stream: immutable(z.enum(['events', 'audit_entries'])).meta({ description: 'What is streamed.', examples: ['audit_entries'] }),
    start: immutable(z.enum(['now', 'beginning'])).default('now').meta({ description: 'Whether it starts with what happens next or with the oldest that is kept.', examples: ['beginning'] }),
    kind: immutable(z.enum(['splunk', 'syslog', 'ocsf', 'http', 's3', 'sqs', 'nats', 'kafka', 'endpoint'])).meta({ description: 'The system. The field of the same name says where it is.', examples: ['syslog'] }),
    splunk: splunk.optional().meta({ description: 'Of splunk: the event collector.', examples: [{ url: 'https://splunk.example.com:8088' }] }),
    syslog: syslog.optional().meta({ description: 'Of syslog: the server.', examples: [{ address: 'siem.example.com:6514', format: 'cef' }] }),
    ocsf: ocsf.optional().meta({ description: 'Of ocsf: the receiver.', examples: [{ url: 'https://siem.example.com/ocsf' }] }),
    http: http.optional().meta({ description: 'Of http: the receiver.', examples: [{ url: 'https://logs.example.com/ingest' }] }),
    s3: s3.optional().meta({ description: 'Of s3: the bucket.', examples: [{ bucket: 'acme-audit', region: 'eu-west-1' }] }),
    sqs: sqs.optional().meta({ description: 'Of sqs: the queue.', examples: [{ queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/patchbay' }] }),
    nats: nats.optional().meta({ description: 'Of nats: the JetStream servers.', examples: [{ servers: ['nats://nats.example.com:4222'] }] }),
    kafka: kafka.optional().meta({ description: 'Of kafka: the brokers and the topic.', examples: [{ brokers: ['kafka.example.com:9093'], topic: 'patchbay-events' }] }),
    endpoint: reference('endpoint', 'ep').optional().meta({ description: 'Of endpoint: the endpoint that gets each entry as a signed webhook.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    auth_secret: secret(z.string().min(1).max(32_768)).optional().meta({ description: 'Token, password or secret key for the system.', examples: ['example-token'] }),
    ca_certificate: z.string().min(1).max(32_768).optional().meta({ description: 'Certificate of the authority that signed the system’s, PEM.', examples: ['-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n'] }),
    event_types: eventPatterns.default(['*']).meta({ description: 'Of events: which types.', examples: [['deployment.*']] }),
    filter: filter.optional().meta({ description: 'Only entries that match; written as the filter of an endpoint.', examples: [{ outcome: 'refused' }] }),
    batch_items: z.int().min(1).max(10_000).default(500).meta({ description: 'Entries of a batch, at most.', examples: [500] }),
    batch_wait: seconds.max(3600).default(5).meta({ description: 'Seconds to wait for a batch to fill.', examples: [5] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, it stands still and goes on from there later.', examples: [true] }),
  },
  computed: {
    position: z.int().meta({ readOnly: true, description: 'Seq of the last entry that arrived.', examples: [4711] }),
    behind: z.int().meta({ readOnly: true, description: 'How many places of the log it has still to look at; entries that it does not take count, too.', examples: [0] }),
    last_error: z.string().nullable().meta({ readOnly: true, description: 'Why it stands still.', examples: ['connection refused'] }),
    failing_since: instant.nullable().meta({ readOnly: true, description: 'Since when nothing arrives, though something should.', examples: ['2030-01-01T00:00:00.000Z'] }),
    last_sent_at: instant.nullable().meta({ readOnly: true, description: 'When a batch arrived last.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['name'],
  indexed: ['kind', 'stream', 'enabled'],
  check: (fields) => [
    ...belongs(fields, 'kind', fields.kind, { splunk: ['splunk'], syslog: ['syslog'], ocsf: ['ocsf'], http: ['http'], s3: ['s3'], sqs: ['sqs'], nats: ['nats'], kafka: ['kafka'], endpoint: ['endpoint'] }),
    ...missingSecret(fields),
    ...unfitSecret(fields),
    ...(['s3', 'sqs'] as const).flatMap((kind) => (fields.kind === kind && fields[kind] !== undefined && fields[kind].access_key_id === undefined ? [{ path: `${kind}.access_key_id`, message: 'the hub’s own role comes with a later release; expected the id of an access key' }] : [])),
    ...(fields.kind === 'endpoint' && fields.stream === 'audit_entries' ? [{ path: 'kind', message: 'audit entries for an endpoint come with a later release; expected another kind' }] : []),
    ...(fields.kafka !== undefined && fields.kafka.sasl !== 'none' && fields.kafka.username === undefined ? [{ path: 'kafka.username', message: `sasl ${fields.kafka.sasl} needs username` }] : []),
    ...(fields.stream === 'audit_entries' && fields.event_types.join() !== '*' ? [{ path: 'event_types', message: 'event_types belongs to the stream events' }] : []),
  ],
});

/** What each kind needs to be let in. */
function missingSecret({ kind, auth_secret, ocsf: schema, http: plain, nats: jetstream, kafka: broker }: { readonly kind: string; readonly auth_secret?: string | undefined } & { readonly [K in 'ocsf' | 'http' | 'nats' | 'kafka']?: SinkSettings<K> | undefined }): Broken[] {
  const auth = schema?.auth ?? plain?.auth ?? jetstream?.auth ?? broker?.sasl ?? 'none';
  if (auth_secret !== undefined || (auth === 'none' && kind !== 'splunk' && kind !== 's3' && kind !== 'sqs')) return [];
  return [{ path: 'auth_secret', message: kind === 'splunk' ? 'kind splunk needs the token of the collector' : kind === 's3' || kind === 'sqs' ? `kind ${kind} needs the secret of the access key` : `${auth} needs auth_secret` }];
}

/** A token goes into a header as it is. */
function unfitSecret({ kind, auth_secret, ocsf: schema, http: plain }: { readonly kind: string; readonly auth_secret?: string | undefined; readonly ocsf?: SinkSettings<'ocsf'> | undefined; readonly http?: SinkSettings<'http'> | undefined }): Broken[] {
  const inHeader = kind === 'splunk' || (schema?.auth ?? plain?.auth) === 'bearer';
  return inHeader && auth_secret !== undefined && !HEADER_TEXT.test(auth_secret) ? [{ path: 'auth_secret', message: NO_HEADER_TEXT }] : [];
}
