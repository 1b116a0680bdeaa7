import { type Infer, t } from '@patchbay/sdk';

/** One address without a name: no room for a second one, nor for a second line. */
export const address = (description: string) => t.string({ maxLength: 254, pattern: '^[^\\s<>@,;:"\'()\\\\\\[\\]]+@[A-Za-z0-9.-]+$', description, examples: ['oncall@example.com'] });
/** One line: more would be headers of their own. */
export const line = (maxLength: number, description: string) => t.string({ minLength: 1, maxLength, pattern: '^[^\\r\\n\\u0000]*$', description });

export const config = t.object({
  host: t.string({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.-]+$', description: 'Mail server that takes messages.', examples: ['smtp.example.com'] }),
  port: t.integer({ minimum: 1, maximum: 65_535, default: 587, description: '587 with starttls, 465 with tls.' }),
  security: t.enum(['starttls', 'tls', 'none'], { default: 'starttls', description: 'starttls and tls send nothing without TLS, and never fall back. none is for a relay on the same machine.' }),
  ca: t.optional(t.string({ maxLength: 100_000, description: 'Authorities that signed the server’s certificate, PEM, where it is one of your own.' })),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Who signs in; nobody, if left out.', examples: ['hub@example.com'] })),
  from: address('Address that messages come from.'),
  from_name: t.optional(line(100, 'Name that they come from.')),
  reply_to: t.optional(address('Where answers go.')),
  dkim_domain: t.optional(t.string({ maxLength: 253, pattern: '^[A-Za-z0-9.-]+$', description: 'Domain that signs messages (DKIM), where the server does not.', examples: ['example.com'] })),
  dkim_selector: t.optional(t.string({ maxLength: 63, pattern: '^[A-Za-z0-9._-]+$', description: 'Selector of the key.', examples: ['patchbay'] })),
  password: t.secret({ description: 'Password of the user.', required: false }),
  dkim_key: t.secret({ description: 'Private key that signs messages, PEM.', required: false }),
});
export type Config = Infer<typeof config>;
