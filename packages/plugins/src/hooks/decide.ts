/** Plugins that decide before something is done: in their order, within a tight budget, and counted as they declared when they fail. */
import { ALLOWED, Failure, type Ruling } from '@patchbay/contracts';
import type { DecideHook, JsonObject } from '@patchbay/sdk';
import { z } from 'zod';
import type { AccessLog } from '../broker/access-log.ts';
import type { Directory } from '../directory.ts';
import type { Live } from '../live.ts';
import { allows } from '../permissions.ts';
import { BUDGETS, type RunHandler } from '../runtime/run-handler.ts';

const Said = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allow') }),
  z.object({ kind: z.literal('deny'), reason: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('require_approval'), reason: z.string().min(1).max(1000) }),
]);

export interface Decider {
  /** Whether anybody would be asked; asks nobody. */
  listens(hook: DecideHook, tenant: string): boolean;
  /** `except`: an installation that this is about, or that asks itself. */
  decide(hook: DecideHook, tenant: string, proposed: JsonObject, signal: AbortSignal, except?: string): Promise<Ruling>;
}

export interface DecidePorts {
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly log: AccessLog;
  readonly now: () => number;
  readonly newCallId: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** Of all of them together; each has its own, too. */
const ALL_MS = 5000;

interface Asked { readonly live: Live; readonly order: number; readonly onFailure: 'open' | 'closed'; /** It was stopped for what it did, and says nothing. */ readonly silent: boolean }

export function createDecide({ directory, run, log, now, newCallId, report }: DecidePorts): Decider {
  const known = new Map<DecideHook, Map<string, readonly Asked[]>>();
  directory.onChange((tenant) => { for (const tenants of known.values()) tenants.delete(tenant); });

  function askedFor(hook: DecideHook, tenant: string): readonly Asked[] {
    let tenants = known.get(hook);
    if (tenants === undefined) known.set(hook, (tenants = new Map<string, readonly Asked[]>()));
    const found = tenants.get(tenant);
    if (found !== undefined) return found;
    const made = [...of(directory.live(tenant), hook, false), ...of(directory.quarantined(tenant), hook, true)].sort((a, b) => a.order - b.order || (a.live.id < b.live.id ? -1 : 1));
    tenants.set(tenant, made);
    return made;
  }

  /** The first that denies ends it; of those that want an approval, the first one’s reason is told. */
  async function decide(hook: DecideHook, tenant: string, proposed: JsonObject, signal: AbortSignal, except?: string): Promise<Ruling> {
    let ruling: Ruling = ALLOWED;
    const together = AbortSignal.any([signal, AbortSignal.timeout(ALL_MS)]);
    for (const each of askedFor(hook, tenant)) {
      if (each.live.id === except) continue;
      const said = await ask(each, hook, proposed, together);
      if (signal.aborted) throw new Failure('action.cancelled', 'It was cancelled before it was decided');
      if (said.kind === 'deny') return said;
      if (said.kind === 'require_approval' && ruling.kind === 'allow') ruling = said;
    }
    return ruling;
  }

  async function ask({ live, onFailure, silent }: Asked, hook: DecideHook, proposed: JsonObject, signal: AbortSignal): Promise<Ruling> {
    const callId = newCallId();
    const began = now();
    const said = silent ? failed(live, onFailure, 'is quarantined') : await run(live, { handler: 'decide', name: hook, input: proposed, budget: BUDGETS.decide, callId, requestId: callId, reach: 'read', idempotent: true }, signal)
      .then((answer) => rulingOf(Said.parse(answer), live))
      .catch((error: unknown) => {
        report(error, { installation: live.id, hook });
        return failed(live, onFailure, 'failed');
      });
    log.note(live, callId, { kind: 'decide', target: hook, outcome: said.kind, duration_ms: now() - began });
    return said;
  }

  return Object.freeze({ decide, listens: (hook: DecideHook, tenant: string) => askedFor(hook, tenant).length > 0 });
}

/** One that lets pass what it does not see is not missed. */
const of = (lives: readonly Live[], hook: DecideHook, silent: boolean): Asked[] => lives.flatMap((live) => live.manifest.hooks
  .filter(({ mode, name, on_failure }) => mode === 'decide' && name === hook && allows(live.granted, 'decide', hook) && (!silent || on_failure === 'closed'))
  .map(({ order, on_failure }) => ({ live, order, onFailure: on_failure, silent })));

const rulingOf = (said: z.output<typeof Said>, { plugin }: Live): Ruling => (said.kind === 'allow' ? ALLOWED : { ...said, by: plugin });

const failed = ({ plugin }: Live, onFailure: Asked['onFailure'], how: string): Ruling => (onFailure === 'closed' ? { kind: 'deny', by: plugin, reason: `it ${how}, and nothing happens without its word` } : ALLOWED);
