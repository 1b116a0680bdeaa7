/** One request to another system, and its refusals as ours. */
import type { SinkHttpReply, SinkHttpRequest, SinkPorts } from './driver.ts';
import { saidBy, sinkFailure } from './sink-failure.ts';

const DEADLINE_MS = 30_000;
const MOST_READ = 65_536;
const BUSY = new Set([408, 425, 429, 500, 502, 503, 504]);

export interface Posted extends Pick<SinkHttpRequest, 'url' | 'headers' | 'body'> {
  readonly method?: 'POST' | 'PUT';
  /** Must not come back in an error. */
  readonly secret: string | undefined;
  /** The words of the other system in its refusal; by default none. */
  readonly words?: (text: string) => string;
}

export async function post({ method = 'POST', secret, words = () => '', ...request }: Posted, { send }: Pick<SinkPorts, 'send'>, signal: AbortSignal): Promise<SinkHttpReply> {
  const reply = await send({ method, deadlineMs: DEADLINE_MS, maxBytes: MOST_READ, onExcess: 'truncate', ...request }, signal);
  if (reply.status >= 200 && reply.status < 300) return reply;
  const said = saidBy(words(bodyText(reply)), secret);
  const wait = Number(reply.headers['retry-after']);
  throw sinkFailure(BUSY.has(reply.status) ? 'unavailable' : 'refused', new URL(request.url).origin, `answered ${reply.status}${said === '' ? '' : ` (${said})`}`, { status: reply.status, ...(wait > 0 ? { retry_after: wait } : {}) });
}

export const bodyText = ({ body }: Pick<SinkHttpReply, 'body'>): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');

/** An object out of JSON, empty if it is none. */
export function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `basic` takes user:password. */
export function authorization(kind: 'none' | 'bearer' | 'basic', secret: string | undefined): Record<string, string> {
  if (kind === 'none' || secret === undefined) return {};
  return { authorization: kind === 'bearer' ? `Bearer ${secret}` : `Basic ${Buffer.from(secret).toString('base64')}` };
}
