/**
 * An OIDC issuer on loopback: discovery document, key set and tokens with any claims, signed RS256 or ES256.
 * What a CI system is to keyless login. `mint` may also make what a thief would try: a foreign key, no signature, a wrong issuer.
 */
import { generateKeyPairSync, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Algorithm = 'RS256' | 'ES256';

export interface Minting {
  readonly algorithm?: Algorithm;
  /** Sign with a key that is not in the key set, under the name of one that is. */
  readonly foreignKey?: boolean;
  /** `alg: none`, no signature. */
  readonly unsigned?: boolean;
  /** Added to the header, or put over it. */
  readonly header?: Readonly<Record<string, unknown>>;
}

export interface OidcIssuer {
  /** The `iss` of its tokens; discovery is below it. */
  readonly url: string;
  /** iss, iat, exp (5 minutes on) and jti are filled in unless given. A claim given as undefined is left out. */
  mint(claims: Readonly<Record<string, unknown>>, options?: Minting): string;
  /** New keys sign from now on; the old ones stay published unless they are dropped. */
  rotate(options?: { readonly dropOld?: boolean }): void;
  /** How often the key set was fetched: whoever verifies should cache it. */
  keySetReads(): number;
  /** Everything that it was asked. */
  requests(): number;
  /** From now on everything answers this status; 200 puts it right again. */
  fail(status: number): void;
  stop(): Promise<void>;
}

interface SigningKey { readonly id: string; readonly algorithm: Algorithm; readonly secret: KeyObject; readonly published: JsonWebKey }

export async function startOidcIssuer({ now = Date.now }: { now?: () => number } = {}): Promise<OidcIssuer> {
  let current = createKeys();
  let published = [...current];
  let status = 200;
  let keySetReads = 0;
  let requests = 0;

  const server = createServer((request, response) => {
    const body = bodyFor(request.url ?? '');
    requests++;
    if (request.url === '/jwks') keySetReads++;
    response.writeHead(status === 200 && body === undefined ? 404 : status, { 'content-type': 'application/json' });
    response.end(status === 200 && body !== undefined ? JSON.stringify(body) : '{}');
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP, so the address is no pipe

  function bodyFor(path: string): object | undefined {
    if (path === '/.well-known/openid-configuration') return { issuer: url, jwks_uri: `${url}/jwks`, response_types_supported: ['id_token'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256', 'ES256'] };
    if (path === '/jwks') return { keys: published.map((key) => key.published) };
    return undefined;
  }

  function mint(claims: Readonly<Record<string, unknown>>, { algorithm = 'RS256', foreignKey = false, unsigned = false, header = {} }: Minting = {}): string {
    const own = keyFor(current, algorithm);
    const key = foreignKey ? keyFor(createKeys(), algorithm) : own;
    const at = Math.floor(now() / 1000);
    const head = { alg: unsigned ? 'none' : algorithm, typ: 'JWT', kid: own.id, ...header };
    const signed = `${encode(head)}.${encode({ iss: url, iat: at, exp: at + 300, jti: randomUUID(), ...claims })}`;
    return unsigned ? `${signed}.` : `${signed}.${signatureOf(signed, key)}`;
  }

  function rotate({ dropOld = false }: { readonly dropOld?: boolean } = {}): void {
    current = createKeys();
    published = dropOld ? [...current] : [...published, ...current];
  }

  async function stop(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  return Object.freeze({ url, mint, rotate, keySetReads: () => keySetReads, requests: () => requests, fail: (next: number) => { status = next; }, stop });
}

function createKeys(): SigningKey[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return [signingKey('RS256', rsa.privateKey, rsa.publicKey), signingKey('ES256', elliptic.privateKey, elliptic.publicKey)];
}

function signingKey(algorithm: Algorithm, secret: KeyObject, shown: KeyObject): SigningKey {
  const id = randomUUID();
  return { id, algorithm, secret, published: { ...shown.export({ format: 'jwk' }), kid: id, alg: algorithm, use: 'sig' } };
}

function keyFor(keys: readonly SigningKey[], algorithm: Algorithm): SigningKey {
  const key = keys.find((one) => one.algorithm === algorithm);
  if (key === undefined) throw new Error(`the issuer has no key for ${algorithm}`);
  return key;
}

/** JWS wants the two numbers of an elliptic signature side by side, not in DER. */
function signatureOf(text: string, { secret }: SigningKey): string {
  return sign('sha256', Buffer.from(text), { key: secret, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
