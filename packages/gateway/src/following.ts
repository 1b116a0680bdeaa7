/** What changed about attached servers, told in the unit that changes it: every hub on the store hears of it at once. */
import type { Collection, NewId, Op } from '@patchbay/contracts';
import { followLog, type Store } from '@patchbay/storage';

export const changeCollection: Collection = { name: 'mcp_change', kind: 'log', lean: true, fields: {} };

export interface FollowingPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  /** Reads anew what is known of one server. */
  readonly refresh: (tenant: string, id: string) => Promise<void>;
}

export interface Following {
  /** Belongs into the unit of every change. */
  changeOp(tenant: string, id: string, at: number): Op;
  /** Until every change is in that was committed before this was asked. */
  settle(): Promise<void>;
  start(): Promise<void>;
  stop(): void;
}

export function createFollowing({ store, newId, report, refresh }: FollowingPorts): Following {
  const about = (error: unknown): void => report(error, { log: changeCollection.name });
  const { look, start, stop } = followLog({ store, report: about }, changeCollection.name, async (changes) => {
    const servers = new Map(changes.map(({ tenant, body }) => [`${tenant} ${String(body['server'])}`, { tenant, id: String(body['server']) }]));
    for (const { tenant, id } of servers.values()) await refresh(tenant, id);
  });

  return Object.freeze({
    settle: look, start, stop,
    changeOp: (tenant: string, id: string, at: number): Op => ({ op: 'append', in: changeCollection.name, tenant, id: newId('mcc'), body: { server: id }, at }),
  });
}
