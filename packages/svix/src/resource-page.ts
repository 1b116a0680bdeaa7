/** A page of a resource of ours, in either direction. */
import type { Desk, Page } from './desk.ts';
import { idIn, idOut, type Kind } from './ids.ts';
import { pageOut, type PageOut, pageQuery } from './page.ts';
import { invalid } from './refusal.ts';

export interface ListOf<T> {
  readonly action: string;
  readonly kind: Kind;
  readonly filter: object;
  readonly descending: boolean;
  readonly show: (item: T) => unknown;
}

export async function resourcePage<T extends { readonly id: string }>(desk: Desk, { action, kind, filter, descending, show }: ListOf<T>): Promise<PageOut> {
  const { limit, behind, backward } = pageQuery(desk.query);
  const order = desk.query.choice('order', ['ascending', 'descending']);
  const newestFirst = order === undefined ? descending : order === 'descending';
  const id = behind === undefined ? undefined : idIn(kind, behind);
  if (behind !== undefined && id === undefined) throw invalid(['query', 'iterator'], 'expected an iterator that a list gave out');
  const page = await desk.read<Page<T>>(action, { ...filter, limit, sort: newestFirst === backward ? 'id' : '-id', ...(id === undefined ? {} : { behind: id }) });
  return pageOut(backward ? page.items.toReversed() : page.items, page.next_cursor === null, (item) => idOut(kind, item.id), show);
}
