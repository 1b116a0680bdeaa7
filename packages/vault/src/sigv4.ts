/** AWS Signature Version 4 for one request whose body is at hand. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { createHmac, hash } from 'node:crypto';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SigV4Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface SigV4Scope {
  readonly region: string;
  readonly service: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The headers to send. `host` is signed and left to the HTTP client, which takes it from the URL. */
export function signV4(request: SigV4Request, credentials: AwsCredentials, { region, service, at }: SigV4Scope): Record<string, string> {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const date = time.slice(0, 8);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const sent: Record<string, string> = { ...lowerCased(request.headers), 'x-amz-date': time, ...(service === 's3' ? { 'x-amz-content-sha256': hash('sha256', request.body) } : {}), ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }) };
  const signed = { ...sent, host: request.url.host };
  const names = Object.keys(signed).sort();
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hash('sha256', canonicalRequest(request, signed, names, service))].join('\n');
  const signature = createHmac('sha256', signingKey(credentials.secretAccessKey, date, region, service)).update(toSign).digest('hex');
  return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}` };
}

export function signingKey(secretAccessKey: string, date: string, region: string, service: string): Buffer {
  return [date, region, service, 'aws4_request'].reduce((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secretAccessKey}`, 'utf8'));
}

function canonicalRequest({ method, url, body }: SigV4Request, headers: Readonly<Record<string, string>>, names: readonly string[], service: string): string {
  return [
    method,
    canonicalPath(url.pathname, service),
    canonicalQuery(url.searchParams),
    ...names.map((name) => `${name}:${headers[name]!.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    hash('sha256', body),
  ].join('\n');
}

/** Every service but S3 wants the path encoded once more than it is sent. */
const canonicalPath = (path: string, service: string): string => (service === 's3' ? path : path.split('/').map(encode).join('/'));

function canonicalQuery(query: URLSearchParams): string {
  return [...query].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&');
}

const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
