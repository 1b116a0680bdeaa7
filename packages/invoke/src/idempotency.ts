/** The same key and the same input get the same answer: at once, later, after a restart, and from another hub. */
import { type Action, type Call, type Document, Failure, type Op, partyOf, type Row } from '@patchbay/contracts';
import type { InvokeOptions, InvokePorts } from './invoke.ts';
import { RecordTaken } from './recorder.ts';
import { isCancelled } from './run.ts';

interface Stored extends Document {
  readonly digest: string;
  /** `running` only for actions that reach outside: their effect may have happened although no answer was stored. */
  readonly status: 'running' | 'done' | 'failed';
  readonly answer?: unknown;
  readonly sealed?: string;
  readonly failure?: { readonly code: string; readonly message: string; readonly details: Document };
  readonly started_at: number;
  readonly expires_at: number;
}

interface Outcome { readonly output: unknown; readonly replayed: boolean }

/** The place that a call has under its key. */
export interface Slot {
  /** Before anything happens outside: nobody else does it under this key, and `spent` goes with it. Until then a refusal leaves the key free. */
  begin(spent: readonly Spent[]): Promise<void>;
  /** What is kept of an answer, as part of the unit of its call. */
  finish(output: unknown): Promise<Op>;
}

/** What a call uses up before it runs. */
export interface Spent { readonly op: Op; readonly refused: () => Failure }

type Work = (slot: Slot) => Promise<unknown>;

export const IDEMPOTENCY = 'idempotency';
/** What a kept answer that holds a secret is bound to. */
export const answerContext = (id: string): string => `${IDEMPOTENCY}/${id}`;
const PRUNE_AT_ONCE = 1000;
/** A hub that runs an action outside is taken for dead this long after the action's timeout. */
const GRACE_MS = 60_000;

export function createIdempotency({ store, now, seal, unseal }: InvokePorts, { idempotencySeconds, timeoutMs }: InvokeOptions) {
  const running = new Map<string, { digest: string; outcome: Promise<Outcome> }>();

  async function once(key: string, call: Call, action: Action, digest: string, work: Work): Promise<Outcome> {
    if (!/^[\x20-\x7e]{1,255}$/.test(key)) throw new Failure('idempotency.key_invalid', 'The idempotency key is not 1 to 255 printable ASCII characters');
    const id = `${partyOf(call.caller)}/${key}`;
    const local = `${call.caller.tenant}/${id}`;
    for (let other = running.get(local); other !== undefined; other = running.get(local)) {
      refuseReuse(other.digest, digest);
      const outcome = await other.outcome.catch((error: unknown) => ifGone(error, call));
      if (outcome !== undefined) return { ...outcome, replayed: true };
    }
    const outcome = first(call, action, digest, id, work);
    running.set(local, { digest, outcome });
    try {
      return await outcome;
    } finally {
      running.delete(local);
    }
  }

  /** Who asked first went away, and who asks now is still here. */
  function ifGone(error: unknown, call: Call): undefined {
    if (error instanceof Failure && error.code === 'action.cancelled' && !isCancelled(call)) return undefined;
    throw error;
  }

  async function first(call: Call, action: Action, digest: string, id: string, work: Work): Promise<Outcome> {
    const tenant = call.caller.tenant;
    const row = (await store.get(IDEMPOTENCY, tenant, id)) as Row<Stored> | undefined;
    if (row !== undefined && row.body.expires_at > now()) return replay(row, digest);
    if (action.effects === 'outside') return outside(call, action, digest, id, row, work);
    try {
      return { output: await work({ begin: nothing, finish: async (output) => put(tenant, id, row, await done(tenant, id, action, digest, output)) }), replayed: false };
    } catch (error) {
      // Another hub may have answered this key meanwhile; then what it did is also what this one ran into.
      const winner = (await store.get(IDEMPOTENCY, tenant, id)) as Row<Stored> | undefined;
      if (winner !== undefined && winner.version !== row?.version) return replay(winner, digest);
      throw error instanceof RecordTaken ? new Failure('idempotency.in_progress', 'Another request with this key was answered at the same time') : error;
    }
  }

  /** Claims the key before anything happens, so that no second hub does it, too. What is refused before that, as for want of an approval, happened nowhere: the key is still free. */
  async function outside(call: Call, action: Action, digest: string, id: string, row: Row<Stored> | undefined, work: Work): Promise<Outcome> {
    const tenant = call.caller.tenant;
    let claimed: Row<Stored> | undefined;
    async function begin(spent: readonly Spent[]): Promise<void> {
      const claim: Stored = { digest, status: 'running', started_at: now(), expires_at: now() + idempotencySeconds * 1000 };
      const outcome = await store.commit([put(tenant, id, row, claim), ...spent.map(({ op }) => op)]);
      if (outcome.kind === 'committed') claimed = { tenant, id, version: (row?.version ?? 0) + 1, created_at: now(), updated_at: now(), body: claim };
      else if (outcome.at > 0) throw spent[outcome.at - 1]!.refused();
      else throw new Failure('idempotency.in_progress', 'Another request with this key is running');
    }
    try {
      return { output: await work({ begin, finish: async (output) => put(tenant, id, claimed, await done(tenant, id, action, digest, output)) }), replayed: false };
    } catch (error) {
      if (claimed === undefined) throw error;
      const failure = error instanceof Failure ? error : new Failure('hub.internal', 'The action failed because of a fault of the hub');
      await store.commit([put(tenant, id, claimed, { ...claimed.body, status: 'failed', failure: { code: failure.code, message: failure.message, details: failure.details } })]);
      throw error;
    }
  }

  async function done(tenant: string, id: string, action: Action, digest: string, output: unknown): Promise<Stored> {
    const at = now();
    const kept = action.sensitive ? { sealed: await seal(tenant, answerContext(id), JSON.stringify(output)) } : { answer: output };
    return { digest, status: 'done', ...kept, started_at: at, expires_at: at + idempotencySeconds * 1000 };
  }

  function put(tenant: string, id: string, row: Row | undefined, body: Stored): Op {
    const at = now();
    return row === undefined ? { op: 'insert', in: IDEMPOTENCY, tenant, id, body, at } : { op: 'update', in: IDEMPOTENCY, tenant, id, body, at, version: row.version };
  }

  async function replay({ tenant, id, body }: Row<Stored>, digest: string): Promise<Outcome> {
    refuseReuse(body.digest, digest);
    if (body.status === 'failed' && body.failure !== undefined) throw new Failure(body.failure.code as never, body.failure.message, body.failure.details); // a code of ours, as it was stored
    if (body.status === 'running') throw stillRunning(body, now() - timeoutMs - GRACE_MS);
    const output: unknown = body.sealed === undefined ? body.answer : JSON.parse(await unseal(tenant, answerContext(id), body.sealed));
    return { output, replayed: true };
  }

  return Object.freeze({
    once,
    async prune() {
      while ((await store.prune(IDEMPOTENCY, 'expires_at', now(), PRUNE_AT_ONCE)) === PRUNE_AT_ONCE);
    },
  });
}

const nothing = async (): Promise<void> => undefined;

function refuseReuse(before: string, digest: string): void {
  if (before !== digest) throw new Failure('idempotency.key_reused', 'This idempotency key came before with another action or input');
}

const stillRunning = (body: Stored, deadBefore: number): Failure =>
  body.started_at < deadBefore
    ? new Failure('idempotency.outcome_unknown', 'The hub stopped while the first request with this key ran')
    : new Failure('idempotency.in_progress', 'The first request with this key is still running');
