/** A request of the stateless era: it says everything about itself, in its headers and again in its body. */
import { type Caller, covers, type Credentials, Failure, type LogLevel, logLevels } from '@patchbay/contracts';
import type { FastifyRequest } from 'fastify';
import type { Door } from './door.ts';
import type { Endpoint } from './endpoint.ts';
import { answerText, messageText } from './methods/finish.ts';
import type { Outlet } from './outlet.ts';
import { checkHeaders, checkVersion } from './protocol/headers.ts';
import { isRecord, type Params, type RpcRequest } from './protocol/message.ts';
import { META, MODERN, SUPPORTED } from './protocol/revision.ts';
import { codes, malformed, RpcError } from './protocol/rpc-error.ts';
import type { Turn } from './turn.ts';

export interface Arrived {
  readonly request: FastifyRequest;
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly origin: string;
}

export async function serveModern(door: Door, message: RpcRequest, arrived: Arrived, outlet: Outlet): Promise<void> {
  const turn = turnOf(door, message, arrived, outlet);
  if (turn.method === 'subscriptions/listen') return door.streams.listen(turn, arrived.credentials, () => outlet.stream());
  const method = door.methods[turn.method] ?? door.modern[turn.method];
  if (method === undefined) throw new RpcError(codes.unknownMethod, `There is no method ${turn.method.slice(0, 100)}`, { status: 404 });
  const result = await method(turn);
  outlet.finish(200, answerText(turn, result, door.server));
}

function turnOf({ house }: Pick<Door, 'house'>, message: RpcRequest, { request, endpoint, credentials, origin }: Arrived, outlet: Outlet): Turn {
  const caller = request.mcpCaller!; // the guard set it
  const { method, params, id } = message;
  const meta = metaOf(params);
  const version = meta[META.version];
  const capabilities = meta[META.capabilities];
  if (typeof version !== 'string') throw malformed(`Expected _meta["${META.version}"] in params`);
  checkVersion(version, request.headers);
  if (version !== MODERN) throw new RpcError(codes.unsupportedVersion, `The revision ${version.slice(0, 40)} is not spoken here`, { status: 400, data: { supported: SUPPORTED, requested: version } });
  if (!isRecord(capabilities)) throw malformed(`Expected _meta["${META.capabilities}"] in params`);
  checkHeaders(message, request.headers);
  return {
    era: 'modern', id, method, params, meta, capabilities, caller, endpoint, headers: request.headers, requestId: request.id, origin,
    logLevel: levelOf(meta[META.logLevel]),
    stands: () => stands(caller, credentials, house),
    get signal() { return outlet.signal; },
    notify: (name, about) => outlet.send(messageText(undefined, name, about)),
  };
}

/** A key that is gone does nothing more; a credential that ran out in the meantime was good when it was shown. */
async function stands({ name, scopes }: Caller, credentials: Credentials, { authenticate }: Door['house']): Promise<void> {
  const now = await authenticate(credentials).catch((error: unknown) => { if (error instanceof Failure && error.code === 'credential.expired') return undefined; throw error; });
  if (now !== undefined && !covers(now.scopes, scopes.list)) throw new Failure('caller.forbidden', `${name} may do less than when it asked`, { needs: scopes.list.join(' '), has: now.scopes.list });
}

export function metaOf(params: Params): Params {
  const meta = params['_meta'] ?? {};
  if (!isRecord(meta)) throw malformed('Expected params._meta as an object');
  return meta;
}

export function levelOf(value: unknown): LogLevel | undefined {
  if (value === undefined) return undefined;
  if (!logLevels.includes(value as LogLevel)) throw malformed(`Expected a log level: ${logLevels.join(', ')}`);
  return value as LogLevel;
}

/** Which era a request is of. A modern one names its revision in the body; its header alone tells only that something is missing. */
export function isModern(params: Params, headers: FastifyRequest['headers']): boolean {
  const meta = params['_meta'];
  if (isRecord(meta) && META.version in meta) return true;
  const version = headers['mcp-protocol-version'];
  return headers['mcp-session-id'] === undefined && version !== undefined && version > '2026';
}
