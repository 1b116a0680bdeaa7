/** The engine in this process, with a real store, the real way out and real keys: all that a hub has but the doors. */
import { rm } from 'node:fs/promises';
import { createIds, type Document, type Op } from '@patchbay/contracts';
import { createEgress } from '@patchbay/egress';
import { createEvents, eventCollections, type Events } from '@patchbay/events';
import { openPostgres, openSqlite, type Store } from '@patchbay/storage';
import { randomFillSync } from 'node:crypto';
import { CONNECTIONS, DATA, type Measured, measure } from './measure.ts';

export const TENANT = 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8';

export interface Bench {
  readonly store: Store;
  readonly events: Events;
  /** Attempts that ended. */
  readonly ended: () => number;
  close(): Promise<void>;
}

export interface BenchOptions {
  /** A file or a PostgreSQL address. */
  readonly target: string;
  readonly sink: string;
  readonly fanOut: number;
  /** One transaction for every row and step. */
  readonly naive?: boolean;
  /** What is special about the n-th endpoint. */
  readonly each?: (n: number) => Document;
}

const resourceCollections = ['endpoint', 'event_type', 'project'].map((name) => ({ name, kind: 'documents', fields: {} }) as const);
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export async function openBench({ target, sink, fanOut, naive = false, each = () => ({}) }: BenchOptions): Promise<Bench> {
  const postgres = target.startsWith('postgres');
  if (!postgres) await Promise.all(['', '-wal', '-shm'].map((end) => rm(target + end, { force: true })));
  const options = { collections: [...eventCollections, ...resourceCollections], now: Date.now, ...(naive ? { limits: { units: 1, bytes: 1, waiting: 100_000 } } : {}) };
  const opened = postgres ? await openPostgres({ ...options, url: target }) : await openSqlite({ ...options, file: target });
  const store = naive ? stepByStep(opened) : opened;
  const newId = createIds({ now: Date.now, random: tenBytes() });
  for (let n = 0; n < fanOut; n += 500) await opened.commit(Array.from({ length: Math.min(500, fanOut - n) }, (_, more): Op => ({ op: 'insert', in: 'endpoint', tenant: TENANT, id: newId('ep'), at: Date.now(), body: { ...endpoint(sink, n + more), ...each(n + more) } })));
  const egress = createEgress({}, { allow: ['127.0.0.0/8'] });
  let ended = 0;
  const events = createEvents({
    store, newId, now: Date.now, random: Math.random, platformTypes: new Set(), send: egress.send,
    unseal: async () => SECRET, sealedOf: () => ({ signing_secret: 'sealed' }), report: (error) => console.error(error), meter: () => { ended++; },
  });
  await events.start();
  return { store, events, ended: () => ended, async close() { await events.stop(); await egress.close(); await opened.close(); } };
}

const PRODUCERS = 256;
const ENOUGH = 1024;

/** As fast as it goes, and no faster than deliveries leave. */
export async function flood({ events, ended }: Bench, seconds: number, fanOut: number): Promise<Measured> {
  const before = ended();
  let breath: Promise<void> | undefined;
  const measured = await measure(async (until) => {
    await Promise.all(Array.from({ length: PRODUCERS }, async () => {
      while (performance.now() < until) {
        if (events.inFlight > ENOUGH * Math.max(1, fanOut / 4)) await (breath ??= new Promise((resolve) => { setTimeout(() => { breath = undefined; resolve(); }, 1); }));
        else await events.publish({ tenant: TENANT, type: 'build.finished', subject: 'shop', data: DATA, at: Date.now() });
      }
    }));
    while (events.inFlight > 0) await new Promise((resolve) => { setTimeout(resolve, 2); });
    return ended() - before;
  }, seconds);
  return measured;
}

function endpoint(sink: string, n: number): Document {
  return {
    name: `sink ${n}`, url: `${sink}/`, enabled: true, event_types: ['*'], channels: [], payload_format: 'standard', headers: {}, auth: { kind: 'none', scopes: [] }, signature: { profile: 'standard' },
    timeout: 15, retry: { delays: [5], jitter: 0.2, disable_after: 432_000 }, concurrency: CONNECTIONS, failing_since: null, disabled_because: null,
  };
}

/** Each op is a unit of its own, and each unit a transaction: what an engine without these batches does. */
function stepByStep(store: Store): Store {
  return { ...store, async commit(ops) {
    for (const op of ops) {
      const outcome = await store.commit([op]);
      if (outcome.kind !== 'committed') return outcome;
    }
    return { kind: 'committed' };
  } };
}

function tenBytes(): () => Uint8Array {
  const pool = new Uint8Array(8192);
  let at = pool.length;
  return () => {
    if (at + 10 > pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += 10;
    return pool.slice(at - 10, at);
  };
}
