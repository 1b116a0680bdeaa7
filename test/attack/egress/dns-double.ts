/** A name server on loopback that answers whatever the attacker wants: other addresses each time, too many, garbage, or nothing. */
import { createSocket } from 'node:dgram';

export type Answer = { readonly addresses: readonly string[]; readonly ttl?: number; readonly alias?: string } | 'silence' | 'unknown' | 'garbage';
/** The n-th question for that name and type, from 1. */
export type Zone = (type: 'A' | 'AAAA', nth: number) => Answer;

export interface DnsDouble {
  readonly server: string;
  /** Sets what a name answers. */
  name(name: string, zone: Zone): string;
  asked(name: string): number;
  stop(): Promise<void>;
}

const TYPES = new Map([[1, 'A'], [28, 'AAAA']] as const);

export async function startDns(): Promise<DnsDouble> {
  const zones = new Map<string, Zone>();
  const counts = new Map<string, number>();
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    const kind = TYPES.get(type as 1 | 28);
    const nth = (counts.get(`${name} ${type}`) ?? 0) + 1;
    counts.set(`${name} ${type}`, nth);
    const zone = zones.get(name);
    const answer: Answer = kind === undefined || zone === undefined ? 'unknown' : zone(kind, nth);
    if (answer !== 'silence') socket.send(answer === 'garbage' ? Buffer.concat([query.subarray(0, 2), Buffer.alloc(40, 0xff)]) : reply(query.subarray(0, end), kind ?? 'A', answer), from.port, from.address);
  });
  await new Promise<void>((resolve) => { socket.bind(0, '127.0.0.1', resolve); });
  return {
    server: `127.0.0.1:${socket.address().port}`,
    name: (name, zone) => { zones.set(name, zone); return name; },
    asked: (name) => (counts.get(`${name} 1`) ?? 0) + (counts.get(`${name} 28`) ?? 0),
    stop: () => new Promise((resolve) => { socket.close(() => resolve()); }),
  };
}

function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function reply(asked: Buffer, kind: 'A' | 'AAAA', answer: Exclude<Answer, 'silence' | 'garbage'>): Buffer {
  const known = answer !== 'unknown';
  const records = known ? recordsOf(kind, answer) : [];
  const head = Buffer.from(asked);
  head.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...records]);
}

function recordsOf(kind: 'A' | 'AAAA', { addresses, ttl = 60, alias }: Exclude<Answer, string>): Buffer[] {
  const own = addresses.filter((address) => address.includes(':') === (kind === 'AAAA'));
  const owner = alias === undefined ? Buffer.from([0xc0, 12]) : encoded(alias);
  const canonical = alias === undefined ? [] : [record(Buffer.from([0xc0, 12]), 5, ttl, encoded(alias))];
  return [...canonical, ...own.map((address) => record(owner, kind === 'A' ? 1 : 28, ttl, bytesOf(address)))];
}

function record(owner: Buffer, type: number, ttl: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

const encoded = (name: string): Buffer => Buffer.concat([...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])]);

function bytesOf(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const head = left.split(':').filter(Boolean);
  const tail = (right ?? '').split(':').filter(Boolean);
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return Buffer.from(groups.flatMap((group) => { const value = parseInt(group, 16); return [value >> 8, value & 255]; }));
}
