/** A hub with sources, and senders that send to them: what the tests of webhooks that come in share. */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import type { Hub } from '@patchbay/hub';

export interface Source { readonly id: string; readonly slug: string; readonly url: string; readonly handshake: string; readonly version: number; readonly last_received_at: string | null }
export interface Event { readonly id: string; readonly type: string; readonly subject: string; readonly source?: string; readonly data: Record<string, unknown> }
export interface Refused {
  readonly why: string; readonly detail: string; readonly status: number; readonly proven: boolean; readonly method: string; readonly path: string; readonly address: string;
  readonly headers: Record<string, string>; readonly body?: string; readonly body_bytes?: number;
}
export interface Listed<T> { readonly items: readonly T[] }
export type Answered<T> = T & { readonly status_code: number; readonly code?: string };
export interface Sending { readonly headers?: Record<string, string>; readonly body?: string | Buffer; readonly method?: string }
export type At = Pick<Hub, 'url'> & { readonly key: string };

export const SECRET = 'patchbay-test-secret';
export const hmac = (body: string | Buffer, key = SECRET): string => createHmac('sha256', key).update(body).digest('hex');

let count = 0;
/** Never the same twice. */
export const next = (): number => ++count;

/** As GitHub signs. */
export const github = (body: string, { id = `guid-${next()}`, event = 'push', secret = SECRET } = {}): Sending =>
  ({ body, headers: { 'x-hub-signature-256': `sha256=${hmac(body, secret)}`, 'x-github-event': event, 'x-github-delivery': id } });

export async function send(url: string, { headers = {}, body, method = 'POST' }: Sending = {}) {
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }) });
  return { status: answer.status, type: answer.headers.get('content-type'), headers: answer.headers, text: await answer.text() };
}

/** A request that fetch would not send. */
export function raw(url: string, lines: readonly string[], body: Buffer | string = ''): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST ${pathname} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(body);
    });
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => { text += chunk as unknown as string; }).on('error', reject).on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])));
  });
}

/** Chunks without end, until the hub answers. */
export function endless(url: string): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST ${pathname} HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n`);
      timer = setInterval(() => { if (socket.writable) socket.write(`200\r\n${'x'.repeat(512)}\r\n`); }, 2);
    });
    socket.setEncoding('latin1').on('error', () => undefined).once('data', (chunk) => { clearInterval(timer); socket.destroy(); resolve(Number(String(chunk).slice(9, 12))); });
  });
}

/** Who administers a hub. `hub` is asked for with each call, because tests restart theirs. */
export function administrator(hub: () => At) {
  async function call<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Answered<T>> {
    const { url, key } = hub();
    const answer = await fetch(`${url}/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { ...((await answer.json()) as T), status_code: answer.status };
  }
  const declare = (fields: object = {}): Promise<Answered<Source>> => {
    const slug = `src-${next()}`;
    return call<Source>('POST', 'sources', { slug, name: slug, scheme: 'github', secret: SECRET, ...fields });
  };
  return {
    call,
    declare,
    custom: (verification: object, fields: object = {}) => declare({ scheme: 'custom', verification, ...fields }),
    update: (source: { readonly id: string }, fields: object) => call<Source>('PATCH', `sources/${source.id}`, fields),
    look: (source: { readonly id: string }) => call<Source>('GET', `sources/${source.id}`),
    eventsOf: async (source: { readonly id: string }): Promise<readonly Event[]> => (await call<Listed<Event>>('GET', 'events?limit=500')).items.filter((event) => event.source === source.id),
    refusedBy: async (source: { readonly id: string }): Promise<readonly Refused[]> => (await call<Listed<Refused>>('GET', `refused_requests?source=${source.id}&limit=500`)).items,
  };
}
