/**
 * Against DNS rebinding: a page that somebody visits may reach a hub on their computer under a name of its own.
 * On a loopback address only loopback names count, and the public one; an Origin must be known wherever the hub is.
 */
import { Failure } from '@patchbay/contracts';
import type { FastifyRequest } from 'fastify';

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

export interface Known { readonly publicUrl: string | undefined; readonly allowedOrigins: readonly string[] }

export function refuseStrangers({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>, { publicUrl, allowedOrigins }: Known): void {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  const local = (host: string): boolean => LOCAL.test(host) || host === publicHost;
  const { host = '', origin } = headers;
  if (LOOPBACK.test(socket.localAddress ?? '') && !local(host)) throw new Failure('request.host_unknown', `This hub is not known as ${host.slice(0, 200)}`);
  if (origin === undefined || allowedOrigins.includes(origin)) return;
  if (!URL.canParse(origin) || !local(new URL(origin).host)) throw new Failure('request.host_unknown', `Pages of ${origin.slice(0, 200)} may not call this hub`);
}
