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

/** Longer than the hub lets anything take. */
const LONGEST_MS = 120_000;
/** Some streams have no end: they are left when nothing comes for a moment, or when it is enough. */
const SILENCE_MS = 200;
const ENOUGH_BYTES = 65_536;

export function sender(base: string): { send(request: Request): Promise<Reply>; sent(): number } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  let count = 0;
  const send = (request: Request): Promise<Reply> => new Promise((resolve, reject) => {
    count++;
    const { body } = request;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const failed = (error: Error): void => { clearTimeout(late); reject(error); };
    const late = setTimeout(() => { failed(new Error(`no answer within ${LONGEST_MS / 1000} s`)); sending.destroy(); }, LONGEST_MS);
    const sending = http.request(new URL(base), { method: request.method, path: target(request), headers: { ...length, ...request.headers }, agent }, (reply) => {
      const { statusCode: status = 0, headers } = reply;
      const chunks: Buffer[] = [];
      const answered = (): void => { clearTimeout(late); resolve({ status, headers, text: Buffer.concat(chunks).toString() }); };
      reply.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', answered).on('error', failed);
      if (headers['content-type']?.startsWith('text/event-stream') === true) leave(reply, () => { answered(); sending.destroy(); });
    });
    sending.on('error', failed);
    sending.end(body);
  });
  return { send, sent: () => count };
}

function leave(stream: http.IncomingMessage, go: () => void): void {
  let bytes = 0;
  const silence = setTimeout(go, SILENCE_MS);
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ENOUGH_BYTES) go();
    else silence.refresh();
  }).on('close', () => clearTimeout(silence));
}

export function curl(base: string, request: Request): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `-H ${quote(`${name}: ${name === 'authorization' ? 'Bearer $PATCHBAY_KEY' : value}`)}`);
  const body = request.body === undefined ? [] : ['--data-binary', quote(shortened(request.body.toString()))];
  return ['curl -i -X', request.method, quote(base + shortened(target(request))), ...headers, ...body].join(' ');
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const shortened = (text: string): string => (text.length > 1000 ? `${text.slice(0, 1000)}… (${text.length} characters)` : text);
