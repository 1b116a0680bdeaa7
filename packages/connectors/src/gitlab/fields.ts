/** What the actions of GitLab share. Issues and merge requests go by their number in the project, which GitLab calls iid. */
import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ default: 'https://gitlab.com/api/v4', description: 'The REST API; https://HOST/api/v4 of your own GitLab.' }),
  oauth_url: t.url({ default: 'https://gitlab.com', description: 'Where OAuth tokens come from; https://HOST of your own GitLab.' }),
  client_id: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Of an OAuth application: its id.' })),
  token: t.secret({ description: 'Personal, group or project access token with the scope api.', required: false }),
  client_secret: t.secret({ description: 'In place of a token: the secret of an OAuth application.', required: false }),
  refresh_token: t.secret({ description: 'Beside the secret of an OAuth application: a refresh token. It is renewed with each use.', required: false }),
  oauth_token: t.secret({ description: 'In place of all: an OAuth access token, until it runs out.', required: false }),
  trigger_token: t.secret({ description: 'Pipeline trigger token, only for trigger_pipeline.', required: false }),
  signing_token: t.secret({ description: 'Signing token of the webhook; begins with whsec_.', required: false }),
  webhook_token: t.secret({ description: 'Secret token of the webhook, where there is no signing token: it comes back with each request.', required: false }),
});
export type Config = Infer<typeof config>;

export const owner = t.string({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_./-]*$', maxLength: 255, description: 'User or group, with its subgroups.', examples: ['acme/web'] });
export const repository = t.string({ pattern: '^[A-Za-z0-9_.][A-Za-z0-9_.-]*$', maxLength: 255, description: 'Name of the project in its URL.', examples: ['shop'] });
export const where = { owner, repository };
export const number = t.string({ pattern: '^[1-9][0-9]{0,9}$', description: 'Number in the project.', examples: ['42'] });
export const id = t.string({ pattern: '^[1-9][0-9]{0,19}$', description: 'Id.', examples: ['1296269'] });
export const commit = t.string({ pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$', description: 'Commit, in full.', examples: ['6dcb09b5b57875f334f61aebed695e2e4193db5e'] });
export const ref = t.string({ minLength: 1, maxLength: 255, description: 'Branch or tag.', examples: ['main'] });
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });
export const title = t.string({ minLength: 1, maxLength: 255, description: 'Title.', examples: ['5xx above 5 %'] });
export const text = t.string({ maxLength: 1_000_000, description: 'Text, in Markdown.' });
export const labels = t.array(t.string({ minLength: 1, maxLength: 255, pattern: '^[^,]+$' }), { maxItems: 100, description: 'Labels.' });
export const short = t.string({ maxLength: 255, description: 'In a few words.' });

/** GitLab takes the whole path of a project as one part. */
export const project = ({ owner: of, repository: name }: { readonly owner: string; readonly repository: string }): string => `/projects/${encodeURIComponent(`${of}/${name}`)}`;
