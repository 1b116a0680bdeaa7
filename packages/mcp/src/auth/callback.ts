/** Where a browser comes back to after somebody signed in at an attached server. The page only shows what came: who began it finishes it, with their own credential. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface SignInPages {
  /** Who the hub is as an OAuth client, for issuers that fetch it. */
  readonly client: (origin: string) => object;
}

export const CALLBACK = '/mcp/oauth/callback';
export const CLIENT_DOCUMENT = '/mcp/oauth/client.json';

export function signInPages(server: FastifyInstance, { client }: SignInPages, originOf: (request: FastifyRequest) => string): void {
  server.get(CLIENT_DOCUMENT, (request, reply) => reply.header('cache-control', 'public, max-age=3600').send(client(originOf(request))));
  server.get(CALLBACK, (request, reply) => page(reply, request.query as Readonly<Record<string, unknown>>));
}

function page(reply: FastifyReply, { state, code, iss, error }: Readonly<Record<string, unknown>>): FastifyReply {
  const given = Object.entries({ state, code, iss }).filter(([, value]) => typeof value === 'string').map(([name, value]) => `-F ${name}='${String(value).replaceAll("'", '')}'`);
  const said = typeof error === 'string' || given.length < 2 ? `<p>You were not signed in${typeof error === 'string' ? `: ${escaped(error)}` : ''}. Begin again.</p>`
    : `<p>Finish it as yourself. If you did not begin this, close the page.</p><pre>patchbay call mcp_server_finish_sign_in ${escaped(given.join(' '))}</pre>`;
  return reply.headers({
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  }).send(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Patchbay</title><h1>Sign-in</h1>${said}</html>`);
}

const MEANING: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.slice(0, 4096).replaceAll(/[&<>"']/g, (sign) => MEANING[sign] ?? '');
