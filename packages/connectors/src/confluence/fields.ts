/** What the actions of Confluence share. */
import { at, type Infer, type JsonObject, type NextPage, t } from '@patchbay/sdk';
import { textOfAdf } from '../wire/adf.ts';
import { string } from '../wire/fields.ts';

export const config = t.object({
  base_url: t.url({ description: 'Your site with /wiki, or https://api.atlassian.com/ex/confluence/CLOUD_ID/wiki with an OAuth token.', examples: ['https://acme.atlassian.net/wiki'] }),
  oauth_url: t.url({ default: 'https://auth.atlassian.com', description: 'Where OAuth tokens come from.' }),
  client_id: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Of an OAuth app: its client id.' })),
  email: t.optional(t.string({ format: 'email', description: 'Of an API token: the e-mail of its account.', examples: ['bot@example.com'] })),
  api_token: t.secret({ description: 'API token of an Atlassian account.', required: false }),
  client_secret: t.secret({ description: 'Of an OAuth app: its secret.', required: false }),
  refresh_token: t.secret({ description: 'Of an OAuth app: the refresh token, with the scope offline_access. It is renewed with each use.', required: false }),
  oauth_token: t.secret({ description: 'In place of all: an OAuth access token, until it runs out.', required: false }),
});
export type Config = Infer<typeof config>;

export const id = t.string({ pattern: '^[0-9]{1,20}$', description: 'Id of the page.', examples: ['65537'] });
export const space = t.string({ pattern: '^~?[A-Za-z0-9_.-]+$', maxLength: 255, description: 'Key of the space.', examples: ['OPS'] });
export const title = t.string({ minLength: 1, maxLength: 255, description: 'Title, unique in the space.', examples: ['Runbook of shop'] });
export const body = t.string({ maxLength: 1_000_000, description: 'The whole text of the page.', examples: ['# Restart\n\n- drain\n- restart'] });
export const format = t.enum(['text', 'storage'], { default: 'text', description: 'text: paragraphs, # headings, - lists and ``` code. storage: Confluence’s XHTML, as it is.' });
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });

export const pageFields = {
  id: t.string({ description: 'Id.' }),
  title: t.string({ description: 'Title.' }),
  space_id: t.string({ description: 'Id of the space.' }),
  parent_id: t.string({ description: 'Id of the page above; empty at the top.' }),
  status: t.string({ description: 'current, draft, archived or trashed.' }),
  version: t.integer({ description: 'Counts up with each change.' }),
  url: t.string({ description: 'Its page.' }),
};
export const page = t.object(pageFields);

export const pageOf = (each: JsonObject, { base_url }: Config): Infer<typeof page> => ({
  id: string(each, 'id'), title: string(each, 'title'), space_id: string(each, 'spaceId'), parent_id: string(each, 'parentId'), status: string(each, 'status'), version: Number(at(each, 'version.number') ?? 0),
  url: string(each, '_links.webui') === '' ? '' : `${base_url.replace(/\/$/, '')}${string(each, '_links.webui')}`,
});

/** The next page is told as a path of the site, behind gateways a wrong one: only its cursor counts. */
export const nextCursor: NextPage = ({ body: answer }, request) => {
  const cursor = /[?&]cursor=([^&]+)/.exec(string(answer, '_links.next'))?.[1];
  return cursor === undefined ? undefined : { ...request, query: { ...request.query, cursor: decodeURIComponent(cursor) } };
};

export function textOfBody(each: JsonObject): string {
  const value = string(each, 'body.atlas_doc_format.value');
  try {
    return value === '' ? '' : textOfAdf(JSON.parse(value));
  } catch {
    return value;
  }
}
