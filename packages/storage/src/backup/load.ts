/** What a store does to be filled from a backup. */
import type { Collection } from '@patchbay/contracts';
import type { Cells, Header } from './format.ts';

export interface Loader {
  prepare(header: Header): Promise<void>;
  load(table: string, columns: readonly string[], rows: readonly Cells[]): Promise<void>;
  /** The backup came to its end, whole: what was loaded becomes the store. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** The tables that are copied. What the store knows about itself is made anew. */
export const tablesIn = (collections: readonly Collection[]): string[] => [...collections.map(({ name }) => name), 'log_head'];
