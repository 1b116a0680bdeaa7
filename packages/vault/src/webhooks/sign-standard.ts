/** Signatures of Standard Webhooks 1.0.0: the bytes `id.timestamp.body`, signed by every key that still counts. */
import { createHmac } from 'node:crypto';
import { joined, next, signEd25519, type Soon } from './slow-signature.ts';
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
export function signStandard({ id, timestamp, body, keys, svixHeaders = false }: StandardOptions): Soon<Record<string, string>> {
  const head = `${checkedId(id)}.${checkedTime(timestamp)}.`;
  if (keys.length === 0) throw new TypeError('A webhook needs at least one key to be signed');
  const time = String(timestamp);
  return next(joined(keys.map((key) => entry(key, head, body)), ' '), (signature) => {
    const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
    return svixHeaders ? { ...headers, 'svix-id': id, 'svix-timestamp': time, 'svix-signature': signature } : headers;
  });
}

function entry({ version, key }: WebhookKey, head: string, body: string | Uint8Array): Soon<string> {
  if (version === 'v1') return `v1,${createHmac('sha256', key).update(head).update(body).digest('base64')}`;
  return signEd25519([head, body], key, 'base64').then((signature) => `v1a,${signature}`);
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
