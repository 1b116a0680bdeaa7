/** A preview as the store keeps it. */
import { type Document, previewRecord, type Row } from '@patchbay/contracts';
import type { z } from 'zod';

export type PreviewBody = z.output<z.ZodObject<typeof previewRecord.fields>> & {
  /** `environment/pull request` while it is open: there is one. */
  readonly key?: string | undefined;
  /** Whether anything of it was ever begun. */
  readonly touched: boolean;
  /** Seconds that each deployment moves its end on. */
  readonly time_to_live: number;
};
export type Preview = Row<PreviewBody>;

export const PREVIEW = previewRecord.name;

export function showPreview({ id, version, created_at, updated_at, body }: Preview): Document {
  const { key: _, touched: __, time_to_live: ___, ...shown } = body;
  return { id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString(), ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) };
}
