import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { AnyMessage, FieldType, Infer, Message, MessageFields } from './message.ts';

type Decoded = Record<string, unknown>;

/** The bytes of a message as a value. Fields that the table does not have are skipped: a newer peer may send them. */
export function decode<F extends MessageFields>(type: Message<F>, data: Uint8Array): Infer<F> {
  return read(new BinaryReader(data), type as unknown as AnyMessage, data.length) as Infer<F>; // read as the table says
}

function read(reader: BinaryReader, { byNumber }: AnyMessage, end: number): Decoded {
  const out: Decoded = {};
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    const [name, field] = byNumber.get(no) ?? [];
    if (name === undefined || field === undefined) reader.skip(wire, no);
    else if (field.rule === 'many') readMany(reader, field, wire, (out[name] ??= []) as unknown[]);
    else if (field.rule === 'map') readEntry(reader, field, (out[name] ??= {}) as Decoded);
    else out[name] = readOne(reader, field);
  }
  return out;
}

/** Numbers may come packed, all in one. */
function readMany(reader: BinaryReader, field: FieldType, wire: WireType, into: unknown[]): void {
  const packed = wire === WireType.LengthDelimited && (field.kind === 'int' || field.kind === 'bool' || field.kind === 'double');
  if (!packed) return void into.push(readOne(reader, field));
  const end = reader.uint32() + reader.pos;
  while (reader.pos < end) into.push(readOne(reader, field));
}

function readEntry(reader: BinaryReader, field: FieldType, into: Decoded): void {
  const end = reader.uint32() + reader.pos;
  let key = '';
  let value: unknown;
  while (reader.pos < end) {
    const [no, wire] = reader.tag();
    if (no === 1) key = reader.string();
    else if (no === 2) value = readOne(reader, field);
    else reader.skip(wire, no);
  }
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true }); // also a key called __proto__
}

function readOne(reader: BinaryReader, field: FieldType): unknown {
  switch (field.kind) {
    case 'string': return reader.string();
    case 'bytes': return reader.bytes();
    case 'bool': return reader.bool();
    case 'int': return Number(reader.int64());
    case 'double': return reader.double();
    case 'message': {
      const length = reader.uint32();
      return read(reader, field.of!(), reader.pos + length);
    }
    default: return field.kind satisfies never;
  }
}
