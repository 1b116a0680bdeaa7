/** A refusal in the words of JSON-RPC. Unlike a tool that fails, it is about the request itself. */
import { type Failure, problemOf } from '@patchbay/contracts';

export const codes = {
  parse: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
  headerMismatch: -32020,
  missingCapability: -32021,
  unsupportedVersion: -32022,
} as const;

export class RpcError extends Error {
  readonly code: number;
  /** Of the HTTP answer. */
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: number, message: string, { status = 200, data, headers = {} }: { status?: number; data?: unknown; headers?: Readonly<Record<string, string>> } = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.data = data;
    this.headers = headers;
  }
}

export const invalidParams = (message: string, data?: unknown): RpcError => new RpcError(codes.invalidParams, message, { data });
export const malformed = (message: string, data?: unknown): RpcError => new RpcError(codes.invalidParams, message, { status: 400, data });

/** What the other side would have to declare. */
export const missingCapability = (message: string, requiredCapabilities: unknown): RpcError =>
  new RpcError(codes.missingCapability, message, { status: 400, data: { requiredCapabilities } });

/** A refusal of the hub outside of a tool. Codes beyond the protocol's are the HTTP status. */
export function refusal(failure: Failure, requestId: string): RpcError {
  const data = problemOf(failure, requestId);
  const text = `${data.detail}. ${failure.fix}`;
  switch (failure.code) {
    case 'resource.not_found': case 'input.invalid': case 'input.unknown_field': case 'cursor.invalid': case 'action.not_found': return new RpcError(codes.invalidParams, text, { data });
    case 'capability.missing': return new RpcError(codes.missingCapability, text, { status: 400, data: { ...data, requiredCapabilities: failure.details['required'] } });
    case 'hub.internal': return new RpcError(codes.internal, text, { data });
    default: return new RpcError(failure.status, text, { status: failure.status, data });
  }
}

export const errorBody = (id: RpcId | null, { code, message, data }: RpcError): object => ({ jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } });

export type RpcId = string | number;
