/** An attached server over HTTP. Everything goes out through egress: it judges the address at every connection, and caps bytes and time. */
import { type Dialogue, type Document, Failure } from '@patchbay/contracts';
import type { EgressReply, EgressRequest } from '@patchbay/egress';
import type { AttachedServer } from '../server.ts';
import { toolBytesIn } from '../pass/tool-bytes.ts';
import { lacking } from '../sign-in/challenge.ts';
import { type Asked, heed, isRecord, LEGACY, MODERN, modernMeta, resultIn, RpcFailure, type Upstream } from './upstream.ts';

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
    return post(server, ports, body, { 'mcp-protocol-version': MODERN, 'mcp-method': method, ...(typeof name === 'string' ? { 'mcp-name': name } : {}), ...headers }, signal, { dialogue, principal });
  }
}

async function shakeHands(server: AttachedServer, ports: HttpPorts, signal: AbortSignal, first: string | undefined): Promise<Upstream> {
  let session: Record<string, string> = {};
  const ask = async ({ method, params, dialogue, principal = first, signal: until }: Asked): Promise<Document> => {
    const own = ports.nextId();
    const body = JSON.stringify({ jsonrpc: '2.0', id: own, method, params: dialogue?.listens === true ? { ...params, _meta: { progressToken: own } } : params });
    const reply = await post(server, ports, body, session, until, { dialogue, principal });
    if (method === 'initialize') session = { 'mcp-protocol-version': LEGACY, ...(reply.headers['mcp-session-id'] === undefined ? {} : { 'mcp-session-id': reply.headers['mcp-session-id'] }) };
    return answerIn(reply, own, server);
  };
  const open = async (): Promise<void> => {
    session = {};
    const { protocolVersion } = await ask({ method: 'initialize', params: { protocolVersion: LEGACY, capabilities: {}, clientInfo: { name: 'patchbay', version: '1' } }, signal });
    session['mcp-protocol-version'] = String(protocolVersion);
    await post(server, ports, JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }), session, signal, { principal: first });
  };
  await open();
  return {
    era: 'legacy',
    ask: (asked) => ask(asked).catch(async (error: unknown) => {
      if (!(error instanceof RpcFailure) || error.code !== 404) throw error; // the session is gone
      await open();
      return ask(asked);
    }),
  };
}

async function post(server: AttachedServer, { send, credentials, lacks }: HttpPorts, body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal, { dialogue, principal }: Pick<Asked, 'dialogue' | 'principal'>): Promise<EgressReply> {
  const { http, timeout, max_output } = server.fields;
  if (http === undefined) throw new Error('an HTTP server has a URL');
  const { headers: own, tls } = await credentials(server, principal);
  const policy = tls === undefined ? server.policy : { ...server.policy, tls };
  const reply = await send({
    method: 'POST', url: http.url, body, deadlineMs: timeout * 1000, maxBytes: max_output, breaker: true, ...(policy === undefined ? {} : { policy }), ...(dialogue?.listens === true ? { onData: listener(dialogue) } : {}),
    headers: { ...http.headers, ...own, ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  }, signal);
  const missing = server.fields.per_person ? lacking(reply.status, reply.headers['www-authenticate']) : [];
  if (missing.length > 0 && principal !== undefined) throw await lacks(server, principal, missing);
  return reply;
}

/** The answer to this request among what came back. */
function answerIn({ status, headers, body }: EgressReply, id: number, { fields: { slug } }: AttachedServer): Document {
  if (status === 401 || status === 403) throw new Failure('upstream.failed', `${slug} does not let the hub in: it answered ${status}`, { upstream: slug, answered: status, reason: 'unauthorized', retryable: false });
  if (status >= 300 && status < 400) throw new Failure('upstream.failed', `${slug} answered with a redirect, which is not followed`, { upstream: slug, answered: status, retryable: false });
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const messages = headers['content-type']?.startsWith('text/event-stream') === true ? eventsIn(text) : [parsed(text)];
  for (const message of messages) {
    if (message === undefined) continue;
    if (message['id'] === id && message['method'] === undefined) return resultIn(message);
    if (message['error'] !== undefined && status >= 400) return resultIn(message); // an id that it could not read
  }
  if (status >= 400 && status < 500) throw new RpcFailure(status, `it answered ${status}`);
  throw new Failure('upstream.failed', `${slug} answered ${status}, and not with what was asked`, { upstream: slug, answered: status, retryable: status >= 500 });
}

/** What is said before the answer reaches who waits while it is news. */
function listener(dialogue: Dialogue): NonNullable<EgressRequest['onData']> {
  const decoder = new TextDecoder();
  let text = '';
  return (chunk, _status, headers) => {
    if (headers['content-type']?.startsWith('text/event-stream') !== true) return;
    text += decoder.decode(chunk, { stream: true });
    const end = Math.max(text.lastIndexOf('\n\n'), text.lastIndexOf('\r\n\r\n'));
    if (end < 0) return;
    for (const message of eventsIn(text.slice(0, end))) if (message?.['method'] !== undefined) heed(message, dialogue);
    text = text.slice(end);
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function* eventsIn(text: string): Generator<Record<string, unknown> | undefined> {
  for (const block of text.split(/\r?\n\r?\n/)) {
    const data = block.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5));
    if (data.length > 0) yield parsed(data.join('\n'));
  }
}
