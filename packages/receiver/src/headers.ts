/** The three headers out of whatever a framework calls headers. */
import { WebhookError } from './webhook-error.ts';

/** `Headers` of fetch, the object of Node, Express or Fastify, or pairs of name and value. */
export type HeadersInput = Readonly<Record<string, string | readonly string[] | undefined>> | Iterable<readonly [string, string]>;

export interface SignatureHeaders { readonly id: string; readonly timestamp: string; readonly signature: string }

export function signatureHeaders(headers: HeadersInput): SignatureHeaders {
  const known = collect(headers);
  const family = known.has('webhook-signature') || !known.has('svix-signature') ? 'webhook' : 'svix';
  return { id: one(known, `${family}-id`), timestamp: one(known, `${family}-timestamp`), signature: one(known, `${family}-signature`) };
}

/** All values of every header whose name we know, in any case. */
function collect(headers: HeadersInput): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const pairs = isIterable(headers) ? headers : Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : (value ?? []).map((each) => [name, each] as const)));
  for (const [name, value] of pairs) if (/^(webhook|svix)-/i.test(name)) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), value]);
  return found;
}

const isIterable = (headers: HeadersInput): headers is Iterable<readonly [string, string]> => Symbol.iterator in headers;

function one(headers: ReadonlyMap<string, readonly string[]>, name: string): string {
  const [value, ...more] = headers.get(name) ?? [];
  if (value === undefined || value === '') throw new WebhookError('header.missing', `The header ${name} is missing`);
  if (more.length > 0) throw new WebhookError('header.malformed', `The header ${name} came ${more.length + 1} times`);
  return value;
}
