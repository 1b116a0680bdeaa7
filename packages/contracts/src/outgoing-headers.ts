/** Which headers people may add to what the hub sends: those that HTTP, the body and the signature need are the hub's own. */
import { z } from 'zod';
import type { Broken } from './cross-field.ts';

export const headerName = z.string().min(1).max(120).regex(/^[A-Za-z0-9-]+$/, 'expected letters, digits and hyphens');
/** Latin-1 without control characters: what else is in a value, HTTP can't send. */
export const HEADER_TEXT = /^[\x20-\x7e\xa0-\xff]+$/;
export const NO_HEADER_TEXT = 'expected characters that a header can hold: printable Latin-1, and no line break, not even at the end';
export const headerValue = z.string().min(1).max(4096).regex(HEADER_TEXT, NO_HEADER_TEXT);
/** With as much in secret ones, and with what the hub adds, it is what a request can have. */
const MOST = { names: 40, characters: 8192 } as const;
export const headerValues = z.record(headerName, headerValue).refine((all) => Object.keys(all).length <= MOST.names && Object.entries(all).flat().join('').length <= MOST.characters, `expected at most ${MOST.names} headers, and ${MOST.characters} characters in all of them: more would not be sent`);

const OURS = new Set([
  'host', 'connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'trailers', 'transfer-encoding', 'upgrade', 'expect', 'http2-settings', 'user-agent',
  'age', 'cache-control', 'clear-site-data', 'expires', 'pragma', 'warning', 'content-length', 'content-type', 'content-encoding', 'content-language', 'content-location',
]);
/** Clouds and gateways trust these of their own kind only; the signature's names must not be forged. */
const OURS_FROM = ['x-amz-', 'x-amzn-', 'x-google', 'x-goog-', 'x-gfe', 'x-azure-', 'x-fd-', 'x-svix-', 'svix-', 'webhook-'];
/** Say who the hub is, so they are kept where nobody reads them back. */
export const isSecretHeader = (name: string): boolean => SECRET.has(name.toLowerCase());
const SECRET = new Set(['authorization', 'cookie', 'www-authenticate', 'x-api-key', 'x-auth-token']);

export function checkHeaderName(path: string, name: string): Broken[] {
  const lower = name.toLowerCase();
  const from = OURS_FROM.find((beginning) => lower.startsWith(beginning));
  if (OURS.has(lower)) return [{ path, message: `${name} is set by the hub itself; choose another header` }];
  return from === undefined ? [] : [{ path, message: `headers that begin with ${from} are not for everybody to set; choose another header` }];
}

/** What is wrong with headers that everybody may read, and with those that nobody may. */
export function checkHeaders(open: Readonly<Record<string, string>>, hidden: Readonly<Record<string, string>> = {}): Broken[] {
  const names = [...Object.keys(open).map((name) => ({ name, path: `headers.${name}` })), ...Object.keys(hidden).map((name) => ({ name, path: `secret_headers.${name}` }))];
  return [
    ...names.flatMap(({ name, path }) => checkHeaderName(path, name)),
    ...Object.keys(open).filter(isSecretHeader).map((name) => ({ path: `headers.${name}`, message: `${name} says who the hub is; put it into secret_headers, which nobody may read back` })),
    ...twice(names),
  ];
}

export function twice(names: readonly { readonly name: string; readonly path: string }[]): Broken[] {
  const lower = names.map(({ name }) => name.toLowerCase());
  return names.flatMap(({ name, path }, index) => (lower.indexOf(lower[index]!) < index ? [{ path, message: `the header ${name} is there twice` }] : []));
}
