/** The scheme of a source: a vendor's by its name, or one that the source describes itself. */
import { Failure } from '@patchbay/contracts';
import { unknownIn } from '../template.ts';
import type { KeyForm } from '../key-form.ts';
import type { Place, Proof, Scheme, SignatureProof, Variant } from './scheme.ts';
import { SIGNED_NAMES } from './signed-content.ts';
import { type InboundVendor, inboundVendors } from './vendors.ts';

/** The fields of `source.verification`; what is absent has its default. */
export interface Verification {
  readonly algorithm: 'hmac_sha1' | 'hmac_sha256' | 'hmac_sha512' | 'ed25519' | 'equal' | 'basic' | 'jwt_hs256';
  readonly header?: string | undefined;
  readonly layout?: 'single' | 'list' | 'pairs' | undefined;
  readonly prefix?: string | undefined;
  readonly encoding?: 'hex' | 'base64' | undefined;
  readonly content?: string | undefined;
  readonly key_encoding?: KeyForm | undefined;
  readonly timestamp_from?: Place | undefined;
  readonly tolerance?: number | undefined;
}

export interface SourceScheme {
  readonly scheme: InboundVendor | 'custom';
  readonly verification?: Verification | undefined;
  /** Of okta: where its secret is. */
  readonly header?: string | undefined;
  readonly event_name_from?: Place | undefined;
  readonly deduplicate_by?: Place | undefined;
}

const WINDOW = 300;

export function schemeOf({ scheme, verification, header, event_name_from: eventType, deduplicate_by: dedupId }: SourceScheme): Scheme {
  if (scheme === 'okta' && header !== undefined) return { ...inboundVendors.okta, proofs: [{ kind: 'equal', header: header.toLowerCase() }] };
  if (scheme !== 'custom') return inboundVendors[scheme];
  if (verification === undefined) throw new Failure('input.invalid', 'A custom source needs verification', { issues: [{ path: 'verification', message: 'scheme custom needs verification' }] });
  return {
    proofs: [proofOf(verification, dedupId)],
    ...(eventType === undefined ? {} : { eventType: [eventType] }),
    ...(dedupId === undefined ? {} : { dedupId: [dedupId] }),
  };
}

function proofOf(verification: Verification, id: Place | undefined): Proof {
  const { algorithm, prefix = '', tolerance = WINDOW } = verification;
  const header = (verification.header ?? (algorithm === 'basic' || algorithm === 'jwt_hs256' ? 'authorization' : 'x-signature')).toLowerCase();
  if (algorithm === 'equal') return { kind: 'equal', header, prefix };
  if (algorithm === 'basic') return { kind: 'basic', header };
  if (algorithm === 'jwt_hs256') return { kind: 'jwt', header, words: prefix.trim() === '' ? ['Bearer', ''] : [prefix.trim()], tolerance };
  return signatureProof(verification, header, id);
}

function signatureProof(verification: Verification, header: string, id: Place | undefined): SignatureProof {
  const { content = '{body}', layout = 'single', prefix = '', timestamp_from: from, tolerance = WINDOW } = verification;
  const unknown = unknownIn(content, SIGNED_NAMES);
  if (unknown !== undefined) throw new Failure('input.invalid', `Nothing called {${unknown}} can be signed`, { issues: [{ path: 'verification.content', message: `there is no {${unknown}}; expected ${SIGNED_NAMES.map((name) => `{${name}}`).join(', ')}` }] });
  return {
    kind: 'signature',
    header,
    layout,
    ...(layout === 'list' && prefix.includes(',') ? { separator: 'space' } : {}),
    variants: [{ ...variantOf(verification), prefix: layout === 'pairs' ? prefix.replace(/=$/, '') : prefix }],
    content,
    ...(id !== undefined && content.includes('{id}') ? { id: lowerHeader(id) } : {}),
    ...(from === undefined ? {} : { timestamp: { from: lowerHeader(from), unit: 'any', tolerance } }),
  };
}

const variantOf = ({ algorithm, encoding = 'hex', key_encoding: key = 'utf8' }: Verification): Omit<Variant, 'prefix'> =>
  ({ algorithm: algorithm === 'ed25519' ? 'ed25519' : algorithm === 'hmac_sha1' ? 'hmac-sha1' : algorithm === 'hmac_sha512' ? 'hmac-sha512' : 'hmac-sha256', encoding, key });

/** Names of headers are the same in any case; paths in a body are not. */
const lowerHeader = (place: Place): Place => (place.startsWith('header:') ? place.toLowerCase() : place);
