/** A handler of an installation, from what set it off to its output or a Failure; the health of the plugin is counted on the way. */
import { Failure } from '@patchbay/contracts';
import type { Facts, Handler, Json, JsonObject, License, Outcome } from '@patchbay/sdk';
import { type Broker, failureOf, type Reach } from '../broker/broker.ts';
import type { SecretStore } from '../broker/secrets.ts';
import type { Live } from '../live.ts';
import type { Budget, Ran, Runtime } from './runtime.ts';
import type { Traces } from './traces.ts';

export interface Errand {
  readonly handler: Handler;
  readonly name: string;
  readonly input: unknown;
  readonly budget: Budget;
  readonly callId: string;
  readonly requestId: string;
  /** The rules, and the installations that listened, that led to it. */
  readonly causes?: readonly string[] | undefined;
  readonly reach: Reach;
  readonly idempotent?: boolean;
  readonly idempotencyKey?: string;
  readonly attempt?: number;
}

export interface RunPorts {
  readonly broker: Broker;
  readonly runtime: Runtime;
  readonly secrets: SecretStore;
  /** Of a plugin that has plans. */
  readonly licenseOf: (live: Live) => Promise<License | undefined> | undefined;
  readonly traces: Traces;
  readonly now: () => number;
  /** Told how each run ended: quarantine and roll-back follow from it. */
  readonly watch: (live: Live, how: 'well' | 'refused' | 'faulty' | 'killed', reason: string) => void;
  readonly log: (live: Live, callId: string, line: { readonly level: string; readonly text: string }) => void;
}

/** One for all: the reason that a signal makes up itself costs as much as the rest of ending. */
const OVER = new Error('the run is over');

export type RunHandler = (live: Live, errand: Errand, signal: AbortSignal) => Promise<Json>;

export const BUDGETS = {
  action: { cpuMs: 500, wallMs: 60_000 },
  observe: { cpuMs: 500, wallMs: 30_000 },
  context: { cpuMs: 500, wallMs: 25_000 },
  decide: { cpuMs: 100, wallMs: 1000 },
  pure: { cpuMs: 100, wallMs: 1000 },
} as const satisfies Record<string, Budget>;

export function createRunHandler({ broker, runtime, secrets, licenseOf, traces, now, watch, log }: RunPorts): RunHandler {
  return async (live, { handler, name, input, budget, callId, requestId, causes, reach, idempotent = false, idempotencyKey = callId, attempt = 1 }, signal) => {
    const at = now();
    const license = await licenseOf(live);
    if (live.manifest.license === 'required' && handler !== 'lifecycle' && handler !== 'health' && license?.state !== 'active' && license?.state !== 'grace') return unlicensed(live, handler, license);
    const facts: Facts = {
      tenant: live.tenant, installation: { id: live.id, name: live.name }, plugin: { id: live.plugin, version: live.version }, config: live.config as JsonObject, secrets: Object.keys(await secrets.of(live)).sort(),
      now: at, deadline: at + budget.wallMs, invocation: { id: callId, attempt, idempotency_key: idempotencyKey }, ...(license === undefined ? {} : { license }),
    };
    const life = new AbortController(); // of what the host does for this run
    const cancel = (): void => life.abort(signal.reason);
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    try {
      const trace = traces.open(live, { handler, name, input: (input ?? null) as Json, facts });
      const session = { live, call: callId, deadline: facts.deadline, signal: life.signal, reach, requestId, causes };
      const ask = broker.open(session);
      const host = { ask: trace?.listen(ask) ?? ask, native: broker.native(session) };
      const ran = await runtime.run(live, { handler, name, input: (input ?? null) as Json, facts, budget, idempotent }, host, life);
      for (const line of ran.logs) log(live, callId, line);
      trace?.end(ran.kind === 'stopped' ? `stopped: ${ran.limit}` : ran.outcome.ok ? 'done' : ran.outcome.error.code, (ran.kind === 'stopped' ? { stopped: ran.limit } : plainOf(ran.outcome)) as Json);
      return concluded(live, ran, `${handler} ${name}`.trim());
    } finally {
      signal.removeEventListener('abort', cancel);
      life.abort(OVER);
    }
  };

  /** What happens by itself is left out; who asks is told. */
  function unlicensed({ plugin }: Live, handler: Handler, license: License | undefined): null {
    if (handler === 'hook' || handler === 'schedule') return null;
    throw new Failure('license.required', license?.state === 'expired' ? `The plan ${license.plan} of ${plugin} ran out at ${license.expires_at}` : `${plugin} is used with a plan, and this tenant has none`, { plugin });
  }

  function concluded(live: Live, ran: Ran, what: string): Json {
    if (ran.kind === 'stopped') {
      if (ran.limit === 'aborted') throw new Failure('action.cancelled', `${what} of ${live.plugin} was cancelled`);
      if (ran.limit === 'queue') throw new Failure('hub.overloaded', 'Too many calls of plugins wait');
      const reason = `${what} reached its limit ${ran.limit}${ran.allowed === 0 ? '' : ` of ${ran.allowed}`}`;
      watch(live, ran.killed ? 'killed' : 'faulty', reason);
      throw new Failure('plugin.stopped', `${live.plugin} was stopped: ${reason}`, { limit: ran.limit, plugin: live.plugin, ...(ran.allowed === 0 ? {} : { allowed: ran.allowed }) });
    }
    if (ran.outcome.ok) {
      watch(live, 'well', '');
      return ran.outcome.output;
    }
    const { code, message, details } = ran.outcome.error;
    const failure = failureOf(code, message, details, live.plugin);
    watch(live, failure.code === 'plugin.faulty' ? 'faulty' : 'refused', message);
    throw failure;
  }
}

/** Where it failed is another place in each runtime. */
const plainOf = (outcome: Outcome): Outcome => (outcome.ok ? outcome : { ok: false, error: { code: outcome.error.code, message: outcome.error.message, details: outcome.error.details } });
