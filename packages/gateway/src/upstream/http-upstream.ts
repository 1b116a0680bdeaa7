/** An attached server over HTTP, and which era it speaks. */
import type { EgressReply } from '@patchbay/egress';
import { encoded } from '../param-headers.ts';
import { toolBytesIn } from '../pass/tool-bytes.ts';
import type { AttachedServer } from '../server.ts';
import { shakeHands } from './legacy-upstream.ts';
import { answerIn } from './messages.ts';
import { type HttpPorts, post } from './post.ts';
import { type Asked, MODERN, modernMeta, RpcFailure, type Upstream } from './upstream.ts';

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
