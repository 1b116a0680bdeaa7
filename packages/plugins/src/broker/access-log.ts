/** Who asked for what: every host call of a plugin, in a log, written in batches so that a call does not wait for the disk. */
import { type Collection, indexedFields, type NewId, pluginAccessRecord, type Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Live } from '../live.ts';

export const accessCollection: Collection = { name: pluginAccessRecord.name, kind: 'log', lean: true, fields: Object.fromEntries(indexedFields(pluginAccessRecord).map((field) => [field, 'text' as const])) };

export interface Access {
  readonly kind: 'http' | 'call' | 'query' | 'emit' | 'reveal' | 'hmac' | 'decide' | 'hook';
  readonly target: string;
  readonly outcome: string;
  readonly method?: string;
  readonly sent_bytes?: number;
  readonly received_bytes?: number;
  readonly secret?: string;
  readonly duration_ms?: number;
}

export interface AccessLog {
  note(live: Live, call: string, access: Access): void;
  flush(): Promise<void>;
}

const WAIT_MS = 100;
const MOST_WAITING = 1000;

export function createAccessLog({ store, newId, now, report }: { readonly store: Store; readonly newId: NewId; readonly now: () => number; readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void }): AccessLog {
  let waiting: Op[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const ops = waiting;
    waiting = [];
    if (ops.length > 0) writing = writing.then(() => store.commit(ops)).then(() => undefined, (error: unknown) => report(error, { log: accessCollection.name, lost: ops.length }));
    return writing;
  }

  return Object.freeze({
    note({ tenant, id, plugin, version }: Live, call: string, access: Access) {
      const body = { plugin, installation: id, plugin_version: version, call, ...access };
      waiting.push({ op: 'append', in: accessCollection.name, tenant, id: newId(pluginAccessRecord.prefix), body, at: now() });
      if (waiting.length >= MOST_WAITING) void flush();
      else timer ??= setTimeout(() => void flush(), WAIT_MS).unref();
    },
    flush,
  });
}
