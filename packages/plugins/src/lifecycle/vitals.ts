/**
 * How an installation does: what its health check said last, and what came of its requests. Counted in memory, and added to its document now and then,
 * so that several hubs count together. What a hub that dies had not added yet is not counted.
 */
import type { Collection, Document, Op, Row } from '@patchbay/contracts';
import type { HealthReport } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';
import type { Live } from '../live.ts';
import { quotaOf, type RateLimit } from './rate-limit.ts';

export const vitalsCollection: Collection = { name: 'plugin_vitals', kind: 'documents', fields: {} };

export type Outcome = 'ok' | 'refused' | 'limited' | 'failed';

/** For /metrics. */
export interface ConnectorMeter {
  request(about: About, outcome: Outcome, milliseconds: number): void;
  remaining(about: About, requests: number): void;
  health(about: About, state: HealthReport['state']): void;
}
export interface About { readonly plugin: string; readonly installation: string }

export interface Checked { readonly state: HealthReport['state']; readonly reason: string | null; readonly scopes: readonly string[]; readonly checked_at: string; readonly latency_ms: number }

interface Counts { readonly requests: number; readonly refused: number; readonly limited: number; readonly failed: number; readonly total_ms: number; readonly rate_limit?: RateLimit }
interface Stored extends Document, Partial<Counts> { readonly since: string; readonly check?: Checked; /** Whoever writes it down checks. */ readonly due?: number; /** It ran once: its step `install` is over. */ readonly begun?: true; /** Versions that it had to go back from. */ readonly setbacks?: readonly string[] }

export interface Vitals {
  /** A request that was answered; without a reply it was not. */
  note(live: Live, reply: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | undefined, milliseconds: number): void;
  checked(live: Pick<Live, 'tenant' | 'id' | 'plugin'>, report: HealthReport, milliseconds: number): Promise<Checked>;
  /** What the check before said. */
  lastCheck(tenant: string, id: string): Promise<Checked | undefined>;
  /** Whether this hub is the one to check now: of several, one does. */
  claim(live: Live, everyMs: number): Promise<boolean>;
  /** True once in the life of an installation. */
  begins(of: { readonly tenant: string; readonly id: string }): Promise<boolean>;
  /** It goes back from its version, to which nothing leads again by itself. */
  setBack(live: Live): Promise<void>;
  setbacks(tenant: string, id: string): Promise<readonly string[]>;
  show(rows: readonly Row[]): Promise<readonly Document[]>;
  flush(): Promise<void>;
  clear(of: { readonly tenant: string; readonly id: string }): Promise<Op[]>;
}

export interface VitalsPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly meter: ConnectorMeter;
}

const NONE: Counts = { requests: 0, refused: 0, limited: 0, failed: 0, total_ms: 0 };
const AGAIN = 5;
const MOST_SETBACKS = 50;

