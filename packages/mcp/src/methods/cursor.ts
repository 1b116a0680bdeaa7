/** Places in a list, by name and not by number: what comes or goes between two pages shifts nothing. */
import { invalidParams } from '../protocol/rpc-error.ts';

const PAGE = 100;

export interface Paged<T> { readonly page: readonly T[]; readonly nextCursor?: string }

/** One page of a list that is sorted by key. An empty cursor is one; only its absence begins at the start. */
export function pageOf<T>(list: string, items: readonly T[], keyOf: (item: T) => string, cursor: unknown): Paged<T> {
  const start = cursor === undefined ? 0 : behind(list, items, keyOf, cursor);
  const page = items.slice(start, start + PAGE);
  const last = start + PAGE < items.length ? page.at(-1) : undefined;
  return { page, ...(last === undefined ? {} : { nextCursor: cursorOf(list, keyOf(last)) }) };
}

const cursorOf = (list: string, key: string): string => Buffer.from(`${list} ${key}`).toString('base64url');

function behind<T>(list: string, items: readonly T[], keyOf: (item: T) => string, cursor: unknown): number {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString() : '';
  const key = text.slice(list.length + 1);
  if (key === '' || cursorOf(list, key) !== cursor || !text.startsWith(`${list} `)) throw invalidParams('The cursor is not one of this list: use nextCursor of the page before, or start without');
  const start = items.findIndex((item) => keyOf(item) > key);
  return start < 0 ? items.length : start;
}
