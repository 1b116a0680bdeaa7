/** Hears what other hubs append, on a connection of its own, and shows by a lock that this store is in use. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { configOf } from './connection.ts';
import type { Query } from './pipeline.ts';
import { USE_LOCK } from './schema.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

export interface Heard {
  appended(logs: ReadonlySet<string>): void;
  /** Connected anew: what was said in between is lost. */
  back(): void;
}

const CHANNEL = `'patchbay_' || left(md5(current_schema()), 16)`;

export function createListener(url: string, { appended, back }: Heard) {
  const me = randomUUID();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;
  let closed = false;

  async function connect(): Promise<void> {
    const fresh = new pg.Client(configOf(url));
    let gone = false;
    const lost = (): void => {
      if (gone) return;
      gone = true;
      if (client === fresh) client = undefined;
      fresh.end().catch(() => undefined);
      later();
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    fresh.on('notification', ({ payload = '' }) => {
      const [from, ...logs] = payload.split(' ');
      if (from !== me) appended(new Set(logs));
    });
    try {
      await fresh.connect();
      const { rows: [row] } = await fresh.query<{ channel: string }>(`select ${CHANNEL} as channel, pg_try_advisory_lock_shared(${USE_LOCK})`);
      await fresh.query(`listen "${row?.channel}"`);
    } catch {
      lost();
      return;
    }
    if (closed) {
      await fresh.end();
      return;
    }
    client = fresh;
    wait = FIRST_WAIT_MS;
    back();
  }

  function later(): void {
    if (closed) return;
    timer = setTimeout(() => { void connect(); }, wait).unref();
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  return {
    connect,
    /** Tells the others. */
    words: (logs: ReadonlySet<string>): Query => ({ text: `select pg_notify(${CHANNEL}, $1)`, values: [[me, ...logs].join(' ')] }),
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
