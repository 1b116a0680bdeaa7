/** What came back. */

export interface EgressReply {
  readonly status: number;
  /** Lower-case names; several values of one name are joined with a comma. `retry-after` and `location` are here: nothing is followed or waited for. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, never decompressed; of a truncated answer the first bytes. */
  readonly body: Uint8Array;
  readonly truncated: boolean;
  /** The address that was dialled; absent when a proxy resolved. */
  readonly remoteAddress: string | undefined;
  readonly timings: Timings;
}

export interface Dialling {
  readonly dnsMs: number;
  readonly connectMs: number;
}

/** `dnsMs` and `connectMs` are 0 on a kept connection. `ttfbMs` and `totalMs` count from `send`, the wait for a connection included. */
export interface Timings extends Dialling {
  readonly ttfbMs: number;
  readonly totalMs: number;
  readonly reused: boolean;
}

/** The beginning of a body for people to read. */
export interface Excerpt {
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
  readonly truncated: boolean;
}

/** Bytes that are no text, or that a text column can't hold (NUL), are shown as base64. */
export function excerpt({ body, truncated }: Pick<EgressReply, 'body' | 'truncated'>, mostBytes = 16_384): Excerpt {
  const cut = truncated || body.length > mostBytes;
  const word = cut || body.length > SHORT ? undefined : plainText(body);
  if (word !== undefined) return { text: word, encoding: 'utf8', truncated: false };
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, mostBytes));
  const whole = cut ? bytes.subarray(0, bytes.length - brokenTail(bytes)) : bytes;
  const text = decoded(whole);
  return text === undefined ? { text: bytes.toString('base64'), encoding: 'base64', truncated: cut } : { text, encoding: 'utf8', truncated: cut };
}

/** Most answers are a word or two: those need no decoder. */
const SHORT = 16;

function plainText(bytes: Uint8Array): string | undefined {
  let text = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0 || byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** How many bytes at the end belong to a character that was cut through. */
function brokenTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
