/**
 * Headers repeat what the body says, so that a gateway may route without reading it. Whoever reads the body must refuse
 * a request whose headers say something else, or the gateway decides about one call and the server makes another.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isRecord, type RpcRequest } from './message.ts';
import { codes, RpcError } from './rpc-error.ts';

const ENCODED = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;
const PLAIN = /^[\w./:-]+$/;
const VISIBLE = /^[\x20-\x7e\t]*$/;

/** Which parameter is repeated as Mcp-Name. */
const nameOf: Readonly<Record<string, string>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri', 'tasks/get': 'taskId', 'tasks/update': 'taskId', 'tasks/cancel': 'taskId' };

export const checkVersion = (version: string, headers: IncomingHttpHeaders): void => same('MCP-Protocol-Version', headers['mcp-protocol-version'], version);

export function checkHeaders({ method, params }: RpcRequest, headers: IncomingHttpHeaders): void {
  same('Mcp-Method', headers['mcp-method'], method);
  const field = nameOf[method];
  if (field !== undefined && typeof params[field] === 'string') same('Mcp-Name', headers['mcp-name'], params[field]);
}

function same(name: string, header: string | string[] | undefined, expected: string): void {
  if (header === undefined) throw mismatch(`Expected the header ${name}, with what the body says`);
  if (header === expected && PLAIN.test(expected)) return;
  if (decoded(name, header) !== expected) throw mismatch(`The header ${name} and the body disagree`);
}

/** The value of a header, from the notation for what a header can't hold. */
function decoded(name: string, header: string | string[]): string {
  if (typeof header !== 'string') throw mismatch(`Expected the header ${name} once`);
  const value = header.trim();
  if (!VISIBLE.test(value)) throw mismatch(`The header ${name} has characters that must be sent as =?base64?…?=`);
  const encoded = ENCODED.exec(value)?.[1];
  if (encoded === undefined) return value;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) throw mismatch(`The header ${name} is not valid base64`);
  return bytes.toString('utf8');
}

/** Arguments that a tool's schema wants repeated: path to the argument, and its header. */
export interface ParamHeader { readonly path: readonly string[]; readonly header: string; readonly type: string }

/** Compares them. An argument that is null or absent has no header. */
export function checkParamHeaders(wanted: readonly ParamHeader[], args: unknown, headers: IncomingHttpHeaders): void {
  for (const { path, header, type } of wanted) {
    const name = `Mcp-Param-${header}`;
    const sent = headers[name.toLowerCase()];
    const value = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), args);
    if (value === undefined || value === null) {
      if (sent !== undefined) throw mismatch(`The header ${name} has no argument that it repeats`);
    } else if (sent === undefined) throw mismatch(`Expected the header ${name}, with the argument ${path.join('.')}`);
    else if (!equals(decoded(name, sent), value, type)) throw mismatch(`The header ${name} and the argument ${path.join('.')} disagree`);
  }
}

function equals(text: string, value: unknown, type: string): boolean {
  if (type === 'integer' && typeof value === 'number') return /^-?\d+(\.0+)?$/.test(text) && Number(text) === value;
  return text === String(value);
}

const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** The headers that a tool's input schema asks for; undefined when it asks for them wrongly, and then the tool must not be shown. */
export function paramHeadersOf(schema: unknown): readonly ParamHeader[] | undefined {
  const found: ParamHeader[] = [];
  if (!collect(schema, [], found) || misplaced(schema, found.length)) return undefined;
  const names = found.map(({ header }) => header.toLowerCase());
  return new Set(names).size === names.length ? found : undefined;
}

function collect(schema: unknown, path: readonly string[], found: ParamHeader[]): boolean {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return true;
  return Object.entries(schema['properties']).every(([key, part]) => {
    if (!isRecord(part)) return true;
    const header = part['x-mcp-header'];
    if (header === undefined) return collect(part, [...path, key], found);
    const type = part['type'];
    if (typeof header !== 'string' || !TOKEN.test(header) || (type !== 'string' && type !== 'integer' && type !== 'boolean')) return false;
    found.push({ path: [...path, key], header, type });
    return true;
  });
}

/** The annotation counts only where `properties` lead; anywhere else it is wrong. */
function misplaced(schema: unknown, count: number): boolean {
  return (JSON.stringify(schema)?.split('"x-mcp-header":').length ?? 1) - 1 !== count;
}

const mismatch = (message: string): RpcError => new RpcError(codes.headerMismatch, message, { status: 400 });
