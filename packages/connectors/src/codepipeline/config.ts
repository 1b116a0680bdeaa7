import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  region: t.string({ pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]+$', maxLength: 32, description: 'AWS region of the pipelines.', examples: ['eu-west-1'] }),
  base_url: t.optional(t.url({ description: 'In place of https://codepipeline.REGION.amazonaws.com: a VPC endpoint.' })),
  access_key_id: t.string({ pattern: '^[A-Z0-9]{16,128}$', description: 'Access key of the user or role that the hub acts as.' }),
  secret_access_key: t.secret({ description: 'Its secret.' }),
  session_token: t.secret({ description: 'Of temporary credentials.', required: false }),
  webhook_token: t.secret({ description: 'What the API destination of EventBridge shows in the header X-Patchbay-Token.', required: false }),
});
export type Config = Infer<typeof config>;
