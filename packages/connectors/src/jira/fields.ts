/** What the actions of Jira share. People are account ids, and texts are documents there. */
import { at, type Infer, type JsonObject, t } from '@patchbay/sdk';
import { textOfAdf } from '../wire/adf.ts';
import { string } from '../wire/fields.ts';

export const config = t.object({
  base_url: t.url({ description: 'Your site, or https://api.atlassian.com/ex/jira/CLOUD_ID with an OAuth token.', examples: ['https://acme.atlassian.net'] }),
  site_url: t.optional(t.url({ description: 'Your site, for links to issues, if base_url is another.' })),
  oauth_url: t.url({ default: 'https://auth.atlassian.com', description: 'Where OAuth tokens come from.' }),
  client_id: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Of an OAuth app: its client id.' })),
  email: t.optional(t.string({ format: 'email', description: 'Of an API token: the e-mail of its account.', examples: ['bot@example.com'] })),
  api_token: t.secret({ description: 'API token of an Atlassian account.', required: false }),
  client_secret: t.secret({ description: 'Of an OAuth app: its secret.', required: false }),
  refresh_token: t.secret({ description: 'Of an OAuth app: the refresh token, with the scope offline_access. It is renewed with each use.', required: false }),
  oauth_token: t.secret({ description: 'In place of all: an OAuth access token, until it runs out.', required: false }),
  webhook_secret: t.secret({ description: 'Secret of the webhook; of a Connect or OAuth app, its client secret.', required: false }),
});
export type Config = Infer<typeof config>;

export const key = t.string({ pattern: '^([A-Za-z][A-Za-z0-9_]*-[0-9]+|[0-9]+)$', maxLength: 64, description: 'Key or id of the issue.', examples: ['OPS-42'] });
export const project = t.string({ pattern: '^[A-Za-z][A-Za-z0-9_]*$', maxLength: 64, description: 'Key of the project.', examples: ['OPS'] });
export const account = t.string({ pattern: '^[A-Za-z0-9:_-]+$', maxLength: 128, description: 'Account id of a user; see find_users.', examples: ['5b10ac8d82e05b22cc7d4ef5'] });
export const summary = t.string({ minLength: 1, maxLength: 255, description: 'Summary, one line.', examples: ['5xx above 5 %'] });
export const text = t.string({ maxLength: 32_767, description: 'Text: paragraphs, # headings, - lists and ``` code; written as a document there.' });
export const labels = t.array(t.string({ minLength: 1, maxLength: 255, pattern: '^\\S+$' }), { maxItems: 100, description: 'Labels, without spaces.' });
export const fields = t.optional(t.record(t.json(), { description: 'Other fields by their id, as Jira takes them.', examples: [{ customfield_10010: 'gold' }] }));
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });

export const issue = t.object({
  id: t.string({ description: 'Id.' }),
  key: t.string({ description: 'Key.' }),
  summary: t.string({ description: 'Summary.' }),
  description: t.string({ description: 'Text.' }),
  status: t.string({ description: 'Status, by its name.' }),
  type: t.string({ description: 'Type, by its name.' }),
  project: t.string({ description: 'Key of the project.' }),
  priority: t.string({ description: 'Priority, by its name.' }),
  assignee: t.string({ description: 'Account id of who works on it; empty for nobody.' }),
  labels: t.array(t.string(), { description: 'Labels.' }),
  created_at: t.string({ description: 'When it was made.' }),
  updated_at: t.string({ description: 'When it changed last.' }),
  url: t.string({ description: 'Its page.' }),
});
/** Asked for by name: else a search answers with ids only. */
export const ASKED = ['summary', 'description', 'status', 'issuetype', 'project', 'priority', 'assignee', 'labels', 'created', 'updated'];

export const browse = (of: string, { base_url, site_url }: Config): string => `${(site_url ?? base_url).replace(/\/$/, '')}/browse/${of}`;

export const issueOf = (each: JsonObject, of: Config): Infer<typeof issue> => ({
  id: string(each, 'id'), key: string(each, 'key'), summary: string(each, 'fields.summary'), description: textOfAdf(at(each, 'fields.description') ?? ''), status: string(each, 'fields.status.name'), type: string(each, 'fields.issuetype.name'),
  project: string(each, 'fields.project.key'), priority: string(each, 'fields.priority.name'), assignee: string(each, 'fields.assignee.accountId'), labels: (at(each, 'fields.labels') ?? []) as readonly string[],
  created_at: string(each, 'fields.created'), updated_at: string(each, 'fields.updated'), url: browse(string(each, 'key'), of),
});
