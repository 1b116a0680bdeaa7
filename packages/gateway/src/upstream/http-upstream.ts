/** An attached server over HTTP. Everything goes out through egress: it judges the address at every connection, and caps bytes and time. */
import { type Dialogue, Failure } from '@patchbay/contracts';
import type { EgressReply, EgressRequest } from '@patchbay/egress';
import { encoded } from '../param-headers.ts';
import type { AttachedServer } from '../server.ts';
import { toolBytesIn } from '../pass/tool-bytes.ts';
import { lacking } from '../sign-in/challenge.ts';
import { shakeHands } from './legacy-upstream.ts';
import { answerIn, listener } from './messages.ts';
import { type Asked, MODERN, modernMeta, RpcFailure, type Upstream } from './upstream.ts';

export interface HttpPorts {
  readonly send: (request: EgressRequest, signal: AbortSignal) => Promise<EgressReply>;
  /** What shows who the hub is; never what a caller brought. */
  readonly credentials: (server: AttachedServer, principal: string | undefined) => Promise<{ readonly headers: Readonly<Record<string, string>>; readonly tls?: NonNullable<EgressRequest['policy']>['tls'] }>;
  /** Of every request to any server: a repeat never carries the number of what it repeats, also over a new conversation. */
  readonly nextId: () => number;
  /** What to say to one person whose token lacks scopes. */
  readonly lacks: (server: AttachedServer, principal: string, scopes: readonly string[]) => Promise<Failure>;
}

const named: Readonly<Record<string, string>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri', 'tasks/get': 'taskId', 'tasks/update': 'taskId', 'tasks/cancel': 'taskId' };

/** Finds out which era a server speaks: a modern one knows server/discover, an older one wants a handshake. */
export async function connectHttp(server: AttachedServer, ports: HttpPorts, signal: AbortSignal, principal?: string): Promise<Upstream> {
  const modern = modernUpstream(server, ports);
  for (const method of ['server/discover', 'tools/list']) { // some know the second and not the first
    const refused = await modern.ask({ method, params: {}, signal, principal }).then(() => undefined, (error: unknown) => error);
    if (refused === undefined) return modern;
    if (!(refused instanceof RpcFailure)) throw refused;
  }
  return shakeHands(server, ports, signal, principal);
}

export function modernUpstream(server: AttachedServer, ports: HttpPorts): Upstream {
  return {
    era: 'modern',
    async ask(asked: Asked) {
      const own = ports.nextId();
      return answerIn(await send(asked, own), own, server);
    },
    async pass(asked: Asked) {
      const own = ports.nextId();
      const reply = await send(asked, own);
      return (reply.status === 200 && reply.headers['content-type']?.startsWith('application/json') === true ? toolBytesIn(reply.body, own) : undefined) ?? answerIn(reply, own, server);
    },
  };

  function send({ method, params, headers = {}, dialogue, traceparent, principal, signal }: Asked, own: number): Promise<EgressReply> {
    const name = params[named[method] ?? ''];
    const body = JSON.stringify({ jsonrpc: '2.0', id: own, method, params: { ...params, _meta: { ...modernMeta({ dialogue, ...(traceparent === undefined ? {} : { traceparent }) }), ...(dialogue?.listens === true ? { progressToken: own } : {}) } } });
    return post(server, ports, body, { 'mcp-protocol-version': MODERN, 'mcp-method': method, ...(typeof name === 'string' ? { 'mcp-name': encoded(name) } : {}), ...headers }, signal, { dialogue, principal });
  }
}

/** Without a body it ends the session that the headers name. */
export async function post(server: AttachedServer, { send, credentials, lacks }: HttpPorts, body: string | undefined, headers: Readonly<Record<string, string>>, signal: AbortSignal, { dialogue, principal }: Pick<Asked, 'dialogue' | 'principal'>): Promise<EgressReply> {
  const { http, timeout, max_output } = server.fields;
  if (http === undefined) throw new Error('an HTTP server has a URL');
  const { headers: own, tls } = await credentials(server, principal);
  const policy = tls === undefined ? server.policy : { ...server.policy, tls };
  const reply = await send({
    ...(body === undefined ? { method: 'DELETE' } : { method: 'POST', body }), url: http.url, deadlineMs: timeout * 1000, maxBytes: max_output, breaker: true, ...(policy === undefined ? {} : { policy }), ...(dialogue?.listens === true ? { onData: listener(dialogue) } : {}),
    headers: { ...http.headers, ...own, ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  }, signal);
  const missing = server.fields.per_person ? lacking(reply.status, reply.headers['www-authenticate']) : [];
  if (missing.length > 0 && principal !== undefined) throw await lacks(server, principal, missing);
  return reply;
}
