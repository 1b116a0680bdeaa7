import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ description: 'The controller.', examples: ['https://jenkins.example.com'] }),
  username: t.string({ minLength: 1, maxLength: 255, description: 'User that the API token belongs to.', examples: ['patchbay'] }),
  ca_cert: t.optional(t.string({ maxLength: 65_536, description: 'Authorities that its certificate is signed by, PEM.' })),
  api_token: t.secret({ description: 'API token of the user.', required: false }),
  webhook_token: t.secret({ description: 'What the notifications of the controller show in the header X-Patchbay-Token.', required: false }),
});
export type Config = Infer<typeof config>;
