/** Which partition a key belongs to: as Kafka's own clients count, so that others who write to the topic agree. */
export const partitionOf = (key: string, partitions: number): number => (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;

const M = 0x5bd1e995;
const SEED = 0x9747b28c;

function murmur2(data: Buffer): number {
  const whole = data.length & ~3;
  let hash = SEED ^ data.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  const left = data.length - whole;
  if (left > 0) {
    for (let at = left - 1; at >= 0; at--) hash ^= data[whole + at]! << (8 * at);
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}
