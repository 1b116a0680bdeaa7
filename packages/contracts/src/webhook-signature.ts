/** How deliveries of an endpoint are signed: as Standard Webhooks, or in headers of one's own so that receivers of before keep working. */
import { z } from 'zod';
import type { Broken } from './cross-field.ts';
import { checkHeaderName, headerName } from './outgoing-headers.ts';

const template = z.string().min(1).max(255);

export const webhookSignature = z.strictObject({
  profile: z.enum(['standard', 'standard_ed25519', 'hmac', 'none']).meta({ description: 'Standard Webhooks with a shared key or with a key pair, a signature in a header of your own, or nothing.', examples: ['standard'] }),
  also_svix_headers: z.boolean().default(false).meta({ description: 'Of standard: whether the same values are sent under svix-* too.', examples: [false] }),
  id_form: z.enum(['event', 'msg']).default('event').meta({ description: 'Of standard: the id of an event as everywhere here, or as the clients of /api/v1 know it.', examples: ['event'] }),
  header: headerName.optional().meta({ description: 'Of hmac: the header.', examples: ['X-Hub-Signature-256'] }),
  algorithm: z.enum(['sha1', 'sha256', 'sha512', 'ed25519']).default('sha256').meta({ description: 'Of hmac: the hash of the HMAC, or Ed25519 with a key pair.', examples: ['sha256'] }),
  encoding: z.enum(['hex', 'base64']).default('hex').meta({ description: 'Of hmac: how it is written.', examples: ['hex'] }),
  content: template.default('{body}').meta({ description: 'Of hmac: what is signed, from {id}, {timestamp} and {body}.', examples: ['{timestamp}.{body}'] }),
  format: template.default('{signature}').meta({ description: 'Of hmac: what the header says, from {id}, {timestamp} and {signature}.', examples: ['sha256={signature}'] }),
  separator: z.string().min(1).max(16).optional().meta({ description: 'Of hmac: what stands between the signatures while a replaced key signs too. Without it only the newest key signs.', examples: [','] }),
  key_encoding: z.enum(['utf8', 'base64', 'hex', 'whsec']).default('utf8').meta({ description: 'Of hmac: how `signing_secret` is turned into a key.', examples: ['utf8'] }),
  headers: z.record(headerName, template).default({}).meta({ description: 'Of hmac: further headers, from {id}, {timestamp} and {type}.', examples: [{ 'X-Mission-Control-Event': '{type}' }] }),
});
export type WebhookSignature = z.output<typeof webhookSignature>;

export const STANDARD_SIGNATURE: WebhookSignature = { profile: 'standard', also_svix_headers: false, id_form: 'event', algorithm: 'sha256', encoding: 'hex', content: '{body}', format: '{signature}', key_encoding: 'utf8', headers: {} };

/** What the schema of the fields alone can't say; templates are judged by who signs. */
export function checkSignature({ profile, header, separator, headers }: WebhookSignature): Broken[] {
  if (profile === 'hmac') return [
    ...(header === undefined ? [{ path: 'signature.header', message: 'signature hmac needs header' }] : []),
    ...Object.keys(headers).flatMap((name) => (/^webhook-/i.test(name) ? [] : checkHeaderName(`signature.headers.${name}`, name))),
  ];
  const others = { header: header !== undefined, separator: separator !== undefined, headers: Object.keys(headers).length > 0 };
  return Object.entries(others).filter(([, there]) => there).map(([field]) => ({ path: `signature.${field}`, message: `${field} belongs to signature hmac` }));
}
