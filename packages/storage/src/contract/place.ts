/** What every driver has to be tested with: a place that stays while stores on it come and go. */
import assert from 'node:assert/strict';
import type { Collection, Document, Op } from '@patchbay/contracts';
import type { GroupLimits } from '../group-commit.ts';
import type { Migration } from '../migrations.ts';
import type { CommitOutcome, Store } from '../store.ts';

export interface OpenOptions {
  readonly collections?: readonly Collection[];
  readonly limits?: GroupLimits;
  readonly migrations?: readonly Migration[];
}

export interface Place {
  /** One more store on the same data, as another hub would open it. */
  open(options?: OpenOptions): Promise<Store>;
}

export interface Case {
  readonly title: string;
  run(store: Store, place: Place): Promise<void>;
}

/** How often the stores of the contract look for what others appended. */
export const LOOK_MS = 50;

export const collections: readonly Collection[] = [
  { name: 'project', kind: 'documents', fields: { slug: 'text', team: 'text', rank: 'number', live: 'boolean' }, unique: [{ fields: ['slug'] }] },
  { name: 'environment', kind: 'documents', fields: { project: 'text', name: 'text' }, unique: [{ fields: ['project', 'name'] }] },
  { name: 'key', kind: 'documents', fields: { hash: 'text', expires_at: 'number' }, unique: [{ fields: ['hash'], global: true }] },
  { name: 'audit', kind: 'log', chained: true, fields: { action: 'text' } },
  { name: 'event', kind: 'log', fields: { type: 'text' } },
  { name: 'signal', kind: 'log', lean: true, fields: { kind: 'text', of: 'text' }, distinct: ['of'] },
  { name: 'mark', kind: 'log', lean: true, fields: {} },
  { name: 'trail', kind: 'log', lean: true, chained: true, fields: { action: 'text', by: 'text' } },
  { name: 'task', kind: 'queue', fields: {} },
];

export const T = 'ten_a';
export const NOW = 1_800_000_000_000;

export const insert = (collection: string, id: string, body: Document, { tenant = T, at = NOW } = {}): Op => ({ op: 'insert', in: collection, tenant, id, body, at });
export const update = (collection: string, id: string, version: number, body: Document, { tenant = T, at = NOW + 1 } = {}): Op => ({ op: 'update', in: collection, tenant, id, version, body, at });
export const remove = (collection: string, id: string, version?: number): Op => ({ op: 'delete', in: collection, tenant: T, id, ...(version === undefined ? {} : { version }) });
export const present = (collection: string, id: string): Op => ({ op: 'present', in: collection, tenant: T, id });
export const absent = (collection: string, field: string, value: string): Op => ({ op: 'absent', in: collection, tenant: T, field, value });
export const append = (log: string, id: string, body: Document, { tenant = T, at = NOW } = {}): Op => ({ op: 'append', in: log, tenant, id, body, at });

export async function done(store: Store, ...ops: readonly Op[]): Promise<void> {
  assert.deepEqual(await store.commit(ops), { kind: 'committed' });
}

export async function refused(outcome: Promise<CommitOutcome>, at: number, why: string): Promise<void> {
  assert.deepEqual(await outcome, { kind: 'refused', at, why });
}

export const failsWith = (code: string) => (error: unknown): boolean => {
  assert.equal(error instanceof Error && 'code' in error ? error.code : String(error), code);
  return true;
};

export const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
/** Ids that sort as their numbers do. */
export const numbered = (prefix: string, index: number): string => `${prefix}_${String(index).padStart(6, '0')}`;
