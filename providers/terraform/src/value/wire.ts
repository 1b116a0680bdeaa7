/** Values on the wire: msgpack with a mark for what is not known yet. We take JSON, too, and always answer msgpack. */
import { isFields } from '@patchbay/reconcile';
import { pack } from './pack.ts';
import type { Type } from './type.ts';
import { unpack } from './unpack.ts';

export interface Wire { readonly msgpack?: Uint8Array | undefined; readonly json?: Uint8Array | undefined }

const NULL = 0xc0;

export function fromWire(wire: Wire | undefined, type: Type): unknown {
  if (wire?.msgpack !== undefined && wire.msgpack.length > 0) return unpack(wire.msgpack, type);
  if (wire?.json !== undefined && wire.json.length > 0) return fromJson(JSON.parse(Buffer.from(wire.json).toString()), type);
  return null;
}

export const toWire = (value: unknown, type: Type): Wire => ({ msgpack: pack(value, type) });

/** Whether there is nothing in it, without reading it. */
export function isNull(wire: Wire | undefined): boolean {
  if (wire?.msgpack !== undefined && wire.msgpack.length > 0) return wire.msgpack[0] === NULL;
  return wire?.json === undefined || wire.json.length === 0 || Buffer.from(wire.json).toString() === 'null';
}

/** Plain JSON, as a state file holds it. */
export function fromJson(value: unknown, type: Type): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'dynamic') return isFields(value) ? fromJson(value['value'], value['type'] as Type) : null; // its type comes along
  if (typeof type === 'string') return value;
  switch (type[0]) {
    case 'list': case 'set': return (value as unknown[]).map((each) => fromJson(each, type[1]));
    case 'tuple': return (value as unknown[]).map((each, i) => fromJson(each, type[1][i] ?? 'dynamic'));
    case 'map': return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fromJson(each, type[1])]));
    case 'object': return Object.fromEntries(Object.entries(type[1]).map(([name, each]) => [name, fromJson((value as Record<string, unknown>)[name], each)]));
    default: return type satisfies never;
  }
}
