/** An MCP server that somebody else runs: honest, or whatever a test makes of it. It remembers what came. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Loose } from './mcp-client.ts';

export interface Tool { readonly name: string; readonly description?: string; readonly inputSchema?: object; readonly outputSchema?: object; readonly annotations?: object }
export interface Came { readonly verb: string; readonly id: number | undefined; readonly method: string; readonly params: Record<string, Loose>; readonly headers: IncomingHttpHeaders }

export interface McpServerDouble {
  readonly url: string;
  /** What it has, from now on. */
  tools: readonly Tool[];
  /** Modern servers know server/discover; older ones want a handshake. */
  era: 'modern' | 'legacy';
  /** Lets in only who it admits, and tells the others where tokens come from. */
  guard: { readonly admits: (authorization: string | undefined) => boolean; readonly metadata: () => object } | undefined;
  /** Instead of an honest answer; true when it answered. */
  instead: ((came: Came, response: ServerResponse) => boolean) | undefined;
  /** What tools/call gives. */
  result: (params: Record<string, Loose>) => object;
  readonly came: Came[];
  stop(): Promise<void>;
}

export const ECHO: Tool = { name: 'echo', description: 'Says it again.', inputSchema: { type: 'object', properties: { text: { type: 'string', maxLength: 1000 } }, required: ['text'], additionalProperties: false } };

export async function startMcpServer(tools: readonly Tool[] = [ECHO]): Promise<McpServerDouble> {
  const double: Omit<McpServerDouble, 'url' | 'stop'> = { tools, era: 'modern', guard: undefined, instead: undefined, result: ({ arguments: args }) => ({ content: [{ type: 'text', text: JSON.stringify(args) }] }), came: [] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url?.startsWith('/.well-known/') === true && double.guard !== undefined) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(double.guard.metadata()));
      if (double.guard?.admits(request.headers.authorization) === false) return void response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="http://${request.headers.host}/.well-known/oauth-protected-resource/mcp", scope="tools"` }).end();
      const message = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { id?: number; method: string; params?: Record<string, Loose> };
      const came: Came = { verb: request.method ?? '', id: message.id, method: message.method, params: message.params ?? {}, headers: request.headers };
      double.came.push(came);
      if (double.instead?.(came, response) === true) return;
      if (message.id === undefined) return void response.writeHead(202).end();
      const answer = answerTo(double, came);
      response.writeHead('error' in answer && double.era === 'modern' ? 400 : 200, { 'content-type': 'application/json', ...(message.method === 'initialize' ? { 'mcp-session-id': 'session-1' } : {}) });
      response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer }));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`; // it listens on TCP, so the address is no pipe
  return Object.assign(double, { url, stop: () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) });
}

function answerTo({ era, tools, result }: Pick<McpServerDouble, 'era' | 'tools' | 'result'>, { method, params, headers }: Came): { result: object } | { error: object } {
  const refuse = (code: number, message: string) => ({ error: { code, message } });
  if (era === 'legacy' && method === 'initialize') return { result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'double', version: '1' } } };
  if (era === 'legacy' && headers['mcp-session-id'] !== 'session-1') return refuse(-32600, 'no session');
  if (era === 'modern' && headers['mcp-method'] !== method) return refuse(-32020, 'header mismatch');
  switch (method) {
    case 'server/discover': return era === 'modern' ? { result: { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ttlMs: 0, cacheScope: 'private' } } : refuse(-32601, 'unknown method');
    case 'tools/list': return { result: { tools: tools.map((tool) => ({ inputSchema: { type: 'object' }, ...tool })), ...(era === 'modern' ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private' } : {}) } };
    case 'prompts/list': return { result: { prompts: [], ...(era === 'modern' ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private' } : {}) } };
    case 'tools/call': return tools.some(({ name }) => name === params['name']) ? { result: { ...(era === 'modern' ? { resultType: 'complete' } : {}), ...result(params) } } : refuse(-32602, 'unknown tool');
    default: return refuse(-32601, 'unknown method');
  }
}
