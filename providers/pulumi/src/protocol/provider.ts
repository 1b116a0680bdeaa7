/** The calls of `/pulumirpc.ResourceProvider/`. Those that are not here are answered with UNIMPLEMENTED. */
import { bool, bytes, double, int, many, map, message, string, sub } from '@patchbay/grpc';
import { struct } from './struct.ts';

const Empty = message({});
const Failure = message({ property: string(1), reason: string(2) });
const failures = (no: number) => many(sub(no, () => Failure));
const PropertyDiff = message({ kind: int(1), inputDiff: bool(2) });

const check = {
  request: message({ urn: string(1), olds: struct(2), news: struct(3), randomSeed: bytes(5), name: string(6), type: string(7) }),
  response: message({ inputs: struct(1), failures: failures(2) }),
};
const diff = {
  request: message({ id: string(1), urn: string(2), olds: struct(3), news: struct(4), ignoreChanges: many(string(5)), oldInputs: struct(6), name: string(7), type: string(8) }),
  response: message({ replaces: many(string(1)), stables: many(string(2)), deleteBeforeReplace: bool(3), changes: int(4), diffs: many(string(5)), detailed: map(sub(6, () => PropertyDiff)), hasDetailed: bool(7) }),
};

export const changes = { unknown: 0, none: 1, some: 2 } as const;
export const diffKind = { add: 0, addReplace: 1, delete: 2, deleteReplace: 3, update: 4, updateReplace: 5 } as const;

export const calls = {
  Handshake: { request: message({ engineAddress: string(1), rootDirectory: string(2), programDirectory: string(3) }), response: message({ acceptSecrets: bool(1), acceptResources: bool(2), acceptOutputs: bool(3), autonaming: bool(4) }) },
  Parameterize: { request: Empty, response: Empty },
  GetSchema: { request: message({ version: int(1), subpackageName: string(2), subpackageVersion: string(3) }), response: message({ schema: string(1) }) },
  CheckConfig: check,
  DiffConfig: diff,
  Configure: {
    request: message({ variables: map(string(1)), args: struct(2), acceptSecrets: bool(3), acceptResources: bool(4), sendsOldInputs: bool(5), sendsOldInputsToDelete: bool(6) }),
    response: message({ acceptSecrets: bool(1), supportsPreview: bool(2), acceptResources: bool(3), acceptOutputs: bool(4), autonaming: bool(5) }),
  },
  Invoke: { request: message({ token: string(1), args: struct(2), preview: bool(7) }), response: message({ result: struct(1), failures: failures(2) }) },
  Call: { request: message({ token: string(1) }), response: Empty },
  Check: check,
  Diff: diff,
  Create: { request: message({ urn: string(1), properties: struct(2), timeout: double(3), preview: bool(4), name: string(5), type: string(6) }), response: message({ id: string(1), properties: struct(2) }) },
  Read: { request: message({ id: string(1), urn: string(2), properties: struct(3), inputs: struct(4), name: string(5), type: string(6), timeout: double(10) }), response: message({ id: string(1), properties: struct(2), inputs: struct(3) }) },
  Update: {
    request: message({ id: string(1), urn: string(2), olds: struct(3), news: struct(4), timeout: double(5), ignoreChanges: many(string(6)), preview: bool(7), oldInputs: struct(8), name: string(9), type: string(10) }),
    response: message({ properties: struct(1) }),
  },
  Delete: { request: message({ id: string(1), urn: string(2), properties: struct(3), timeout: double(4), oldInputs: struct(5), name: string(6), type: string(7) }), response: Empty },
  Construct: { request: Empty, response: Empty },
  Cancel: { request: Empty, response: Empty },
  GetPluginInfo: { request: Empty, response: message({ version: string(1) }) },
  Attach: { request: message({ address: string(1) }), response: Empty },
  GetMapping: { request: message({ key: string(1), provider: string(2) }), response: message({ provider: string(1), data: bytes(2) }) },
  GetMappings: { request: message({ key: string(1) }), response: message({ providers: many(string(1)) }) },
};

export const streams = {
  List: {
    request: message({ token: string(1), query: struct(2), limit: int(3), pageSize: int(4), continuation: string(5) }),
    response: message({ computed: sub(1, () => Empty), result: sub(2, () => message({ id: string(1), name: string(2) })), continuation: sub(3, () => message({ token: string(1) })) }),
  },
};
