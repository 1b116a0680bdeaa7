/** Values as msgpack, as their type says. What a value is decides how it is written; an object has all of its attributes, whatever was left out. */
import { UNKNOWN } from '@patchbay/reconcile';
import { inferType, type Type } from './type.ts';

type Attributes = Readonly<Record<string, Type>>;

const NOTHING = 0xc0;
/** An extension whose content nobody reads. */
const UNKNOWN_MARK = [0xd4, 0, 0];
const KIND = { array: [0x90, 16, undefined, 0xdc, 0xdd], map: [0x80, 16, undefined, 0xde, 0xdf], text: [0xa0, 32, 0xd9, 0xda, 0xdb], bytes: [0, 0, 0xc4, 0xc5, 0xc6] } as const;
const MOST_OF_A_HEAD = 9;
const BYTES_OF_A_CHARACTER = 3;

/** One page for all: nothing waits while it is written. */
let page = Buffer.allocUnsafe(16 * 1024);
let at = 0;

export function pack(value: unknown, type: Type): Uint8Array {
  at = 0;
  put(value, type);
  return Buffer.from(page.subarray(0, at));
}

function put(value: unknown, type: Type): void {
  room(MOST_OF_A_HEAD);
  if (value === null || value === undefined) page[at++] = NOTHING;
  else if (value === UNKNOWN) for (const byte of UNKNOWN_MARK) page[at++] = byte;
  else if (type === 'dynamic') dynamic(value);
  else if (typeof type === 'string') scalar(value, type);
  else compound(value, type);
}

function compound(value: unknown, type: Exclude<Type, string>): void {
  switch (type[0]) {
    case 'list': case 'set': case 'tuple': {
      const items = value as readonly unknown[];
      head('array', items.length);
      for (let i = 0; i < items.length; i++) put(items[i], type[0] === 'tuple' ? type[1][i] ?? 'dynamic' : type[1]);
      return;
    }
    case 'map': {
      const entries = Object.entries(value as object);
      head('map', entries.length);
      for (const [key, each] of entries) { text(key); put(each, type[1]); }
      return;
    }
    case 'object': return object(value as Readonly<Record<string, unknown>>, type[1]);
    default: return type satisfies never;
  }
}

/** Their names, as they are written each time. */
const known = new WeakMap<Attributes, readonly (readonly [name: string, written: Uint8Array, type: Type])[]>();

function object(value: Readonly<Record<string, unknown>>, attributes: Attributes): void {
  let all = known.get(attributes);
  if (all === undefined) known.set(attributes, all = Object.entries(attributes).map(([name, type]) => [name, written(name), type]));
  head('map', all.length);
  for (const [name, bytes, type] of all) {
    room(bytes.length);
    page.set(bytes, at);
    at += bytes.length;
    put(value[name], type);
  }
}

function written(name: string): Uint8Array {
  const start = at;
  text(name);
  const bytes = Uint8Array.from(page.subarray(start, at));
  at = start;
  return bytes;
}

/** It brings its type along. */
function dynamic(value: unknown): void {
  const type = inferType(value);
  const told = Buffer.from(JSON.stringify(type));
  head('array', 2);
  head('bytes', told.length);
  room(told.length);
  at += told.copy(page, at);
  if (type === 'dynamic') put(null, type);
  else put(value, type);
}

function scalar(value: unknown, type: string): void {
  if (typeof value === 'string') text(value);
  else if (typeof value === 'boolean') page[at++] = value ? 0xc3 : 0xc2;
  else if (typeof value === 'number') number(value);
  else if (typeof value === 'bigint') integer(value);
  else throw new TypeError(`expected a ${type}, but got something with parts`);
}

function text(value: string): void {
  head('text', Buffer.byteLength(value));
  room(value.length * BYTES_OF_A_CHARACTER);
  at += page.write(value, at);
}

function number(value: number): void {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return integer(BigInt(value));
  if (Number.isInteger(value) && value >= 0 && value < 0x80) page[at++] = value;
  else if (Number.isInteger(value) && value >= -0x8000_0000 && value < 0x8000_0000) {
    page[at++] = 0xd2;
    at = page.writeInt32BE(value, at);
  } else {
    page[at++] = 0xcb;
    at = page.writeDoubleBE(value, at);
  }
}

function integer(value: bigint): void {
  if (value >= 2n ** 64n || value < -(2n ** 63n)) return text(value.toString());
  page[at++] = value < 0n ? 0xd3 : 0xcf;
  at = value < 0n ? page.writeBigInt64BE(value, at) : page.writeBigUInt64BE(value, at);
}

function head(kind: keyof typeof KIND, length: number): void {
  room(MOST_OF_A_HEAD);
  const [short, most, byte, two, four] = KIND[kind];
  if (length < most) page[at++] = short | length;
  else if (byte !== undefined && length < 0x100) { page[at++] = byte; page[at++] = length; }
  else if (length < 0x1_0000) { page[at++] = two; at = page.writeUInt16BE(length, at); }
  else { page[at++] = four; at = page.writeUInt32BE(length, at); }
}

function room(bytes: number): void {
  if (at + bytes <= page.length) return;
  const larger = Buffer.allocUnsafe(Math.max(page.length * 2, at + bytes));
  page.copy(larger, 0, 0, at);
  page = larger;
}
