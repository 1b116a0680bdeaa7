/** What changed in a library, page by page. Graph hands out a place to go on from with each page; it is kept as it came. */
import { at, type JsonObject, PluginError, type ReadCtx } from '@patchbay/sdk';
import { list } from '../wire/fields.ts';
import type { Config } from './config.ts';
import { type Item, itemOf, rootUrl } from './drive.ts';

export interface Change { readonly item: Item; readonly deleted: boolean }
export interface Page {
  readonly changes: readonly Change[];
  /** Where the next look goes on. */
  readonly token: string;
  readonly more: boolean;
}

/** From here on: nothing of what is there already. */
export const LATEST = '?token=latest';
/** The end of a link behind `/delta`; it can lead nowhere else. */
export const TOKEN = '^[(?][^/\\\\#\\s]{1,4000}$';

export async function pageOf(drive: string | undefined, token: string, ctx: ReadCtx<Config>): Promise<Page> {
  const { status, body } = await ctx.http.request<JsonObject>({ url: `${rootUrl(drive, ctx)}/delta${token}`, accept: [410] });
  if (status === 410) throw new PluginError('conflict', 'The place is too old to go on from; expected a newer one, or none to see all that is there', { field: 'token', vendor_code: 'resyncRequired' });
  const [next, last] = [body['@odata.nextLink'], body['@odata.deltaLink']];
  const changes = list(body, 'value').filter((each) => at(each, 'root') === undefined).map((each) => ({ item: itemOf(each), deleted: at(each, 'deleted') !== undefined }));
  return { changes, token: behindDelta(next ?? last), more: next !== undefined };
}

function behindDelta(link: unknown): string {
  const token = /\/delta([(?].*)$/.exec(typeof link === 'string' ? link : '')?.[1];
  if (token === undefined || !new RegExp(TOKEN).test(token)) throw new PluginError('unavailable', 'Graph did not say where to go on');
  return token;
}
