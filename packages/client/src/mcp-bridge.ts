/**
 * MCP for clients that speak over a pipe: each message goes to the hub as a request of its own, and what the hub says comes back as messages.
 * It understands nothing of what it carries beyond what HTTP needs: headers, the session of the older era, and cancelling.
 */
import type { ClientOptions } from './create-client.ts';
import { serverEvents } from './event-stream.ts';
import { isJson, mcpHeaders, type ParamHeaders, paramHeadersIn } from './mcp-headers.ts';

type Json = Readonly<Record<string, unknown>>;

export interface McpBridgeOptions extends Pick<ClientOptions, 'url' | 'key' | 'tenant'> {
  readonly fetch: typeof fetch;
  /** Below /mcp: `/toolset/project`, `/readonly`. */
  readonly path?: string;
}

export interface McpBridge {
  /** One message of the client, as JSON. Never throws for what is in it. */
  take(text: string): void;
  /** Breaks off what is under way, and waits until all of it has ended. */
  close(): Promise<void>;
  /** When all that was asked is answered; who only listens is not waited for. */
  idle(): Promise<void>;
}

/** @param say what the hub says, one JSON message at a time, without line breaks */
export function createMcpBridge({ url, key, tenant, fetch: send, path = '' }: McpBridgeOptions, say: (text: string) => void): McpBridge {
  const endpoint = `${url.replace(/\/+$/, '')}/mcp${path}`;
  const running = new Map<Promise<void>, AbortController>();
  const asked = new Set<Promise<void>>();
  const byId = new Map<unknown, AbortController>();
  const tools = new Map<string, ParamHeaders>();
  let session: string | undefined;

  const headers = (more: Record<string, string>): Record<string, string> =>
    ({ authorization: `Bearer ${key}`, ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }), ...(session === undefined ? {} : { 'mcp-session-id': session }), ...more });

  function start(work: (signal: AbortSignal) => Promise<void>, { id, listens = false }: { readonly id?: unknown; readonly listens?: boolean } = {}): void {
    const controller = new AbortController();
    if (id !== undefined) byId.set(id, controller);
    const done: Promise<void> = work(controller.signal).finally(() => { running.delete(done); asked.delete(done); if (byId.get(id) === controller) byId.delete(id); });
    running.set(done, controller);
    if (!listens) asked.add(done);
  }

  async function forward(message: Json, text: string, signal: AbortSignal): Promise<void> {
    const asks = message['method'] === undefined ? undefined : message['id'];
    const modern = mcpHeaders(message, (tool) => tools.get(tool) ?? []);
    try {
      const reply = await send(endpoint, { method: 'POST', redirect: 'manual', signal, body: text, headers: headers({ 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...modern }) });
      const opened = reply.headers.get('mcp-session-id');
      if (opened !== null && session === undefined) { session = opened; start(follow, { listens: true }); }
      if (!(await hear(reply, signal, asks))) throw new Error(`it answered ${reply.status} and no message`);
    } catch (error) {
      if (!signal.aborted && asks !== undefined) fail(asks, reasonOf(error));
    }
  }

  /** Messages of the session that belong to no request. */
  async function follow(signal: AbortSignal): Promise<void> {
    await send(endpoint, { method: 'GET', redirect: 'manual', signal, headers: headers({ accept: 'text/event-stream' }) }).then((reply) => hear(reply, signal)).catch(() => undefined);
  }

  /** Whether what was asked with this id is answered: who asks over a pipe sees no status, and would wait for ever. */
  async function hear(reply: Response, signal: AbortSignal, asks?: unknown): Promise<boolean> {
    if (reply.body === null || reply.status === 202) {
      await reply.body?.cancel();
      return false;
    }
    if (reply.headers.get('content-type')?.startsWith('text/event-stream') !== true) return tell(await reply.text(), asks);
    for await (const { data } of serverEvents(reply.body, () => undefined)) if (!signal.aborted && data !== undefined && tell(data, asks)) return true;
    return false;
  }

  function tell(text: string, asks: unknown): boolean {
    const message = parsed(text);
    if (message === undefined) return false;
    const result = message['result'];
    if (isJson(result) && Array.isArray(result['tools'])) for (const tool of result['tools'] as readonly unknown[]) if (isJson(tool)) tools.set(String(tool['name']), paramHeadersIn(tool['inputSchema']));
    const answers = asks !== undefined && message['method'] === undefined && (message['id'] === asks || message['id'] === null); // a refusal of the whole request names none
    say(JSON.stringify(answers ? { ...message, id: asks } : message));
    return answers;
  }

  /** 502 is outside of the codes that JSON-RPC keeps to itself. */
  const fail = (id: unknown, why: string): void => say(JSON.stringify({ jsonrpc: '2.0', id, error: { code: 502, message: `The hub could not be reached: ${why.replaceAll(key, '•••')}` } }));

  return Object.freeze({
    take(text: string) {
      const message = parsed(text);
      if (message === undefined) return say(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32700, message: 'Expected one JSON object per line' } }));
      const { method, params } = message;
      if (method === 'notifications/cancelled' && isJson(params)) byId.get(params['requestId'])?.abort();
      start((signal) => forward(message, text, signal), { id: method === undefined ? undefined : message['id'], listens: method === 'subscriptions/listen' });
    },
    async close() {
      for (const controller of running.values()) controller.abort();
      await Promise.allSettled(running.keys());
    },
    async idle() {
      while (asked.size > 0) await Promise.race(asked);
    },
  });
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
