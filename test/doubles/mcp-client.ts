/** A client of the stateless era, as small as the protocol allows: headers and `_meta` as they must be, unless a test says otherwise. */
/** What a server says, typed as JSON.parse types it: tests look into it, and a wrong look fails them. */
export type Loose = ReturnType<typeof JSON.parse>;

const PREFIX = 'io.modelcontextprotocol/';
export const REVISION = '2026-07-28';

export interface Posted { readonly status: number; readonly headers: Headers; readonly body: Answer }
export interface Answer { readonly id?: unknown; readonly result?: Record<string, Loose>; readonly error?: { readonly code: number; readonly message: string; readonly data?: Loose } }

export interface McpClientOptions {
  readonly path?: string;
  readonly capabilities?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const named: Readonly<Record<string, string>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri', 'tasks/get': 'taskId', 'tasks/update': 'taskId', 'tasks/cancel': 'taskId' };

export function mcpClient(url: string, key: string, { path = '/mcp', capabilities = {}, headers = {} }: McpClientOptions = {}) {
  let id = 0;

  function request(method: string, params: Record<string, unknown>, more: Record<string, string> = {}): RequestInit {
    const field = named[method];
    const meta = { [`${PREFIX}protocolVersion`]: REVISION, [`${PREFIX}clientCapabilities`]: capabilities, ...(params['_meta'] as object | undefined) };
    return {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': REVISION, 'mcp-method': method,
        ...(field === undefined ? {} : { 'mcp-name': String(params[field]) }), ...headers, ...more,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params: { ...params, _meta: meta } }),
    };
  }

  async function post(method: string, params: Record<string, unknown> = {}, more?: Record<string, string>): Promise<Posted> {
    const response = await fetch(url + path, request(method, params, more));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(response.headers.get('content-type')?.startsWith('text/event-stream') === true ? lastData(text) : text) as Answer };
  }

  return Object.freeze({
    post,
    /** The result, or an error that says what came instead. */
    async ask(method: string, params: Record<string, unknown> = {}): Promise<Record<string, Loose>> {
      const { body } = await post(method, params);
      if (body.result === undefined) throw Object.assign(new Error(`${method}: ${JSON.stringify(body.error)}`), body.error);
      return body.result;
    },
    call: (name: string, args: object = {}, more: object = {}) => post('tools/call', { name, arguments: args, ...more }).then(({ body }) => body.result ?? { error: body.error }),
    /** Messages as they come. */
    async *listen(params: Record<string, unknown>, signal: AbortSignal, method = 'subscriptions/listen'): AsyncGenerator<Record<string, Loose>> {
      const response = await fetch(url + path, { ...request(method, params), signal });
      let text = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const data = text.slice(0, end).split('\n').find((line) => line.startsWith('data: '));
          text = text.slice(end + 2);
          if (data !== undefined) yield JSON.parse(data.slice(6)) as Record<string, Loose>;
        }
      }
    },
  });
}

export type McpClient = ReturnType<typeof mcpClient>;

const lastData = (text: string): string => text.split('\n').filter((line) => line.startsWith('data: ')).at(-1)?.slice(6) ?? '{}';
