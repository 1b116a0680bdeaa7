/** No header goes out twice: one would hide the other. Names count whatever their capitals. */
import type { Document, Issue } from '@patchbay/contracts';
import type { SignatureProfile } from '@patchbay/vault';

interface Header { readonly name: string; readonly path: string }

/** What is wrong with the names of an endpoint's headers. Each is blamed that comes later: what signs, what says who the hub is, one's own, and of these the secret ones. */
export function collidingHeaders(fields: Document, secretNames: readonly string[]): Issue[] {
  const before = new Set<string>();
  return [...hubsOwn(fields), ...named('headers', Object.keys((fields['headers'] ?? {}) as object)), ...named('secret_headers', secretNames)].flatMap(({ name, path }) => {
    const lower = name.toLowerCase();
    const isThere = before.has(lower) || (fields['payload_format'] === 'cloudevents_binary' && lower.startsWith('ce-'));
    before.add(lower);
    return isThere ? [{ path, message: `${name} is a header of the signature, of auth, of the payload format or of others already` }] : [];
  });
}

function hubsOwn(fields: Document): readonly Header[] {
  const { header, headers = {} } = fields['signature'] as SignatureProfile; // parsed by the schema of the endpoint, as is auth
  const auth = fields['auth'] as { readonly kind: string; readonly header?: string };
  const shown = AUTHORIZES.has(auth.kind) ? [{ name: 'authorization', path: 'auth.kind' }] : auth.header === undefined ? [] : [{ name: auth.header, path: 'auth.header' }];
  return [...(header === undefined ? [] : [{ name: header, path: 'signature.header' }]), ...named('signature.headers', Object.keys(headers)), ...shown];
}

const AUTHORIZES = new Set(['basic', 'bearer', 'oauth2']);
const named = (path: string, names: readonly string[]): Header[] => names.map((name) => ({ name, path: `${path}.${name}` }));
