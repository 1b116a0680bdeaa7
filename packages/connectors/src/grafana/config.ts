/** What an installation is configured with, and the fields that its actions share. */
import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ description: 'Where Grafana is, with its sub-path.', examples: ['https://grafana.example.com'] }),
  org_id: t.integer({ default: 1, minimum: 1, description: 'Organisation that alert rules are created in; the one of the token.' }),
  editable: t.boolean({ default: true, description: 'Alert rules that the hub creates stay editable in the user interface.' }),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'User, for HTTP Basic instead of a token.' })),
  ca_cert: t.optional(t.string({ maxLength: 65_536, description: 'Authorities that its certificate is signed by, PEM.' })),
  token: t.secret({ description: 'Token of a service account (glsa_…).', required: false }),
  password: t.secret({ description: 'Password, for HTTP Basic.', required: false }),
  webhook_secret: t.secret({ description: 'Secret that the contact point signs with (HMAC).', required: false }),
  webhook_token: t.secret({ description: 'Token that the contact point shows, where it does not sign.', required: false }),
});
export type Config = Infer<typeof config>;

export const uid = t.string({ minLength: 1, maxLength: 40, pattern: '^[A-Za-z0-9_-]+$', description: 'Uid.', examples: ['shop-overview'] });
export const limit = t.integer({ minimum: 1, maximum: 5000, default: 100, description: 'At most.' });
export const labels = t.record(t.string(), { description: 'Labels.', examples: [{ service: 'shop' }] });

/** Grafana says instants in milliseconds; 0 is never. */
export const instantOf = (value: unknown): string => (typeof value === 'number' && value > 0 ? new Date(value).toISOString() : '');
