import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { AnyMessage, FieldType, Infer, Message, MessageFields } from './message.ts';

/** A value as the bytes of its message. What is absent or zero is not written. */
export function encode<F extends MessageFields>(type: Message<F>, value: Infer<F>): Uint8Array {
  const writer = new BinaryWriter();
  write(writer, type as unknown as AnyMessage, value); // the same table, without its types
  return writer.finish();
}

function write(writer: BinaryWriter, { fields }: AnyMessage, value: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(fields)) {
    const field = fields[name]!;
    const given = value[name];
    if (given === undefined || given === null) continue;
    if (field.rule === 'many') for (const item of given as unknown[]) writeOne(writer, field, field.no, item);
    else if (field.rule === 'map') writeMap(writer, field, given as Record<string, unknown>);
    else if (field.explicit === true || !isZero(given)) writeOne(writer, field, field.no, given);
  }
}

const isZero = (value: unknown): boolean => value === '' || value === false || value === 0 || (value instanceof Uint8Array && value.length === 0);

function writeMap(writer: BinaryWriter, field: FieldType, entries: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(entries)) {
    writer.tag(field.no, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(key);
    writeOne(writer, field, 2, value);
    writer.join();
  }
}

/** The table says what each value is; the compiler held the caller to it. */
function writeOne(writer: BinaryWriter, field: FieldType, no: number, value: unknown): void {
  switch (field.kind) {
    case 'string': return void writer.tag(no, WireType.LengthDelimited).string(value as string);
    case 'bytes': return void writer.tag(no, WireType.LengthDelimited).bytes(value as Uint8Array);
    case 'bool': return void writer.tag(no, WireType.Varint).bool(value as boolean);
    case 'int': return void writer.tag(no, WireType.Varint).int64(value as number);
    case 'double': return void writer.tag(no, WireType.Bit64).double(value as number);
    case 'message':
      writer.tag(no, WireType.LengthDelimited).fork();
      write(writer, field.of!(), value as Record<string, unknown>);
      return void writer.join();
    default: return field.kind satisfies never;
  }
}
