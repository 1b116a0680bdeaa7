/** Each batch is an object, named by what is in it: the same batch again replaces itself. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SinkSettings } from '@patchbay/contracts';
import type { Driver, Entry } from './driver.ts';
import { textOf } from './entry-text.ts';
import { post } from './post.ts';
import { sinkFailure } from './sink-failure.ts';

export const openS3: Driver<'s3'> = async (settings, secret, ports) => {
  const { access_key_id: accessKeyId, region, format } = settings;
  if (accessKeyId === undefined || secret === undefined) throw sinkFailure('misconfigured', settings.bucket, 'needs access_key_id and auth_secret');
  const zipped = format === 'jsonl_gzip';
  return Object.freeze({
    async write(batch: readonly Entry[], signal: AbortSignal) {
      const lines = `${batch.map(textOf).join('\n')}\n`;
      const body = zipped ? await promisify(gzip)(lines) : Buffer.from(lines);
      const url = urlOf(settings, nameOf(batch, ports.id) + (zipped ? '.jsonl.gz' : '.jsonl'));
      const headers = { 'content-type': zipped ? 'application/gzip' : 'application/x-ndjson' };
      const signed = ports.keys.signAws({ method: 'PUT', url, headers, body }, { accessKeyId, secretAccessKey: secret }, { region, service: 's3', at: ports.now() });
      await post({ method: 'PUT', url: url.href, headers: signed, body, secret, words: codeOf }, ports, signal);
    },
    close: async () => undefined,
  });
};

/** By day and hour, and sorted by what is in it: `2030/01/31/23/000000004711-000000004720-sink_…` */
function nameOf(batch: readonly Entry[], id: string): string {
  const [first, last] = [batch[0]!, batch.at(-1)!];
  const [date = '', time = ''] = new Date(first.at).toISOString().split('T');
  return `${date.replaceAll('-', '/')}/${time.slice(0, 2)}/${padded(first.seq)}-${padded(last.seq)}-${id}`;
}

const padded = (seq: number): string => String(seq).padStart(12, '0');

/** AWS has the bucket in the host, unless a dot in it would spoil the certificate; compatible stores have it in the path. */
function urlOf({ bucket, region, prefix, endpoint_url }: SinkSettings<'s3'>, name: string): URL {
  const key = `${prefix}${name}`.split('/').map(encode).join('/');
  if (endpoint_url !== undefined) return new URL(`${endpoint_url.replace(/\/+$/, '')}/${encode(bucket)}/${key}`);
  return new URL(bucket.includes('.') ? `https://s3.${region}.amazonaws.com/${encode(bucket)}/${key}` : `https://${encode(bucket)}.s3.${region}.amazonaws.com/${key}`);
}

const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const codeOf = (xml: string): string => /<Code>(\w{1,60})<\/Code>/.exec(xml)?.[1] ?? '';
