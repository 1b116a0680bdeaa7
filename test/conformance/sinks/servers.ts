/** Places of the real kind: servers of Debian, moto in place of AWS, and librdkafka’s own mock of a cluster. Each is started for a case and gone after it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Document, SinkSettings } from '@patchbay/contracts';
import { signV4 } from '@patchbay/vault';
import { freePort } from '../../doubles/program.ts';
import { certificate, certificateKey } from '../../doubles/sinks/certificate.ts';
import type { SinkPlace } from './contract.ts';
import { natsFiles } from './nats-files.ts';
import { startSwift, type Swift } from './swift.ts';

export interface RealServer {
  readonly name: string;
  readonly tool: string;
  readonly start: () => Promise<SinkPlace>;
}

export const servers: readonly RealServer[] = [
  { name: 'NATS JetStream', tool: 'nats-server', start: () => nats('none') },
  { name: 'NATS JetStream with a token', tool: 'nats-server', start: () => nats('token') },
  { name: 'NATS JetStream with credentials', tool: 'nats-server', start: () => nats('credentials') },
  { name: 'NATS JetStream by TLS', tool: 'nats-server', start: () => nats('none', true) },
  { name: 'rsyslog by TCP', tool: 'rsyslogd', start: () => rsyslog('tcp') },
  { name: 'rsyslog by TLS', tool: 'rsyslogd', start: () => rsyslog('tls') },
  { name: 'rsyslog by UDP', tool: 'rsyslogd', start: () => rsyslog('udp') },
  { name: 'nginx by HTTP, JSON lines', tool: 'nginx', start: () => nginx('http') },
  { name: 'nginx by HTTPS, an array', tool: 'nginx', start: () => nginx('https') },
  { name: 'S3 of moto', tool: 'moto_server', start: () => moto('s3') },
  { name: 'S3 of OpenStack Swift', tool: 'swift-proxy-server', start: swift },
  { name: 'SQS of moto', tool: 'moto_server', start: () => moto('sqs') },
  { name: 'SQS of moto, FIFO', tool: 'moto_server', start: () => moto('sqs.fifo') },
  { name: 'Kafka of librdkafka', tool: 'kcat', start: kafka },
];

const json = (text: string): Document => JSON.parse(text) as Document;

interface Started { readonly child: ChildProcess; readonly folder: string; stop(): Promise<void> }

async function launch(command: string, args: (folder: string) => readonly string[], files: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-sink-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text.replaceAll('FOLDER', folder));
  const child = spawn(command, args(folder), { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin`, ...env } });
  return {
    child, folder,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await new Promise((resolve) => { child.once('exit', resolve); });
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a program says about itself, found in either of its streams. */
function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`ended before it was ready: ${text.slice(-500)}`)));
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => { text = (text + chunk.toString()).slice(-20_000); const found = pattern.exec(text); if (found !== null) resolve(found[1] ?? found[0]); });
  });
}

const NATS_TOKEN = 'hunter2-nats';

