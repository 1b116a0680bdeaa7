/** A destructive action waits until somebody else allows exactly this action with exactly this input, once. */
import { type Action, ALLOWED, approvalApprove, approvalRecord, approvalReject, type Call, type Context, type Document, Failure, masked, operation, type Op, type Operation, partyOf, type Row, type Ruling, schemaOf } from '@patchbay/contracts';
import type { InvokeOptions, InvokePorts } from './invoke.ts';

interface Stored extends Document {
  readonly action: string;
  readonly summary: string;
  readonly digest: string;
  readonly requester: string;
  /** Where it may log in again meanwhile: a run of a CI. */
  readonly party?: string;
  readonly status: 'pending' | 'approved' | 'rejected' | 'used';
  readonly expires_at: string;
  /** While it can be used: who asked for what. Unique, so that asking twice gives the same approval. */
  readonly open?: string;
}

/** A granted approval, to be spent in the unit of its call. */
export interface Grant {
  readonly id: string;
  use(at: number): Op;
  readonly refused: () => Failure;
}

export function createApprovals({ store, newId, now, tell }: InvokePorts, { approvalSeconds }: InvokeOptions) {
  async function demand(call: Call, action: Action, input: unknown, digest: string, ruling: Ruling = ALLOWED): Promise<Grant> {
    if (call.approvalId === undefined) throw await ask(call, action, input, digest, ruling);
    const row = await read(call.caller.tenant, call.approvalId);
    const { body } = row;
    const about = { approval_id: row.id, expires_at: body.expires_at };
    if (body.action !== action.id || body.digest !== digest || (body.party ?? body.requester) !== partyOf(call.caller)) throw new Failure('approval.mismatch', `${row.id} does not allow this call of ${action.id}`, about);
    if (body.status === 'used') throw new Failure('approval.used', `${row.id} was used already`, about);
    if (body.status === 'rejected') throw new Failure('approval.rejected', `${row.id} was rejected`, about);
    if (Date.parse(body.expires_at) <= now()) throw new Failure('approval.expired', `${row.id} ran out at ${body.expires_at}`, about);
    if (body.status === 'pending') throw new Failure('approval.pending', `${row.id} waits for somebody to decide`, about);
    return grant(row);
  }

  /** Asking again for the same finds the approval that waits already. */
  async function ask(call: Call, action: Action, input: unknown, digest: string, ruling: Ruling): Promise<Failure> {
    const { tenant, principal, party } = call.caller;
    const open = `${partyOf(call.caller)} ${digest}`;
    const waiting = await openOne(tenant, open);
    if (waiting !== undefined) return required(action, waiting.id, waiting.body.expires_at, ruling);
    const at = now();
    const id = newId(approvalRecord.prefix);
    const body: Stored = { action: action.id, summary: `${summarise(action, input)}${wishOf(ruling)}`, digest, requester: principal, ...(party === undefined ? {} : { party }), status: 'pending', expires_at: new Date(at + approvalSeconds * 1000).toISOString(), open };
    const told = tell({ tenant, type: 'approval.requested', subject: id, data: { action: action.id, summary: body.summary, requester: principal, expires_at: body.expires_at }, at });
    const outcome = await store.commit([{ op: 'insert', in: approvalRecord.name, tenant, id, body, at }, ...told.ops]);
    if (outcome.kind === 'committed') {
      told.committed();
      return required(action, id, body.expires_at, ruling);
    }
    const other = await openOne(tenant, open);
    return other === undefined ? new Failure('resource.conflict', 'The approval was decided while it was asked for') : required(action, other.id, other.body.expires_at, ruling);
  }

  /** One that ran out no longer stands in the way of a new one. */
  async function openOne(tenant: string, open: string): Promise<Row<Stored> | undefined> {
    const row = (await store.find(approvalRecord.name, tenant, { open })) as Row<Stored> | undefined;
    if (row === undefined || Date.parse(row.body.expires_at) > now()) return row;
    const { open: _, ...closed } = row.body;
    await store.commit([{ op: 'update', in: approvalRecord.name, tenant, id: row.id, body: closed, at: now(), version: row.version }]);
    return undefined;
  }

  async function read(tenant: string, id: string): Promise<Row<Stored>> {
    const row = (await store.get(approvalRecord.name, tenant, id)) as Row<Stored> | undefined;
    if (row === undefined) throw new Failure('resource.not_found', `There is no approval ${id.slice(0, 64)} in this tenant`, { resource: approvalRecord.name, id: id.slice(0, 64) });
    return row;
  }

  const decide = (status: 'approved' | 'rejected') => async (input: { id: string; comment?: string | undefined }, ctx: Context): Promise<never> => {
    const row = await read(ctx.caller.tenant, input.id);
    ctx.target(row.id);
    refuseDecision(row, ctx);
    const { open, ...rest } = row.body;
    const body: Stored = {
      ...rest, status, decided_by: ctx.caller.principal, decided_at: new Date(ctx.now).toISOString(),
      ...(input.comment === undefined ? {} : { comment: input.comment }), ...(status === 'approved' && open !== undefined ? { open } : {}),
    };
    ctx.unit.add({ op: 'update', in: approvalRecord.name, tenant: row.tenant, id: row.id, body, at: ctx.now, version: row.version }, () => 'again');
    ctx.emit({ type: `approval.${status}`, subject: row.id, data: { action: body.action, summary: body.summary, requester: body.requester, decided_by: ctx.caller.principal } });
    return showApproval({ ...row, version: row.version + 1, updated_at: ctx.now, body }) as never; // `invoke` checks it against the output schema
  };

  /** For an action that reaches outside: used up before it runs. */
  async function spend(grant: Grant): Promise<void> {
    const outcome = await store.commit([grant.use(now())]);
    if (outcome.kind === 'refused') throw grant.refused();
  }

  return Object.freeze({
    demand,
    spend,
    operations: [operation(approvalApprove, decide('approved')), operation(approvalReject, decide('rejected'))] as readonly Operation[],
  });
}

