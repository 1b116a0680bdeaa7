/** Whether what a plugin reaches answers and takes its credential. Asked now and then, and after each change; only a change of the answer is written down. */
import { Failure } from '@patchbay/contracts';
import type { HealthReport } from '@patchbay/sdk';
import type { Directory } from '../directory.ts';
import type { Live } from '../live.ts';
import { BUDGETS, type RunHandler } from '../runtime/run-handler.ts';
import type { Mark } from './marks.ts';

export interface Health {
  /** Of one, without writing it down. */
  ask(live: Live, signal: AbortSignal): Promise<HealthReport>;
  /** Of one, in the background. */
  probe(tenant: string, id: string): void;
  /** Of all. */
  probeAll(): Promise<void>;
  settled(): Promise<void>;
}

export interface HealthPorts {
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly mark: Mark;
  readonly now: () => number;
  readonly newCallId: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

const AT_ONCE = 8;
const STATES: ReadonlySet<unknown> = new Set(['ok', 'degraded', 'down']);

export function createHealth({ directory, run, mark, now, newCallId, report }: HealthPorts): Health {
  const probing = new Set<Promise<void>>();

  async function ask(live: Live, signal: AbortSignal): Promise<HealthReport> {
    if (!live.manifest.health) return { state: 'ok' };
    const callId = newCallId();
    try {
      const said = await run(live, { handler: 'health', name: '', input: null, budget: BUDGETS.observe, callId, requestId: callId, reach: 'read', idempotent: true }, signal);
      const { state, reason } = (said ?? {}) as { state?: unknown; reason?: unknown };
      if (!STATES.has(state)) return { state: 'down', reason: 'its health check answered something else' };
      return { state: state as HealthReport['state'], ...(typeof reason === 'string' ? { reason: reason.slice(0, 500) } : {}) };
    } catch (error) {
      return { state: 'down', reason: error instanceof Failure ? error.message.slice(0, 500) : 'its health check failed' };
    }
  }

  async function look(live: Live): Promise<void> {
    const { state, reason = null } = await ask(live, new AbortController().signal);
    await mark(live.tenant, live.id, ({ body }) => {
      const is = state === 'ok' ? 'enabled' : 'degraded';
      if (body['installed_version'] !== live.version || (body['status'] !== 'enabled' && body['status'] !== 'degraded') || body['status'] === is) return undefined;
      const data = { installation: live.id, plugin: live.plugin, plugin_version: live.version, state, reason };
      return { body: { status: is, status_reason: reason, status_since: new Date(now()).toISOString() }, event: { type: 'plugin.health_changed', data } };
    });
  }

  function probe(tenant: string, id: string): void {
    const live = directory.get(tenant, id);
    if (live === undefined || !live.manifest.health) return;
    const work = look(live).catch((error: unknown) => report(error, { installation: id })).finally(() => probing.delete(work));
    probing.add(work);
  }

  return Object.freeze({
    ask, probe,
    async probeAll() {
      const all = directory.live().filter(({ manifest }) => manifest.health);
      for (let from = 0; from < all.length; from += AT_ONCE) await Promise.all(all.slice(from, from + AT_ONCE).map((live) => look(live)));
    },
    async settled() { await Promise.all(probing); },
  });
}
