/** Verifies JSON Web Tokens of others: public keys only, algorithms from a list, one way to be right. The claims are the caller's to judge. */

export interface VerificationKey {
  readonly kid?: string | undefined;
  readonly kty: string;
  readonly alg?: string | undefined;
  readonly use?: string | undefined;
  readonly [part: string]: unknown;
}

export type JwtOutcome =
  | { readonly kind: 'verified'; readonly claims: Readonly<Record<string, unknown>> }
  /** `key`: none of them has this id; newer ones may. */
  | { readonly kind: 'refused'; readonly why: 'malformed' | 'algorithm' | 'key' | 'signature' };

export interface UnverifiedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const SHAPE = /^[A-Za-z0-9_-]{2,8192}\.[A-Za-z0-9_-]{2,24576}\.[A-Za-z0-9_-]{0,4096}$/;
/** Shared secrets are no keys here: whoever has the public key could sign with it. */
const KINDS: ReadonlySet<string> = new Set(['RSA', 'EC', 'OKP']);
const refused = (why: Extract<JwtOutcome, { kind: 'refused' }>['why']): JwtOutcome => ({ kind: 'refused', why });

/** What it says of itself. Good for telling a mistake, and for nothing else. */
export function readJwt(token: string): UnverifiedJwt | undefined {
  if (!SHAPE.test(token)) return undefined;
  const [header, claims] = token.split('.').slice(0, 2).map(partOf);
  return header === undefined || claims === undefined ? undefined : { header, claims };
}

export async function verifyJwt(token: string, { keys, algorithms }: { readonly keys: readonly VerificationKey[]; readonly algorithms: readonly string[] }): Promise<JwtOutcome> {
  const read = readJwt(token);
  if (read === undefined) return refused('malformed');
  const { alg, kid } = read.header;
  if (typeof alg !== 'string' || !algorithms.includes(alg)) return refused('algorithm');
  const named = keys.filter((key) => KINDS.has(key.kty) && (key.use === undefined || key.use === 'sig') && (kid === undefined || key.kid === kid));
  if (named.length === 0) return refused('key');
  const fitting = named.filter((key) => key.alg === undefined || key.alg === alg);
  if (fitting.length === 0) return refused('algorithm');
  for (const key of fitting) if (await isSignedBy(token, key, alg)) return { kind: 'verified', claims: read.claims };
  return refused('signature');
}

async function isSignedBy(token: string, key: VerificationKey, alg: string): Promise<boolean> {
  const { compactVerify, importJWK } = await import('jose'); // with the first login: a hub without any never loads it
  try {
    const { d: _, ...shown } = key; // nobody's private part is of use here
    await compactVerify(token, await importJWK({ ...shown, alg } as never, alg), { algorithms: [alg] }); // the parts are the library's to judge
    return true;
  } catch {
    return false;
  }
}

function partOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64url')));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
