/** The headers that repeat what an MCP message says, so that what stands in between can route without reading it. */

type Json = Readonly<Record<string, unknown>>;

const META_VERSION = 'io.modelcontextprotocol/protocolVersion';
const nameOf: Readonly<Record<string, string>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri', 'tasks/get': 'taskId', 'tasks/update': 'taskId', 'tasks/cancel': 'taskId' };

/** Argument by argument: where it is, and its header. */
export type ParamHeaders = readonly { readonly path: readonly string[]; readonly header: string }[];

/** Undefined for a message of the older era, which has none. */
export function mcpHeaders({ method, params }: Json, paramHeaders: (tool: string) => ParamHeaders): Record<string, string> | undefined {
  const fields = isJson(params) ? params : {};
  const meta = fields['_meta'];
  const version = isJson(meta) ? meta[META_VERSION] : undefined;
  if (typeof version !== 'string' || typeof method !== 'string') return undefined;
  const name = fields[nameOf[method] ?? ''];
  const headers: Record<string, string> = { 'mcp-protocol-version': version, 'mcp-method': method, ...(typeof name === 'string' ? { 'mcp-name': encoded(name) } : {}) };
  if (method !== 'tools/call' || typeof name !== 'string') return headers;
  for (const { path, header } of paramHeaders(name)) {
    const value = path.reduce<unknown>((at, key) => (isJson(at) ? at[key] : undefined), fields['arguments']);
    if (value !== undefined && value !== null) headers[`mcp-param-${header.toLowerCase()}`] = encoded(String(value));
  }
  return headers;
}

/** The headers that a tool's schema asks for. */
export function paramHeadersIn(schema: unknown, path: readonly string[] = []): ParamHeaders {
  const properties = isJson(schema) ? schema['properties'] : undefined;
  if (!isJson(properties)) return [];
  return Object.entries(properties).flatMap(([key, part]) => {
    const header = isJson(part) ? part['x-mcp-header'] : undefined;
    return typeof header === 'string' ? [{ path: [...path, key], header }] : paramHeadersIn(part, [...path, key]);
  });
}

const PLAIN = /^[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?$/;

/** What a header can't hold goes as base64. */
function encoded(value: string): string {
  if (PLAIN.test(value) && !value.startsWith('=?base64?')) return value;
  return `=?base64?${btoa(String.fromCodePoint(...new TextEncoder().encode(value)))}?=`;
}

export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
