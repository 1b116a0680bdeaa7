/** Statements that somebody signed: in-toto v1 in a DSSE envelope in a Sigstore bundle, with an Ed25519 key of their own. https://github.com/secure-systems-lab/dsse */
import { keyIdOf, type Secret, sign, verify } from '@patchbay/vault';
import { z } from 'zod';

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENT = 'https://in-toto.io/Statement/v1';
export const RELEASE = 'https://patchbay.dev/plugin/release/v1';
export const REVOCATION = 'https://patchbay.dev/plugin/revocation/v1';
export const ROTATION = 'https://patchbay.dev/plugin/key-rotation/v1';

/** Of what is no list of many. */
const PAYLOAD_CHARACTERS = 200_000;
const bundleOf = (characters: number) => z.strictObject({
  mediaType: z.literal(MEDIA_TYPE),
  verificationMaterial: z.strictObject({ publicKey: z.strictObject({ hint: z.string().regex(/^[0-9a-f]{64}$/) }), tlogEntries: z.array(z.never()).optional() }),
  dsseEnvelope: z.strictObject({ payload: z.base64().max(characters), payloadType: z.literal(PAYLOAD_TYPE), signatures: z.array(z.strictObject({ sig: z.base64().max(200), keyid: z.string().max(64).optional() })).length(1) }),
});

const Statement = z.object({
  _type: z.literal(STATEMENT),
  subject: z.array(z.strictObject({ name: z.string().max(300), digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), sha512: z.string().regex(/^[0-9a-f]{128}$/).optional() }) })).length(1),
  predicateType: z.string().max(200),
  predicate: z.record(z.string(), z.unknown()),
});
export type Statement = z.output<typeof Statement>;

/** What is signed: the type and the payload, each with its length before it. */
const preAuthenticated = (type: string, payload: Uint8Array): Buffer => Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);

export interface SigningPair { readonly publicKey: string; readonly privateKey: Secret }

/** The text of a .sigstore.json. */
export function signStatement(statement: Omit<Statement, '_type'>, { publicKey, privateKey }: SigningPair): string {
  const keyid = keyIdOf(publicKey);
  if (keyid === undefined) throw new TypeError('The public key is not base64 of 32 bytes');
  const payload = Buffer.from(JSON.stringify({ _type: STATEMENT, ...statement }));
  const sig = sign(privateKey, preAuthenticated(PAYLOAD_TYPE, payload)).toString('base64');
  return JSON.stringify({ mediaType: MEDIA_TYPE, verificationMaterial: { publicKey: { hint: keyid } }, dsseEnvelope: { payload: payload.toString('base64'), payloadType: PAYLOAD_TYPE, signatures: [{ sig, keyid }] } });
}

export type Checked = { readonly kind: 'good'; readonly statement: Statement; readonly keyId: string } | { readonly kind: 'bad'; readonly why: string };

/** Who is said to have signed; nothing is believed yet. */
export function hintOf(bundle: string): string | undefined {
  const parsed = parse(bundle);
  return parsed?.verificationMaterial.publicKey.hint;
}

/** `characters`: of the payload, at most. */
export function checkBundle(bundle: string, publicKey: string, characters = PAYLOAD_CHARACTERS): Checked {
  const parsed = parse(bundle, characters);
  if (parsed === undefined) return { kind: 'bad', why: 'the signature file is no Sigstore bundle v0.3 with a DSSE envelope' };
  const keyId = keyIdOf(publicKey);
  const { verificationMaterial: { publicKey: { hint } }, dsseEnvelope: { payload, payloadType, signatures: [signature] } } = parsed;
  if (keyId === undefined || hint !== keyId || (signature!.keyid !== undefined && signature!.keyid !== keyId)) return { kind: 'bad', why: `it is signed with another key than the publisher’s (${hint.slice(0, 12)}…)` };
  const bytes = Buffer.from(payload, 'base64');
  if (!verify(publicKey, preAuthenticated(payloadType, bytes), Buffer.from(signature!.sig, 'base64'))) return { kind: 'bad', why: 'the signature does not fit what was signed' };
  const statement = Statement.safeParse(jsonOf(bytes.toString('utf8')));
  return statement.success ? { kind: 'good', statement: statement.data, keyId } : { kind: 'bad', why: 'what was signed is no in-toto statement' };
}

function parse(bundle: string, characters = PAYLOAD_CHARACTERS): z.output<ReturnType<typeof bundleOf>> | undefined {
  const parsed = bundleOf(characters).safeParse(jsonOf(bundle));
  return parsed.success ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
