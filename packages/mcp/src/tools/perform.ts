/** One round of a call, through the one path of every action. */
import { type Action, type Call, Failure, type House, structuredOf, ToolBytes, type ToolOutput } from '@patchbay/contracts';
import { isRecord } from '../protocol/message.ts';
import { OWN } from '../protocol/revision.ts';
import { codes, invalidParams, refusal, RpcError } from '../protocol/rpc-error.ts';
import { Passed, type Result, type Turn } from '../turn.ts';
import type { Approvals } from './approvals.ts';
import { createDialogue, type Round } from './dialogue.ts';
import type { Questions } from './questions.ts';
import { dataResult, failureResult, foreignResult } from './tool-result.ts';
import { viewOf } from './tool-view.ts';

export type Outcome =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'asks'; readonly questions: Questions; readonly state?: string | undefined }
  | { readonly kind: 'waits'; readonly approval: string; readonly failure: Failure };

export interface Performance extends Round {
  readonly approvalId?: string | undefined;
  readonly signal: AbortSignal;
  /** From here on nobody listens to notifications of the request. */
  readonly quiet: () => boolean;
  /** The action says that it takes long. */
  readonly long?: () => void;
}

export interface PerformPorts { readonly house: House; readonly approvals: Approvals }

/** Throws only what is not the tool's: a fault, a missing right or capability. */
export async function perform(ports: PerformPorts, turn: Turn, action: Action, performance: Performance): Promise<Outcome> {
  try {
    const { output } = await ports.house.invoke(callOf(turn, action, performance));
    return outcomeOf(action, output, turn);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const approval = error.details['approval_id'];
    const waits = (error.code === 'approval.required' || error.code === 'approval.pending') && typeof approval === 'string';
    if (!waits) {
      if (unrecorded(action, error)) await ports.house.refused({ caller: turn.caller, action: action.id, via: 'mcp', failure: error.code, requestId: turn.requestId });
      return failed(error, turn);
    }
    // Asked anew for what somebody allowed meanwhile: this call is the one that may run.
    if (performance.approvalId === undefined && (await ports.approvals.decision(turn.caller, approval, turn.requestId, performance.signal)) === 'approved') return perform(ports, turn, action, { ...performance, approvalId: approval });
    return { kind: 'waits', approval, failure: error };
  }
}

/** A call that never began, and a server that lied to a tool that only reads: the path of every action leaves no entry for these. */
const unrecorded = (action: Action, { code }: Failure): boolean => code === 'input.invalid' || code === 'input.unknown_field' || (action.origin !== undefined && action.safety === 'safe' && (code === 'upstream.failed' || code === 'output.invalid'));

function callOf(turn: Turn, { id }: Action, performance: Performance): Call {
  const { meta } = turn;
  const approvalId = performance.approvalId ?? textIn(meta, OWN.approval, /^[a-z0-9_]{1,64}$/);
  const idempotencyKey = textIn(meta, OWN.idempotencyKey, /^[\x20-\x7e]{1,255}$/);
  const traceparent = meta['traceparent'];
  return {
    action: id, input: turn.params['arguments'] ?? {}, caller: turn.caller, via: 'mcp', requestId: turn.requestId,
    get signal() { return performance.signal; },
    dialogue: createDialogue(turn, performance, performance.quiet, performance.long),
    ...(approvalId === undefined ? {} : { approvalId }), ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(meta[OWN.dryRun] === true ? { dryRun: true } : {}), ...(typeof traceparent === 'string' ? { traceparent } : {}),
  };
}

function textIn(meta: Turn['meta'], name: string, pattern: RegExp): string | undefined {
  const value = meta[name];
  if (value === undefined || (typeof value === 'string' && pattern.test(value))) return value;
  throw invalidParams(`_meta["${name}"] is not valid`);
}

function outcomeOf(action: Action, output: unknown, { endpoint }: Turn): Outcome {
  if (output instanceof ToolBytes) return { kind: 'done', result: new Passed(output) };
  if (structuredOf(action.output) === undefined) return { kind: 'done', result: dataResult(output, viewOf(action, endpoint).structured) };
  const said = output as ToolOutput; // `invoke` checked it against the schema
  if (said.resultType !== 'input_required') return { kind: 'done', result: foreignResult(said) };
  const questions = isRecord(said.inputRequests) ? (said.inputRequests as Questions) : {};
  return { kind: 'asks', questions, state: said.requestState };
}

/** What is wrong with the request or the client is told as such, everything else to the model. */
function failed(failure: Failure, turn: Turn): Outcome {
  switch (failure.code) {
    case 'action.not_found': throw new RpcError(codes.invalidParams, `Unknown tool: ${String(turn.params['name']).slice(0, 128)}`);
    case 'capability.missing': throw refusal(failure, turn.requestId);
    case 'caller.forbidden': case 'credential.missing': case 'credential.invalid': case 'credential.expired': case 'credential.audience': throw failure;
    default:
      if (failure.details['broke_off'] === true) throw refusal(failure, turn.requestId); // no result of the tool, not even a bad one
      return { kind: 'done', result: failureResult(failure, turn.requestId) };
  }
}