/** Nobody lets themselves through, and nobody lets through who made them. */
function refuseDecision({ id, body }: Row<Stored>, { caller, now }: Context): void {
  if (body.requester === caller.principal || body.party === partyOf(caller) || caller.issuers.includes(body.requester)) throw new Failure('approval.own_request', `${caller.name} asked for ${id}, or was issued by who asked`, { approval_id: id });
  if (body.status !== 'pending') throw new Failure('approval.decided', `${id} is ${body.status} already`, { approval_id: id, status: body.status });
  if (Date.parse(body.expires_at) <= now) throw new Failure('approval.expired', `${id} ran out at ${body.expires_at}`, { approval_id: id });
}

function grant(row: Row<Stored>): Grant {
  const { open: _, ...body } = row.body;
  return {
    id: row.id,
    use: (at) => ({ op: 'update', in: approvalRecord.name, tenant: row.tenant, id: row.id, body: { ...body, status: 'used' }, at, version: row.version }),
    refused: () => new Failure('approval.used', `${row.id} was used already`, { approval_id: row.id }),
  };
}

const required = (action: Action, id: string, expires: string, ruling: Ruling): Failure =>
  new Failure('approval.required', `${action.id} ${action.safety === 'destructive' ? 'is destructive and ' : ''}waits for the approval ${id}${wishOf(ruling)}`, { approval_id: id, expires_at: expires, ...(ruling.kind === 'allow' ? {} : { by: ruling.by, reason: ruling.reason }) });

/** Of a plugin that wants somebody to look. */
const wishOf = (ruling: Ruling): string => (ruling.kind === 'allow' ? '' : ` (${ruling.by}: ${ruling.reason})`);

/** The fields of the input that are plain and not secret, for the approver to read. It is told as an event, too: what only looks like a credential is left out as well. */
function summarise(action: Action, input: unknown): string {
  const { properties = {} } = schemaOf(action.input, 'input') as { readonly properties?: Readonly<Record<string, { readonly writeOnly?: unknown } | null>> }; // also of schemas that somebody else wrote
  const shown = Object.entries(input as Document).filter(([field, value]) => properties[field]?.writeOnly !== true && ['string', 'number', 'boolean'].includes(typeof value));
  return `${action.title}: ${shown.map(([field, value]) => `${field} ${masked(String(value)).slice(0, 120)}`).join(', ')}`;
}

/** `open` is ours alone. */
export function showApproval(row: Row<Stored>): Document {
  const { open: _, ...body } = row.body;
  return { id: row.id, version: row.version, created_at: new Date(row.created_at).toISOString(), updated_at: new Date(row.updated_at).toISOString(), ...body };
}