export function createVitals({ store, now, meter }: VitalsPorts): Vitals {
  const tallies = new Map<string, { readonly tenant: string; readonly id: string; counts: Counts }>();

  function note({ tenant, id, plugin }: Live, reply: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | undefined, milliseconds: number): void {
    const about = { plugin, installation: id };
    const outcome = outcomeOf(reply?.status);
    const rate_limit = reply === undefined ? undefined : quotaOf(reply.headers, now());
    meter.request(about, outcome, milliseconds);
    if (rate_limit !== undefined) meter.remaining(about, rate_limit.remaining);
    const { counts } = tallies.get(id) ?? { counts: NONE };
    const one = { ...NONE, requests: 1, total_ms: milliseconds, ...(outcome === 'ok' ? {} : { [outcome]: 1 }), ...(rate_limit === undefined ? {} : { rate_limit }) };
    tallies.set(id, { tenant, id, counts: added(counts, one) });
  }

  async function checked({ tenant, id, plugin }: Pick<Live, 'tenant' | 'id' | 'plugin'>, { state, reason, scopes = [] }: HealthReport, milliseconds: number): Promise<Checked> {
    const check: Checked = { state, reason: reason ?? null, scopes, checked_at: new Date(now()).toISOString(), latency_ms: Math.round(milliseconds) };
    meter.health({ plugin, installation: id }, state);
    await change(tenant, id, (before) => ({ ...before, check }));
    return check;
  }

  async function claim({ tenant, id }: Live, everyMs: number): Promise<boolean> {
    const row = (await store.get(vitalsCollection.name, tenant, id)) as Row<Stored> | undefined;
    if ((row?.body.due ?? 0) > now()) return false;
    return (await store.commit([{ op: 'present', in: 'installation', tenant, id }, put(tenant, id, row, { ...known(row), due: now() + everyMs })])).kind === 'committed';
  }

  async function begins({ tenant, id }: { readonly tenant: string; readonly id: string }): Promise<boolean> {
    let first = false;
    const written = await change(tenant, id, (before) => { first = before.begun !== true; return { ...before, begun: true }; });
    return written && first;
  }

  async function setBack({ tenant, id, version }: Live): Promise<void> {
    await change(tenant, id, (before) => ({ ...before, setbacks: [...(before.setbacks ?? []).filter((each) => each !== version), version].slice(-MOST_SETBACKS) }));
  }

  /** Only of an installation that is still there. */
  async function change(tenant: string, id: string, to: (before: Stored) => Stored): Promise<boolean> {
    for (let attempt = 0; attempt < AGAIN; attempt++) {
      const row = (await store.get(vitalsCollection.name, tenant, id)) as Row<Stored> | undefined;
      const outcome = await store.commit([{ op: 'present', in: 'installation', tenant, id }, put(tenant, id, row, to(known(row)))]);
      if (outcome.kind === 'committed' || outcome.at === 0) return true;
    }
    return false;
  }

  function known(row: Row<Stored> | undefined): Stored {
    return row?.body ?? { since: new Date(now()).toISOString() };
  }

  function put(tenant: string, id: string, row: Row | undefined, body: Stored): Op {
    const write = { in: vitalsCollection.name, tenant, id, body, at: now() };
    return row === undefined ? { op: 'insert', ...write } : { op: 'update', ...write, version: row.version };
  }

  async function flush(): Promise<void> {
    const waiting = [...tallies.values()];
    tallies.clear();
    for (const { tenant, id, counts } of waiting) {
      const kept = await change(tenant, id, (before) => ({ ...before, ...added({ ...NONE, ...before }, counts) })).catch(() => false); // added the next time
      if (!kept) tallies.set(id, { tenant, id, counts: added(counts, tallies.get(id)?.counts ?? NONE) });
    }
  }

  async function show(rows: readonly Row[]): Promise<readonly Document[]> {
    const stored = new Map<string, Stored>();
    for (const [tenant, of] of Map.groupBy(rows, (row) => row.tenant)) for (const { id, body } of await store.getMany(vitalsCollection.name, tenant, of.map((row) => row.id))) stored.set(id, body as Stored); // written here and nowhere else
    return rows.map(({ id, created_at }) => ({ health: shown(stored.get(id) ?? { since: new Date(created_at).toISOString() }, tallies.get(id)?.counts ?? NONE) }));
  }

  return Object.freeze({
    note, checked, claim, begins, setBack, show, flush,
    setbacks: async (tenant: string, id: string) => ((await store.get(vitalsCollection.name, tenant, id)) as Row<Stored> | undefined)?.body.setbacks ?? [],
    lastCheck: async (tenant: string, id: string) => ((await store.get(vitalsCollection.name, tenant, id)) as Row<Stored> | undefined)?.body.check,
    async clear({ tenant, id }: { readonly tenant: string; readonly id: string }): Promise<Op[]> {
      tallies.delete(id);
      return (await store.get(vitalsCollection.name, tenant, id)) === undefined ? [] : [{ op: 'delete', in: vitalsCollection.name, tenant, id }];
    },
  });
}

function outcomeOf(status: number | undefined): Outcome {
  if (status === undefined || status >= 500) return 'failed';
  return status === 429 ? 'limited' : status >= 400 ? 'refused' : 'ok';
}

const added = (a: Counts, b: Counts): Counts => {
  const rate_limit = b.rate_limit ?? a.rate_limit;
  return { requests: a.requests + b.requests, refused: a.refused + b.refused, limited: a.limited + b.limited, failed: a.failed + b.failed, total_ms: a.total_ms + b.total_ms, ...(rate_limit === undefined ? {} : { rate_limit }) };
};

function shown(stored: Stored, fresh: Counts): Document {
  const { requests, refused, limited, failed, total_ms, rate_limit } = added({ ...NONE, ...stored }, fresh);
  const { state = 'unknown', reason = null, scopes = [], checked_at = null, latency_ms = null } = stored.check ?? {};
  return { state, reason, scopes, checked_at, latency_ms, since: stored.since, requests, refused, limited, failed, average_ms: requests === 0 ? null : Math.round(total_ms / requests), rate_limit: rate_limit ?? null };
}
