/** The signature of an endpoint, made ready once: keys parsed, templates taken apart. Signing a delivery then only computes. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Failure } from '@patchbay/contracts';
import { randomToken } from '../random-token.ts';
import { Secret } from '../secret.ts';
import { keyBytes } from './key-form.ts';
import { signStandard, type Message } from './sign-standard.ts';
import { joined, next, signEd25519, type Soon } from './slow-signature.ts';
import { checkSignatureProfile, CONTENT_NAMES, FORMAT_NAMES, HEADER_NAMES, type SignatureProfile } from './signature-profile.ts';
import { fill, parseTemplate, type Template } from './template.ts';
import { generateWebhookKey, webhookKey } from './webhook-key.ts';

export interface Delivery extends Message {
  /** The event type, for profiles that name it in a header. */
  readonly type?: string;
}

export interface WebhookSigner {
  /** The headers to send along: at once where shared keys sign, later where a pair does. */
  sign(delivery: Delivery): Soon<Record<string, string>>;
  /** `whpk_…` of every key pair among the keys. */
  readonly publicKeys: readonly string[];
}

type MakeSignature = (delivery: Message) => Soon<string>;

/** `secrets`: what still signs, the newest first. Throws `input.invalid` for a profile or a key that can't sign. */
export function createSigner(profile: SignatureProfile, secrets: readonly Secret[]): WebhookSigner {
  const issues = checkSignatureProfile(profile);
  if (issues.length > 0) throw new Failure('input.invalid', `The signature can't be made: ${issues[0]?.message}`, { issues });
  if (profile.profile === 'none') return Object.freeze({ sign: () => ({}), publicKeys: [] });
  if (secrets.length === 0) throw new Failure('input.invalid', `The signature ${profile.profile} needs a key`, { issues: [{ path: 'signing_secret', message: 'expected a key' }] });
  return profile.profile === 'hmac' ? customSigner(profile, secrets) : standardSigner(profile, secrets);
}

/** A new key of the kind that the profile signs with; none for `none`. */
export function generateSigningSecret({ profile, algorithm }: SignatureProfile, random?: (bytes: number) => Uint8Array): Secret | undefined {
  if (profile === 'none') return undefined;
  if (profile === 'standard_ed25519' || (profile === 'hmac' && algorithm === 'ed25519')) return generateWebhookKey('v1a', random);
  return profile === 'standard' ? generateWebhookKey('v1', random) : new Secret(randomToken(32, random));
}

/** Throws `input.invalid` when a key is not of the kind that the profile signs with. Keys of before may be of the other kind. */
export function checkSigningSecret(profile: SignatureProfile, secret: Secret): void {
  if (profile.profile === 'none') return;
  const { publicKeys } = createSigner(profile, [secret]);
  const expected = profile.profile === 'standard_ed25519' ? 'whsk_' : 'whsec_';
  if (profile.profile === 'hmac' || (publicKeys.length === 1) === (expected === 'whsk_')) return;
  throw new Failure('input.invalid', `The signature ${profile.profile} needs a key that starts with ${expected}`, { issues: [{ path: 'signing_secret', message: `expected a key that starts with ${expected}` }] });
}

/** Whether a key of before signs in this profile too; of the other kind it may be. */
export function canSign(profile: SignatureProfile, secret: Secret): boolean {
  try {
    createSigner(profile, [secret]);
    return true;
  } catch (error) {
    if (error instanceof Failure && error.code === 'input.invalid') return false;
    throw error;
  }
}

function standardSigner({ also_svix_headers: svixHeaders = false }: SignatureProfile, secrets: readonly Secret[]): WebhookSigner {
  const keys = secrets.map((secret) => webhookKey(secret));
  return Object.freeze({
    sign: ({ id, timestamp, body }: Delivery) => signStandard({ id, timestamp, body, keys, svixHeaders }),
    publicKeys: keys.flatMap((key) => (key.version === 'v1a' ? [key.publicKey] : [])),
  });
}

function customSigner(profile: SignatureProfile, secrets: readonly Secret[]): WebhookSigner {
  const { header = '', format = '{signature}', separator, headers = {} } = profile; // the check before saw to it that header is there
  const makers = (separator === undefined ? secrets.slice(0, 1) : secrets).map((secret) => signatureMaker(profile, secret));
  const written = parseTemplate(format, FORMAT_NAMES);
  const further = Object.entries(headers).map(([name, value]) => [name, parseTemplate(value, HEADER_NAMES)] as const);
  return Object.freeze({
    sign(delivery: Delivery) {
      const values = { id: delivery.id, timestamp: String(delivery.timestamp), type: delivery.type ?? '' };
      return next(joined(makers.map((make) => make(delivery)), separator ?? ''), (signature) => {
        const sent: Record<string, string> = { [header]: fill(written, { ...values, signature }) };
        for (const [name, value] of further) sent[name] = fill(value, values);
        return sent;
      });
    },
    publicKeys: profile.algorithm === 'ed25519' ? secrets.map(publicKeyOf) : [],
  });
}

function signatureMaker({ algorithm = 'sha256', encoding = 'hex', content = '{body}', key_encoding: form = 'utf8' }: SignatureProfile, secret: Secret): MakeSignature {
  const template = parseTemplate(content, CONTENT_NAMES);
  if (algorithm === 'ed25519') {
    const key = pairKey(secret);
    return (delivery) => signEd25519(pieces(template, delivery), key, encoding);
  }
  const key = sharedKey(secret, form);
  return (delivery) => {
    const mac = createHmac(algorithm, key);
    for (const piece of pieces(template, delivery)) mac.update(piece);
    return mac.digest(encoding);
  };
}

const pieces = (template: Template<(typeof CONTENT_NAMES)[number]>, delivery: Message): (string | Uint8Array)[] =>
  template.map((part) => ('text' in part ? part.text : part.name === 'timestamp' ? String(delivery.timestamp) : delivery[part.name]));

function sharedKey(secret: Secret, form: 'utf8' | 'base64' | 'hex' | 'whsec'): KeyObject {
  const bytes = keyBytes(secret.reveal(), form);
  if (bytes === undefined) throw new Failure('input.invalid', `The signing key is not ${form}`, { issues: [{ path: 'signing_secret', message: `expected ${form}` }] });
  return createSecretKey(bytes);
}

function pairKey(secret: Secret): KeyObject {
  const key = webhookKey(secret);
  if (key.version === 'v1a') return key.key;
  throw new Failure('input.invalid', 'Ed25519 signs with a key pair', { issues: [{ path: 'signing_secret', message: 'expected a key that starts with whsk_' }] });
}

function publicKeyOf(secret: Secret): string {
  const key = webhookKey(secret);
  return key.version === 'v1a' ? key.publicKey : '';
}
