import { expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';
import { kafkaReader, kafkaWriter } from './kafka-wire.ts';
import { partitionOf } from './partition-of.ts';
import { recordBatch } from './record-batch.ts';

test('the checksum gives the published answers', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(0))).toBe(0);
});

test.each([['21', -973_932_308], ['foobar', -790_332_482], ['a-little-bit-long-string', -985_981_536], ['a-little-bit-longer-string', -1_486_304_829], ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971], ['abc', 479_470_107]])('the key %s belongs where Kafka’s own clients put it', (key, hash) => {
  for (const partitions of [1, 3, 12, 1000]) expect(partitionOf(key, partitions)).toBe((hash & 0x7fffffff) % partitions);
});

test('numbers of variable length are written as the protocol has them, also beyond 32 bits', () => {
  const bytes = (value: number): string => kafkaWriter().varint(value).done().toString('hex');
  expect([0, -1, 1, 63, -64, 64, 300, 2 ** 31, -(2 ** 31) - 1, 2 ** 40].map(bytes)).toEqual(['00', '01', '02', '7e', '7f', '8001', 'd804', '8080808010', '8180808010', '808080808040']);
});

test('what is written is read', () => {
  const reader = kafkaReader(kafkaWriter().int8(-1).int16(-2).int32(-3).int64(-4n).string('é').string(null).bytes(Buffer.from('ab')).array([1, 2], () => undefined).done());
  expect([reader.int8(), reader.int16(), reader.int32(), reader.int64(), reader.string(), reader.string(), reader.bytes().toString(), reader.array(() => 0)]).toEqual([-1, -2, -3, -4n, 'é', null, 'ab', [0, 0]]);
  expect(() => kafkaReader(Buffer.from([0, 0, 0, 9, 1])).bytes()).toThrow(RangeError);
  expect(() => kafkaReader(Buffer.from([0x7f, 0, 0, 0])).array(() => 0)).toThrow(RangeError);
});

test('a batch has its length, its checksum, and the numbers of its producer', () => {
  const batch = recordBatch([{ at: 1000, key: 'k', value: 'v', id: 'evt_1' }, { at: 900, key: undefined, value: 'w', id: 'evt_2' }], { id: 7n, epoch: 2 }, 41);
  expect(batch.readInt32BE(8)).toBe(batch.length - 12);
  expect(batch.readUInt32BE(17)).toBe(crc32c(batch.subarray(21)));
  expect([batch.readBigInt64BE(27), batch.readBigInt64BE(35), batch.readBigInt64BE(43), batch.readInt16BE(51), batch.readInt32BE(53), batch.readInt32BE(57)]).toEqual([1000n, 1000n, 7n, 2, 41, 2]);
});
