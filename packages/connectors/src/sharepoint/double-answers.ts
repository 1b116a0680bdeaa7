/** How Graph answers and refuses. */
import { at, type Json } from '@patchbay/sdk';
import type { Answer, Asked } from '../testing/index.ts';

export const no = (status: number, code: string, message: string): Answer => ({ status, json: { error: { code, message, innerError: { 'request-id': 'r-1', date: '2026-11-20T09:30:00' } } } });
export const NO_ITEM = no(404, 'itemNotFound', 'The resource could not be found.');
export const EXISTS = no(409, 'nameAlreadyExists', 'The specified item name already exists.');
export const CHANGED = no(412, 'resourceModified', 'ETag does not match current item\'s value');
export const malformed = (message: string): Answer => no(400, 'invalidRequest', message);
export const field = (asked: Asked, path: string): Json | undefined => at(asked.body, path) as Json | undefined;

export type Page = (all: readonly Json[], asked: Asked, most?: number) => Answer;

/** Lists in pages, each with the absolute link to the next. */
export const pagesOf = (graphUrl: () => string): Page => (all, { path, query }, most = 200) => {
  const size = Math.min(Number(query['$top'] ?? most), most);
  const from = Number(query['$skiptoken'] ?? 0);
  const rest = new URLSearchParams({ ...query, $skiptoken: String(from + size) }).toString();
  return { json: { '@odata.context': 'c', value: all.slice(from, from + size), ...(from + size < all.length ? { '@odata.nextLink': `${graphUrl()}${path}?${rest}` } : {}) } };
};
