/** How the deliveries of an endpoint are signed. The fields are those of `endpoint.signature`; what is absent has its default. */
import type { Issue } from '@patchbay/contracts';
import type { KeyForm } from './key-form.ts';
import { unknownIn } from './template.ts';

export interface SignatureProfile {
  readonly profile: 'standard' | 'standard_ed25519' | 'hmac' | 'none';
  /** Of standard: the same values under `svix-*` too. */
  readonly also_svix_headers?: boolean | undefined;
  /** Of hmac: the header with the signature. */
  readonly header?: string | undefined;
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512' | 'ed25519' | undefined;
  readonly encoding?: 'hex' | 'base64' | undefined;
  /** What is signed, from {id}, {timestamp} and {body}. */
  readonly content?: string | undefined;
  /** What the header says, from {id}, {timestamp} and {signature}. */
  readonly format?: string | undefined;
  /** Between the signatures of several keys in `{signature}`. Without it only the newest key signs: most receivers expect exactly one. */
  readonly separator?: string | undefined;
  /** How the secret is turned into a key. */
  readonly key_encoding?: KeyForm | undefined;
  /** Further headers, from {id}, {timestamp} and {type}: `{ 'X-Mission-Control-Event': '{type}' }`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export const CONTENT_NAMES = ['id', 'timestamp', 'body'] as const;
export const FORMAT_NAMES = ['id', 'timestamp', 'signature'] as const;
export const HEADER_NAMES = ['id', 'timestamp', 'type'] as const;

const HEADER = /^[A-Za-z0-9-]{1,120}$/;
const PRINTABLE = /^[\x20-\x7e]*$/;
/** What HTTP itself sets. A signature there would break the request or be lost on the way. */
const TAKEN = new Set(['connection', 'content-encoding', 'content-length', 'content-type', 'date', 'expect', 'host', 'keep-alive', 'te', 'trailer', 'trailers', 'transfer-encoding', 'upgrade', 'user-agent']);

/** Everything that is wrong with a profile; nothing, if it can sign. */
export function checkSignatureProfile(signature: SignatureProfile): Issue[] {
  if (signature.profile !== 'hmac') return [];
  const { header, content = '{body}', format = '{signature}', separator = '', headers = {} } = signature;
  return [
    ...(header === undefined ? [issue('header', 'signature hmac needs header')] : checkHeader('header', header)),
    ...checkTemplate('content', content, CONTENT_NAMES),
    ...(content.includes('{body}') ? [] : [issue('content', 'expected {body} in it: what is not signed can be changed on the way')]),
    ...checkTemplate('format', format, FORMAT_NAMES),
    ...(format.includes('{signature}') ? [] : [issue('format', 'expected {signature} in it')]),
    ...(PRINTABLE.test(separator) ? [] : [issue('separator', 'expected printable ASCII characters')]),
    ...Object.entries(headers).flatMap(([name, value]) => [...checkHeader(`headers.${name}`, name), ...checkTemplate(`headers.${name}`, value, HEADER_NAMES)]),
  ];
}

function checkHeader(path: string, name: string): Issue[] {
  if (!HEADER.test(name)) return [issue(path, 'expected a header name of letters, digits and hyphens')];
  return TAKEN.has(name.toLowerCase()) ? [issue(path, `${name} is set by HTTP itself; choose another header`)] : [];
}

function checkTemplate(path: string, template: string, names: readonly string[]): Issue[] {
  const unknown = unknownIn(template, names);
  return [
    ...(PRINTABLE.test(template) ? [] : [issue(path, 'expected printable ASCII characters')]),
    ...(unknown === undefined ? [] : [issue(path, `there is no {${unknown}}; expected ${names.map((name) => `{${name}}`).join(', ')}`)]),
  ];
}

const issue = (path: string, message: string): Issue => ({ path: `signature.${path}`, message });
