/** What an installation is configured with, and the fields that its actions share. */
import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ default: 'https://api.datadoghq.com', description: 'The API of your site: https://api.datadoghq.eu, https://api.us3.datadoghq.com, https://api.us5.datadoghq.com, https://api.ap1.datadoghq.com, https://api.ddog-gov.com.' }),
  logs_url: t.url({ default: 'https://http-intake.logs.datadoghq.com', description: 'Where logs go: http-intake.logs. and your site.' }),
  api_key: t.secret({ description: 'API key: enough to send events, metrics, logs and checks.' }),
  app_key: t.secret({ description: 'Application key: for everything that reads or manages.', required: false, hosts: ['{{config.base_url}}'] }),
  webhook_token: t.secret({ description: 'Token that the webhook integration shows in the header x-datadog-token; you choose it.', required: false }),
});
export type Config = Infer<typeof config>;

export const tags = t.array(t.string({ minLength: 1, maxLength: 200 }), { default: [], maxItems: 100, description: 'Tags.', examples: [['service:shop', 'env:production']] });
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });

/** Ids of Datadog are longer than a number of JSON can be: they are text here. */
export const monitorId = t.string({ pattern: '^[0-9]{1,19}$', description: 'Id of the monitor.', examples: ['123456'] });
