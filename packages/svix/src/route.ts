/** How a path of this protocol is served: who asks is known before a body is read, and every refusal has this protocol's form. */
import type { Caller, House } from '@patchbay/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Desk, openDesk } from './desk.ts';
import type { Settings } from './options.ts';
import type { FieldNames } from './refusal.ts';

export interface Reply {
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** For tokens of the whole organisation only. */
  readonly organisation?: boolean;
  readonly names?: FieldNames;
  readonly handle: (desk: Desk) => Promise<Reply>;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const accepted = (body: unknown): Reply => ({ status: 202, body });
export const gone: Reply = { status: 204 };

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent this request to /api/v1. */
    client: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** Fields of ours by the names of this path. */
    readonly fieldNames?: FieldNames;
  }
}

export function serve(server: FastifyInstance, house: House, settings: Settings, routes: readonly Route[]): void {
  for (const { method, path, organisation = false, names = {}, handle } of routes) {
    server.route({
      method, url: path, exposeHeadRoute: false, bodyLimit: settings.bodyLimit, config: { fieldNames: names },
      onRequest: (request, _reply, done) => {
        house.authenticate({ authorization: request.headers.authorization, tenant: request.headers['x-tenant-id'] as string | undefined }).then((caller) => { request.client = caller; done(); }, done); // Node joins a repeated header of this name
      },
      handler: async (request, reply) => answer(openDesk({ house, settings }, request.client!, request, reply), organisation, handle, reply), // the guard set it
    });
  }
}

async function answer(desk: Desk, organisation: boolean, handle: Route['handle'], reply: FastifyReply): Promise<FastifyReply> {
  if (organisation) desk.ofOrganisation();
  const { status, body } = await handle(desk);
  return send(reply, status, body);
}

export function send(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  reply.code(status).header('cache-control', 'no-store');
  return body === undefined ? reply.send() : reply.header('content-type', 'application/json').send(JSON.stringify(body));
}

export type { FastifyRequest };
