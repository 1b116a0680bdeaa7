/**
 * A user and password in the URL are this protocol's way to say who the hub is to an endpoint. They are taken out before any action sees the URL:
 * `auth` and `auth_secret` hold them, and the URL is kept and shown without.
 */
import { invalid } from './refusal.ts';

/** What there is besides the URL. */
export interface Around {
  readonly url?: string;
  readonly auth?: { readonly kind: string };
  readonly secret_header_names?: readonly string[];
}

/** Fields of ours for a URL of theirs. */
export function addressed(text: string, around: Around): object {
  const url = URL.parse(text);
  if (url === null) return { url: text }; // refused by the action
  if (url.username === '' && url.password === '') return { url: text, ...(leaves(around, url) ? { auth: null, auth_secret: null } : {}) };
  if (authorizes(around)) throw refused('expected no user in the URL of an endpoint that has an Authorization header or another auth already');
  const username = decoded(url.username);
  const auth_secret = decoded(url.password);
  if (!USER.test(username) || !PASSWORD.test(auth_secret)) throw refused('expected a user without a colon, and no control characters in user and password');
  url.username = url.password = '';
  return { url: url.href, auth: { kind: 'basic', username }, auth_secret };
}

/** As RFC 7617 has them. */
const USER = /^[^:\x00-\x1f\x7f]+$/;
const PASSWORD = /^[^\x00-\x1f\x7f]*$/;

/** Who wrote back the URL that he read means the same user as before; another receiver must not get the password of this one. */
const leaves = ({ url, auth }: Around, next: URL): boolean => auth?.kind === 'basic' && url !== undefined && new URL(url).host !== next.host;

const authorizes = ({ auth = { kind: 'none' }, secret_header_names: names = [] }: Around): boolean =>
  (auth.kind !== 'none' && auth.kind !== 'basic') || names.some((name) => name.toLowerCase() === 'authorization');

/** A percent sign that begins no escape stands for itself, as in all parsers of URLs. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25'));
  } catch {
    throw refused('expected UTF-8 in the escapes of user and password');
  }
}

const refused = (message: string): Error => invalid(['body', 'url'], message);
