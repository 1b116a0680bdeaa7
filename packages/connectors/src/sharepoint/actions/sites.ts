/** Sites, their libraries and lists, and mail through the same app. */
import { action, at, type Ctx, type JsonObject, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import { segment, segments } from '../../wire/path.ts';
import type { Config } from '../config.ts';
import { collected, limit } from '../drive.ts';

const site = t.string({ pattern: '^([A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(,[0-9a-fA-F-]{36},[0-9a-fA-F-]{36}|:/[^?#:\\\\]+)?)$', maxLength: 400, description: 'The site: root, its id, or host:/path.', examples: ['contoso.sharepoint.com:/sites/shop'] });
const list_id = t.string({ minLength: 1, maxLength: 255, description: 'Id or title of the list.', examples: ['Deployments'] });
const row_id = t.string({ pattern: '^[0-9]{1,10}$', description: 'Id of the row.', examples: ['7'] });
const fields = t.record(t.json(), { description: 'Columns by their internal names.', examples: [{ Title: 'shop 1.4.2', Status: 'live' }] });
const row = t.object({ id: t.string({ description: 'Id.' }), fields, changed_at: t.string({ description: 'When it was changed.' }), url: t.string({ description: 'Its page.' }) });
const place = t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), description: t.string({ description: 'What it is for.' }), kind: t.string({ description: 'What kind of list or library it is.' }), url: t.string({ description: 'Its page.' }) });
const places = t.object({ items: t.array(place, { description: 'What was found.' }) });

const placeOf = (each: JsonObject) => ({ id: string(each, 'id'), name: string(each, 'displayName') || string(each, 'name'), description: string(each, 'description'), kind: string(each, 'list.template') || string(each, 'driveType') || 'site', url: string(each, 'webUrl') });
const rowOf = (each: JsonObject) => ({ id: string(each, 'id'), fields: (at(each, 'fields') ?? {}) as JsonObject, changed_at: string(each, 'lastModifiedDateTime'), url: string(each, 'webUrl') });

/** `host:/sites/shop` in front of more ends with a colon. */
function siteUrl(of: string, sub = ''): string {
  const [host = '', path] = of.split(':/');
  if (path === undefined) return `/sites/${segment(of)}${sub}`;
  return `/sites/${host}:/${segments(path)}${sub === '' ? '' : `:${sub}`}`;
}
const listUrl = (of: string, list: string, sub = ''): string => siteUrl(of, `/lists/${segment(list)}${sub}`);

export const siteActions = {
  add_row: action({
    title: 'Add a row', description: 'Adds a row to a list.', safety: 'moderate', input: t.object({ site, list_id, fields }), output: row, example: { site: 'contoso.sharepoint.com:/sites/shop', list_id: 'Deployments', fields: { Title: 'shop 1.4.2' } },
    run: async ({ site: of, list_id: list, fields: values }, ctx: Ctx<Config>) => rowOf(await ctx.http.post<JsonObject>(listUrl(of, list, '/items'), { fields: values })),
  }),
  update_row: action({
    title: 'Change a row', description: 'Changes columns of a row; others stay.', safety: 'moderate', idempotent: true, input: t.object({ site, list_id, row_id, fields }), output: t.object({ id: row_id, fields }), example: { site: 'contoso.sharepoint.com:/sites/shop', list_id: 'Deployments', row_id: '7', fields: { Status: 'live' } },
    run: async ({ site: of, list_id: list, row_id: id, fields: values }, ctx: Ctx<Config>) => ({ id, fields: await ctx.http.patch<JsonObject>(listUrl(of, list, `/items/${id}/fields`), values) }),
  }),
  send_mail: action({
    title: 'Send mail', description: 'Sends a message from a mailbox of the organisation.', safety: 'moderate',
    input: t.object({ from: address('Mailbox that it comes from.'), to: t.array(address('Address.'), { minItems: 1, maxItems: 100, description: 'Who gets it.' }), cc: t.array(address('Address.'), { default: [], maxItems: 100, description: 'Who gets it, too.' }), subject: t.string({ minLength: 1, maxLength: 255, pattern: '^[^\\r\\n]*$', description: 'Subject.' }), text: t.string({ maxLength: 500_000, description: 'What it says.' }), format: t.enum(['text', 'html'], { default: 'text', description: 'How the text is written.' }) }),
    output: t.object({ accepted: t.boolean({ description: 'It was taken to be sent.' }) }), example: { from: 'hub@contoso.com', to: ['ada@contoso.com'], cc: [], subject: 'Deployed', text: 'shop 1.4.2 is live', format: 'text' },
    dryRun: () => ({ accepted: false }),
    async run({ from, to, cc, subject, text, format }, ctx: Ctx<Config>) {
      const people = (list: readonly string[]) => list.map((each) => ({ emailAddress: { address: each } }));
      await ctx.http.post(`/users/${encodeURIComponent(from)}/sendMail`, { message: { subject, body: { contentType: format, content: text }, toRecipients: people(to), ...(cc.length === 0 ? {} : { ccRecipients: people(cc) }) } });
      return { accepted: true };
    },
  }),
};

function address(description: string) {
  return t.string({ maxLength: 254, pattern: '^[A-Za-z0-9._%+\'-]+@[A-Za-z0-9.-]+$', description, examples: ['ada@contoso.com'] });
}

export const siteQueries = {
  find_sites: query({ title: 'Find sites', description: 'Sites by what they are called and what is said about them. * for all.', input: t.object({ text: t.string({ minLength: 1, maxLength: 255, description: 'What to look for.', examples: ['shop'] }), limit }), output: places, example: { text: 'shop', limit: 200 }, run: async ({ text, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await collected('/sites', { search: text }, most, ctx)).map(placeOf) }) }),
  get_site: query({ title: 'Get a site', description: 'A site by its id or address.', input: t.object({ site }), output: place, example: { site: 'contoso.sharepoint.com:/sites/shop' }, run: async ({ site: of }, ctx: ReadCtx<Config>) => placeOf(await ctx.http.get<JsonObject>(siteUrl(of))) }),
  list_drives: query({ title: 'List libraries', description: 'Document libraries (drives) of a site.', input: t.object({ site, limit }), output: places, example: { site: 'contoso.sharepoint.com:/sites/shop', limit: 200 }, run: async ({ site: of, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await collected(siteUrl(of, '/drives'), {}, most, ctx)).map(placeOf) }) }),
  list_lists: query({ title: 'List lists', description: 'Lists of a site.', input: t.object({ site, limit }), output: places, example: { site: 'contoso.sharepoint.com:/sites/shop', limit: 200 }, run: async ({ site: of, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await collected(siteUrl(of, '/lists'), {}, most, ctx)).map(placeOf) }) }),
  list_rows: query({
    title: 'List rows', description: 'Rows of a list, all or those that fit.', input: t.object({ site, list_id, filter: t.optional(t.string({ minLength: 1, maxLength: 2000, description: 'A condition in OData, over fields/….', examples: ["fields/Status eq 'live'"] })), limit }), output: t.object({ items: t.array(row, { description: 'Rows.' }) }), example: { site: 'contoso.sharepoint.com:/sites/shop', list_id: 'Deployments', limit: 200 },
    run: async ({ site: of, list_id: list, filter, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await collected(listUrl(of, list, '/items'), { $expand: 'fields', $filter: filter, $top: Math.min(most, 200) }, most, ctx)).map(rowOf) }),
  }),
};
