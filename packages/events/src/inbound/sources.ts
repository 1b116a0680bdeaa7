/** All sources of the hub in memory, so that a request from anybody asks the store nothing. Changes come in by a log that every hub on the store follows. */
import type { Collection, Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Source } from './source.ts';

/** Which sources changed, in the order of commits. */
export const sourceChangeCollection: Collection = { name: 'source_change', kind: 'log', lean: true, fields: {} };

export interface Sources {
  start(): Promise<void>;
  stop(): void;
  get(id: string): Source | undefined;
  /** Belongs into the unit of every change of a source. */
  changeOp(change: { readonly tenant: string; readonly source: string; readonly id: string; readonly at: number }): Op;
  /** Reads one anew, at once. */
  refresh(tenant: string, id: string): Promise<void>;
}

export interface SourcesPorts {
  readonly store: Store;
  readonly read: (row: Row) => Source;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

const AT_ONCE = 500;

export function createSources({ store, read, report }: SourcesPorts): Sources {
  const byId = new Map<string, Source>();
  let seen = 0;
  let following: Promise<void> | undefined;
  let again = false;
  let stopListening = (): void => undefined;

  async function start(): Promise<void> {
    stopListening = store.onAppend((logs) => { if (logs.has(sourceChangeCollection.name)) void follow(); });
    seen = await store.head(sourceChangeCollection.name);
    for await (const rows of store.scan('source', {})) for (const row of rows) put(row);
  }

  /** One that can't be read takes nothing, and keeps nobody else from being read. */
  function put(row: Row): void {
    try {
      byId.set(row.id, read(row));
    } catch (error) {
      byId.delete(row.id);
      report(error, { source: row.id });
    }
  }

  /** One at a time; who rings meanwhile makes it look once more. */
  function follow(): Promise<void> {
    again = true;
    return (following ??= catchUp().catch((error: unknown) => report(error, { engine: 'inbound' })).finally(() => { following = undefined; }));
  }

  async function catchUp(): Promise<void> {
    while (again) {
      again = false;
      const changes = await store.tail(sourceChangeCollection.name, { after: seen, limit: AT_ONCE });
      for (const { tenant, body, seq } of changes) {
        await refresh(tenant, String(body['source']));
        seen = seq ?? seen;
      }
      again ||= changes.length === AT_ONCE;
    }
  }

  async function refresh(tenant: string, id: string): Promise<void> {
    const row = await store.get('source', tenant, id);
    if (row === undefined) return void byId.delete(id);
    if ((byId.get(id)?.version ?? 0) < row.version) put(row);
  }

  return Object.freeze({
    start, refresh,
    stop: () => stopListening(),
    get: (id: string) => byId.get(id),
    changeOp: ({ tenant, source, id, at }): Op => ({ op: 'append', in: sourceChangeCollection.name, tenant, id, body: { source }, at }),
  } satisfies Sources);
}
