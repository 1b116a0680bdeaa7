/** A request as data: built from parts that fit, sent as bytes, shown as a curl line. */
import http from 'node:http';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export const target = ({ path, query }: Request): string => path + (query.length === 0 ? '' : `?${query.map(([name, value]) => `${name}=${value}`).join('&')}`);

/** A stream is left as soon as it has begun. */
export function sender(base: string, stream: (path: string) => boolean): { send(request: Request): Promise<Reply>; sent(): number } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  let count = 0;
  const send = (request: Request): Promise<Reply> => new Promise((resolve, reject) => {
    count++;
    const { body } = request;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sending = http.request(new URL(base), { method: request.method, path: target(request), headers: { ...length, ...request.headers }, agent }, (reply) => {
      const { statusCode: status = 0, headers } = reply;
      if (status === 200 && stream(request.path)) {
        resolve({ status, headers, text: '' });
        return void sending.destroy();
      }
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ status, headers, text: Buffer.concat(chunks).toString() })).on('error', reject);
    });
    sending.on('error', reject);
    sending.end(body);
  });
  return { send, sent: () => count };
}

export function curl(base: string, request: Request): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `-H ${quote(`${name}: ${name === 'authorization' ? 'Bearer $PATCHBAY_KEY' : value}`)}`);
  const body = request.body === undefined ? [] : ['--data-binary', quote(shortened(request.body.toString()))];
  return ['curl -i -X', request.method, quote(base + shortened(target(request))), ...headers, ...body].join(' ');
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const shortened = (text: string): string => (text.length > 1000 ? `${text.slice(0, 1000)}… (${text.length} characters)` : text);
