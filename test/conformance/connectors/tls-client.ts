/** A client of its own for real servers, beside the connectors: to put things there, and to ask oddly. */
import { request, type RequestOptions } from 'node:https';
import { certificate } from '../../doubles/sinks/certificate.ts';

export interface Odd { readonly method: string; readonly path: string; readonly body?: string; readonly type?: string; readonly headers?: Readonly<Record<string, string>> }
interface Said { readonly status: number; readonly location: string }

export function sendTls(port: number, { method, path, body, type = 'application/json', headers = {} }: Odd, options: Pick<RequestOptions, 'auth' | 'cert' | 'key'>): Promise<Said> {
  const own = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path: encodeURI(path), ca: certificate, agent: false, headers: { ...own, ...headers }, ...options }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 599, location: response.headers.location ?? '' }));
    }).once('error', reject).end(body);
  });
}

/** The same to a double. */
export async function sendPlain(url: string, { method, path, body, type = 'application/json', headers = {} }: Odd, authorization: string): Promise<number> {
  const own: Record<string, string> = body === undefined ? {} : { 'content-type': type };
  const reply = await fetch(`${url}${encodeURI(path)}`, { method, headers: { authorization, ...own, ...headers }, ...(body === undefined ? {} : { body }) });
  await reply.arrayBuffer();
  return reply.status;
}
