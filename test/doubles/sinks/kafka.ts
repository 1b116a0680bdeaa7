/** A Kafka broker with one topic: what a producer may ask, checked as a broker checks it: versions, checksums, sequences, limits, SASL. */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface KafkaDouble {
  readonly address: string;
  /** As they were kept, by partition. */
  readonly records: readonly { readonly partition: number; readonly key: string | undefined; readonly value: string; readonly id: string }[];
  /** What no broker would have understood. */
  readonly broken: readonly string[];
  /** Answers the next batch with this code and keeps nothing of it. */
  failOnce(code: number): void;
  /** Keeps the next batch and hangs up before it answers. */
  swallowOnce(): void;
  silent(on: boolean): void;
  hangUp(): void;
  stop(): Promise<void>;
}

export type Sasl = 'none' | 'plain' | 'scram_sha_256' | 'scram_sha_512';
export const KAFKA_USER = { name: 'pat=ch,bay', password: 'hunter2-kafka' };
export const KAFKA_TOPIC = 'patchbay';
const PARTITIONS = 3;
const RANGES = [[0, 3, 11], [3, 0, 12], [17, 0, 1], [18, 0, 3], [22, 0, 4], [36, 0, 2]] as const;
const MOST_BYTES = 1_048_588;

export async function startKafka({ sasl = 'none' }: { readonly sasl?: Sasl } = {}): Promise<KafkaDouble> {
  const records: { partition: number; key: string | undefined; value: string; id: string }[] = [];
  const broken: string[] = [];
  const open = new Set<Socket>();
  /** The next sequence of a producer on a partition. */
  const expected = new Map<string, number>();
  let producers = 0;
  let fail: number | undefined;
  let swallow = false;
  let silent = false;
  let port = 0;

  function converse(socket: Socket): void {
    let rest: Buffer = Buffer.alloc(0);
    const login = saslServer(sasl);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
        const size = rest.readInt32BE(0);
        const frame = rest.subarray(4, 4 + size);
        rest = rest.subarray(4 + size);
        const answer = serve(frame, login);
        if (answer === 'hang up') return void socket.destroy();
        if (answer === 'nothing') continue;
        const head = Buffer.alloc(8);
        head.writeInt32BE(answer.length + 4);
        head.writeInt32BE(frame.readInt32BE(4), 4);
        socket.write(Buffer.concat([head, answer]));
      }
    });
  }

  function serve(frame: Buffer, login: SaslServer): Buffer | 'hang up' | 'nothing' {
    const [key, version] = [frame.readInt16BE(0), frame.readInt16BE(2)];
    const body = frame.subarray(10 + frame.readInt16BE(8));
    const asked = `${key}/${version}`;
    if (asked === '18/0') return join(int16(0), int32(RANGES.length), ...RANGES.map(([api, least, most]) => join(int16(api), int16(least), int16(most))));
    if (asked === '17/1') return login.handshake(text(body, 0)[0]);
    if (asked === '36/0') return login.authenticate(body.subarray(4, 4 + body.readInt32BE(0)).toString());
    if (!login.done) return 'hang up';
    if (asked === '3/5') return metadata(body);
    if (asked === '22/1') return join(int32(0), int16(0), int64(BigInt(++producers)), int16(0));
    if (asked === '0/7') return produce(body);
    broken.push(`unknown request ${asked}`);
    return 'hang up';
  }

  function metadata(body: Buffer): Buffer {
    const [name] = text(body, 4);
    if (body.readInt8(body.length - 1) !== 0) broken.push('would make topics');
    const topic = name === KAFKA_TOPIC
      ? join(int16(0), string(name), Buffer.from([0]), int32(PARTITIONS), ...Array.from({ length: PARTITIONS }, (_, partition) => join(int16(0), int32(partition), int32(1), int32(1), int32(1), int32(1), int32(1), int32(0))))
      : join(int16(3), string(name), Buffer.from([0]), int32(0));
    return join(int32(0), int32(1), int32(1), string('127.0.0.1'), int32(port), int16(-1), string('double'), int32(1), int32(1), topic);
  }

  function produce(body: Buffer): Buffer | 'hang up' | 'nothing' {
    const acks = body.readInt16BE(2);
    const [topic, at] = text(body, 12);
    const partition = body.readInt32BE(at + 4);
    const batch = body.subarray(at + 12, at + 12 + body.readInt32BE(at + 8));
    if (acks !== -1 || topic !== KAFKA_TOPIC || partition < 0 || partition >= PARTITIONS) broken.push('acks, topic or partition');
    if (silent) return 'nothing';
    const code = fail ?? keep(batch, partition);
    fail = undefined;
    if (swallow) {
      swallow = false;
      return 'hang up';
    }
    return join(int32(1), string(topic), int32(1), int32(partition), int16(code), int64(0n), int64(-1n), int64(0n), int32(0));
  }

  function keep(batch: Buffer, partition: number): number {
    if (batch.length > MOST_BYTES) return 10;
    if (batch.readInt32BE(8) !== batch.length - 12 || batch.readInt8(16) !== 2) return 87;
    if (batch.readUInt32BE(17) !== castagnoli(batch.subarray(21))) return 2;
    const [attributes, lastOffset, producer, first, count] = [batch.readInt16BE(21), batch.readInt32BE(23), batch.readBigInt64BE(43), batch.readInt32BE(53), batch.readInt32BE(57)];
    if (attributes !== 0 || lastOffset !== count - 1 || producer < 1n) return 87;
    const line = `${producer} ${partition}`;
    const next = expected.get(line) ?? 0;
    if (first < next) return 46;
    if (first > next) return 45;
    expected.set(line, first + count);
    const found = recordsOf(batch, count);
    records.push(...found.map((each) => ({ partition, ...each })));
    return found.length === count ? 0 : 87;
  }

  const server = createServer((socket) => { open.add(socket.once('close', () => open.delete(socket))); converse(socket); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  ({ port } = server.address() as AddressInfo);
  const hangUp = (): void => { for (const socket of open) socket.destroy(); };
  return {
    address: `127.0.0.1:${port}`, records, broken, hangUp,
    failOnce: (code) => { fail = code; },
    swallowOnce: () => { swallow = true; },
    silent: (on) => { silent = on; },
    async stop() {
      hangUp();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

function recordsOf(batch: Buffer, count: number): { key: string | undefined; value: string; id: string }[] {
  let at = 61;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = batch.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
  };
  const bytes = (): string | undefined => {
    const length = varint();
    if (length < 0) return undefined;
    at += length;
    return batch.toString('utf8', at - length, at);
  };
  return Array.from({ length: count }, (_, offset) => {
    const end = varint() + at;
    at++;
    varint();
    if (varint() !== offset) throw new Error('offsets are not in order');
    const [key, value = ''] = [bytes(), bytes()];
    const headers = Object.fromEntries(Array.from({ length: varint() }, () => [bytes(), bytes()]));
    if (at !== end) throw new Error('a record is not as long as it says');
    return { key, value, id: String(headers['patchbay-id']) };
  });
}

/** Bit by bit, unlike the code that it checks. */
function castagnoli(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

interface SaslServer {
  handshake(mechanism: string): Buffer;
  authenticate(said: string): Buffer;
  readonly done: boolean;
}

const MECHANISM = { none: '', plain: 'PLAIN', scram_sha_256: 'SCRAM-SHA-256', scram_sha_512: 'SCRAM-SHA-512' } as const;

function saslServer(sasl: Sasl): SaslServer {
  const hash = sasl === 'scram_sha_512' ? 'sha512' : 'sha256';
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(KAFKA_USER.password, salt, 4096, hash === 'sha256' ? 32 : 64, hash);
  const mac = (key: Buffer, data: string): Buffer => createHmac(hash, key).update(data).digest();
  const good = (said: string): Buffer => join(int16(0), int16(-1), int32(Buffer.byteLength(said)), Buffer.from(said));
  const bad = (said = ''): Buffer => join(int16(58), string(`Authentication failed with ${said}`), int32(0));
  let first: { bare: string; server: string } | undefined;
  let done = sasl === 'none';

  function scram(said: string): Buffer {
    if (first === undefined) {
      const [, user, nonce] = /^n,,n=([^,]*),r=([^,]+)$/.exec(said) ?? [];
      if (user?.replaceAll('=2C', ',').replaceAll('=3D', '=') !== KAFKA_USER.name) return bad();
      first = { bare: said.slice(3), server: `r=${nonce}${randomBytes(9).toString('base64')},s=${salt.toString('base64')},i=4096` };
      return good(first.server);
    }
    const [, bare = '', proof = ''] = /^(c=biws,r=[^,]+),p=(.+)$/.exec(said) ?? [];
    const signed = `${first.bare},${first.server},${bare}`;
    const stored = createHash(hash).update(mac(salted, 'Client Key')).digest();
    const signature = mac(stored, signed);
    const key = Buffer.from(Buffer.from(proof, 'base64').map((byte, at) => byte ^ signature[at]!));
    const given = createHash(hash).update(key).digest();
    done = given.length === stored.length && timingSafeEqual(given, stored);
    return done ? good(`v=${mac(mac(salted, 'Server Key'), signed).toString('base64')}`) : bad();
  }

  return {
    handshake: (mechanism) => (sasl !== 'none' && mechanism === MECHANISM[sasl] ? join(int16(0), int32(1), string(mechanism)) : join(int16(33), int32(1), string(MECHANISM[sasl]))),
    authenticate(said) {
      if (sasl !== 'plain') return scram(said);
      done = said === `\0${KAFKA_USER.name}\0${KAFKA_USER.password}`;
      return done ? good('') : bad(said.split('\0').at(-1));
    },
    get done() { return done; },
  };
}

const join = (...parts: readonly Buffer[]): Buffer => Buffer.concat(parts);
const int16 = (value: number): Buffer => { const buffer = Buffer.alloc(2); buffer.writeInt16BE(value); return buffer; };
const int32 = (value: number): Buffer => { const buffer = Buffer.alloc(4); buffer.writeInt32BE(value); return buffer; };
const int64 = (value: bigint): Buffer => { const buffer = Buffer.alloc(8); buffer.writeBigInt64BE(value); return buffer; };
const string = (value: string): Buffer => join(int16(Buffer.byteLength(value)), Buffer.from(value));
const text = (buffer: Buffer, at: number): readonly [string, number] => { const end = at + 2 + buffer.readInt16BE(at); return [buffer.toString('utf8', at + 2, end), end]; };
