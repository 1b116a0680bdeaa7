/** What the actions of GitHub share: how things are named there, and what is shown of them. */
import { type Infer, type JsonObject, t } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';

export const config = t.object({
  base_url: t.url({ default: 'https://api.github.com', description: 'The REST API; https://HOST/api/v3 of an Enterprise Server.' }),
  app_id: t.optional(t.string({ pattern: '^[A-Za-z0-9.]+$', maxLength: 64, description: 'Of a GitHub App: its App ID or client ID.', examples: ['123456'] })),
  installation_id: t.optional(t.string({ pattern: '^[0-9]+$', maxLength: 20, description: 'Of a GitHub App: the installation in your organisation.', examples: ['7890123'] })),
  private_key: t.secret({ description: 'Of a GitHub App: its private key, PEM.', required: false }),
  token: t.secret({ description: 'In place of an App: a fine-grained or classic personal access token.', required: false }),
  webhook_secret: t.secret({ description: 'Secret of the webhook.', required: false }),
});
export type Config = Infer<typeof config>;

/** Never only points: such a name would climb out of its path. */
const NAME = '^[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*$';
export const owner = t.string({ pattern: NAME, maxLength: 100, description: 'User or organisation.', examples: ['acme'] });
export const repository = t.string({ pattern: NAME, maxLength: 100, description: 'Name of the repository.', examples: ['shop'] });
export const where = { owner, repository };
export const number = t.string({ pattern: '^[1-9][0-9]{0,9}$', description: 'Number in the repository.', examples: ['42'] });
export const commit = t.string({ pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$', description: 'Commit, in full.', examples: ['6dcb09b5b57875f334f61aebed695e2e4193db5e'] });
export const ref = t.string({ minLength: 1, maxLength: 255, description: 'Branch, tag or commit.', examples: ['main'] });
export const id = t.string({ pattern: '^[1-9][0-9]{0,19}$', description: 'Id.', examples: ['1296269'] });
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });
export const text = t.string({ maxLength: 65_536, description: 'Text, in Markdown.' });
export const title = t.string({ minLength: 1, maxLength: 256, description: 'Title.', examples: ['5xx above 5 %'] });
export const labels = t.array(t.string({ minLength: 1, maxLength: 50 }), { maxItems: 100, description: 'Labels.' });
export const people = t.array(t.string({ pattern: NAME, maxLength: 100 }), { maxItems: 10, description: 'Logins.' });
const url = t.string({ description: 'Its page.' });

export const issue = t.object({
  number: t.string({ description: 'Number in the repository.' }),
  title: t.string({ description: 'Title.' }),
  state: t.string({ description: 'open or closed.' }),
  body: t.string({ description: 'Text, in Markdown.' }),
  labels: t.array(t.string(), { description: 'Labels.' }),
  assignees: t.array(t.string(), { description: 'Logins of who works on it.' }),
  author: t.string({ description: 'Login of who wrote it.' }),
  created_at: t.string({ description: 'When it was made.' }),
  url,
});
export const comment = t.object({ id: t.string({ description: 'Id of the comment.' }), url });

type Where = { readonly owner: string; readonly repository: string };
export const repo = ({ owner: of, repository: name }: Where): string => `/repos/${of}/${name}`;

export const issueOf = (each: JsonObject): Infer<typeof issue> => ({
  number: string(each, 'number'), title: string(each, 'title'), state: string(each, 'state'), body: string(each, 'body'),
  labels: list(each, 'labels').map((label) => (typeof label === 'string' ? label : string(label, 'name'))), assignees: list(each, 'assignees').map((user) => string(user, 'login')),
  author: string(each, 'user.login'), created_at: string(each, 'created_at'), url: string(each, 'html_url'),
});

export const commentOf = (each: unknown): Infer<typeof comment> => ({ id: string(each, 'id'), url: string(each, 'html_url') });
