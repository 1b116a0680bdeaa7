/** Plugin protocol 6: values, diagnostics and schemas. Names are ours, numbers are the protocol's. */
import { type AnyMessage, bool, bytes, explicit, int, many, message, type Message, type MessageFields, string, sub } from '@patchbay/grpc';

export const DynamicValue = message({ msgpack: bytes(1), json: bytes(2) });
const Step = message({ attribute: explicit(string(1)), key: explicit(string(2)), index: explicit(int(3)) });
export const AttributePath = message({ steps: many(sub(1, () => Step)) });
/** severity: 1 error, 2 warning. */
export const Diagnostic = message({ severity: int(1), summary: string(2), detail: string(3), attribute: sub(4, () => AttributePath) });
export const RawState = message({ json: bytes(1) });
const IdentityData = message({ data: sub(1, () => DynamicValue) });
/** 1 the configuration of the resource is unknown, 2 that of the provider, 3 something else must be there first. */
const Deferred = message({ reason: int(1) });

export const diagnostics = (no: number) => many(sub(no, () => Diagnostic));
export const dynamic = (no: number) => sub(no, () => DynamicValue);
export const raw = (no: number) => sub(no, () => RawState);
export const identity = (no: number) => sub(no, () => IdentityData);
export const deferred = (no: number) => sub(no, () => Deferred);

/** One attribute contains attributes, so its type can't be inferred from itself. */
export interface AttributeMessage {
  readonly name: string; readonly type?: Uint8Array; readonly nestedType?: { readonly attributes: readonly AttributeMessage[]; readonly nesting: number };
  readonly description: string; readonly descriptionKind: number; readonly required: boolean; readonly optional: boolean; readonly computed: boolean;
  readonly sensitive: boolean; readonly writeOnly: boolean;
}

const NestedType = message({ attributes: many(sub(1, (): Message<MessageFields> => Attribute)), nesting: int(3) });
const Attribute: AnyMessage = message({
  name: string(1), type: bytes(2), description: string(3), required: bool(4), optional: bool(5), computed: bool(6), sensitive: bool(7), descriptionKind: int(8),
  nestedType: sub(10, () => NestedType), writeOnly: bool(11),
}) as unknown as AnyMessage; // fields of a table are read only by number and name
// Nested blocks are left out on purpose: nested attributes can be set with =, be null and be computed.
const Block = message({ version: int(1), attributes: many(sub(2, () => Attribute)), description: string(4), descriptionKind: int(5) });
export const Schema = message({ version: int(1), block: sub(2, () => Block) });
const Parameter = message({ name: string(1), type: bytes(2), allowNull: bool(3), description: string(5), descriptionKind: int(6) });
const Return = message({ type: bytes(1) });
export const FunctionSchema = message({ parameters: many(sub(1, () => Parameter)), return: sub(3, () => Return), summary: string(4), description: string(5), descriptionKind: int(6) });
export const ActionSchema = message({ schema: sub(1, () => Schema) });
const IdentityAttribute = message({ name: string(1), type: bytes(2), requiredForImport: bool(3), optionalForImport: bool(4), description: string(5) });
export const IdentitySchema = message({ version: int(1), attributes: many(sub(2, () => IdentityAttribute)) });
export const ServerCapabilities = message({ planDestroy: bool(1), schemaOptional: bool(2), moveState: bool(3), generateConfig: bool(4) });
const ClientCapabilities = message({ deferral: bool(1), writeOnly: bool(2) });
export const client = (no: number) => sub(no, () => ClientCapabilities);
