/** Who sent this, and is it whole? The scheme says how that is proved; nothing in the body is believed before. */
import { digest } from '../../digest.ts';
import type { Secret } from '../../secret.ts';
import { answer, handshakeOf } from './handshake.ts';
import { type InboundOutcome, type Proven, refused, type Refused, type Verified } from './outcome.ts';
import { proveJwt } from './prove-jwt.ts';
import { proveBasic, proveEqual, proveListed, withoutSecret } from './prove-shared.ts';
import { proveSignature, type ProofContext } from './prove-signature.ts';
import { type InboundRequest, type Reading, readRequest, scalarAt, valueAt } from './request.ts';
import type { Place, Proof, Scheme, SignatureProof } from './scheme.ts';
import { readSignatures } from './signature-header.ts';

export interface InboundOptions {
  /** The current one, then those of before that still count. */
  readonly secrets: readonly Secret[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of HTTP Basic. */
  readonly username?: string | undefined;
  /** The source still waits for its sender to bring the secret. */
  readonly pending?: boolean;
}

/** An id goes into an index; one that is longer is known by its digest. */
const LONGEST_ID = 255;

export function verifyInbound(request: InboundRequest, scheme: Scheme, { secrets, now, username, pending = false }: InboundOptions): InboundOutcome {
  const reading = readRequest(request);
  const handshake = handshakeOf(reading, unsignedFirst(scheme, pending));
  if (handshake?.proof === 'pending' && !scheme.proofs.some(({ header }) => came(reading, header))) return answer(reading, handshake);
  const proven = prove(reading, scheme, { secrets, now, username });
  if (handshake?.proof === 'optional' && proven.kind === 'refused' && proven.why === 'missing-signature') return answer(reading, handshake);
  if (proven.kind === 'refused') return proven;
  const introduction = handshakeOf(reading, scheme.handshakes?.filter(({ proof }) => proof !== 'pending'));
  return introduction === undefined ? verified(reading, scheme, proven) : answer(reading, introduction);
}

const unsignedFirst = ({ handshakes = [] }: Scheme, pending: boolean) => handshakes.filter(({ proof }) => proof === 'optional' || (proof === 'pending' && pending));

interface ProvenBy { readonly kind: 'proven'; readonly keyIndex: number; readonly timestamp?: number; readonly proof?: Proof }

function prove(request: Reading, { proofs, listed }: Scheme, context: ProofContext): ProvenBy | Refused {
  if (!context.secrets.some((secret) => secret.reveal() !== '')) return refused('no-secret', 'The source has no secret yet, so nothing can be proved');
  if (listed !== undefined) return proveListed(request, listed, context);
  let said: Refused = refused('missing-signature', `The request has no ${[...new Set(proofs.map(({ header }) => header))].join(' and no ')}`);
  for (const proof of proofs.filter(({ header }) => came(request, header))) {
    const twice = coveredHeaders(proof).find((name) => request.repeated(name));
    if (twice !== undefined) return refused('malformed', `The header ${twice} came more than once`);
    const proven = judge(request, proof, context);
    if (proven.kind === 'proven') return { ...proven, proof };
    if (proven.why !== 'wrong-secret' && proven.why !== 'no-secret') return proven;
    said = proven;
  }
  return said;
}

const came = (request: Reading, header: string): boolean => request.header(header) !== undefined || request.repeated(header);

function judge(request: Reading, proof: Proof, context: ProofContext): Proven {
  switch (proof.kind) {
    case 'signature': return proveSignature(request, proof, context);
    case 'equal': return proveEqual(request, proof, context);
    case 'basic': return proveBasic(request, proof, context);
    case 'jwt': return proveJwt(request, proof, context);
    default: return proof satisfies never;
  }
}

function coveredHeaders(proof: Proof): string[] {
  const places = proof.kind === 'signature' ? signedPlaces(proof) : [];
  return [proof.header, ...places.flatMap((place) => (place.startsWith('header:') ? [place.slice('header:'.length)] : []))];
}

const signedPlaces = ({ id, timestamp }: SignatureProof): Place[] => [...(id === undefined ? [] : [id]), ...(timestamp === undefined ? [] : [timestamp.from])];

function verified(request: Reading, scheme: Scheme, { keyIndex, timestamp, proof }: ProvenBy): Verified {
  const body = scheme.listed === undefined ? request.body : withoutSecret(request.body, scheme.listed);
  const signature = proof?.kind === 'signature' ? proof : undefined;
  const pairs = signature?.layout === 'pairs' ? readSignatures(request.header(signature.header) ?? '', signature).pairs : undefined;
  const eventType = request.first(scheme.eventType ?? [], pairs);
  const dedupId = request.first(signature?.dedupId ?? scheme.dedupId ?? [], pairs);
  return {
    kind: 'verified',
    keyIndex,
    body,
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(eventType === undefined ? {} : { eventType: eventType.slice(0, LONGEST_ID) }),
    ...(dedupId === undefined ? {} : { dedupId: bounded(dedupId) }),
    ...(scheme.items === undefined ? {} : { items: itemsOf(body, scheme.items) }),
  };
}

function itemsOf(body: unknown, { at, eventType, dedupId }: NonNullable<Scheme['items']>): NonNullable<Verified['items']> {
  const list = valueAt(body, at);
  return (Array.isArray(list) ? list : []).map((item: unknown) => {
    const [type, id] = [scalarAt(item, eventType), scalarAt(item, dedupId)];
    return { body: item, ...(id === undefined ? {} : { dedupId: bounded(id) }), ...(type === undefined ? {} : { eventType: type.slice(0, LONGEST_ID) }) };
  });
}

const bounded = (id: string): string => (id.length > LONGEST_ID ? `sha256:${digest(id)}` : id);
