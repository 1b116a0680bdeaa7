import { type Document, type Row, scanRecord } from '@patchbay/contracts';
import type { z } from 'zod';

/** Besides what is shown: what there is one of. */
export type ScanBody = z.output<z.ZodObject<typeof scanRecord.fields>> & { readonly key: string };
export type Scan = Row<ScanBody>;

export const SCAN = scanRecord.name;

export function showScan({ id, version, created_at, updated_at, body }: Scan): Document {
  const { key: _, ...shown } = body;
  return { id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString(), ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) };
}
