/** What this door refuses by itself, put on record: requests that break the protocol, and tools beyond the scopes of who asks. */
import { Failure } from '@patchbay/contracts';
import type { FastifyRequest } from 'fastify';
import type { Door } from './door.ts';
import { isRecord } from './protocol/message.ts';
import { codes, RpcError } from './protocol/rpc-error.ts';

const names = new Map<number, string>([
  [codes.parse, 'mcp.parse'], [codes.invalidRequest, 'mcp.invalid_request'], [codes.invalidParams, 'mcp.invalid_params'], [codes.headerMismatch, 'mcp.header_mismatch'], [codes.missingCapability, 'mcp.missing_capability'],
  [codes.unsupportedVersion, 'mcp.unsupported_version'],
]);

export async function putOnRecord(error: unknown, request: FastifyRequest, { house }: Pick<Door, 'house'>): Promise<void> {
  const caller = request.mcpCaller;
  const failure = error instanceof RpcError ? names.get(error.code) : error instanceof Failure && error.code === 'caller.forbidden' ? error.code : undefined;
  if (caller === undefined || failure === undefined) return;
  try {
    await house.refused({ caller, action: actionOf(request.body), via: 'mcp', failure, requestId: request.id });
  } catch (problem) {
    house.report(problem, { via: 'mcp', about: 'the record of a refusal' });
  }
}

/** The tool that was meant, else the method; nothing that somebody made up. */
function actionOf(body: unknown): string {
  const { method, params } = isRecord(body) ? body : {};
  const name = isRecord(params) ? params['name'] : undefined;
  if (method === 'tools/call' && typeof name === 'string' && /^[a-z][a-z0-9_]{0,119}$/.test(name)) return name;
  return typeof method === 'string' && /^[a-z]+(\/[a-z_]+)*$/i.test(method) && method.length <= 60 ? `mcp:${method}` : 'mcp';
}
