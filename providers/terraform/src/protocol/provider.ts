/** Plugin protocol 6: the calls of `/tfplugin6.Provider/`. */
import { bool, bytes, explicit, int, many, map, message, string, sub } from '@patchbay/grpc';
import { ActionSchema, AttributePath, client, deferred, diagnostics, dynamic, FunctionSchema, identity, IdentitySchema, raw, Schema, ServerCapabilities } from './schema.ts';

const Empty = message({});
const TypeName = message({ typeName: string(1) });
const Timestamp = message({ seconds: int(1), nanos: int(2) });
const Imported = message({ typeName: string(1), state: dynamic(2), private: bytes(3), identity: identity(4) });
const FunctionError = message({ text: string(1), argument: explicit(int(2)) });
const Progress = message({ message: string(1) });
const Completed = message({ diagnostics: diagnostics(1) });
const names = (no: number) => many(sub(no, () => TypeName));
const schemas = (no: number) => map(sub(no, () => Schema));
const validation = message({ typeName: string(1), config: dynamic(2), client: client(3) });
const judged = message({ diagnostics: diagnostics(1) });

export const calls = {
  GetMetadata: { request: Empty, response: message({ capabilities: sub(1, () => ServerCapabilities), diagnostics: diagnostics(2), dataSources: names(3), resources: names(4), functions: names(5), ephemeral: names(6), lists: names(7), actions: names(9) }) },
  GetProviderSchema: {
    request: Empty,
    response: message({
      provider: sub(1, () => Schema), resources: schemas(2), dataSources: schemas(3), diagnostics: diagnostics(4), meta: sub(5, () => Schema), capabilities: sub(6, () => ServerCapabilities),
      functions: map(sub(7, () => FunctionSchema)), ephemeral: schemas(8), lists: schemas(9), actions: map(sub(11, () => ActionSchema)),
    }),
  },
  GetResourceIdentitySchemas: { request: Empty, response: message({ schemas: map(sub(1, () => IdentitySchema)), diagnostics: diagnostics(2) }) },
  UpgradeResourceIdentity: { request: message({ typeName: string(1), version: int(2), raw: raw(3) }), response: message({ identity: identity(1), diagnostics: diagnostics(2) }) },
  ValidateProviderConfig: { request: message({ config: dynamic(1) }), response: message({ diagnostics: diagnostics(2) }) },
  ConfigureProvider: { request: message({ terraformVersion: string(1), config: dynamic(2), client: client(3) }), response: judged },
  ValidateResourceConfig: { request: validation, response: judged },
  ValidateDataResourceConfig: { request: validation, response: judged },
  ValidateEphemeralResourceConfig: { request: validation, response: judged },
  ValidateActionConfig: { request: validation, response: judged },
  ValidateListResourceConfig: { request: message({ typeName: string(1), config: dynamic(2), includeResource: dynamic(3), limit: dynamic(4) }), response: judged },
  UpgradeResourceState: { request: message({ typeName: string(1), version: int(2), raw: raw(3) }), response: message({ state: dynamic(1), diagnostics: diagnostics(2) }) },
  ReadResource: {
    request: message({ typeName: string(1), state: dynamic(2), private: bytes(3), meta: dynamic(4), client: client(5), identity: identity(6) }),
    response: message({ state: dynamic(1), diagnostics: diagnostics(2), private: bytes(3), deferred: deferred(4), identity: identity(5) }),
  },
  PlanResourceChange: {
    request: message({ typeName: string(1), prior: dynamic(2), proposed: dynamic(3), config: dynamic(4), private: bytes(5), meta: dynamic(6), client: client(7), identity: identity(8) }),
    response: message({ planned: dynamic(1), requiresReplace: many(sub(2, () => AttributePath)), private: bytes(3), diagnostics: diagnostics(4), deferred: deferred(6), identity: identity(7) }),
  },
  ApplyResourceChange: {
    request: message({ typeName: string(1), prior: dynamic(2), planned: dynamic(3), config: dynamic(4), private: bytes(5), meta: dynamic(6), identity: identity(7) }),
    response: message({ state: dynamic(1), private: bytes(2), diagnostics: diagnostics(3), identity: identity(5) }),
  },
  ImportResourceState: {
    request: message({ typeName: string(1), id: string(2), client: client(3), identity: identity(4) }),
    response: message({ imported: many(sub(1, () => Imported)), diagnostics: diagnostics(2), deferred: deferred(3) }),
  },
  MoveResourceState: {
    request: message({ sourceProvider: string(1), sourceType: string(2), sourceVersion: int(3), sourceState: raw(4), targetType: string(5), sourcePrivate: bytes(6), sourceIdentity: raw(7), sourceIdentityVersion: int(8) }),
    response: message({ state: dynamic(1), diagnostics: diagnostics(2), private: bytes(3), identity: identity(4) }),
  },
  ReadDataSource: { request: message({ typeName: string(1), config: dynamic(2), meta: dynamic(3), client: client(4) }), response: message({ state: dynamic(1), diagnostics: diagnostics(2), deferred: deferred(3) }) },
  GenerateResourceConfig: { request: message({ typeName: string(1), state: dynamic(2) }), response: message({ config: dynamic(1), diagnostics: diagnostics(2) }) },
  OpenEphemeralResource: {
    request: message({ typeName: string(1), config: dynamic(2), client: client(3) }),
    response: message({ diagnostics: diagnostics(1), renewAt: sub(2, () => Timestamp), result: dynamic(3), private: bytes(4), deferred: deferred(5) }),
  },
  RenewEphemeralResource: { request: message({ typeName: string(1), private: bytes(2) }), response: message({ diagnostics: diagnostics(1), renewAt: sub(2, () => Timestamp), private: bytes(3) }) },
  CloseEphemeralResource: { request: message({ typeName: string(1), private: bytes(2) }), response: judged },
  GetFunctions: { request: Empty, response: message({ functions: map(sub(1, () => FunctionSchema)), diagnostics: diagnostics(2) }) },
  CallFunction: { request: message({ name: string(1), arguments: many(dynamic(2)) }), response: message({ result: dynamic(1), error: sub(2, () => FunctionError) }) },
  PlanAction: { request: message({ action: string(1), config: dynamic(2), client: client(3) }), response: message({ diagnostics: diagnostics(1), deferred: deferred(2) }) },
  StopProvider: { request: Empty, response: message({ error: string(1) }) },
} as const;

/** Calls that answer again and again. */
export const streams = {
  ListResource: { request: message({ typeName: string(1), config: dynamic(2), includeResource: bool(3), limit: int(4) }), response: message({ identity: identity(1), displayName: string(2), resource: dynamic(3), diagnostics: diagnostics(4) }) },
  InvokeAction: { request: message({ action: string(1), config: dynamic(2), client: client(3) }), response: message({ progress: sub(1, () => Progress), completed: sub(2, () => Completed) }) },
} as const;
