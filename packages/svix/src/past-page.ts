/** A page of what happened. It looks back 90 days at most, and shows the newest first whatever it was asked to go on from. */
import type { Desk } from './desk.ts';
import { idIn, idOut, type Kind } from './ids.ts';
import { pageOut, type PageOut, pageQuery } from './page.ts';
import { invalid } from './refusal.ts';
import { channelName, typeName } from './shapes.ts';

export interface PastOf<T, S extends { readonly id: string }> {
  readonly action: string;
  readonly kind: Kind;
  readonly input: object;
  /** When the item of an iterator was made; undefined, when there is no such item. */
  readonly timeOf: (id: string) => Promise<string | undefined>;
  /** What of an item the iterator is the id of. */
  readonly of: (item: T) => S;
  readonly show: (item: T) => unknown;
}

const WINDOW_MS = 90 * 86_400_000;

export async function pastPage<T, S extends { readonly id: string }>(desk: Desk, { action, kind, input, timeOf, of, show }: PastOf<T, S>): Promise<PageOut> {
  const { query, settings } = desk;
  const { limit, behind, backward } = pageQuery(query);
  const [before, after] = [query.instant('before'), query.instant('after')];
  const id = behind === undefined ? undefined : idIn(kind, behind);
  const time = id === undefined ? undefined : await timeOf(id);
  if (behind !== undefined && time === undefined) throw invalid(['query', 'iterator'], 'expected an iterator that a list gave out');
  const oldestFirst = backward || (after !== undefined && before === undefined && id === undefined);
  const earliest = (before ?? (time === undefined ? settings.now() : Date.parse(time))) - WINDOW_MS;
  const since = after === undefined ? earliest : backward ? after + 1 : Math.max(after + 1, oldestFirst ? 0 : earliest);
  const found = await desk.read<{ readonly items: readonly T[]; readonly next: string | null }>(action, {
    ...input, ...filtersOf(desk), limit, oldest_first: oldestFirst, since: new Date(Math.max(0, since)).toISOString(), ...(before === undefined ? {} : { until: new Date(before).toISOString() }), ...(id === undefined ? {} : { behind: id }),
  });
  const page = pageOut(oldestFirst ? found.items.toReversed() : found.items, found.next === null, (item) => idOut(kind, of(item).id), show);
  // Looking has a limit: where nothing was found on the way, it goes on from where it ended.
  return page.iterator === null && found.next !== null ? { ...page, iterator: `${backward ? '-' : ''}${idOut(kind, found.next)}` } : page;
}

function filtersOf({ query }: Desk): object {
  const [channel, types] = [query.text('channel'), query.list('event_types')];
  if (channel !== undefined && !channelName.safeParse(channel).success) throw invalid(['query', 'channel'], 'expected the name of a channel');
  if (types?.some((type) => !typeName.safeParse(type).success) === true) throw invalid(['query', 'event_types'], 'expected names of event types');
  return { ...(channel === undefined ? {} : { channel }), ...(types === undefined ? {} : { types }) };
}
