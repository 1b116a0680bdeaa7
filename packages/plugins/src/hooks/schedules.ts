/** What plugins do by themselves, by five fields of cron in UTC. Of several hubs, the one that writes the minute down first runs it. */
import type { Collection, Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Directory } from '../directory.ts';
import type { Live } from '../live.ts';
import { BUDGETS, type RunHandler } from '../runtime/run-handler.ts';
import { cronMatches } from './cron.ts';

export const scheduleCollection: Collection = { name: 'plugin_schedule', kind: 'documents', fields: { installation: 'text' } };

export interface SchedulePorts {
  readonly store: Store;
  readonly now: () => number;
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly newCallId: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

const MINUTE = 60_000;

export function createSchedules({ store, now, directory, run, newCallId, report }: SchedulePorts) {
  /** What has begun may end in its time when the hub stops, because nobody begins it again. */
  async function tick(over: AbortSignal): Promise<void> {
    const minute = Math.floor(now() / MINUTE) * MINUTE;
    const due = directory.live().filter(({ granted }) => granted.has('schedule')).flatMap((live) => live.manifest.schedules.filter(({ cron }) => cronMatches(cron, new Date(minute))).map(({ name }) => ({ live, name })));
    await Promise.all(due.map(async ({ live, name }) => {
      if (!(await claim(live, name, minute))) return;
      const callId = newCallId();
      await run(live, { handler: 'schedule', name, input: null, budget: BUDGETS.observe, callId, requestId: callId, reach: 'all' }, over).catch((error: unknown) => report(error, { installation: live.id, schedule: name }));
    }));
  }

  async function claim({ tenant, id }: Live, name: string, minute: number): Promise<boolean> {
    const key = `${id}/${name}`;
    const row = await store.get(scheduleCollection.name, tenant, key);
    if (Number(row?.body['minute'] ?? 0) >= minute) return false;
    const write = { in: scheduleCollection.name, tenant, id: key, body: { installation: id, minute }, at: now() };
    const { kind } = await store.commit([{ op: 'present', in: 'installation', tenant, id }, row === undefined ? { op: 'insert', ...write } : { op: 'update', ...write, version: row.version }]);
    return kind === 'committed';
  }

  return Object.freeze({
    tick,
    async clear({ tenant, id }: { readonly tenant: string; readonly id: string }): Promise<Op[]> {
      const rows = await store.list(scheduleCollection.name, { tenant, where: { installation: id }, limit: 1000 });
      return rows.map((row): Op => ({ op: 'delete', in: scheduleCollection.name, tenant, id: row.id }));
    },
  });
}
