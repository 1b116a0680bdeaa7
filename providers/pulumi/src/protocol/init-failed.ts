/** Something was created, but it is not as it should be: Pulumi keeps it in its state and tries again, instead of forgetting it. */
import { bytes, encode, GrpcError, int, many, message, status, string, sub } from '@patchbay/grpc';
import type { Fields } from '@patchbay/reconcile';
import { struct, toStruct } from './struct.ts';

const Any = message({ typeUrl: string(1), value: bytes(2) });
const Status = message({ code: int(1), message: string(2), details: many(sub(3, () => Any)) });
const ErrorResourceInitFailed = message({ id: string(1), properties: struct(2), reasons: many(string(3)), inputs: struct(4) });

export interface InitFailed { readonly id: string; readonly properties: Fields; readonly inputs: Fields; readonly reason: string }

export function initFailed({ id, properties, inputs, reason }: InitFailed): GrpcError {
  const value = encode(ErrorResourceInitFailed, { id, properties: toStruct(properties), inputs: toStruct(inputs), reasons: [reason] });
  const details = encode(Status, { code: status.unknown, message: reason, details: [{ typeUrl: 'type.googleapis.com/pulumirpc.ErrorResourceInitFailed', value }] });
  return new GrpcError(status.unknown, reason, details);
}
