/** One attempt: transform, sign, send. Never throws for what the receiver or the way to it did wrong. */
import { Failure } from '@patchbay/contracts';
import { type EgressPolicy, excerpt } from '@patchbay/egress';
import type { Receiver } from '../match/receiver.ts';
import type { Credentials, Signature } from './credentials.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome } from './next-step.ts';
import type { Payload } from './payload.ts';
import type { Transform } from './transform.ts';

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
  readonly apart: boolean;
  readonly connections: number;
  readonly policy?: EgressPolicy;
}

export interface WebhookReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
}

export interface Attempted {
  readonly outcome: Outcome;
  readonly ms: number;
  /** The beginning of what was answered. */
  readonly response: string;
  readonly encoding?: 'base64';
  /** For people. */
  readonly detail?: string;
  /** It was asked, and did not answer in time. */
  readonly late?: true;
  /** It was not asked at all, for want of a connection. */
  readonly unasked?: true;
  /** It was not asked either: others have found the way there closed, and nobody goes before then. */
  readonly closedUntil?: number;
  /** What went out, if anything did. */
  readonly sent?: Sent;
}

export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly transformed: boolean;
  /** Headers that say who the hub is, in lower case. */
  readonly hidden: ReadonlySet<string>;
}

export interface AttemptPorts {
  readonly send: SendWebhook;
  readonly now: () => number;
  /** Whether this endpoint goes by connections that those who answer don't need. */
  readonly isLate?: (endpoint: string) => boolean;
  /** Absent in a hub without transformations. */
  readonly transform?: Transform;
}

/** What an attempt goes by of an endpoint, and of what its deliveries are sent with. */
export type Addressee = Pick<Receiver, 'tenant' | 'id' | 'url' | 'format' | 'transform' | 'timeoutMs' | 'concurrency'>;
export type Opened = Pick<Credentials, 'signer' | 'headers' | 'hidden' | 'policy' | 'token'>;

/** Read to keep the connection, and no further; the rest is cut off. */
const MOST_READ = 65_536;
export const MOST_KEPT = 20_000;

export function attempt(delivery: Pick<Delivery, 'event'>, receiver: Addressee, credentials: Opened, ports: AttemptPorts, signal: AbortSignal): Promise<Attempted> {
  const began = ports.now();
  try {
    if (receiver.transform !== undefined || credentials.token !== undefined) return prepared(delivery, receiver, credentials, ports, signal);
    return post(delivery, receiver, credentials, { payload: delivery.event.payload(receiver.format), transformed: false, token: undefined, began, at: began, leftMs: receiver.timeoutMs }, ports, signal);
  } catch (error) {
    return Promise.resolve({ outcome: failureOf(error), ms: ports.now() - began, response: '' });
  }
}

interface Parts {
  readonly payload: Payload;
  readonly transformed: boolean;
  readonly token: string | undefined;
  readonly began: number;
  /** Now. */
  readonly at: number;
  readonly leftMs: number;
}

function post(delivery: Pick<Delivery, 'event'>, receiver: Addressee, opened: Opened, parts: Parts, ports: AttemptPorts, signal: AbortSignal): Promise<Attempted> {
  const { id, type } = delivery.event;
  const signature = opened.signer.sign({ id, timestamp: Math.floor(parts.at / 1000), body: parts.payload.body, type });
  return signature instanceof Promise ? signature.then((made) => sendSigned(made, receiver, opened, parts, ports, signal)) : sendSigned(signature, receiver, opened, parts, ports, signal);
}

function sendSigned(signature: Signature, receiver: Addressee, { headers: own, hidden, policy }: Opened, { payload: { body, headers }, transformed, token, began, leftMs }: Parts, { send, now, isLate }: AttemptPorts, signal: AbortSignal): Promise<Attempted> {
  const signed: Record<string, string> = { accept: '*/*', 'user-agent': 'Patchbay', ...signature };
  for (const name in headers) signed[name] = headers[name]!;
  for (const name in own) signed[name] = own[name]!;
  if (token !== undefined) signed['authorization'] = `Bearer ${token}`;
  const request: WebhookRequest = {
    method: 'POST', url: receiver.url, body, headers: signed,
    deadlineMs: leftMs, maxBytes: MOST_READ, keepBytes: MOST_KEPT, onExcess: 'truncate', breaker: true, apart: isLate?.(receiver.id) === true, connections: receiver.concurrency,
  };
  const sent: Sent = { headers: signed, body, transformed, hidden };
  return send(policy === undefined ? request : { ...request, policy }, signal).then(
    (reply) => answered(reply, now() - began, sent),
    (error: unknown) => ({ outcome: failureOf(error), ms: now() - began, response: '', ...detailOf(error), ...lateness(error), sent }),
  );
}

