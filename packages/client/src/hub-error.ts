import type { FailureCode } from './generated/tables.ts';

/** What the client itself has to say, when no answer of the hub came. */
const own = {
  'client.unreachable': 'Check the URL and that the hub runs; `curl <url>/healthz` answers when it does.',
  'client.timeout': 'Raise `timeout`, or look at the load of the hub.',
  'client.redirected': 'Use the URL that the hub redirects to.',
  'client.not_a_hub': 'Check the URL: something other than a Patchbay hub answered.',
  'client.misused': 'Correct the call.',
  'client.unsettled': 'Do it again: if it exists, the refusal names its id, and it can be imported.',
} as const;
export type ClientCode = keyof typeof own;

/** The hub's codes, the client's, and codes of a newer hub than this client. */
export type HubErrorCode = FailureCode | ClientCode | (string & {});

/** One thing that is wrong with an input. */
export interface HubIssue { readonly path: string; readonly message: string; readonly expected?: string }

interface Facts {
  readonly code: HubErrorCode; readonly status: number; readonly fix: string; readonly issues: readonly HubIssue[];
  readonly requestId: string | undefined; readonly retryable: boolean; readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Every refusal: the hub's own, and that it could not be reached. `code` is stable, `fix` says what to do.
 * @example
 * try { await hub.projects.create({ slug: 'shop', name: 'Web shop' }); }
 * catch (error) { if (error instanceof HubError && error.code === 'resource.duplicate') return; throw error; }
 */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: HubErrorCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly fix: string;
  readonly issues: readonly HubIssue[];
  /** For the hub's logs. */
  readonly requestId: string | undefined;
  /** The same call may succeed later. */
  readonly retryable: boolean;
  /** What else the hub said: `approval_id`, `needs`, `existing`, `limit`. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(message: string, { code, status, fix, issues, requestId, retryable, details }: Facts) {
    super(message);
    this.code = code;
    this.status = status;
    this.fix = fix;
    this.issues = issues;
    this.requestId = requestId;
    this.retryable = retryable;
    this.details = details;
  }
}

export const ownError = (code: ClientCode, message: string, status = 0): HubError =>
  new HubError(message, { code, status, fix: own[code], issues: [], requestId: undefined, retryable: code === 'client.unreachable' || code === 'client.timeout' || (code === 'client.not_a_hub' && retryableStatus(status)), details: {} });

/** A hub that is busy, restarting, or behind a proxy that lost it. The others would answer the same again. */
const retryableStatus = (status: number): boolean => status === 429 || status === 502 || status === 503 || status === 504;

/** Problem details (RFC 9457) as an error. */
export function errorOf(status: number, text: string, requestId: string | undefined): HubError {
  const problem = parse(text);
  if (problem === undefined) return ownError('client.not_a_hub', `Expected problem details, but the answer with status ${status} was something else`, status);
  const { type: _, title: __, status: stated, code, detail, fix, issues, request_id: named, ...details } = problem;
  const real = typeof stated === 'number' ? stated : status;
  return new HubError(String(detail ?? code), {
    code: String(code), status: real, fix: String(fix ?? ''), details,
    issues: Array.isArray(issues) ? (issues as HubIssue[]) : [], // the hub's contract
    requestId: typeof named === 'string' ? named : requestId,
    // The first try may still be running when its answer got lost.
    retryable: retryableStatus(real) || code === 'request.timeout' || code === 'idempotency.in_progress',
  });
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