async function nats(auth: 'none' | 'token' | 'credentials', tls = false): Promise<SinkPlace> {
  const port = await freePort();
  const { config, credentials } = natsFiles();
  const server = await launch('nats-server', (folder) => ['-c', join(folder, 'nats.conf')], {
    'cert.pem': certificate, 'key.pem': certificateKey,
    'nats.conf': [
      `listen: "127.0.0.1:${port}"`, 'jetstream { store_dir: "FOLDER/js" }', 'max_payload: 65536',
      auth === 'token' ? `authorization { token: "${NATS_TOKEN}" }` : auth === 'credentials' ? config : '',
      tls ? 'tls { cert_file: "FOLDER/cert.pem", key_file: "FOLDER/key.pem" }' : '',
    ].join('\n'),
  });
  await said(server.child, /Server is ready/);
  const secret = auth === 'token' ? NATS_TOKEN : auth === 'credentials' ? credentials : undefined;
  const { talkNats } = await import('./nats-talk.ts');
  const talk = await talkNats(port, { token: auth === 'token' ? NATS_TOKEN : undefined, credentials: auth === 'credentials' ? credentials : undefined, ca: tls ? certificate : undefined });
  await talk.ask('$JS.API.STREAM.CREATE.PATCHBAY', { name: 'PATCHBAY', subjects: ['patchbay.>'], storage: 'file', num_replicas: 1, retention: 'limits', discard: 'old', max_msgs: -1, max_bytes: -1, max_age: 0, max_consumers: -1, duplicate_window: 120_000_000_000 });

  return {
    kind: 'nats', settings: { servers: [`${tls ? 'tls' : 'nats'}://127.0.0.1:${port}`], subject: 'patchbay.{type}', auth } satisfies SinkSettings<'nats'>, ...(secret === undefined ? {} : { secret }), ...(tls ? { ca: certificate } : {}),
    once: true, ordered: true, mostBytes: 65_536,
    async arrived() {
      const info = await talk.ask('$JS.API.STREAM.INFO.PATCHBAY', {});
      const { first_seq, last_seq, messages } = info['state'] as { first_seq: number; last_seq: number; messages: number };
      const found: Document[] = [];
      for (let seq = first_seq; messages > 0 && seq <= last_seq; seq++) {
        const { message } = await talk.ask('$JS.API.STREAM.MSG.GET.PATCHBAY', { seq }) as { message: { data: string } };
        found.push(json(Buffer.from(message.data, 'base64').toString()));
      }
      return found;
    },
    async stop() {
      talk.close();
      await server.stop();
    },
  };
}

async function rsyslog(transport: 'tcp' | 'tls' | 'udp'): Promise<SinkPlace> {
  const port = await freePort();
  const input = transport === 'udp' ? `module(load="imudp")\ninput(type="imudp" address="127.0.0.1" port="${port}" ruleset="keep")`
    : `module(load="imtcp"${transport === 'tls' ? ' StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"' : ''})\ninput(type="imtcp" address="127.0.0.1" port="${port}" ruleset="keep")`;
  const server = await launch('rsyslogd', (folder) => ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'pid')], {
    'cert.pem': certificate, 'key.pem': certificateKey, 'out.log': '',
    'rsyslog.conf': [
      'global(workDirectory="FOLDER" maxMessageSize="512k" parser.escapeControlCharactersOnReceive="off" DefaultNetstreamDriverCAFile="FOLDER/cert.pem" DefaultNetstreamDriverCertFile="FOLDER/cert.pem" DefaultNetstreamDriverKeyFile="FOLDER/key.pem")',
      'template(name="parts" type="string" string="%PRI% %PROTOCOL-VERSION% %APP-NAME% %HOSTNAME% %MSGID% %STRUCTURED-DATA%\\t%msg%\\n")',
      'ruleset(name="keep") { action(type="omfile" file="FOLDER/out.log" template="parts" asyncWriting="off" flushOnTXEnd="on") }', input,
    ].join('\n'),
  });
  if (transport === 'udp') await new Promise((resolve) => { setTimeout(resolve, 700); }); // nobody can ask a datagram socket whether it is there
  else await reachable(port);
  return {
    kind: 'syslog', settings: { address: `127.0.0.1:${port}`, transport, format: 'rfc5424', facility: 13 } satisfies SinkSettings<'syslog'>, ca: certificate, once: false, ordered: true, ...(transport === 'udp' ? { blind: true } : {}),
    async arrived() {
      const lines = (await readFile(join(server.folder, 'out.log'), 'utf8')).split('\n').slice(0, -1);
      return lines.map((line) => {
        const [head = '', message = ''] = line.split('\t');
        if (!/^10[89] 1 patchbay ten_\w+ [\w.]+ \[meta sequenceId="\d+"\]$/.test(head) && !/^11[0] 1 patchbay ten_\w+ [\w.]+ \[meta sequenceId="\d+"\]$/.test(head)) throw new Error(`rsyslog read it otherwise: ${head}`);
        return json(message);
      });
    },
    stop: server.stop,
  };
}

const HTTP_SECRET = 'user:hunter2-nginx';

