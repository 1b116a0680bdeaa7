/** One attempt: form, sign, send. Never throws for what the receiver or the way to it did wrong. */
import { Failure } from '@patchbay/contracts';
import type { Receiver } from '../match/receiver.ts';
import type { Credentials } from './credentials.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome } from './next-step.ts';

/** What `egress` takes and gives, as far as deliveries need it. */
export type SendWebhook = (request: WebhookRequest, signal: AbortSignal) => Promise<WebhookReply>;

export interface WebhookRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly keepBytes: number;
  readonly onExcess: 'truncate';
  readonly breaker: boolean;
}

export interface WebhookReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Attempted {
  readonly outcome: Outcome;
  readonly ms: number;
  /** The beginning of what was answered. */
  readonly response: string;
}

/** Read to keep the connection, and no further; the rest is cut off. */
const MOST_READ = 65_536;
const MOST_KEPT = 2_048;

export function attempt({ event }: Delivery, receiver: Receiver, { signer, headers: own }: Credentials, { send, now }: { readonly send: SendWebhook; readonly now: () => number }, signal: AbortSignal): Promise<Attempted> {
  const began = now();
  const { body, headers } = event.payload(receiver.format);
  const signed: Record<string, string> = { 'user-agent': 'Patchbay', ...signer.sign({ id: event.id, timestamp: Math.floor(began / 1000), body, type: event.type }) };
  for (const name in headers) signed[name] = headers[name]!;
  for (const name in own) signed[name] = own[name]!;
  const request: WebhookRequest = {
    method: 'POST', url: receiver.url, body, headers: signed,
    deadlineMs: receiver.timeoutMs, maxBytes: MOST_READ, keepBytes: MOST_KEPT, onExcess: 'truncate', breaker: true,
  };
  return send(request, signal).then(
    (reply) => ({ outcome: { kind: 'answered', status: reply.status, retryAfter: reply.headers['retry-after'] }, ms: now() - began, response: textOf(reply.body) }),
    (error: unknown) => ({ outcome: failureOf(error), ms: now() - began, response: '' }),
  );
}

const textOf = (body: Uint8Array): string => (body.length === 0 ? '' : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));

/** Which failures are nobody's but ours: a retry changes nothing about a refusal of the guard or a request that can't be made. */
const OURS = new Set(['egress.denied', 'invalid']);

export function failureOf(error: unknown): Outcome {
  if (!(error instanceof Failure)) return { kind: 'failed', reason: error instanceof Error ? error.message : String(error), ours: true };
  const reason = typeof error.details['reason'] === 'string' ? error.details['reason'] : error.code;
  return { kind: 'failed', reason, ours: OURS.has(reason) || error.code !== 'upstream.failed' };
}
