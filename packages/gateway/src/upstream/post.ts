/** One message to an attached server. Everything goes out through egress: it judges the address at every connection, and caps bytes and time. */
import type { Failure } from '@patchbay/contracts';
import type { EgressReply, EgressRequest } from '@patchbay/egress';
import type { AttachedServer } from '../server.ts';
import { lacking } from '../sign-in/challenge.ts';
import { listener } from './messages.ts';
import type { Asked } from './upstream.ts';

export interface HttpPorts {
  readonly send: (request: EgressRequest, signal: AbortSignal) => Promise<EgressReply>;
  /** What shows who the hub is; never what a caller brought. */
  readonly credentials: (server: AttachedServer, principal: string | undefined) => Promise<{ readonly headers: Readonly<Record<string, string>>; readonly tls?: NonNullable<EgressRequest['policy']>['tls'] }>;
  /** The server refused them: what is kept of them is not shown again. */
  readonly forget: (server: AttachedServer) => void;
  /** Of every request to any server: a repeat never carries the number of what it repeats, also over a new conversation. */
  readonly nextId: () => number;
  /** What to say to one person whose token lacks scopes. */
  readonly lacks: (server: AttachedServer, principal: string, scopes: readonly string[]) => Promise<Failure>;
}

/** Without a body it ends the session that the headers name. */
export async function post(server: AttachedServer, { send, credentials, forget, lacks }: HttpPorts, body: string | undefined, headers: Readonly<Record<string, string>>, signal: AbortSignal, { dialogue, principal }: Pick<Asked, 'dialogue' | 'principal'>): Promise<EgressReply> {
  const { http, timeout, max_output } = server.fields;
  if (http === undefined) throw new Error('an HTTP server has a URL');
  const { headers: own, tls } = await credentials(server, principal);
  const policy = tls === undefined ? server.policy : { ...server.policy, tls };
  const reply = await send({
    ...(body === undefined ? { method: 'DELETE' } : { method: 'POST', body }), url: http.url, deadlineMs: timeout * 1000, maxBytes: max_output, breaker: true, ...(policy === undefined ? {} : { policy }), ...(dialogue?.listens === true ? { onData: listener(dialogue) } : {}),
    headers: { ...http.headers, ...own, ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  }, signal);
  if (reply.status === 401) forget(server);
  const missing = server.fields.per_person ? lacking(reply.status, reply.headers['www-authenticate']) : [];
  if (missing.length > 0 && principal !== undefined) throw await lacks(server, principal, missing);
  return reply;
}
