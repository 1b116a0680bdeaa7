/** Checks a Signature Version 4 by its recipe: made anew from exactly the headers that the sender signed. */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface KnownKey { readonly id: string; readonly secret: string; readonly token?: string }

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/(\w+)\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;
const SKEW_MS = 5 * 60_000;
const sha = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** What is wrong with it, or nothing. */
export function faultOfSignature({ method = '', url = '', headers }: IncomingMessage, body: Buffer, keys: readonly KnownKey[], services: readonly string[]): string | undefined {
  const [, id, date = '', region = '', service = '', signedHeaders = '', signature] = AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  const key = keys.find((each) => each.id === id);
  if (key === undefined) return 'The security token included in the request is invalid';
  if (!services.includes(service)) return `Credential should be scoped to the correct service, not ${service}`;
  const names = signedHeaders.split(';');
  const needed = ['host', 'x-amz-date', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-') && name !== 'x-amz-date')];
  const missing = needed.find((name) => !names.includes(name));
  if (missing !== undefined) return `${missing} must be signed`;
  if (key.token !== undefined && headers['x-amz-security-token'] !== key.token) return 'The security token included in the request is invalid';
  const instant = String(headers['x-amz-date']);
  const sent = Date.parse(instant.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - sent) < SKEW_MS) || !instant.startsWith(date)) return `Signature expired: ${instant}`;
  const canonical = [method, new URL(url, 'http://x').pathname, '', ...names.map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}`), '', signedHeaders, sha(body)].join('\n');
  const signing = mac(mac(mac(mac(`AWS4${key.secret}`, date), region), service), 'aws4_request');
  const expected = mac(signing, ['AWS4-HMAC-SHA256', instant, `${date}/${region}/${service}/aws4_request`, sha(canonical)].join('\n')).toString('hex');
  return expected === signature ? undefined : 'The request signature we calculated does not match the signature you provided';
}
