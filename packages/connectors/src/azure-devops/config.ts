import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  organization_url: t.url({ description: 'The organisation.', examples: ['https://dev.azure.com/acme'] }),
  login_url: t.url({ default: 'https://login.microsoftonline.com', description: 'Where Microsoft Entra gives tokens.' }),
  tenant_id: t.optional(t.string({ pattern: '^[A-Za-z0-9.-]+$', maxLength: 255, description: 'Of a service principal: the directory.', examples: ['11111111-2222-3333-4444-555555555555'] })),
  client_id: t.optional(t.string({ pattern: '^[A-Za-z0-9-]+$', maxLength: 64, description: 'Of a service principal: the application.', examples: ['66666666-7777-8888-9999-000000000000'] })),
  client_secret: t.secret({ description: 'Of a service principal: its secret.', required: false }),
  pat: t.secret({ description: 'In place of a service principal: a personal access token.', required: false }),
  webhook_token: t.secret({ description: 'What service hooks show in the header X-Patchbay-Token.', required: false }),
});
export type Config = Infer<typeof config>;
