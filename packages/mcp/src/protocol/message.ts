/** One JSON-RPC message, seen without a parser: this runs before every call. */
import { codes, type RpcId, RpcError } from './rpc-error.ts';

export type Params = Readonly<Record<string, unknown>>;

export interface RpcRequest { readonly kind: 'request'; readonly id: RpcId; readonly method: string; readonly params: Params }
export interface RpcNotification { readonly kind: 'notification'; readonly method: string; readonly params: Params }
/** To a question of ours. */
export interface RpcResponse { readonly kind: 'response'; readonly id: RpcId; readonly result?: unknown; readonly error?: unknown }
export type Message = RpcRequest | RpcNotification | RpcResponse;

const NONE: Params = Object.freeze({});
const refuse = (message: string): RpcError => new RpcError(codes.invalidRequest, message, { status: 400 });

export function readMessage(body: unknown): Message {
  if (Array.isArray(body)) throw refuse('Expected one JSON-RPC message, not a list of them: send one message per request');
  if (!isRecord(body)) throw refuse('Expected one JSON-RPC message as the body');
  const { jsonrpc, id, method, params = NONE } = body;
  if (jsonrpc !== '2.0') throw refuse('Expected "jsonrpc": "2.0"');
  if (method === undefined && isId(id) && ('result' in body || 'error' in body)) return { kind: 'response', id, ...('error' in body ? { error: body['error'] } : { result: body['result'] }) };
  if (typeof method !== 'string') throw refuse('Expected "method" as text');
  if (!isRecord(params)) throw new RpcError(codes.invalidParams, 'Expected "params" as an object', { status: 400 });
  if (!('id' in body)) return { kind: 'notification', method, params };
  if (!isId(id)) throw refuse('Expected "id" as text or a whole number');
  return { kind: 'request', id, method, params };
}

/** The id of what could not be served, as far as it can be seen. */
export const idIn = (body: unknown): RpcId | null => (isRecord(body) && isId(body['id']) ? body['id'] : null);

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isId = (value: unknown): value is RpcId => typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value));
