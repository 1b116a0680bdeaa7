/** Codes of gRPC that a plugin answers with. */
export const status = { ok: 0, cancelled: 1, unknown: 2, invalidArgument: 3, notFound: 5, resourceExhausted: 8, unimplemented: 12, internal: 13 } as const;
export type Status = (typeof status)[keyof typeof status];

/** A fault of the protocol, not of what somebody wants done. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: Status;
  /** Of the google.rpc.Status with details, for who reads more than the message. */
  readonly details: Uint8Array | undefined;
  constructor(code: Status, text: string, details?: Uint8Array) {
    super(text);
    this.code = code;
    this.details = details;
  }
}
