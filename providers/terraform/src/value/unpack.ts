/** Values out of msgpack, as their type says. What the type does not have is dropped, what is not there is null. */
import { UNKNOWN } from '@patchbay/reconcile';
import type { Type } from './type.ts';

let bytes: Buffer = Buffer.alloc(0);
let at = 0;

export function unpack(data: Uint8Array, type: Type): unknown {
  bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  at = 0;
  return get(type);
}

function get(type: Type): unknown {
  const mark = take();
  if (mark === 0xc0) return null;
  if (isExtension(mark)) return unknown(mark);
  if (type === 'dynamic') return dynamic(mark);
  if (type === 'number') return numberOf(scalar(mark));
  if (typeof type === 'string') return scalar(mark);
  switch (type[0]) {
    case 'list': case 'set': return times(lengthOf(mark), () => get(type[1]));
    case 'tuple': return times(lengthOf(mark), (i) => get(type[1][i] ?? 'dynamic'));
    case 'map': return Object.fromEntries(times(lengthOf(mark), () => [text(take()), get(type[1])]));
    case 'object': return object(lengthOf(mark), type[1]);
    default: return type satisfies never;
  }
}

function object(length: number, attributes: Readonly<Record<string, Type>>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name in attributes) out[name] = null;
  for (let i = 0; i < length; i++) {
    const name = text(take());
    if (Object.hasOwn(attributes, name)) out[name] = get(attributes[name]!);
    else skip();
  }
  return out;
}

function times<T>(length: number, each: (i: number) => T): T[] {
  const out: T[] = [];
  for (let i = 0; i < length; i++) out.push(each(i));
  return out;
}

/** Its type comes along, as JSON. */
function dynamic(mark: number): unknown {
  if (lengthOf(mark) !== 2) throw new RangeError('a value of any type must bring its type along');
  const type = JSON.parse(String(scalar(take()))) as Type;
  return get(type);
}

/** Numbers come as floats, as 64 bits or as decimal text; ours are JavaScript's where they are exact, and else stay what they are. */
function numberOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return typeof value === 'string' && isHeld(value) ? Number(value) : value;
}

/** Whether it is read as a number of the same digits, or of the same value. */
const isHeld = (text: string): boolean => digitsOf(text) === digitsOf(String(Number(text))) || (!text.includes('.') && BigInt(text) === BigInt(Number(text)));

/** Those that count. */
const digitsOf = (text: string): string => text.replace(/e.*$/, '').replaceAll(/[-.]/g, '').replaceAll(/^0+|0+$/g, '');

function scalar(mark: number): unknown {
  if (mark < 0x80) return mark;
  if (mark >= 0xe0) return mark - 0x100;
  switch (mark) {
    case 0xc2: return false;
    case 0xc3: return true;
    case 0xca: return bytes.readFloatBE(skipped(4));
    case 0xcb: return bytes.readDoubleBE(skipped(8));
    case 0xcc: return take();
    case 0xcd: return bytes.readUInt16BE(skipped(2));
    case 0xce: return bytes.readUInt32BE(skipped(4));
    case 0xcf: return bytes.readBigUInt64BE(skipped(8));
    case 0xd0: return bytes.readInt8(skipped(1));
    case 0xd1: return bytes.readInt16BE(skipped(2));
    case 0xd2: return bytes.readInt32BE(skipped(4));
    case 0xd3: return bytes.readBigInt64BE(skipped(8));
    default: return text(mark);
  }
}

/** Bytes, too: they are text here. */
function text(mark: number): string {
  const length = lengthOf(mark);
  const from = skipped(length);
  return bytes.toString('utf8', from, from + length);
}

/** Of a text, bytes, a list or a map. */
function lengthOf(mark: number): number {
  if (mark >= 0xa0 && mark < 0xc0) return mark & 0x1f;
  if (mark >= 0x80 && mark < 0xa0) return mark & 0x0f;
  switch (mark) {
    case 0xc4: case 0xd9: return take();
    case 0xc5: case 0xda: case 0xdc: case 0xde: return bytes.readUInt16BE(skipped(2));
    case 0xc6: case 0xdb: case 0xdd: case 0xdf: return bytes.readUInt32BE(skipped(4));
    default: throw new RangeError('the value is not of its type');
  }
}

const isExtension = (mark: number): boolean => (mark >= 0xd4 && mark <= 0xd8) || (mark >= 0xc7 && mark <= 0xc9);

/** Not known yet. What is known about it all the same may be ignored. */
function unknown(mark: number): typeof UNKNOWN {
  const length = mark >= 0xd4 ? 2 ** (mark - 0xd4) : mark === 0xc7 ? take() : mark === 0xc8 ? bytes.readUInt16BE(skipped(2)) : bytes.readUInt32BE(skipped(4));
  skipped(length + 1);
  return UNKNOWN;
}

function skip(): void {
  const mark = take();
  if (mark === 0xc0) return;
  if (isExtension(mark)) return void unknown(mark);
  const isList = (mark >= 0x90 && mark < 0xa0) || mark === 0xdc || mark === 0xdd;
  const isMap = (mark >= 0x80 && mark < 0x90) || mark === 0xde || mark === 0xdf;
  if (!isList && !isMap) return void scalar(mark);
  for (let left = lengthOf(mark) * (isMap ? 2 : 1); left > 0; left--) skip();
}

function take(): number {
  return bytes[skipped(1)]!;
}

/** Where they begin. */
function skipped(length: number): number {
  const from = at;
  at += length;
  if (at > bytes.length) throw new RangeError('the value is cut off');
  return from;
}
