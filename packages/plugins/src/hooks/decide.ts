/** Plugins that decide before something is done: in their order, within a tight budget, and counted as they declared when they fail. */
import type { Decision, DecideHook, JsonObject } from '@patchbay/sdk';
import { z } from 'zod';
import type { Directory } from '../directory.ts';
import { allows } from '../permissions.ts';
import { BUDGETS, type RunHandler } from '../runtime/run-handler.ts';

const Said = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allow') }),
  z.object({ kind: z.literal('deny'), reason: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('require_approval'), reason: z.string().min(1).max(1000) }),
]);

export type Decide = (hook: DecideHook, tenant: string, proposed: JsonObject, signal: AbortSignal) => Promise<Decision & { readonly by?: string }>;

export interface DecidePorts {
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly newCallId: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** The first that denies ends it; of those that want an approval, the first one’s reason is told. */
export function createDecide({ directory, run, newCallId, report }: DecidePorts): Decide {
  return async (hook, tenant, proposed, signal) => {
    const asked = directory.live(tenant).flatMap((live) => live.manifest.hooks.filter(({ mode, name }) => mode === 'decide' && name === hook && allows(live.granted, 'decide', hook)).map((each) => ({ live, ...each })));
    let outcome: Decision & { readonly by?: string } = { kind: 'allow' };
    for (const { live, on_failure } of asked.sort((a, b) => a.order - b.order || (a.live.id < b.live.id ? -1 : 1))) {
      const callId = newCallId();
      const said = await run(live, { handler: 'decide', name: hook, input: proposed, budget: BUDGETS.decide, callId, requestId: callId, reach: 'read', idempotent: true }, signal)
        .then((answer) => Said.parse(answer))
        .catch((error: unknown): Decision => {
          report(error, { installation: live.id, hook });
          return on_failure === 'closed' ? { kind: 'deny', reason: `${live.plugin} failed, and nothing happens without its word` } : { kind: 'allow' };
        });
      if (said.kind === 'deny') return { ...said, by: live.plugin };
      if (said.kind === 'require_approval' && outcome.kind === 'allow') outcome = { ...said, by: live.plugin };
    }
    return outcome;
  };
}
