/** How plugins behave: one that has to be killed again and again, or mostly fails, is stopped; one that fails soon after an update goes back. */
import type { Directory } from '../directory.ts';
import type { Live } from '../live.ts';
import type { Mark } from './marks.ts';
import type { Vitals } from './vitals.ts';

export interface WatchLimits {
  readonly kills: number;
  readonly windowMs: number;
  /** Of this many runs in the window, at least. */
  readonly runs: number;
  readonly failing: number;
  /** How long after an update a failure leads back to the version before, and from how many runs. */
  readonly probationMs: number;
  readonly probationRuns: number;
}

export const WATCH_LIMITS: WatchLimits = { kills: 3, windowMs: 600_000, runs: 20, failing: 0.5, probationMs: 600_000, probationRuns: 5 };

interface Run { readonly at: number; readonly how: How }
type How = 'well' | 'refused' | 'faulty' | 'killed';

export interface Watchdog {
  note(live: Live, how: How, reason: string): void;
  forget(id: string): void;
  /** What it has set going is done. */
  settled(): Promise<void>;
}

const MOST_RUNS = 200;

export interface WatchPorts {
  readonly mark: Mark;
  readonly vitals: Pick<Vitals, 'setBack'>;
  /** Whether an installation could run with this version. */
  readonly runs: Directory['canRun'];
  readonly now: () => number;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export function createWatchdog({ mark, vitals, runs: canRun, now, report }: WatchPorts, limits: WatchLimits = WATCH_LIMITS): Watchdog {
  const histories = new Map<string, Run[]>();
  const acting = new Map<string, Promise<unknown>>();

  function note(live: Live, how: How, reason: string): void {
    const key = `${live.id} ${live.version}`;
    const history = histories.get(key) ?? [];
    if (history.length === 0) histories.set(key, history);
    history.push({ at: now(), how });
    if (history.length >= 2 * MOST_RUNS) history.splice(0, MOST_RUNS);
    if (how !== 'faulty' && how !== 'killed') return;
    const since = now() - limits.windowMs;
    const verdict = judge(live, history.slice(-MOST_RUNS).filter(({ at }) => at > since), reason);
    if (verdict === undefined || acting.has(live.id)) return;
    const action = act(live, verdict.kind, verdict.reason).catch((error: unknown) => report(error, { installation: live.id })).finally(() => acting.delete(live.id));
    acting.set(live.id, action);
  }

  function judge(live: Live, runs: readonly Run[], reason: string): { readonly kind: 'back' | 'quarantine'; readonly reason: string } | undefined {
    const kills = runs.filter(({ how }) => how === 'killed').length;
    const failed = runs.filter(({ how }) => how === 'killed' || how === 'faulty').length;
    const mostly = (atLeast: number): boolean => runs.length >= atLeast && failed / runs.length > limits.failing;
    const { row } = live;
    const probation = row.body['previous_version'] !== null && canRun(live, String(row.body['previous_version'])) && now() - Date.parse(String(row.body['status_since'])) < limits.probationMs;
    if (probation && (kills > 0 || mostly(limits.probationRuns))) return { kind: 'back', reason };
    if (kills >= limits.kills) return { kind: 'quarantine', reason: `${kills} runs had to be killed within ${limits.windowMs / 60_000} minutes; the last: ${reason}` };
    return mostly(limits.runs) ? { kind: 'quarantine', reason: `${failed} of the last ${runs.length} runs failed; the last: ${reason}` } : undefined;
  }

  async function act(live: Live, kind: 'back' | 'quarantine', reason: string): Promise<unknown> {
    if (kind === 'back') await vitals.setBack(live); // first: a hub that dies in between must not go there again
    const since = new Date(now()).toISOString();
    const data = { installation: live.id, plugin: live.plugin, plugin_version: live.version, reason: reason.slice(0, 500) };
    return mark(live.tenant, live.id, ({ body }) => {
      if (body['installed_version'] !== live.version || body['status'] === 'quarantined') return undefined;
      if (kind === 'quarantine') return { body: { status: 'quarantined', status_reason: data.reason, status_since: since }, event: { type: 'plugin.quarantined', data } };
      const previous_version = String(body['previous_version']);
      return { body: { installed_version: previous_version, previous_version: null, status_reason: `went back from ${live.version}: ${data.reason}`, status_since: since }, event: { type: 'plugin.rolled_back', data: { ...data, previous_version } } };
    });
  }

  return Object.freeze({
    note,
    forget(id: string) { for (const key of histories.keys()) if (key.startsWith(`${id} `)) histories.delete(key); },
    async settled() { await Promise.all(acting.values()); },
  });
}
