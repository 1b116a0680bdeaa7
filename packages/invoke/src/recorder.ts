/** Commits what a call wrote together with its audit entry, its events and its idempotency record: all of it or nothing. */
import { type Action, type Call, Failure, type OnRefused, type Op } from '@patchbay/contracts';
import type { AuditInput, InvokePorts } from './invoke.ts';
import type { Run } from './run.ts';

interface Recorded {
  readonly call: Call;
  readonly action: Action;
  readonly digest: string;
  /** The idempotency record. Refused, it means that another hub was faster. */
  readonly record: Op | undefined;
  readonly approval: string | undefined;
}

export function createRecorder({ store, auditEntry, tell, newId, now }: InvokePorts) {
  /** What a run wants written comes first: what is refused is found by its place. */
  async function commit(run: Run, { call, action, digest, record, approval }: Recorded): Promise<'committed' | 'again'> {
    const { tenant, principal } = call.caller;
    const { ops } = run;
    if (record !== undefined) ops.push(record);
    ops.push(auditEntry({ tenant, id: run.callId, at: run.now, action: action.id, principal, via: call.via, outcome: 'done', subject: run.subject, approval, input_digest: digest, request_id: call.requestId }));
    const told = run.events.map((event) => tell({ tenant, at: run.now, causes: call.causes, ...event }));
    for (const plan of told) ops.push(...plan.ops);
    const outcome = await store.commit(ops);
    if (outcome.kind === 'committed') {
      for (const plan of told) plan.committed();
      for (const done of run.done) {
        const waits = done();
        if (waits !== undefined) await waits;
      }
      return 'committed';
    }
    if (ops[outcome.at] === record) throw new RecordTaken();
    const refusal = await toRefusal(run.refused[outcome.at], outcome.why);
    if (refusal === 'again') return 'again';
    throw refusal;
  }

  /** Writes down that somebody was refused, then hands the failure back to be thrown. */
  async function recordRefusal(call: Call, error: unknown, digest = '', outcome: 'refused' | 'failed' = 'refused'): Promise<unknown> {
    if (!(error instanceof Failure) && outcome === 'refused') return error;
    const entry: AuditInput = {
      tenant: call.caller.tenant, id: newId('aud'), at: now(), action: call.action, principal: call.caller.principal, via: call.via,
      outcome, failure: error instanceof Failure ? error.code : 'hub.internal', ...reasonOf(error), input_digest: digest, request_id: call.requestId,
      ...(call.approvalId === undefined ? {} : { approval: call.approvalId }),
    };
    await store.commit([auditEntry(entry)]);
    return error;
  }

  return { commit, recordRefusal };
}

/** Other refusals are told whole by their code. */
const reasonOf = (error: unknown): { readonly reason?: string } => (error instanceof Failure && error.code === 'decision.denied' ? { reason: `${String(error.details['by'])}: ${String(error.details['reason'])}` } : {});

/** Another hub stored the answer to this idempotency key first. */
export class RecordTaken extends Error {}

async function toRefusal(refused: OnRefused | undefined, why: Parameters<OnRefused>[0]): Promise<Error | 'again'> {
  if (refused === undefined) return new Error(`an op of a unit was refused (${why}), and its engine does not say what that means`);
  return await refused(why);
}