/** It writes down what it took, and takes what shows the right credential. A body is read by who passes the request on: to itself. */
async function nginx(by: 'http' | 'https'): Promise<SinkPlace> {
  const [port, inner] = [await freePort(), await freePort()];
  const [auth, shown] = by === 'http' ? ['bearer', `Bearer ${HTTP_SECRET}`] as const : ['basic', `Basic ${Buffer.from(HTTP_SECRET).toString('base64')}`] as const;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path FOLDER/${what};`).join(' ');
  const server = await launch('nginx', (folder) => ['-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    'cert.pem': certificate, 'key.pem': certificateKey, 'taken.log': '',
    'nginx.conf': [
      'daemon off; master_process off; pid FOLDER/pid; events { }',
      `http { access_log off; ${temporary} client_max_body_size 8m; client_body_buffer_size 8m; log_format taken escape=json '"$request_body"';`,
      `server { listen 127.0.0.1:${inner}; return 204; }`,
      `server { listen 127.0.0.1:${port}${by === 'https' ? ' ssl; ssl_certificate FOLDER/cert.pem; ssl_certificate_key FOLDER/key.pem' : ''};`,
      `location = /in { if ($http_authorization != "${shown}") { return 401; } limit_except POST { deny all; } proxy_pass http://127.0.0.1:${inner}; proxy_pass_request_body off; proxy_set_header Content-Length ""; access_log FOLDER/taken.log taken if=$upstream_status; } } }`,
    ].join('\n'),
  });
  await reachable(port);
  return {
    kind: 'http', settings: { url: `${by}://127.0.0.1:${port}/in`, format: by === 'http' ? 'jsonl' : 'json', auth } as SinkSettings<'http'>, secret: HTTP_SECRET, ...(by === 'https' ? { ca: certificate } : {}), once: false, ordered: true,
    async arrived() {
      const bodies = (await readFile(join(server.folder, 'taken.log'), 'utf8')).split('\n').slice(0, -1).map((line) => JSON.parse(line) as string);
      return bodies.flatMap((body) => (by === 'https' ? JSON.parse(body) as Document[] : body.trim().split('\n').map(json)));
    },
    stop: server.stop,
  };
}

async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const open = await new Promise<boolean>((resolve) => { const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false)); });
    if (open) return;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  throw new Error(`nobody listens at ${port}`);
}

const REGION = 'eu-west-1';

type Keys = Parameters<typeof signV4>[1];
type Call = (method: string, service: string, path: string, body: string, headers: Record<string, string>) => Promise<Buffer>;

