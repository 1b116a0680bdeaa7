/** Signatures of Standard Webhooks 1.0.0: the bytes `id.timestamp.body`, signed by every key that still counts. */
import { createHmac, sign } from 'node:crypto';
import type { WebhookKey } from './webhook-key.ts';

export interface Message {
  /** The same on every attempt; receivers know a repeat by it. */
  readonly id: string;
  /** Seconds since 1970 of this attempt. */
  readonly timestamp: number;
  /** Exactly what goes over the wire. */
  readonly body: string | Uint8Array;
}

export interface StandardOptions extends Message {
  /** The newest first. */
  readonly keys: readonly WebhookKey[];
  /** The same values under `svix-*` too. */
  readonly svixHeaders?: boolean;
}

/** The headers of one delivery, names in lower case. */
export function signStandard({ id, timestamp, body, keys, svixHeaders = false }: StandardOptions): Record<string, string> {
  const head = `${checkedId(id)}.${checkedTime(timestamp)}.`;
  const first = keys[0];
  if (first === undefined) throw new TypeError('A webhook needs at least one key to be signed');
  let signature = entry(first, head, body);
  for (let at = 1; at < keys.length; at++) signature += ` ${entry(keys[at]!, head, body)}`;
  const time = String(timestamp);
  const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
  return svixHeaders ? { ...headers, 'svix-id': id, 'svix-timestamp': time, 'svix-signature': signature } : headers;
}

function entry({ version, key }: WebhookKey, head: string, body: string | Uint8Array): string {
  if (version === 'v1') return `v1,${createHmac('sha256', key).update(head).update(body).digest('base64')}`;
  return `v1a,${sign(null, Buffer.concat([Buffer.from(head), typeof body === 'string' ? Buffer.from(body) : body]), key).toString('base64')}`;
}

/** A dot would let one id and time pass for another. */
function checkedId(id: string): string {
  if (!/^[\x21-\x2d\x2f-\x7e]{1,255}$/.test(id)) throw new TypeError('A webhook id has 1 to 255 printable ASCII characters, no space and no dot');
  return id;
}

function checkedTime(timestamp: number): number {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) throw new TypeError('A webhook timestamp is whole seconds since 1970');
  return timestamp;
}
