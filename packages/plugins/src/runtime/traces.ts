/** Runs as they were, for who wants to run them again: what they got, what they asked, what they were told, what came of it. Kept for a day, without secrets. */
import { type Collection, collectionOf, type NewId, type Op, pluginRunRecord } from '@patchbay/contracts';
import type { Facts, Handler, Json } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';
import type { Ask } from '../broker/broker.ts';
import { maskingOf } from '../broker/masking.ts';
import type { Live } from '../live.ts';

export const runCollection: Collection = { ...collectionOf(pluginRunRecord), fields: { ...collectionOf(pluginRunRecord).fields, expires: 'number' } };

export interface Invoked { readonly handler: Handler; readonly name: string; readonly input: Json; readonly facts: Facts }

export interface Trace {
  /** The same host, whose answers are written down. */
  listen(ask: Ask): Ask;
  /** `outcome`: done, or the code of the failure. */
  end(outcome: string, result: Json): void;
}

export interface Traces {
  /** Undefined where the installation keeps none. */
  open(live: Live, invoked: Invoked): Trace | undefined;
  clear(of: { readonly tenant: string; readonly id: string }): Promise<Op[]>;
  flush(): Promise<void>;
}

const KEPT_MS = 86_400_000;
const MOST_CHARACTERS = 512 * 1024;
const HOUR_MS = 3_600_000;
const MOST_AN_HOUR = 400;
/** A run may be long. */
const AT_ONCE = 200;
const MASK = '•••';

export function createTraces({ store, newId, now, report }: { readonly store: Store; readonly newId: NewId; readonly now: () => number; readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void }): Traces {
  let writing: Promise<void> = Promise.resolve();
  let hour = 0;
  const counts = new Map<string, number>();

  /** A busy plugin is seen in a part of its runs. */
  function isTooMany(id: string): boolean {
    const is = Math.floor(now() / HOUR_MS);
    if (is !== hour) counts.clear();
    hour = is;
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count > MOST_AN_HOUR;
  }

  function open(live: Live, invoked: Invoked): Trace | undefined {
    const which = live.row.body['record'];
    if (which !== 'all' && which !== 'failures') return undefined;
    const asked: { name: string; args: Json; answer: Json }[] = [];
    const revealed: string[] = [];
    return {
      listen: (ask) => async (name, args) => {
        const answer = await ask(name, args);
        if (name === 'reveal' && answer.ok) revealed.push(String(answer.value));
        asked.push({ name, args, answer: (name === 'reveal' && answer.ok ? { ok: true, value: MASK } : answer) as Json });
        return answer;
      },
      end(outcome, result) {
        if (which === 'all' || outcome !== 'done') write(live, invoked, outcome, maskingOf(revealed).text(JSON.stringify({ ...invoked, input: withoutSecrets(live, invoked), asked, result }))); // what it was shown it may have sent on
      },
    };
  }

  /** Nobody waits for it. What is too long to be kept is not. */
  function write({ tenant, id, plugin, version }: Live, { handler, name }: Invoked, outcome: string, trace: string): void {
    if (trace.length > MOST_CHARACTERS || isTooMany(id)) return;
    const at = now();
    const body = { plugin, installation: id, plugin_version: version, handler, name, outcome, trace, expires_at: new Date(at + KEPT_MS).toISOString(), expires: at + KEPT_MS };
    writing = writing.then(() => store.commit([{ op: 'present', in: 'installation', tenant, id }, { op: 'insert', in: runCollection.name, tenant, id: newId(pluginRunRecord.prefix), body, at }])).then(() => undefined, (error: unknown) => report(error, { lost: runCollection.name }));
  }

  return Object.freeze({
    open,
    async clear({ tenant, id }: { readonly tenant: string; readonly id: string }): Promise<Op[]> {
      const rows = await store.list(runCollection.name, { tenant, where: { installation: id }, limit: AT_ONCE });
      return rows.map((row): Op => ({ op: 'delete', in: runCollection.name, tenant, id: row.id }));
    },
    flush: () => writing,
  });
}

/** Of an action: its fields that are only written. */
function withoutSecrets({ manifest }: Live, { handler, name, input }: Invoked): Json {
  const schema = handler === 'action' || handler === 'dry_run' ? manifest.actions.find((each) => each.name === name)?.input : undefined;
  const properties = (schema?.['properties'] ?? {}) as Readonly<Record<string, { readonly writeOnly?: boolean }>>;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).map(([field, value]) => [field, properties[field]?.writeOnly === true ? MASK : value]));
}
