/** S3 and SQS, as far as sinks use them. Checks every signature by the published recipe, and the limits of the services. */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface AwsDouble {
  readonly url: string;
  /** By their names. */
  readonly objects: ReadonlyMap<string, string>;
  readonly messages: readonly { readonly body: string; readonly group: string | undefined }[];
  /** Takes only some messages of the next batch. */
  failSomeOnce(): void;
  stop(): Promise<void>;
}

export const AWS_KEY = { id: 'AKIAEXAMPLE', secret: 'hunter2/aws+secret' };
const MOST_BYTES = 262_144;

interface Message { readonly Id: string; readonly MessageBody: string; readonly MessageGroupId?: string; readonly MessageDeduplicationId?: string }

export async function startAws(): Promise<AwsDouble> {
  const objects = new Map<string, string>();
  const messages: { body: string; group: string | undefined }[] = [];
  const seen = new Set<string>();
  let failSome = false;

  function take(request: IncomingMessage, body: Buffer): readonly [number, string] {
    const s3 = request.method === 'PUT';
    const refuse = (code: string): readonly [number, string] => [403, s3 ? `<?xml version="1.0"?><Error><Code>${code}</Code></Error>` : JSON.stringify({ __type: `com.amazon.coral.service#${code}` })];
    if (!signedRightly(request, body, s3 ? 's3' : 'sqs')) return refuse('SignatureDoesNotMatch');
    if (s3) return put(request, body);
    return request.headers['x-amz-target'] === 'AmazonSQS.SendMessageBatch' ? sendBatch(JSON.parse(body.toString()) as { QueueUrl: string; Entries: Message[] }) : [400, JSON.stringify({ __type: 'com.amazonaws.sqs#UnsupportedOperation' })];
  }

  function put({ url = '', headers }: IncomingMessage, body: Buffer): readonly [number, string] {
    if (headers['x-amz-content-sha256'] !== sha(body)) return [400, '<Error><Code>XAmzContentSHA256Mismatch</Code></Error>'];
    const [bucket, ...key] = decodeURIComponent(url.slice(1)).split('/');
    if (bucket !== 'audit') return [404, '<Error><Code>NoSuchBucket</Code></Error>'];
    objects.set(key.join('/'), (url.endsWith('.gz') ? gunzipSync(body) : body).toString());
    return [200, ''];
  }

  function sendBatch({ QueueUrl, Entries }: { QueueUrl: string; Entries: Message[] }): readonly [number, string] {
    const wrong = (code: string): readonly [number, string] => [400, JSON.stringify({ __type: `com.amazonaws.sqs#${code}` })];
    if (Entries.length === 0 || Entries.length > 10) return wrong('TooManyEntriesInBatchRequest');
    if (Entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0) > MOST_BYTES) return wrong('BatchRequestTooLong');
    if (new Set(Entries.map(({ Id }) => Id)).size !== Entries.length) return wrong('BatchEntryIdsNotDistinct');
    const fifo = QueueUrl.endsWith('.fifo');
    if (Entries.some(({ MessageGroupId, MessageDeduplicationId }) => (fifo ? !/^[\x21-\x7e]{1,128}$/.test(MessageGroupId ?? '') || MessageDeduplicationId === undefined : MessageGroupId !== undefined))) return wrong('InvalidParameterValue');
    const taken = failSome ? Entries.slice(0, 1) : Entries;
    failSome = false;
    for (const { MessageBody, MessageGroupId, MessageDeduplicationId } of taken) {
      if (fifo && seen.has(MessageDeduplicationId!)) continue;
      seen.add(MessageDeduplicationId ?? '');
      messages.push({ body: MessageBody, group: MessageGroupId });
    }
    return [200, JSON.stringify({ Successful: taken.map(({ Id }) => ({ Id, MessageId: 'm' })), Failed: Entries.slice(taken.length).map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' })) })];
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => { const [status, answer] = take(request, Buffer.concat(chunks)); response.writeHead(status).end(answer); });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects, messages,
    failSomeOnce: () => { failSome = true; },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

const sha = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

function signedRightly({ method = '', url = '', headers }: IncomingMessage, body: Buffer, service: string): boolean {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/(\w+)\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '');
  const [, id, date = '', region = '', named, signedHeaders = '', signature] = found ?? [];
  if (id !== AWS_KEY.id || named !== service || !signedHeaders.split(';').includes('host')) return false;
  const canonical = [method, new URL(url, 'http://x').pathname, '', ...signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim()}`), '', signedHeaders, sha(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${date}/${region}/${service}/aws4_request`, sha(canonical)].join('\n');
  const key = mac(mac(mac(mac(`AWS4${AWS_KEY.secret}`, date), region), service), 'aws4_request');
  return mac(key, text).toString('hex') === signature;
}
