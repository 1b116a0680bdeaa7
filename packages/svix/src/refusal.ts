/** Refusals in the words of this protocol: `{code, detail}`, and for a wrong input a list of what is wrong where. */
import { Failure, type Issue, problemOf } from '@patchbay/contracts';
import type { z } from 'zod';

export type Loc = readonly (string | number)[];

export interface Wrong {
  readonly loc: Loc;
  readonly msg: string;
  readonly type: string;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly wrong: readonly Wrong[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, code: string, detail: string, { wrong = [], headers = {} }: { readonly wrong?: readonly Wrong[]; readonly headers?: Readonly<Record<string, string>> } = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.wrong = wrong;
    this.headers = headers;
  }
  get body(): unknown { return this.status === 422 ? { detail: this.wrong } : { code: this.code, detail: this.message }; }
}

export const notFound = (what = 'Entity'): Refusal => new Refusal(404, 'not_found', `${what} not found`);
export const conflict = (detail: string, code = 'conflict'): Refusal => new Refusal(409, code, detail);
export const notImplemented = (what: string): Refusal => new Refusal(501, 'not_implemented', `${what} is not offered by this server`);

export function invalid(loc: Loc, msg: string, type = 'value_error'): Refusal {
  return new Refusal(422, 'validation', msg, { wrong: [{ loc, msg, type }] });
}

export function invalidShape(root: 'body' | 'query', error: z.ZodError): Refusal {
  const wrong = error.issues.map((issue) => ({ loc: [root, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))], msg: issue.message, type: 'value_error' }));
  return new Refusal(422, 'validation', wrong[0]?.msg ?? 'invalid', { wrong });
}

/** Names of fields of ours, as this protocol has them. */
export type FieldNames = Readonly<Record<string, string>>;

/** A failure of the hub. What is none of the caller's business comes out as `server_error`. */
export function refusalOf(error: unknown, names: FieldNames = {}): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Failure)) return new Refusal(500, 'server_error', 'Internal server error');
  const { status, code, details } = error;
  const message = problemOf(error).detail;
  if (status === 401 || code === 'tenant.not_found') return new Refusal(401, 'authentication_failed', message);
  if (status === 403) return new Refusal(403, 'insufficient access', message);
  if (status === 404) return new Refusal(404, 'not_found', message);
  if (status === 405) return new Refusal(405, 'method_not_allowed', message);
  if (status === 413 || code === 'event.too_large') return new Refusal(413, 'payload_too_large', message);
  if (status === 429) return new Refusal(429, 'rate_limited', message, { headers: { 'retry-after': String(details['retry_after'] ?? 1) } });
  if (code === 'endpoint.too_many_keys') return new Refusal(400, 'limit_reached', message);
  if (code === 'request.malformed') return invalid(['body'], message, 'value_error.jsondecode');
  if (status === 422 || code === 'cursor.invalid' || code === 'request.too_deep') return new Refusal(422, 'validation', message, { wrong: wrongs(details.issues ?? [], message, names) });
  if (status === 409 || status === 412) return conflict(message);
  if (status === 501) return new Refusal(501, 'not_implemented', message);
  if (status >= 500) return new Refusal(status, 'server_error', message);
  return new Refusal(status, 'generic_error', message);
}

function wrongs(issues: readonly Issue[], message: string, names: FieldNames): Wrong[] {
  if (issues.length === 0) return [{ loc: ['body'], msg: message, type: 'value_error' }];
  return issues.map(({ path, message: msg }) => ({ loc: ['body', ...placeOf(path, names)], msg, type: 'value_error' }));
}

/** `secret_headers.X-Api-Key` is `headers`, `X-Api-Key` here. */
function placeOf(path: string, names: FieldNames): string[] {
  if (path === '') return [];
  const [field = '', ...rest] = path.split('.');
  return [names[field] ?? field, ...rest];
}
