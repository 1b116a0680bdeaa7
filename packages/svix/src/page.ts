/** Lists of this protocol: an iterator is the id of the last item, and behind a minus that of the first leads back. */
import type { Query } from './query.ts';

export interface PageQuery {
  readonly limit: number;
  /** The item to go on behind, in the words of the client. */
  readonly behind: string | undefined;
  readonly backward: boolean;
}

export interface PageOut {
  readonly data: readonly unknown[];
  readonly done: boolean;
  readonly iterator: string | null;
  readonly prevIterator?: string;
}

const LIMIT = 50;
const MOST = 250;

export function pageQuery(query: Query): PageQuery {
  const iterator = query.text('iterator');
  const backward = iterator?.startsWith('-') ?? false;
  return { limit: query.whole('limit', { least: 1, most: MOST }) ?? LIMIT, behind: backward ? iterator?.slice(1) : iterator, backward };
}

/** `items` in the order in which they are shown. `done`: nothing further in the direction that was asked for. */
export function pageOut<T>(items: readonly T[], done: boolean, idOf: (item: T) => string, show: (item: T) => unknown): PageOut {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return { data: [], done, iterator: null };
  return { data: items.map(show), done, iterator: idOf(last), prevIterator: `-${idOf(first)}` };
}
