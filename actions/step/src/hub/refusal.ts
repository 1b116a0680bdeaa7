/** What the hub says when it says no: problem details (RFC 9457). */
import { StepError } from '../step-error.ts';

export interface Refusal {
  readonly error: StepError;
  /** The same request may succeed later. */
  readonly passes: boolean;
  /** Milliseconds that the hub asks to wait. */
  readonly after: number;
}

const PASSING = new Set([429, 502, 503, 504]);

export function refusalOf(status: number, text: string, retryAfter: string | undefined): Refusal {
  const problem = problemIn(text);
  const after = /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0;
  if (problem === undefined) return { error: new StepError('hub.not_a_hub', `Expected an answer of a Patchbay hub, but status ${status} came with something else`, 'Check the address of the hub: it may be a proxy, or another service.'), passes: PASSING.has(status), after };
  const { code, detail, title, fix, issues, needs, request_id: request } = problem;
  const fields = Array.isArray(issues) ? (issues as { path?: string; message?: string }[]).map((issue) => `\n  ${issue.path ?? ''}: ${issue.message ?? ''}`).join('') : '';
  const message = `${String(detail ?? title ?? code)}${typeof needs === 'string' ? `; needs: ${needs}` : ''}${fields}${typeof request === 'string' ? ` [${request}]` : ''}`;
  return { error: new StepError(String(code), message, String(fix ?? ''), problem), passes: PASSING.has(status) || code === 'request.timeout' || code === 'idempotency.in_progress', after };
}

function problemIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
