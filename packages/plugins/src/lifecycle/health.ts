/** Whether what a plugin reaches answers and takes its credential. Asked now and then, by one hub of several, and after each change; a change of the answer is told. */
import { Failure, gaveUp } from '@patchbay/contracts';
import type { HealthReport } from '@patchbay/sdk';
import type { Directory } from '../directory.ts';
import type { Live } from '../live.ts';
import { BUDGETS, type RunHandler } from '../runtime/run-handler.ts';
import type { Mark } from './marks.ts';
import type { Checked, Vitals } from './vitals.ts';

export interface Health {
  /** Of one, without writing it down. */
  ask(live: Live, signal: AbortSignal): Promise<HealthReport>;
  /** Of one, and writes it down. */
  check(live: Live, signal: AbortSignal): Promise<Checked>;
  /** Of one, in the background. */
  probe(tenant: string, id: string): void;
  /** Of all whose time has come. */
  probeAll(stopping: AbortSignal): Promise<void>;
  settled(): Promise<void>;
}

export interface HealthPorts {
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly mark: Mark;
  readonly vitals: Pick<Vitals, 'checked' | 'claim' | 'lastCheck'>;
  readonly now: () => number;
  readonly newCallId: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  /** Of what runs in the background. */
  readonly ending: AbortSignal;
}

const AT_ONCE = 8;
/** A little less than the time between two rounds: who begins a round early must not skip it. */
const CHECKED_MS = 240_000;
const MOST_SCOPES = 100;
const STATES: ReadonlySet<unknown> = new Set(['ok', 'degraded', 'down']);

export function createHealth({ directory, run, mark, vitals, now, newCallId, report, ending }: HealthPorts): Health {
  const probing = new Set<Promise<void>>();

  async function ask(live: Live, signal: AbortSignal): Promise<HealthReport> {
    if (!live.manifest.health) return { state: 'ok' };
    const callId = newCallId();
    try {
      const said = await run(live, { handler: 'health', name: '', input: null, budget: BUDGETS.observe, callId, requestId: callId, reach: 'read', idempotent: true }, signal);
      const { state, reason, scopes } = (said ?? {}) as { state?: unknown; reason?: unknown; scopes?: unknown };
      if (!STATES.has(state)) return { state: 'down', reason: 'its health check answered something else' };
      return { state: state as HealthReport['state'], ...(typeof reason === 'string' ? { reason: reason.slice(0, 500) } : {}), ...(Array.isArray(scopes) ? { scopes: scopes.map(String).slice(0, MOST_SCOPES) } : {}) };
    } catch (error) {
      if (gaveUp(signal)) throw error;
      return { state: 'down', reason: error instanceof Failure ? error.message.slice(0, 500) : 'its health check failed' };
    }
  }

  async function check(live: Live, signal: AbortSignal): Promise<Checked> {
    const before = await vitals.lastCheck(live.tenant, live.id);
    const began = now();
    const said = await ask(live, signal);
    const checked = await vitals.checked(live, said, now() - began);
    await changed(live, checked, before);
    return checked;
  }

  async function changed(live: Live, { state, reason }: Checked, before: Checked | undefined): Promise<void> {
    await mark(live.tenant, live.id, ({ body }) => {
      const is = state === 'ok' ? 'enabled' : 'degraded';
      if (body['installed_version'] !== live.version || (body['status'] !== 'enabled' && body['status'] !== 'degraded') || (body['status'] === is && (before?.state ?? state) === state)) return undefined;
      const data = { installation: live.id, plugin: live.plugin, plugin_version: live.version, state, reason };
      return { body: { status: is, status_reason: reason, ...(body['status'] === is ? {} : { status_since: new Date(now()).toISOString() }) }, event: { type: 'plugin.health_changed', data } };
    });
  }

  async function inTurn(live: Live, stopping: AbortSignal): Promise<void> {
    if (!stopping.aborted && await vitals.claim(live, CHECKED_MS)) await check(live, stopping);
  }

  function probe(tenant: string, id: string): void {
    const live = directory.get(tenant, id);
    if (live === undefined || !live.manifest.health) return;
    const work = check(live, ending).then(() => undefined).catch((error: unknown) => { if (!ending.aborted) report(error, { installation: id }); }).finally(() => probing.delete(work));
    probing.add(work);
  }

  return Object.freeze({
    ask, check, probe,
    async probeAll(stopping: AbortSignal) {
      const all = directory.live().filter(({ manifest }) => manifest.health);
      for (let from = 0; from < all.length; from += AT_ONCE) await Promise.all(all.slice(from, from + AT_ONCE).map((live) => inTurn(live, stopping)));
    },
    async settled() { await Promise.all(probing); },
  });
}
