/**
 * What is too old goes: events by the hub's rule or their type's, with their dead letters, before them the content of those that
 * were told so; attempts, traces of changes, keys of endpoints whose grace is over, and the pace of those that nothing was sent to for a day.
 * An event that a delivery still needs stays until the delivery is over.
 */
import { attemptRecord, deadLetterRecord, jobRecord, type Op, type Row, ruleDeadLetterRecord, ruleRunRecord } from '@patchbay/contracts';
import type { ListQuery, Store } from '@patchbay/storage';
import { paceCollection } from '../deliver/pace.ts';
import { channelCollection, entryIdsOf, eventCollection } from '../event-log.ts';
import { endpointKeys } from '../retired-keys.ts';
import type { TypeRegistry } from '../types/registry.ts';
import { expungeDue } from './content.ts';
import { createNeeds } from './needs.ts';

export interface RetentionPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly types: TypeRegistry;
  /** Queues whose work begins with the id of an event. */
  readonly queues: readonly string[];
  /** Logs of changes, which hubs follow while they run. */
  readonly changes: readonly string[];
  /** Logs of others that are kept as long as events. */
  readonly logsOfOthers: readonly string[];
  /** The place in the log of events behind which some sink still has to read; Infinity, if none has. */
  readonly readFrom?: () => Promise<number>;
}

export interface RetentionOptions {
  /** Seconds that events are kept; 0: for ever. */
  readonly seconds: number;
  /** Entries at a time, and times in one go. */
  readonly batch: number;
  readonly batches: number;
  /** How long to rest when all is tidy. */
  readonly restMs: number;
}

export const RETENTION_OPTIONS: RetentionOptions = { seconds: 7_776_000, batch: 200, batches: 500, restMs: 60_000 };

/** Hubs read a change within seconds, and all of them anew when they start. */
const CHANGES_MS = 86_400_000;
const PACE_MS = 86_400_000;
/** A reader that stands still holds events no longer than this many times their time. */
const PATIENCE = 2;

export function createRetention(ports: RetentionPorts, options: RetentionOptions = RETENTION_OPTIONS): { readonly tidy: () => Promise<void> } {
  const { store, now, types, queues, changes, logsOfOthers, readFrom = async () => Infinity } = ports;
  const { seconds, batch, batches, restMs } = options;
  /** By rule, the place before which there is nothing to do. */
  const done = new Map<string, number>();
  let left = 0;
  let restUntil = 0;

  /** Called often; does a bounded amount of work, and nothing while all is tidy. */
  async function tidy(): Promise<void> {
    if (now() < restUntil) return;
    left = batches;
    for (; left > 0 && (await expungeDue(ports, batch)) === batch; left--);
    const needs = createNeeds(store, queues);
    const reader = await readFrom();
    for (const { tenant, name, retention } of types.all()) if (retention !== undefined) await events(`${tenant} ${name}`, { tenant, where: { type: name } }, retention * 1000, () => true);
    const isGeneral = (row: Row): boolean => types.named(row.tenant, String(row.body['type']))?.retention === undefined;
    if (seconds > 0) {
      await events('', {}, seconds * 1000, isGeneral);
      for (const log of [channelCollection.name, attemptRecord.name, ruleRunRecord.name, ...logsOfOthers]) await entries(log, seconds * 1000);
      await endedJobs(seconds * 1000);
    }
    for (const log of changes) await entries(log, CHANGES_MS);
    while ((await store.prune(endpointKeys.collection.name, 'until', now(), batch)) === batch);
    while ((await store.prune(paceCollection.name, 'spent', now() - PACE_MS, batch)) === batch);
    if (left > 0) restUntil = now() + restMs;

    async function events(rule: string, query: Pick<ListQuery, 'tenant' | 'where'>, ageMs: number, concerns: (row: Row) => boolean): Promise<void> {
      const cutoff = now() - ageMs;
      const patient = now() - PATIENCE * ageMs;
      let held = Infinity;
      await through(rule, eventCollection.name, { ...query, until: cutoff }, async (rows) => {
        const needed = await needs.before(cutoff);
        const stay = (row: Row): boolean => needed.has(row.id) || (row.seq! > reader && row.created_at >= patient);
        const old = rows.filter(concerns);
        const gone = old.filter((row) => !stay(row));
        held = Math.min(held, old.find(stay)?.seq ?? Infinity);
        await remove(gone);
      });
      done.set(rule, Math.min(done.get(rule) ?? 0, held - 1));
    }
  }

  /** A log whose entries go by their age alone. */
  const entries = (log: string, ageMs: number): Promise<void> => through(log, log, { until: now() - ageMs }, async (rows) => { await store.amend(log, rows.map(({ seq }) => ({ seq: seq! }))); });

  /** Page by page, from where there was nothing to do, as long as there is work left for this time. */
  async function through(rule: string, log: string, query: Omit<ListQuery, 'limit'>, work: (rows: readonly Row[]) => Promise<void>): Promise<void> {
    for (; left > 0; left--) {
      const rows = await store.list(log, { ...query, limit: batch, sort: { field: 'seq', descending: false }, after: { value: done.get(rule) ?? 0, id: '' } });
      if (rows.length > 0) {
        await work(rows);
        done.set(rule, rows.at(-1)!.seq!);
      }
      if (rows.length < batch) return;
    }
  }

  /** What belongs to them first: if this ends in between, an event without it is found again, and not the other way round. */
  async function remove(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    for (const { name } of [deadLetterRecord, ruleDeadLetterRecord]) {
      const letters = await Promise.all(rows.map(({ tenant, id }) => store.list(name, { tenant, where: { event: id }, limit: batch })));
      await Promise.all(letters.flat().map(({ tenant, id }) => store.commit([{ op: 'delete', in: name, tenant, id }]))); // one by one: somebody may send it anew meanwhile
    }
    for (const [tenant, of] of Map.groupBy(rows, (row) => row.tenant)) {
      const listed = of.flatMap(entryIdsOf);
      if (listed.length > 0) await store.amend(channelCollection.name, (await store.getMany(channelCollection.name, tenant, listed)).map(({ seq }) => ({ seq: seq! })));
    }
    await store.amend(eventCollection.name, rows.map(({ seq }) => ({ seq: seq! })));
  }

  async function endedJobs(ageMs: number): Promise<void> {
    const old = await store.list(jobRecord.name, { until: now() - ageMs, limit: batch });
    const ops = old.filter(({ body }) => body['status'] !== 'running').map(({ tenant, id }): Op => ({ op: 'delete', in: jobRecord.name, tenant, id }));
    if (ops.length > 0) await store.commit(ops); // another hub may have been first: then it is done
  }

  return Object.freeze({ tidy });
}
