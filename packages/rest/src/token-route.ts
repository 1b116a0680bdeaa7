/** Keyless login (RFC 8693): a form with a token of a CI system comes in, a token of this hub goes out. The house judges; this reads the form, and speaks OAuth. */
import { Failure, type FailureCode, type House } from '@patchbay/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendJson } from './answer-reply.ts';
import { bodyBytes } from './body-bytes.ts';

const MOST_BYTES = 32_768;
const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

export function tokenRoute(server: FastifyInstance, { exchangeToken }: Pick<House, 'exchangeToken'>): void {
  server.post('/v1/token', {
    async onRequest(request, reply) {
      const token = await formOf(request).then((form) => exchangeToken(form, request.id)).catch((error: unknown) => { throw inOauth(error); });
      return sendJson(reply.header('cache-control', 'no-store'), token);
    },
  }, () => { throw new Error('a token was not answered'); });
}

/** Before the body would be parsed: no other route reads forms. */
async function formOf({ raw, headers }: FastifyRequest): Promise<Record<string, string>> {
  if (!FORM.test(headers['content-type'] ?? '')) throw new Failure('token.malformed', 'The request must be a form: application/x-www-form-urlencoded');
  const bytes = await new Promise<Buffer>((resolve, reject) => { bodyBytes(raw, MOST_BYTES, (error, read) => (error === null ? resolve(read!) : reject(error))); });
  const fields = [...new URLSearchParams(bytes.toString('utf8'))];
  if (new Set(fields.map(([name]) => name)).size !== fields.length) throw new Failure('token.malformed', 'A field of the form is there twice');
  return Object.fromEntries(fields);
}

const words: Partial<Readonly<Record<FailureCode, string>>> = { 'token.malformed': 'invalid_request', 'token.refused': 'invalid_grant', 'token.keys_unavailable': 'temporarily_unavailable', 'request.too_large': 'invalid_request' };

/** The same problem, with the words that OAuth clients look for. */
function inOauth(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  return new Failure(error.code, error.message, { ...error.details, error: words[error.code] ?? 'temporarily_unavailable', error_description: error.message }, { cause: error });
}
