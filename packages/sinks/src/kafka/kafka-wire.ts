/** The types of Kafka's protocol, written and read. https://kafka.apache.org/protocol.html#protocol_types */

export interface KafkaWriter {
  int8(value: number): KafkaWriter;
  int16(value: number): KafkaWriter;
  int32(value: number): KafkaWriter;
  int64(value: bigint): KafkaWriter;
  string(value: string | null): KafkaWriter;
  bytes(value: Uint8Array): KafkaWriter;
  /** As they are, without a length. */
  raw(value: Uint8Array): KafkaWriter;
  array<T>(items: readonly T[], write: (item: T) => void): KafkaWriter;
  /** Zigzag, as records use it. */
  varint(value: number): KafkaWriter;
  done(): Buffer;
}

export function kafkaWriter(): KafkaWriter {
  const parts: Uint8Array[] = [];
  const number = (size: number, write: (buffer: Buffer) => void): KafkaWriter => {
    const buffer = Buffer.allocUnsafe(size);
    write(buffer);
    parts.push(buffer);
    return writer;
  };
  const writer: KafkaWriter = {
    int8: (value) => number(1, (buffer) => buffer.writeInt8(value)),
    int16: (value) => number(2, (buffer) => buffer.writeInt16BE(value)),
    int32: (value) => number(4, (buffer) => buffer.writeInt32BE(value)),
    int64: (value) => number(8, (buffer) => buffer.writeBigInt64BE(value)),
    string(value) {
      if (value === null) return writer.int16(-1);
      const text = Buffer.from(value);
      return writer.int16(text.length).raw(text);
    },
    bytes: (value) => writer.int32(value.length).raw(value),
    raw(value) {
      parts.push(value);
      return writer;
    },
    array(items, write) {
      writer.int32(items.length);
      for (const item of items) write(item);
      return writer;
    },
    varint(value) {
      const bytes: number[] = [];
      let rest = value < 0 ? -2 * value - 1 : 2 * value; // spans of time need more than 32 bits
      for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
      bytes.push(rest);
      return writer.raw(Uint8Array.from(bytes));
    },
    done: () => Buffer.concat(parts),
  };
  return writer;
}

export interface KafkaReader {
  int8(): number;
  int16(): number;
  int32(): number;
  int64(): bigint;
  string(): string | null;
  bytes(): Buffer;
  array<T>(read: () => T): T[];
}

/** Throws a RangeError when the bytes end too early. */
export function kafkaReader(buffer: Buffer): KafkaReader {
  let at = 0;
  const step = (size: number): number => { const from = at; at += size; return from; };
  const reader: KafkaReader = {
    int8: () => buffer.readInt8(step(1)),
    int16: () => buffer.readInt16BE(step(2)),
    int32: () => buffer.readInt32BE(step(4)),
    int64: () => buffer.readBigInt64BE(step(8)),
    string() {
      const length = reader.int16();
      return length < 0 ? null : slice(length).toString('utf8');
    },
    bytes: () => slice(Math.max(reader.int32(), 0)),
    array(read) {
      const count = reader.int32();
      if (count > buffer.length) throw new RangeError('more items than bytes');
      return Array.from({ length: Math.max(count, 0) }, read);
    },
  };
  const slice = (length: number): Buffer => {
    const from = step(length);
    if (at > buffer.length) throw new RangeError('too short');
    return buffer.subarray(from, at);
  };
  return reader;
}
