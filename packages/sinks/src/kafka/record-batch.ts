/** Records as Kafka keeps them: one batch, format 2. https://kafka.apache.org/documentation/#recordbatch */
import { crc32c } from './crc32c.ts';
import { kafkaWriter } from './kafka-wire.ts';

export interface KafkaRecord {
  readonly at: number;
  readonly key: string | undefined;
  readonly value: string;
  readonly id: string;
}

/** With these a broker knows what it has already. */
export interface Producer {
  readonly id: bigint;
  readonly epoch: number;
}

const MAGIC = 2;
const NONE = -1;

export function recordBatch(records: readonly KafkaRecord[], { id, epoch }: Producer, firstSequence: number): Buffer {
  const base = records[0]!.at;
  const latest = Math.max(...records.map(({ at }) => at));
  const body = kafkaWriter()
    .int16(0).int32(records.length - 1).int64(BigInt(base)).int64(BigInt(latest)).int64(id).int16(epoch).int32(firstSequence)
    .int32(records.length).raw(Buffer.concat(records.map((record, offset) => recordOf(record, offset, record.at - base)))).done();
  const head = kafkaWriter().int32(0).int8(MAGIC).done(); // no leader epoch
  head.writeInt32BE(NONE, 0);
  const sum = Buffer.allocUnsafe(4);
  sum.writeUInt32BE(crc32c(body));
  return kafkaWriter().int64(0n).int32(head.length + sum.length + body.length).raw(head).raw(sum).raw(body).done();
}

function recordOf({ key, value, id }: KafkaRecord, offset: number, later: number): Buffer {
  const record = kafkaWriter().int8(0).varint(later).varint(offset);
  withLength(record, key);
  withLength(record, value);
  record.varint(1);
  withLength(record, 'patchbay-id');
  withLength(record, id);
  const bytes = record.done();
  return kafkaWriter().varint(bytes.length).raw(bytes).done();
}

function withLength(writer: ReturnType<typeof kafkaWriter>, text: string | undefined): void {
  if (text === undefined) return void writer.varint(NONE);
  const bytes = Buffer.from(text);
  writer.varint(bytes.length).raw(bytes);
}
