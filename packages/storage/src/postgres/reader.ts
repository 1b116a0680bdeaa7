/** Reads through the pool, with statements that the server has prepared. */
import type { Document, Row } from '@patchbay/contracts';
import type { Pool } from 'pg';
import type { Select } from '../select.ts';
import type { LogText } from '../store.ts';
import type { Table } from '../table.ts';
import { failureOf, troubleOf } from './connection.ts';
import { storable } from './dialect.ts';

/** As the columns come out of the protocol. */
export interface Cells extends Record<string, unknown> {
  readonly tenant: string;
  readonly id: string;
  readonly created_at: number;
  readonly body: string;
  readonly seq: number;
  readonly hash: string;
  readonly version: number;
  readonly updated_at: number;
}

/** Each prepared statement lives in each connection; lists come in many forms, but not endlessly many. */
const STATEMENTS = 500;

export function createReader(pool: Pool) {
  const names = new Map<string, string>();

  function nameOf(text: string): string | undefined {
    const name = names.get(text);
    if (name !== undefined || names.size >= STATEMENTS) return name;
    names.set(text, `r${names.size}`);
    return names.get(text);
  }

  async function ask<R extends Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<R[]> {
    const name = nameOf(text);
    const { rows } = await pool.query<R>({ ...(name === undefined ? {} : { name }), text, values: values.map((value) => (typeof value === 'string' ? storable(value) : value)) });
    return rows;
  }

  /** A read may be repeated: a connection that died while it was idle is no reason to fail. */
  async function query<R extends Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<R[]> {
    try {
      return await ask<R>(text, values).catch((error: unknown) => { if (troubleOf(error) === 'unavailable') return ask<R>(text, values); throw error; });
    } catch (error) {
      throw failureOf(error);
    }
  }

  return {
    query,
    cells: async (select: Select | undefined): Promise<Cells[]> => (select === undefined ? [] : await query<Cells>(select.text, select.values)),
  };
}

export type Reader = ReturnType<typeof createReader>;

export function toRow(table: Table, cells: Cells): Row {
  const { tenant, id, created_at } = cells;
  const body = JSON.parse(cells.body) as Document;
  if (!table.isLog) return { tenant, id, version: cells.version, created_at, updated_at: cells.updated_at, body };
  const entry = { tenant, id, version: 1, created_at, updated_at: created_at, body, seq: cells.seq };
  return table.chained ? { ...entry, hash: cells.hash } : entry;
}

export function toLogText(table: Table, { tenant, id, seq, created_at, body, hash }: Cells): LogText {
  return table.chained ? { tenant, id, seq, created_at, text: body, hash } : { tenant, id, seq, created_at, text: body };
}
