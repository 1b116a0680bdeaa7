/** Values on the wire: msgpack with a mark for what is not known yet. We take JSON, too, and always answer msgpack. */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import { isFields, UNKNOWN } from '@patchbay/reconcile';
import { inferType, type Type } from './type.ts';

export interface Wire { readonly msgpack?: Uint8Array | undefined; readonly json?: Uint8Array | undefined }

/** The codec wants an object of its own to know it by. */
const unknown = Object.freeze({ unknown: true });
const codec = new ExtensionCodec();
codec.register({ type: 0, encode: (value) => (value === unknown ? new Uint8Array(1) : null), decode: () => unknown });
codec.register({ type: 12, encode: () => null, decode: () => unknown }); // what is known about an unknown value may be ignored
const options = { extensionCodec: codec, useBigInt64: true } as const;

export function fromWire(wire: Wire | undefined, type: Type): unknown {
  if (wire?.msgpack !== undefined && wire.msgpack.length > 0) return read(decode(wire.msgpack, options), type);
  if (wire?.json !== undefined && wire.json.length > 0) return fromJson(JSON.parse(Buffer.from(wire.json).toString()), type);
  return null;
}

export const toWire = (value: unknown, type: Type): Wire => ({ msgpack: encode(write(value, type), options) });

/** Plain JSON, as a state file holds it. */
export const fromJson = (value: unknown, type: Type): unknown => read(value, type);

function read(value: unknown, type: Type): unknown {
  if (value === null || value === undefined) return null;
  if (value === unknown) return UNKNOWN;
  if (type === 'number') return numberOf(value);
  if (type === 'dynamic') return readDynamic(value);
  if (typeof type === 'string') return value;
  switch (type[0]) {
    case 'list': case 'set': return (value as unknown[]).map((each) => read(each, type[1]));
    case 'tuple': return (value as unknown[]).map((each, i) => read(each, type[1][i] ?? 'dynamic'));
    case 'map': return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, read(each, type[1])]));
    case 'object': return Object.fromEntries(Object.entries(type[1]).map(([name, each]) => [name, read((value as Record<string, unknown>)[name], each)]));
    default: return type satisfies never;
  }
}

/** Its type comes along, as JSON; in a state file both have names. */
function readDynamic(value: unknown): unknown {
  if (isFields(value)) return read(value['value'], value['type'] as Type);
  const [type, inner] = value as [Uint8Array, unknown];
  return read(inner, JSON.parse(Buffer.from(type).toString()) as Type);
}

/** Numbers come as floats, as 64 bits or as decimal text; ours are JavaScript's where they are exact. */
function numberOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return typeof value === 'string' ? Number(value) : value;
}

/** Every attribute of an object must be there, whatever was left out. */
function write(value: unknown, type: Type): unknown {
  if (value === null || value === undefined) return null;
  if (value === UNKNOWN) return unknown;
  if (type === 'dynamic') return writeDynamic(value);
  if (type === 'number') return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof type === 'string') return value;
  switch (type[0]) {
    case 'list': case 'set': return (value as unknown[]).map((each) => write(each, type[1]));
    case 'tuple': return (value as unknown[]).map((each, i) => write(each, type[1][i] ?? 'dynamic'));
    case 'map': return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, write(each, type[1])]));
    case 'object': return Object.fromEntries(Object.entries(type[1]).map(([name, each]) => [name, write((value as Record<string, unknown>)[name], each)]));
    default: return type satisfies never;
  }
}

function writeDynamic(value: unknown): unknown {
  const type = inferType(value);
  return [Buffer.from(JSON.stringify(type)), type === 'dynamic' ? null : write(value, type)];
}
