/** Lists come in pages. A cursor is opaque, belongs to one filter and sort, and is made by whoever reads the store. */
import { z } from 'zod';

export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 500;

export const pageInput = {
  limit: z.int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT).meta({ description: `How many at most, up to ${PAGE_MAX}.`, examples: [PAGE_DEFAULT] }),
  cursor: z.string().min(1).max(2048).optional().meta({ description: '`next_cursor` of the page before.' }),
};

export const pageOf = <S extends z.ZodType>(item: S) => z.object({
  items: z.array(item),
  next_cursor: z.string().nullable().meta({ description: 'For the next page; null on the last one.' }),
});

export interface Page<T> { readonly items: readonly T[]; readonly next_cursor: string | null }
