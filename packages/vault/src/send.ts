/** How a master key in another house is reached: egress, handed in. */
import { Failure } from '@patchbay/contracts';

export interface SendRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface SendReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Send = (request: SendRequest, signal: AbortSignal) => Promise<SendReply>;

/** A reply as a JSON object; an empty one when it is something else. */
export function jsonOf({ body }: SendReply): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Says which service refused and with what word, and nothing of the request. */
export const refusedBy = (service: string, status: number, word: string): Failure =>
  new Failure('upstream.failed', `${service} answered ${status}${word === '' ? '' : ` (${word})`} instead of wrapping or unwrapping a data key`, { upstream: service, status, retryable: status === 429 || status >= 500 });
