/** plugin_search: words first, then what those think who run it, how many run it, and how fresh it is. */
import { Failure, type Operation, pluginSearch, operation } from '@patchbay/contracts';
import type { Directory } from '../directory.ts';
import type { Registry } from '../registry/registry.ts';
import { meanOf, ratingOf, wilson } from './rating.ts';
import { relevance } from './relevance.ts';
import type { Reviews } from './reviews.ts';

export interface SearchPorts { readonly registry: Registry; readonly directory: Directory; readonly reviews: Reviews; readonly now: () => number; readonly installed: (tenant: string) => Promise<ReadonlySet<string>> }

const DAY = 86_400_000;
const RECENT = 14 * DAY;
/** A release is half as fresh after so long. */
const FRESH = 180 * DAY;
const DEPRECATED = /^deprecated\b/i;

export function searchOperation({ registry, directory, reviews, now, installed }: SearchPorts): Operation {
  return operation(pluginSearch, async ({ query, category, sort, limit, cursor }, { caller: { tenant } }) => {
    const [stars, here] = [await reviews.stars(tenant), await installed(tenant)];
    const mean = meanOf([...stars.values()].flat());
    const at = now();
    const running = Map.groupBy(directory.live(), ({ plugin }) => plugin);
    const found = registry.plugins(tenant).flatMap((name) => {
      const release = registry.releases(tenant, name)[0]!;
      const { title, summary, categories, actions, queries } = release.manifest;
      const fit = relevance(query, { name, title, summary, categories, more: [...actions, ...queries].map((each) => each.title) });
      if (fit === undefined || (category !== undefined && !categories.includes(category))) return [];
      const home = registry.homeOf(tenant, name); // others may publish something of the same name for themselves
      const live = (running.get(name) ?? []).filter((each) => (home === 'own' ? each.tenant === tenant : registry.homeOf(each.tenant, name) === 'everybody'));
      const recent = live.filter(({ row }) => row.created_at > at - RECENT).length;
      const rating = ratingOf(stars.get(name) ?? [], mean);
      const fresh = release.at === 0 ? 0.5 : 2 ** (-(at - release.at) / FRESH);
      const score = { relevance: (3 * fit + rating.shown * 0.25 * (rating.count / (rating.count + 5)) + Math.log1p(live.length) + fresh) * (DEPRECATED.test(summary) ? 0.25 : 1), trending: recent, rating: rating.shown + rating.count / 10_000, top: wilson(stars.get(name) ?? []), newest: release.at }[sort];
      return [{ name, title, summary, categories: [...categories], version: release.version, origin: release.origin, active: live.length, recent, rating, installed: here.has(name), score: Math.round(score * 1000) / 1000 }];
    }).sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
    const start = cursor === undefined ? 0 : offsetOf(cursor, `${query}/${category ?? ''}/${sort}`);
    const page = found.slice(start, start + limit);
    return { items: page, next_cursor: start + limit < found.length ? cursorOf(start + limit, `${query}/${category ?? ''}/${sort}`) : null };
  });
}

const cursorOf = (offset: number, of: string): string => Buffer.from(JSON.stringify([offset, of])).toString('base64url');

function offsetOf(cursor: string, of: string): number {
  try {
    const [offset, asked] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    if (Number.isSafeInteger(offset) && asked === of) return offset as number;
  } catch { /* said below */ }
  throw new Failure('cursor.invalid', 'The cursor is not one of this search');
}
