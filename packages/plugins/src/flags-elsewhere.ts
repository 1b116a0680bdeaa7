/** Flags that another service keeps: asked through the installation that reaches it, by its query `evaluate`. While it does not answer, the last answer counts; without one, what the flag is when it is off. */
import type { Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Directory } from './directory.ts';
import { type Flag, offValue, PLUGIN_FLAG } from './flags.ts';
import type { RunHandler } from './runtime/run-handler.ts';

export interface FlagsElsewhere {
  /** The value for an installation. */
  ask(flag: Row, installation: string): Promise<unknown>;
  /** Whether an installation can say what a flag is. */
  answers(tenant: string, installation: string): Promise<boolean>;
  /** Asks anew for all that stand before plugins. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export interface FlagsElsewherePorts {
  readonly store: Store;
  readonly directory: () => Directory;
  readonly run: () => RunHandler;
  readonly now: () => number;
  readonly newCallId: () => string;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

/** Many installations are looked at one after the other. */
const FRESH_MS = 10_000;
const MOST = 10_000;
/** Somebody may be waiting for it. */
const BUDGET = { cpuMs: 100, wallMs: 5000 };
const QUERY = 'evaluate';

export function createFlagsElsewhere({ store, directory, run, now, newCallId, report }: FlagsElsewherePorts): FlagsElsewhere {
  const answered = new Map<string, { readonly at: number; readonly value: unknown }>();
  const ended = new AbortController();
  let looking: Promise<void> | undefined;

  async function ask(flag: Row, installation: string): Promise<unknown> {
    const key = `${flag.tenant} ${flag.id} ${flag.version} ${installation}`;
    const known = answered.get(key);
    if (known !== undefined && now() - known.at < FRESH_MS) return known.value;
    const live = directory().get(flag.tenant, String(flag.body['installation']));
    const before = known === undefined ? offValue(flag.body as unknown as Flag) : known.value; // stored by the resource, so it fits
    if (live === undefined) return before;
    const callId = newCallId();
    const input = { flag: String(flag.body['name']), targeting_key: installation, attributes: { tenant: flag.tenant } };
    const value = await run()(live, { handler: 'query', name: QUERY, input, budget: BUDGET, callId, requestId: callId, reach: 'read', idempotent: true }, ended.signal)
      .then((answer) => (answer as { value?: unknown } | null)?.value, (error: unknown) => { report(error, { flag: flag.id }); return before; });
    if (answered.size >= MOST) answered.clear();
    answered.set(key, { at: now(), value });
    return value;
  }

  async function lookAtAll(): Promise<void> {
    for await (const rows of store.scan('flag', {})) {
      for (const { tenant, body } of rows.filter((each) => each.body['provider'] !== 'hub' && String(each.body['name']).startsWith(PLUGIN_FLAG))) {
        if (ended.signal.aborted) return;
        await directory().refresh(tenant, { kind: 'flag', id: String(body['name']) });
      }
    }
  }

  return Object.freeze({
    ask,
    async answers(tenant: string, id: string) {
      const row = await store.get('installation', tenant, id);
      return row !== undefined && directory().liveOf(row)?.manifest.queries.some(({ name }) => name === QUERY) === true;
    },
    look: () => (looking ??= lookAtAll().finally(() => { looking = undefined; })),
    async stop() {
      ended.abort();
      await looking?.catch(() => undefined);
    },
  });
}