function answered(reply: WebhookReply, ms: number, sent: Sent): Attempted {
  const { status, headers, body } = reply;
  const outcome = { kind: 'answered' as const, status, retryAfter: headers['retry-after'] };
  if (body.length === 0 && (status < 300 || status >= 400)) return { outcome, ms, response: '', sent };
  const { text, encoding } = excerpt(reply, MOST_KEPT);
  if (encoding === 'utf8' && (status < 300 || status >= 400)) return { outcome, ms, response: text, sent };
  const detail = status >= 300 && status < 400 ? 'It answered with a redirect, which is never followed: change the URL of the endpoint to where it moved' : undefined;
  return { outcome, ms, response: text, sent, ...(encoding === 'base64' ? { encoding } : {}), ...(detail === undefined ? {} : { detail }) };
}

/** What takes a step more before it can be sent. All steps share the time of the attempt. */
async function prepared(delivery: Pick<Delivery, 'event'>, receiver: Addressee, credentials: Opened, ports: AttemptPorts, signal: AbortSignal): Promise<Attempted> {
  const began = ports.now();
  const left = (): number => Math.max(1, receiver.timeoutMs - (ports.now() - began));
  try {
    const made = receiver.transform === undefined ? undefined : await within(receiver.timeoutMs, signal, async (ending) => ports.transform?.(delivery.event, receiver, ending));
    if (made?.kind === 'skips') return { outcome: { kind: 'skipped' }, ms: ports.now() - began, response: '' };
    if (receiver.transform !== undefined && made?.kind !== 'sends') return { outcome: { kind: 'failed', reason: made?.failure ?? 'transform.none', ours: true }, ms: ports.now() - began, response: '', ...(made === undefined ? {} : { detail: made.detail }) };
    const formatted = delivery.event.payload(receiver.format);
    const payload = made?.kind === 'sends' ? { body: Buffer.from(made.body), headers: formatted.headers } : formatted;
    const go = async (token: string | undefined): Promise<Attempted> => post(delivery, receiver, credentials, { payload, transformed: made !== undefined, token, began, at: ports.now(), leftMs: left() }, ports, signal);
    if (credentials.token === undefined) return await go(undefined);
    const first = await credentials.token({ deadlineMs: left() }, signal);
    const attempted = await go(first);
    if (attempted.outcome.kind !== 'answered' || attempted.outcome.status !== 401) return attempted;
    const second = await credentials.token({ deadlineMs: left(), instead: first }, signal); // it may have been revoked before its time
    return second === first ? attempted : await go(second);
  } catch (error) {
    return { outcome: failureOf(error), ms: ports.now() - began, response: '', ...detailOf(error) };
  }
}

/** `AbortSignal.any` would leave something at the long-lived signal for each attempt. */
async function within<T>(ms: number, signal: AbortSignal, work: (ending: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const timer = setTimeout(end, ms);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** Which failures are nobody's but ours: a retry changes nothing about a refusal of the guard or a request that can't be made. */
const OURS = new Set(['egress.denied', 'invalid']);

export function failureOf(error: unknown): Outcome {
  if (!(error instanceof Failure)) return { kind: 'failed', reason: error instanceof Error ? error.message : String(error), ours: true };
  const reason = typeof error.details['reason'] === 'string' ? error.details['reason'] : error.code;
  return { kind: 'failed', reason, ours: OURS.has(reason) || error.code !== 'upstream.failed' };
}

/** Who only waited for a connection was not asked. */
function lateness(error: unknown): Pick<Attempted, 'late' | 'unasked' | 'closedUntil'> {
  const { reason, stage, retry_at } = error instanceof Failure ? error.details : {};
  if (reason === 'busy' || (reason === 'timeout' && stage === 'waiting')) return { unasked: true };
  if (reason === 'circuit_open') return { closedUntil: Date.parse(String(retry_at)) };
  return reason === 'timeout' ? { late: true } : {};
}

/** Failures of ours are written for people; others may tell what they should not. */
const detailOf = (error: unknown): { detail?: string } => (error instanceof Failure ? { detail: error.message } : {});
