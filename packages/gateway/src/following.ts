/** What changed about attached servers, told in the unit that changes it: every hub on the store hears of it at once. */
import type { Collection, NewId, Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

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
  start(): Promise<void>;
  stop(): void;
}

const AT_ONCE = 500;

export function createFollowing({ store, newId, report, refresh }: FollowingPorts): Following {
  let seen = 0;
  let again = false;
  let following: Promise<void> | undefined;
  let stopListening = (): void => undefined;

  /** One at a time; who rings meanwhile makes it look once more. */
  function follow(): void {
    again = true;
    following ??= catchUp().catch((error: unknown) => report(error, { log: changeCollection.name })).finally(() => { following = undefined; });
  }

  async function catchUp(): Promise<void> {
    while (again) {
      again = false;
      const changes = await store.tail(changeCollection.name, { after: seen, limit: AT_ONCE });
      const servers = new Map(changes.map(({ tenant, body }) => [`${tenant} ${String(body['server'])}`, { tenant, id: String(body['server']) }]));
      for (const { tenant, id } of servers.values()) await refresh(tenant, id);
      seen = changes.at(-1)?.seq ?? seen;
      again ||= changes.length === AT_ONCE;
    }
  }

  return Object.freeze({
    changeOp: (tenant: string, id: string, at: number): Op => ({ op: 'append', in: changeCollection.name, tenant, id: newId('mcc'), body: { server: id }, at }),
    async start() {
      stopListening = store.onAppend((logs) => { if (logs.has(changeCollection.name)) follow(); });
      seen = await store.head(changeCollection.name);
    },
    stop: () => stopListening(),
  });
}
