/** What the hub says when it says no: problem details (RFC 9457). */
import type { IncomingMessage } from 'node:http';
import { jsonObject } from '../inputs/json-object.ts';
import { StepError } from '../step-error.ts';

export interface Refusal {
  readonly error: StepError;
  /** The same request may succeed later. */
  readonly passes: boolean;
  /** Milliseconds that the hub asks to wait. */
  readonly after: number;
}

/** Thrown by one try; who repeats looks at `refusal`. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) { super(refusal.error.message); this.refusal = refusal; }
}

const PASSING = new Set([429, 502, 503, 504]);

/** Of an answer that was read. */
export const refusedBy = ({ statusCode = 0, headers }: IncomingMessage, text: string): Refused => new Refused(refusalOf(statusCode, text, headers['retry-after']));

export function refusalOf(status: number, text: string, retryAfter: string | undefined): Refusal {
  const problem = jsonObject(text);
  const after = /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0;
  if (problem?.['code'] === undefined) return { error: new StepError('hub.not_a_hub', `Expected an answer of a Patchbay hub, but status ${status} came with something else`, 'Check the address of the hub: it may be a proxy, or another service.'), passes: PASSING.has(status), after };
  const { code, detail, title, fix, issues, needs, request_id: request } = problem;
  const fields = Array.isArray(issues) ? (issues as { path?: string; message?: string }[]).map((issue) => `\n  ${issue.path ?? ''}: ${issue.message ?? ''}`).join('') : '';
  const message = `${String(detail ?? title ?? code)}${typeof needs === 'string' ? `; needs: ${needs}` : ''}${fields}${typeof request === 'string' ? ` [${request}]` : ''}`;
  return { error: new StepError(String(code), message, String(fix ?? ''), problem), passes: PASSING.has(status) || code === 'request.timeout' || code === 'idempotency.in_progress', after };
}
