/** What was found at a server the last time, and what was accepted of it: kept, so that a hub that starts need not ask. */
import type { Collection, Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { ToolDefinition } from './definition.ts';

export const snapshotCollection: Collection = { name: 'mcp_snapshot', kind: 'documents', fields: {} };

export interface Pin { readonly hash: string; readonly tool: ToolDefinition }

export type Status = 'unknown' | 'connected' | 'unreachable' | 'unauthorized';

export interface Snapshot {
  readonly status: Status;
  readonly detail: string | null;
  readonly era: 'modern' | 'legacy';
  readonly checkedAt: number | null;
  readonly found: readonly ToolDefinition[];
  /** As first seen, or as accepted since. */
  readonly pins: Readonly<Record<string, Pin>>;
  /** Of a program: the digest of what was agreed to run. */
  readonly consented?: string;
}

export const NEVER: Snapshot = { status: 'unknown', detail: null, era: 'modern', checkedAt: null, found: [], pins: {} };

export interface Kept { readonly snapshot: Snapshot; readonly row: Row | undefined }

export async function readSnapshot(store: Store, tenant: string, id: string): Promise<Kept> {
  const row = await store.get(snapshotCollection.name, tenant, id);
  return { row, snapshot: row === undefined ? NEVER : (row.body as unknown as Snapshot) }; // we wrote it
}

export const snapshotOp = (snapshot: Snapshot, row: Row | undefined, { tenant, id, at }: { readonly tenant: string; readonly id: string; readonly at: number }): Op =>
  row === undefined ? { op: 'insert', in: snapshotCollection.name, tenant, id, body: { ...snapshot }, at } : { op: 'update', in: snapshotCollection.name, tenant, id, body: { ...snapshot }, at, version: row.version };
