import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  graph_url: t.url({ default: 'https://graph.microsoft.com/v1.0', description: 'Microsoft Graph; national clouds have their own.' }),
  login_url: t.url({ default: 'https://login.microsoftonline.com', description: 'Where tokens come from.' }),
  directory: t.string({ default: 'common', minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9.-]+$', description: 'Id or domain of the directory (tenant).', examples: ['contoso.onmicrosoft.com'] }),
  client_id: t.optional(t.string({ minLength: 1, maxLength: 100, description: 'Application id of the app registration.', examples: ['11111111-2222-3333-4444-555555555555'] })),
  webhook_url: t.secret({ description: 'URL of the workflow "Post to a channel when a webhook request is received"; whoever has it may write there.', required: false }),
  client_secret: t.secret({ description: 'Secret of the app registration.', required: false }),
  refresh_token: t.secret({ description: 'Refresh token of the person in whose name messages are posted: an app alone may read, but not post.', required: false }),
  outgoing_token: t.secret({ description: 'Security token of an outgoing webhook; needed to hear messages that mention it.', required: false }),
});
export type Config = Infer<typeof config>;
