/** The one path of every action, whatever door, plan step or rule it comes from. */
import { type Action, type ActionSource, ALLOWED, type Answer, type Call, type Caller, Failure, invalidInput, type NewId, type Op, type Operation, type Plan, type Quota, type Ruling, structuredOf, ToolBytes } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { createApprovals, type Grant } from './approvals.ts';
import { canonical } from './canonical.ts';
import { createIdempotency, type Slot } from './idempotency.ts';
import { createRecorder } from './recorder.ts';
import { isCancelled, Run } from './run.ts';

export interface AuditInput {
  readonly tenant: string;
  readonly id: string;
  readonly at: number;
  readonly action: string;
  readonly principal: string;
  readonly via: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly failure?: string;
  readonly reason?: string;
  readonly subject?: string | undefined;
  readonly approval?: string | undefined;
  readonly input_digest: string;
  readonly request_id: string;
}

export interface InvokePorts {
  readonly store: Store;
  /** Engines, connectors, plugins, attached servers: the first that knows an id runs it. */
  readonly sources: readonly ActionSource[];
  readonly newId: NewId;
  readonly now: () => number;
  /** Counts the call; throws `rate.limited`. */
  readonly limit: (caller: Caller) => Quota;
  readonly auditEntry: (input: AuditInput) => Op;
  /** Asks who decides in this tenant before an action that writes; undefined where nobody does. */
  readonly decide?: (call: Call, action: Action, input: unknown) => Promise<Ruling> | undefined;
  /** An event with its deliveries. */
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Readonly<Record<string, unknown>>; at: number; causes?: readonly string[] | undefined }) => Plan;
  /** Until everybody is known here who is to hear of what is done: another hub may just have declared them. Nothing, if they are. */
  readonly caughtUp?: () => Promise<void> | undefined;
  /** A keyed hash: it shows equality and nothing else, so that a digest of an input never tells a secret in it. */
  readonly fingerprint: (text: string) => string;
  readonly seal: (tenant: string, context: string, value: string) => Promise<string>;
  readonly unseal: (tenant: string, context: string, sealed: string) => Promise<string>;
  /** Counted for every call, with `done` or the failure code. */
  readonly meter: (action: string, via: string, outcome: string, milliseconds: number) => void;
  /** Wraps each call in a span, when tracing is on. */
  readonly trace?: <T>(name: string, attributes: Readonly<Record<string, string>>, work: () => Promise<T>, options: { readonly traceparent?: string | undefined }) => Promise<T>;
}

export interface InvokeOptions {
  readonly approvalSeconds: number;
  readonly idempotencySeconds: number;
  /** Of one action that reaches outside. */
  readonly timeoutMs: number;
}

export interface Invoke {
  invoke(call: Call): Promise<Answer>;
  listFor(caller: Caller): readonly Action[];
  /** approval_approve and approval_reject. */
  readonly operations: readonly Operation[];
  /** Removes what ran out; called now and then. */
  prune(): Promise<void>;
}

const AGAIN = 8;
/** In place of the digest of an action and its input. */
const KEY_ALONE = 'key alone';

