/** How connections to PostgreSQL are made, and what its errors mean. */
import { Failure } from '@patchbay/contracts';
import pg, { type ClientBase, type ClientConfig } from 'pg';
import { full, unavailable } from '../failures.ts';

/** Types by their number in the protocol. Only for these connections: a library's global parsers belong to nobody. */
const INT8 = 20;
const JSON_TEXT = 114;
const NUMERIC = 1700;

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: never) => unknown {
    if (oid === INT8 || oid === NUMERIC) return Number;
    if (oid === JSON_TEXT) return (text: string) => text; // parsed by who wants it, kept verbatim for who hashes it
    return pg.types.getTypeParser(oid, format as 'text') as (value: never) => unknown;
  },
};

const WAIT_MS = 5000;
const STATEMENT_MS = 30_000;

export const configOf = (url: string): ClientConfig => ({
  connectionString: url,
  types: types as unknown as NonNullable<ClientConfig['types']>, // its declared type covers the built-in ids only
  application_name: 'patchbay',
  connectionTimeoutMillis: WAIT_MS,
  keepAlive: true,
});

/** All plans go through an index, in order: tables grow long after their plans were made. */
const PLANS = 'set jit = off; set max_parallel_workers_per_gather = 0; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off';

export const prepareReading = async (client: ClientBase): Promise<void> => {
  await client.query(`${PLANS}; set statement_timeout = ${STATEMENT_MS}`);
};

/** What is acknowledged is on disk, whatever the server does for others. */
const SYNCED = `select set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, false)`;

/** Left to itself the server plans what takes arrays anew each time. There is one plan for it. */
const PLANNED_ONCE = 'set plan_cache_mode = force_generic_plan';

export const prepareWriting = async (client: ClientBase): Promise<void> => {
  await client.query(`${PLANS}; set statement_timeout = ${STATEMENT_MS}; set lock_timeout = 10000; set idle_in_transaction_session_timeout = 20000; ${PLANNED_ONCE}; ${SYNCED}`);
};

export type PgTrouble = 'duplicate' | 'again' | 'full' | 'unavailable' | 'aborted' | 'other';

export function troubleOf(error: unknown): PgTrouble {
  const code = codeOf(error);
  if (code === undefined) return 'unavailable'; // no answer of the server: the line is cut
  if (code === '23505') return 'duplicate';
  if (code === '40P01' || code === '40001') return 'again';
  if (code === '53100') return 'full';
  if (code === '25P02') return 'aborted';
  return /^(08|53|55P03|57|58|25006|25P03|XX001|28|3D)/.test(code) ? 'unavailable' : 'other';
}

/** An error of the server ends with a five-letter state; errors of sockets have other codes or none. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error && 'severity' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

export function failureOf(error: unknown): Error {
  if (error instanceof Failure) return error;
  const trouble = troubleOf(error);
  if (trouble === 'full') return full(error);
  if (trouble === 'unavailable' || trouble === 'again') return unavailable(error instanceof Error ? error.message : String(error), error);
  return error instanceof Error ? error : new Error(String(error));
}
