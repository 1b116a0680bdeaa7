/** What the actions of Bitbucket share. */
import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ default: 'https://api.bitbucket.org/2.0', description: 'The REST API of Bitbucket Cloud.' }),
  oauth_url: t.url({ default: 'https://bitbucket.org', description: 'Where OAuth tokens come from.' }),
  email: t.optional(t.string({ format: 'email', description: 'Of an API token: the e-mail of its Atlassian account.', examples: ['bot@example.com'] })),
  client_id: t.optional(t.string({ maxLength: 100, pattern: '^[A-Za-z0-9]+$', description: 'Of an OAuth consumer: its key.' })),
  access_token: t.secret({ description: 'Repository, project or workspace access token.', required: false }),
  api_token: t.secret({ description: 'In place of it: an API token of an Atlassian account, with email.', required: false }),
  client_secret: t.secret({ description: 'In place of both: the secret of an OAuth consumer, with client_id.', required: false }),
  webhook_secret: t.secret({ description: 'Secret of the webhook.', required: false }),
});
export type Config = Infer<typeof config>;

/** Never only points: such a name would climb out of its path. */
const NAME = '^[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*$';
export const owner = t.string({ pattern: NAME, maxLength: 100, description: 'Workspace.', examples: ['acme'] });
export const repository = t.string({ pattern: NAME, maxLength: 100, description: 'Repository, as in its URL.', examples: ['shop'] });
export const where = { owner, repository };
export const number = t.string({ pattern: '^[1-9][0-9]{0,9}$', description: 'Number of the pull request.', examples: ['42'] });
/** Bitbucket's webhooks shorten commits, and its API takes them so. */
export const commit = t.string({ pattern: '^[0-9a-f]{7,64}$', description: 'Commit, in full or shortened.', examples: ['6dcb09b5b57875f334f61aebed695e2e4193db5e'] });
export const branch = t.string({ minLength: 1, maxLength: 255, description: 'Branch.', examples: ['main'] });
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });

export const repo = ({ owner: of, repository: name }: { readonly owner: string; readonly repository: string }): string => `/repositories/${of}/${name}`;