export function createInvoke(ports: InvokePorts, options: InvokeOptions): Invoke {
  const { sources, limit, meter, now, newId } = ports;
  const approvals = createApprovals(ports, options);
  const idempotency = createIdempotency(ports, options);
  const { commit, recordRefusal } = createRecorder(ports);

  async function invoke(call: Call): Promise<Answer> {
    const began = performance.now();
    try {
      const answer = await (ports.trace === undefined ? path(call) : ports.trace(`action ${call.action}`, { 'patchbay.action': call.action, 'patchbay.tenant': call.caller.tenant, 'patchbay.via': call.via }, () => path(call), { traceparent: call.traceparent }));
      meter(call.action, call.via, 'done', performance.now() - began);
      return answer;
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'hub.internal';
      meter(code === 'action.not_found' ? 'unknown' : call.action, call.via, code, performance.now() - began);
      throw error;
    }
  }

  async function path(call: Call): Promise<Answer> {
    const operation = resolve(call) ?? (await resolveAnew(call));
    const { action } = operation;
    if (!call.caller.scopes.has(action.scope)) throw await notAllowed(call, forbidden(call, action));
    if (call.caller.project !== call.within) throw await notAllowed(call, outside(call, action));
    if (action.state === 'planned') throw new Failure('action.planned', `${action.id} is declared, and this release does not run it yet`);
    const counted = call.counted === true ? {} : { quota: limit(call.caller) };
    const input = validate(action, call.input);
    if (call.dryRun === true && !action.dryRun && action.safety !== 'safe') throw new Failure('action.no_dry_run', `${action.id} can’t say what it would do without doing it`);
    if (action.safety === 'safe') return { output: await read(operation, input, call), replayed: false, ...counted };
    if (call.dryRun === true) return { output: await read(operation, input, call), replayed: false, ...counted };
    const digest = ports.fingerprint(`${action.id}\n${canonical(input)}`);
    if (call.idempotencyKey === undefined) return { output: await write(operation, input, digest, call), replayed: false, ...counted };
    const repeated = call.keyAlone === true ? KEY_ALONE : digest;
    const { output, replayed } = await idempotency.once(call.idempotencyKey, call, action, repeated, (slot) => write(operation, input, digest, call, slot));
    return { output, replayed, ...counted };
  }

  /** Counted like any other call: each one is an entry in the audit trail, and whoever may do nothing must not fill it. */
  async function notAllowed(call: Call, failure: Failure): Promise<unknown> {
    if (call.counted !== true) limit(call.caller);
    return recordRefusal(call, failure);
  }

  function resolve({ action, caller }: Call): Operation | undefined {
    for (const source of sources) {
      const found = source.resolve(action, caller);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Another hub may just have installed what brings it. */
  async function resolveAnew(call: Call): Promise<Operation> {
    await Promise.all(sources.map((source) => source.settle?.().catch(() => undefined))); // it reports what it can’t take
    const found = resolve(call);
    if (found === undefined) throw new Failure('action.not_found', `There is no action ${JSON.stringify(call.action.slice(0, 100))}`);
    return found;
  }

  function validate(action: Action, input: unknown): unknown {
    const parsed = action.input.safeParse(input);
    if (!parsed.success) throw invalidInput(action.id, parsed.error);
    return parsed.data;
  }

  async function read(operation: Operation, input: unknown, call: Call): Promise<unknown> {
    const context = new Run(call, now(), newId);
    return checkOutput(operation.action, await (operation.action.effects === 'outside' ? timed(operation, input, context, call) : operation.run(input, context)));
  }

  /** Runs on what is there, commits what it wants written with its record, and runs anew when somebody else was faster. Most calls wait for their commit, and for nothing else where no other hub can be. */
  async function write(operation: Operation, input: unknown, digest: string, call: Call, slot?: Slot): Promise<unknown> {
    const { action } = operation;
    const known = ports.caughtUp?.();
    if (known !== undefined) await known;
    if (action.safety === 'destructive' && call.approvalId === undefined && action.dryRun) await read(operation, input, dry(call)); // nobody is asked to approve what can't be done
    const asked = ports.decide?.(call, action, input);
    const ruling = asked === undefined ? ALLOWED : await ruled(asked, call, digest);
    const approval = action.safety === 'destructive' || ruling.kind === 'require_approval' ? await approvals.demand(call, action, input, step(action, digest), ruling).catch(async (error: unknown) => { throw await recordRefusal(call, error, digest); }) : undefined;
    if (action.effects === 'outside') await begin(approval, slot);
    for (let attempt = 1; attempt <= AGAIN; attempt++) {
      if (isCancelled(call)) throw new Failure('action.cancelled', `${action.id} was cancelled before it wrote anything`);
      const context = new Run(call, now(), newId);
      if (approval !== undefined && action.effects === 'store') context.add(approval.use(context.now), approval.refused);
      const ran = perform(operation, input, context, call, digest);
      const output = ran instanceof Promise ? await ran : ran;
      const record = slot === undefined ? undefined : await slot.finish(output);
      const outcome = await commit(context, { call, action, digest, record, approval: approval?.id });
      if (outcome === 'committed') return output;
    }
    throw new Failure('resource.conflict', `${action.id} met ${AGAIN} concurrent changes in a row`);
  }

  /** What somebody lets through: this input, and what runs with it. A plugin may be another one by the time of the answer. */
  const step = ({ edition }: Action, digest: string): string => (edition === undefined ? digest : ports.fingerprint(`${digest}\n${edition}`));

  /** Before the effect: two calls must not share an approval, nor a key. */
  async function begin(approval: Grant | undefined, slot: Slot | undefined): Promise<void> {
    if (slot !== undefined) await slot.begin(approval === undefined ? [] : [{ op: approval.use(now()), refused: approval.refused }]);
    else if (approval !== undefined) await approvals.spend(approval);
  }

  async function ruled(asked: Promise<Ruling>, call: Call, digest: string): Promise<Ruling> {
    const ruling = await asked;
    if (ruling.kind === 'deny') throw await recordRefusal(call, denied(ruling), digest);
    return ruling;
  }

  /** Its checked output. What failed outside is on record, also when only its answer is wrong: something may have happened. So is what somebody decided against. */
  function perform(operation: Operation, input: unknown, context: Run, call: Call, digest: string): unknown {
    const { action } = operation;
    if (action.effects === 'outside') return timed(operation, input, context, call).then((output) => checkOutput(action, output)).catch(async (error: unknown) => { throw await recordRefusal(call, error, digest, 'failed'); });
    try {
      const ran: unknown = operation.run(input, context);
      return ran instanceof Promise ? ran.then((output) => checkOutput(action, output), (error: unknown) => fallen(error, call, digest)) : checkOutput(action, ran);
    } catch (error) {
      return fallen(error, call, digest);
    }
  }

  async function fallen(error: unknown, call: Call, digest: string): Promise<never> {
    throw error instanceof Failure && error.code === 'decision.denied' ? await recordRefusal(call, error, digest) : error;
  }

  /** What reaches outside has a time to live. A timer of its own: thousands of calls a second would leave as many timeout signals behind, each for a minute. */
  async function timed({ action, run }: Operation, input: unknown, context: Run, call: Call): Promise<unknown> {
    const life = new AbortController();
    let late = false;
    const timer = setTimeout(() => { late = true; life.abort(new DOMException('The time of the call is over', 'TimeoutError')); }, options.timeoutMs);
    const cancel = (): void => life.abort(call.signal.reason);
    if (call.signal.aborted) cancel();
    else call.signal.addEventListener('abort', cancel, { once: true });
    context.signal = life.signal;
    try {
      return await run(input, context);
    } catch (error) {
      if (late) throw new Failure('action.timeout', `${action.id} took longer than ${options.timeoutMs} ms`, {}, { cause: error });
      throw call.signal.aborted ? new Failure('action.cancelled', `${action.id} was cancelled while it ran`, {}, { cause: error }) : error;
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener('abort', cancel);
    }
  }

  return Object.freeze({
    invoke,
    listFor: (caller: Caller) => sources.flatMap((source) => [...source.list(caller)]).filter((action) => caller.scopes.has(action.scope)),
    operations: approvals.operations,
    prune: () => idempotency.prune(),
  });
}

const dry = (call: Call): Call => ({ ...call, signal: call.signal, dryRun: true }); // the signal may be one that is made when it is asked for

/** A key for one project is good where the door holds its calls within that project, and nobody else's call is held in one. */
function outside({ caller }: Call, action: Action): Failure {
  return new Failure('caller.forbidden', `${caller.name} is for one project only, and ${action.id} is not held in it here`, { needs: 'a key without a project' });
}

function forbidden({ caller }: Call, action: Action): Failure {
  return new Failure('caller.forbidden', `${caller.name} may not call ${action.id}`, { needs: action.scope, has: caller.scopes.list });
}

const denied = ({ by, reason }: Exclude<Ruling, { kind: 'allow' }>): Failure => new Failure('decision.denied', `${by} decided against it: ${reason}`, { by, reason });

const checked = new WeakMap<object, { readonly action: Action; readonly output: unknown }>();

/** A frozen output that this action gave before is as right as it was then. */
function checkOutput(action: Action, output: unknown): unknown {
  if (output instanceof ToolBytes && structuredOf(action.output) !== undefined) return output; // looked at where it came in
  const keeps = typeof output === 'object' && output !== null && Object.isFrozen(output);
  const before = keeps ? checked.get(output) : undefined;
  if (before?.action === action) return before.output;
  const parsed = action.output.safeParse(output);
  if (parsed.success) {
    if (keeps) checked.set(output, { action, output: Object.freeze(parsed.data) });
    return parsed.data;
  }
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  throw new Failure('output.invalid', `${action.id} answered something that its schema does not allow`, { issues });
}
