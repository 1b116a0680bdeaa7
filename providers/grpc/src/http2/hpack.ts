/** Reads compressed headers (RFC 7541). What we write ourselves is never compressed: see headers.ts. */
import { unhuffman } from './huffman.ts';

/** Both sides keep the same table per connection, so each block must be read, also of a call that is refused. */
export interface HeaderReader {
  /** Undefined when it can't be read; the connection is then lost. */
  read(block: Uint8Array): Headers | undefined;
}
export type Headers = ReadonlyMap<string, string>;
type Entry = readonly [name: string, value: string];

/** What we let the peer remember here, in the sizes of the RFC: it is the default. */
const TABLE_SIZE = 4096;
const ENTRY_OVERHEAD = 32;
/** Headers that everybody knows: a name, and its values if the RFC gives any. */
const STATIC: readonly Entry[] = `:authority;:method=GET,POST;:path=/,/index.html;:scheme=http,https;:status=200,204,206,304,400,404,500;accept-charset;accept-encoding=gzip, deflate;accept-language;accept-ranges;accept;\
access-control-allow-origin;age;allow;authorization;cache-control;content-disposition;content-encoding;content-language;content-length;content-location;content-range;content-type;cookie;date;etag;expect;expires;from;host;\
if-match;if-modified-since;if-none-match;if-range;if-unmodified-since;last-modified;link;location;max-forwards;proxy-authenticate;proxy-authorization;range;referer;refresh;retry-after;server;set-cookie;strict-transport-security;\
transfer-encoding;user-agent;vary;via;www-authenticate`.split(';').flatMap((line) => {
  const [name = '', values = ''] = line.split('=');
  return values.split(/,(?! )/).map((value): Entry => [name, value]);
});

export function createHeaderReader(): HeaderReader {
  const remembered: Entry[] = []; // the newest first
  let [size, limit] = [0, TABLE_SIZE];
  const shrink = (to: number): void => {
    while (size > to) size -= sizeOf(remembered.pop()!);
  };
  const remember = (entry: Entry): void => {
    shrink(Math.max(0, limit - sizeOf(entry)));
    if (sizeOf(entry) > limit) return;
    remembered.unshift(entry);
    size += sizeOf(entry);
  };
  const at = (index: number): Entry | undefined => (index <= STATIC.length ? STATIC[index - 1] : remembered[index - STATIC.length - 1]);

  return Object.freeze({
    read(block: Uint8Array) {
      const headers = new Map<string, string>();
      const bytes = createBytes(block);
      while (bytes.left() > 0) {
        const kind = bytes.peek();
        if (kind >= 0x80) { // all of it is known
          const entry = at(bytes.integer(7));
          if (entry === undefined) return undefined;
          headers.set(entry[0], entry[1]);
        } else if (kind >= 0x20 && kind < 0x40) { // the table gets another size
          limit = bytes.integer(5);
          if (limit > TABLE_SIZE) return undefined;
          shrink(limit);
        } else {
          const isRemembered = kind >= 0x40;
          const known = bytes.integer(isRemembered ? 6 : 4);
          const name = known === 0 ? bytes.text() : at(known)?.[0];
          const value = bytes.text();
          if (name === undefined || value === undefined) return undefined;
          headers.set(name, value);
          if (isRemembered) remember([name, value]);
        }
      }
      return bytes.left() === 0 ? headers : undefined;
    },
  });
}

const sizeOf = ([name, value]: Entry): number => name.length + value.length + ENTRY_OVERHEAD;

function createBytes(block: Uint8Array) {
  let at = 0;
  /** Its first bits share a byte with what it means. */
  const integer = (bits: number): number => {
    const most = 2 ** bits - 1;
    let value = (block[at++] ?? 0) & most;
    if (value < most) return value;
    for (let scale = 1; ; scale *= 128) {
      const byte = block[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      if (scale > 2 ** 21) return Infinity;
    }
  };
  const text = (): string | undefined => {
    const isHuffman = (block[at] ?? 0) >= 0x80;
    const length = integer(7);
    const raw = block.subarray(at, at + length);
    at += length;
    const plain = isHuffman ? unhuffman(raw) : raw;
    return plain === undefined ? undefined : Buffer.from(plain.buffer, plain.byteOffset, plain.length).toString('latin1');
  };
  return { integer, text, peek: () => block[at]!, left: () => block.length - at };
}
