/** What a NATS server says, out of the bytes as they come. https://docs.nats.io/reference/reference-protocols/nats-protocol */

export type NatsMessage =
  | { readonly kind: 'info'; readonly info: NatsInfo }
  | { readonly kind: 'ping' | 'pong' | 'ok' }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'message'; readonly subject: string; readonly status: number | undefined; readonly payload: string };

export interface NatsInfo {
  readonly max_payload?: number;
  readonly tls_required?: boolean;
  readonly tls_available?: boolean;
  readonly auth_required?: boolean;
  readonly headers?: boolean;
  readonly jetstream?: boolean;
  readonly nonce?: string;
}

/** Of what is not yet a whole message. INFO lists a cluster, so it may be long. */
const MOST_BYTES = 1_048_576;

/** Throws what is wrong with the bytes. */
export function createNatsParser(): (chunk: Buffer) => NatsMessage[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const found: NatsMessage[] = [];
    for (let next = one(rest); next !== undefined; next = one(rest)) {
      rest = rest.subarray(next.length);
      found.push(next.message);
    }
    if (rest.length > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes without an end`);
    return found;
  };
}

interface Found { readonly message: NatsMessage; readonly length: number }

function one(bytes: Buffer): Found | undefined {
  const end = bytes.indexOf('\r\n');
  if (end === -1) return undefined;
  const line = bytes.toString('utf8', 0, end);
  const space = line.search(/\s/);
  const word = (space === -1 ? line : line.slice(0, space)).toUpperCase();
  const said = space === -1 ? '' : line.slice(space + 1).trim();
  const plain = (message: NatsMessage): Found => ({ message, length: end + 2 });
  switch (word) {
    case 'INFO': return plain({ kind: 'info', info: JSON.parse(said) as NatsInfo });
    case 'PING': return plain({ kind: 'ping' });
    case 'PONG': return plain({ kind: 'pong' });
    case '+OK': return plain({ kind: 'ok' });
    case '-ERR': return plain({ kind: 'error', text: said.replace(/^'|'$/g, '') });
    case 'MSG': return withPayload(bytes, end + 2, said.split(/\s+/), false);
    case 'HMSG': return withPayload(bytes, end + 2, said.split(/\s+/), true);
    default: throw new Error('no NATS');
  }
}

/** `MSG subject sid [reply] bytes`, `HMSG subject sid [reply] header-bytes bytes` */
function withPayload(bytes: Buffer, from: number, words: readonly string[], headed: boolean): Found | undefined {
  const total = Number(words.at(-1));
  const head = headed ? Number(words.at(-2)) : 0;
  if (!Number.isInteger(total) || !Number.isInteger(head) || head < 0 || head > total || total > MOST_BYTES) throw new Error('no NATS');
  if (bytes.length < from + total + 2) return undefined;
  const status = /^NATS\/1\.0 (\d{3})/.exec(bytes.toString('latin1', from, from + head))?.[1];
  return { length: from + total + 2, message: { kind: 'message', subject: words[0]!, status: status === undefined ? undefined : Number(status), payload: bytes.toString('utf8', from + head, from + total) } };
}