const caller = (url: string, keys: () => Keys): Call => async (method, service, path, body, headers) => {
  const request = { method, url: new URL(path, url), headers, body };
  const answer = await fetch(request.url, { method, headers: signV4(request, keys(), { region: REGION, service, at: Date.now() }), ...(method === 'GET' ? {} : { body }) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Error(`it answered ${answer.status} to ${method} ${path}: ${bytes.toString().slice(0, 300)}`);
  return bytes;
};

/** What the hub has put into a bucket of its own. */
async function bucket(name: string, url: string, { accessKeyId, secretAccessKey }: Keys, call: Call): Promise<Omit<SinkPlace, 'stop'>> {
  await call('PUT', 's3', `/${name}`, `<CreateBucketConfiguration><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`, {});
  return {
    kind: 's3', settings: { bucket: name, region: REGION, prefix: 'patchbay/', endpoint_url: url, access_key_id: accessKeyId, format: 'jsonl_gzip' } satisfies SinkSettings<'s3'>, secret: secretAccessKey, ordered: true, once: true,
    async arrived() {
      const listed = (await call('GET', 's3', `/${name}?list-type=2`, '', {})).toString();
      const names = [...listed.matchAll(/<Key>([^<]+)/g)].map(([, key]) => key!).toSorted();
      const texts = await Promise.all(names.map(async (key) => gunzipSync(await call('GET', 's3', `/${name}/${key}`, '', {})).toString()));
      return texts.flatMap((text) => text.trim().split('\n').map(json));
    },
  };
}

let [shared, buckets]: [Promise<Swift> | undefined, number] = [undefined, 0];

/** Four servers that take seconds to start: one for all cases, and a bucket for each. */
async function swift(): Promise<SinkPlace> {
  const { url, keys } = await (shared ??= startSwift(REGION));
  return { ...await bucket(`audit-${++buckets}`, url, keys, caller(url, () => keys)), stop: async () => undefined };
}

/** What was started for all cases. */
export const stopShared = async (): Promise<void> => void (await (await shared)?.stop());

async function moto(what: 's3' | 'sqs' | 'sqs.fifo'): Promise<SinkPlace> {
  const server = await launch('moto_server', () => ['-H', '127.0.0.1', '-p', '0'], {}, { INITIAL_NO_AUTH_ACTION_COUNT: '3' }); // the calls that make a user; from then on every signature is checked
  const url = await said(server.child, /(http:\/\/127\.0\.0\.1:\d+)/);
  let keys: Keys = { accessKeyId: 'first', secretAccessKey: 'first' };
  const call = caller(url, () => keys);
  const iam = async (form: Record<string, string>): Promise<string> => (await call('POST', 'iam', '/', new URLSearchParams({ ...form, Version: '2010-05-08' }).toString(), { 'content-type': 'application/x-www-form-urlencoded' })).toString();
  const sqs = async (action: string, input: object): Promise<Document> => json((await call('POST', 'sqs', '/', JSON.stringify(input), { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` })).toString());
  await iam({ Action: 'CreateUser', UserName: 'hub' });
  const key = await iam({ Action: 'CreateAccessKey', UserName: 'hub' });
  await iam({ Action: 'PutUserPolicy', UserName: 'hub', PolicyName: 'all', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: '*' }] }) });
  keys = { accessKeyId: /<AccessKeyId>([^<]+)/.exec(key)![1]!, secretAccessKey: /<SecretAccessKey>([^<]+)/.exec(key)![1]! };
  if (what === 's3') return { ...await bucket('audit', url, keys, call), stop: server.stop };
  const fifo = what === 'sqs.fifo';
  const { QueueUrl } = await sqs('CreateQueue', { QueueName: fifo ? 'patchbay.fifo' : 'patchbay', Attributes: { VisibilityTimeout: '600', ...(fifo ? { FifoQueue: 'true' } : {}) } }) as { QueueUrl: string };
  const received: Document[] = [];
  return {
    kind: 'sqs', settings: { queue_url: QueueUrl.replace('localhost', '127.0.0.1'), region: REGION, access_key_id: keys.accessKeyId, group: '{tenant}' } satisfies SinkSettings<'sqs'>, secret: keys.secretAccessKey, stop: server.stop, ordered: true, once: fifo, mostBytes: 262_144,
    async arrived() {
      for (;;) {
        const { Messages = [] } = await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 }) as { Messages?: { Body: string; ReceiptHandle: string }[] };
        if (Messages.length === 0) return received;
        received.push(...Messages.map(({ Body }) => json(Body)));
        for (const { ReceiptHandle } of Messages) await sqs('DeleteMessage', { QueueUrl, ReceiptHandle });
      }
    },
  };
}

/** A consumer that brings its own cluster of brokers, and reads with checksums on. */
async function kafka(): Promise<SinkPlace> {
  const consumer = await launch('kcat', () => ['-b', '127.0.0.1:1', '-C', '-q', '-u', '-t', 'patchbay', '-o', 'beginning', '-X', 'test.mock.num.brokers=3', '-X', 'check.crcs=true', '-X', 'topic.metadata.refresh.interval.ms=100', '-d', 'broker', '-f', '%s\\n']);
  const lines: string[] = [];
  let rest = '';
  consumer.child.stdout!.on('data', (chunk: Buffer) => { const parts = (rest + chunk.toString()).split('\n'); rest = parts.pop()!; lines.push(...parts); });
  const address = await said(consumer.child, /replaced with (127\.0\.0\.1:\d+)/);
  return {
    kind: 'kafka', settings: { brokers: [address], topic: 'patchbay', key: '{subject}', tls: false, sasl: 'none' } satisfies SinkSettings<'kafka'>, once: false, ordered: false, mostBytes: 900_000,
    arrived: async () => lines.map(json), stop: consumer.stop,
  };
}
