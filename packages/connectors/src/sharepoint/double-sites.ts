/** Sites behind the double, one of them with a list that remembers, and the mailbox of the app. */
import { at, type JsonObject } from '@patchbay/sdk';
import type { Answer, Asked, VendorOptions } from '../testing/index.ts';
import { field, malformed, NO_ITEM, no, type Page } from './double-answers.ts';

export const DRIVE = 'b!-RIj2DuyvEyV1T4NlOaMHk8XkS_I8MdFlUCq1BlcjgmhRfAj3-Z8RY2VpuvV_tpd';
export const SITE = 'contoso.sharepoint.com,2c712604-1370-44e7-a1f5-426573fda80a,2d2244c3-251a-49ea-93a8-39e1c3a060fe';

export function siteRoutes(page: Page): VendorOptions['routes'] {
  const rows: JsonObject[] = Array.from({ length: 230 }, (_, n) => ({ id: String(n + 1), fields: { Title: `shop 1.${n}`, Status: n % 2 === 0 ? 'live' : 'old' }, lastModifiedDateTime: '2026-11-20T09:30:00Z', webUrl: `https://contoso.sharepoint.com/sites/shop/Lists/Deployments/${n + 1}` }));
  const site: JsonObject = { id: SITE, name: 'shop', displayName: 'Shop', description: 'All about the shop', webUrl: 'https://contoso.sharepoint.com/sites/shop' };
  const sites = [site, ...Array.from({ length: 210 }, (_, n): JsonObject => ({ id: `contoso.sharepoint.com,${n}`, displayName: `Team ${n}`, webUrl: `https://contoso.sharepoint.com/sites/team${n}` }))];
  /** By its id, or by its path, which ends with a colon when more follows. */
  function ofSite(method: string, sub: string, run: (asked: Asked) => Answer): VendorOptions['routes'] {
    const behind = sub === '' ? '' : `/${sub}`;
    const onlyShop = (right: (asked: Asked) => boolean) => (asked: Asked): Answer => (right(asked) ? run(asked) : no(404, 'itemNotFound', 'Requested site could not be found'));
    return {
      [`${method} /v1.0/sites/:site${behind}`]: onlyShop(({ params }) => params['site'] === SITE || params['site'] === 'root'),
      [`${method} /v1.0/sites/:host/:sites/:name${behind}`]: onlyShop(({ params }) => params['host'] === 'contoso.sharepoint.com:' && params['sites'] === 'sites' && params['name'] === (sub === '' ? 'shop' : 'shop:')),
    };
  }
  const ofList = (run: (asked: Asked) => Answer) => (asked: Asked): Answer => (asked.params['list'] === 'Deployments' ? run(asked) : no(404, 'itemNotFound', 'The specified list was not found'));
  const columns = (values: unknown): Answer | undefined => { const unknown = Object.keys((values ?? {}) as object).find((name) => !['Title', 'Status'].includes(name)); return unknown === undefined ? undefined : no(400, 'invalidRequest', `Field '${unknown}' is not recognized`); };

  const listed = ofList((asked) => {
    const wanted = asked.query['$filter'] === undefined ? undefined : /^fields\/(Title|Status) eq '([^']*)'$/.exec(asked.query['$filter']);
    return wanted === null ? no(400, 'invalidRequest', 'Invalid filter clause') : page(rows.filter((row) => wanted === undefined || at(row, `fields.${wanted[1]!}`) === wanted[2]).map(({ fields, ...row }) => (asked.query['$expand'] === 'fields' ? { ...row, fields: fields! } : row)), asked);
  });
  const added = ofList((asked) => {
    const wrong = columns(field(asked, 'fields'));
    if (wrong !== undefined) return wrong;
    rows.push({ id: String(rows.length + 1), fields: field(asked, 'fields') as JsonObject, lastModifiedDateTime: '2026-11-20T09:31:00Z', webUrl: 'https://contoso.sharepoint.com/sites/shop/Lists/Deployments/new' });
    return { status: 201, json: rows.at(-1)! };
  });
  const changedRow = ofList((asked) => {
    const place = rows.findIndex(({ id }) => id === asked.params['row']);
    const wrong = place === -1 ? NO_ITEM : columns(asked.body);
    if (wrong !== undefined) return wrong;
    rows[place] = { ...rows[place]!, fields: { ...(rows[place]!['fields'] as JsonObject), ...(asked.body as JsonObject) } };
    return { json: rows[place]['fields']! };
  });

  function send({ params, body }: Asked): Answer {
    if (params['user'] !== 'hub@contoso.com') return no(404, 'ErrorInvalidUser', 'The requested user is invalid.');
    const to = at(body, 'message.toRecipients');
    if (!Array.isArray(to) || to.length === 0 || !['text', 'html'].includes(String(at(body, 'message.body.contentType')))) return no(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
    return { status: 202 };
  }

  const byTitle = (asked: Asked): Answer => {
    const text = (asked.query['search'] ?? '').toLowerCase();
    if (text.split('"').length % 2 === 0) return malformed('The query is malformed.');
    return page(sites.filter((each) => text === '*' || String(each['displayName']).toLowerCase().includes(text)), asked, 100);
  };

  return {
    'GET /v1.0/sites': byTitle,
    ...ofSite('GET', 'drives', (asked) => page([{ id: DRIVE, name: 'Documents', driveType: 'documentLibrary', webUrl: 'https://contoso.sharepoint.com/sites/shop/Shared%20Documents' }], asked)),
    ...ofSite('GET', 'lists', (asked) => page([{ id: 'l-1', displayName: 'Deployments', list: { template: 'genericList' } }], asked)),
    ...ofSite('GET', 'lists/:list/items', listed),
    ...ofSite('POST', 'lists/:list/items', added),
    ...ofSite('PATCH', 'lists/:list/items/:row/fields', changedRow),
    ...ofSite('GET', '', () => ({ json: site })),
    'POST /v1.0/users/:user/sendMail': send,
  };
}
