/** A request as it may be kept and shown: without what could be a secret, and never more of it than fits. */
import type { InboundHeaders, Secret } from '@patchbay/vault';

export const DOTS = '•••';

const MOST_HEADERS = 60;
const LONGEST_VALUE = 512;
const SENSITIVE = /auth|cookie|token|secret|key|sign|credential|passw|session|jwt|hash|digest|challenge/i;
/** In JSON and in forms. */
const SECRET_FIELDS = /("[^"\\]{0,64}(?:token|secret|passw|api_?key|credential)[^"\\]{0,64}"\s{0,8}:\s{0,8}")(?:[^"\\]|\\.)*|((?:^|[&?])[^=&]{0,64}(?:token|secret|passw|api_?key|credential)[^=&]{0,64}=)[^&]*/gi;

export interface Masking {
  /** Whose values may be the proof itself, in lower case. */
  readonly proofs: ReadonlySet<string>;
  /** What the operator has to see: names and ids of events. */
  readonly shown: ReadonlySet<string>;
  /** Wherever they come up. */
  readonly secrets: readonly Secret[];
}

export function maskedHeaders(headers: InboundHeaders, masking: Masking): Record<string, string> {
  const few = Object.entries(headers).slice(0, MOST_HEADERS);
  return Object.fromEntries(few.map(([name, value]) => [name.slice(0, LONGEST_VALUE), isSensitive(name, masking) ? DOTS : withoutSecrets([value].flat().join(', '), masking).slice(0, LONGEST_VALUE)]));
}

const isSensitive = (name: string, { proofs, shown }: Masking): boolean => proofs.has(name) || (SENSITIVE.test(name) && !shown.has(name));

/** The path, and the names of the query. */
export function maskedPath(path: string): string {
  const [place = '', query] = path.slice(0, LONGEST_VALUE).split('?', 2);
  return query === undefined ? place : `${place}?${query.split('&').map((pair) => (pair.includes('=') ? `${pair.slice(0, pair.indexOf('='))}=${DOTS}` : DOTS)).join('&')}`;
}

/** The beginning of a body as text. */
export function maskedBody(body: Uint8Array, most: number, masking: Masking): string {
  const text = new TextDecoder().decode(body.subarray(0, endOf(body, most, masking)));
  return withoutSecrets(text.replaceAll(SECRET_FIELDS, (_, json: string | undefined, form: string | undefined) => `${json ?? form}${DOTS}`), masking);
}

/** Not within a secret: its beginning would be left. */
function endOf(body: Uint8Array, most: number, { secrets }: Masking): number {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  return secrets.filter(isLong).reduce((end, secret) => {
    const wanted = Buffer.from(secret.reveal());
    const at = bytes.lastIndexOf(wanted, end - 1);
    return at !== -1 && at + wanted.length > end ? at : end;
  }, most);
}

const withoutSecrets = (text: string, { secrets }: Masking): string => secrets.filter(isLong).reduce((left, secret) => left.replaceAll(secret.reveal(), DOTS), text);

/** A short one is in many texts by chance, and would show by its dots where it is. */
const isLong = (secret: Secret): boolean => secret.reveal().length >= 8;
