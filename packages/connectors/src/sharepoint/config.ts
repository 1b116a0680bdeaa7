import { type Infer, t } from '@patchbay/sdk';

export const drive_id = t.optional(t.string({ pattern: '^[A-Za-z0-9!_-]{1,200}$', description: 'Document library (drive); the one of the configuration, if absent.', examples: ['b!-RIj2DuyvEyV1T4NlOaMHk8XkS_I8MdFlUCq1BlcjgmhRfAj3-Z8RY2VpuvV_tpd'] }));

export const config = t.object({
  graph_url: t.url({ default: 'https://graph.microsoft.com/v1.0', description: 'Microsoft Graph; national clouds have their own.' }),
  login_url: t.url({ default: 'https://login.microsoftonline.com', description: 'Where tokens come from.' }),
  files_url: t.string({ default: 'https://*.sharepoint.com', pattern: '^https?://[A-Za-z0-9*.:\\[\\]-]+$', maxLength: 255, description: 'Where Graph sends for the bytes of files: the origin of your SharePoint.', examples: ['https://contoso.sharepoint.com'] }),
  directory: t.string({ minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9.-]+$', description: 'Id or domain of the directory (tenant).', examples: ['contoso.onmicrosoft.com'] }),
  client_id: t.string({ minLength: 1, maxLength: 100, description: 'Application id of the app registration.', examples: ['11111111-2222-3333-4444-555555555555'] }),
  drive_id,
  client_secret: t.secret({ description: 'Secret of the app registration.' }),
  client_state: t.secret({ description: 'A word of your own, of at most 128 characters, that Graph repeats in each notification; needed to watch libraries.', required: false }),
});
export type Config = Infer<typeof config>;
