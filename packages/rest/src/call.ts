/** A request as a Call. */
import { type Call, type Caller, Failure } from '@patchbay/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard of every route that needs somebody behind it. */
    caller: Caller | undefined;
  }
}

export const callerOf = ({ caller }: FastifyRequest): Caller => {
  if (caller === undefined) throw new Error('this route has no guard');
  return caller;
};

/** A read: only who asks, and for what. */
export function readCall(action: string, input: unknown, request: FastifyRequest, reply: FastifyReply): Call {
  return new RequestCall(action, input, request, reply);
}

/** A write, with the headers that say how. */
export function writeCall(action: string, input: unknown, request: FastifyRequest, reply: FastifyReply): Call {
  const { headers } = request;
  const key = headers['idempotency-key'];
  const approval = headers['approval-id'];
  const call = new RequestCall(action, input, request, reply);
  call.dryRun = isDryRun(headers['dry-run']);
  if (key !== undefined) call.idempotencyKey = idempotencyKey(key);
  if (approval !== undefined) call.approvalId = approvalId(approval);
  return call;
}

/** Most calls end before anybody asks for the signal, so it is made when they do. */
class RequestCall implements Call {
  readonly via = 'rest';
  readonly action: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly requestId: string;
  dryRun?: boolean;
  idempotencyKey?: string;
  approvalId?: string;
  readonly #reply: FastifyReply;
  #signal: AbortSignal | undefined;

  constructor(action: string, input: unknown, request: FastifyRequest, reply: FastifyReply) {
    this.action = action;
    this.input = input;
    this.caller = callerOf(request);
    this.requestId = request.id;
    this.#reply = reply;
  }

  get signal(): AbortSignal { return (this.#signal ??= signalOf(this.#reply)); }
  get cancelled(): boolean { return this.#signal?.aborted ?? isGone(this.#reply); }
}

/** Aborted when the connection closes before the answer is written. */
export function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  if (isGone(reply)) controller.abort();
  else reply.raw.once('close', () => { if (!reply.raw.writableFinished) controller.abort(); });
  return controller.signal;
}

const isGone = ({ raw }: FastifyReply): boolean => raw.destroyed && !raw.writableFinished;

function idempotencyKey(header: string | string[]): string {
  if (typeof header === 'string' && /^[\x20-\x7e]{1,255}$/.test(header)) return header;
  throw new Failure('idempotency.key_invalid', 'Idempotency-Key takes 1 to 255 printable ASCII characters');
}

function approvalId(header: string | string[]): string {
  if (typeof header === 'string' && /^[a-z0-9_]{1,64}$/.test(header)) return header;
  throw wrongHeader('Approval-Id', 'expected the id of an approval');
}

function isDryRun(header: string | string[] | undefined): boolean {
  if (header === undefined || header === 'false') return false;
  if (header === 'true') return true;
  throw wrongHeader('Dry-Run', 'expected true or false');
}

const wrongHeader = (path: string, message: string): Failure => new Failure('input.invalid', `The header ${path} is not valid: ${message}`, { issues: [{ path, message }] });
