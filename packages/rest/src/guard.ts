/** Finds out who asks, before a body is read. */
import type { Credentials, House } from '@patchbay/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type Guard = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

export function guard({ authenticate }: Pick<House, 'authenticate'>): Guard {
  return (request, _, done) => {
    authenticate(credentialsOf(request)).then((caller) => {
      request.caller = caller;
      done();
    }, done);
  };
}

export const credentialsOf = ({ headers }: FastifyRequest): Credentials =>
  ({ authorization: headers.authorization, tenant: headers['x-tenant-id'] as string | undefined }); // Node joins a repeated header of this name into one string
