/** What is kept of a request that was refused. */
import type { Document, IngestRequest } from '@patchbay/contracts';
import type { InboundHeaders, Scheme, Secret } from '@patchbay/vault';
import { maskedBody, maskedHeaders, maskedPath, type Masking } from './masked.ts';
import type { Source } from './source.ts';

/** A request as far as it was read. */
export interface Arrived {
  readonly request: IngestRequest;
  readonly source: Source;
  readonly headers: InboundHeaders;
  readonly rawBody?: Uint8Array;
  readonly secrets: readonly Secret[];
}

export interface Verdict {
  /** For the operator: what was expected and what came. */
  readonly detail: string;
  readonly status: number;
  /** The sender proved itself, and something else is wrong. */
  readonly proven: boolean;
}

/** Of a body: of somebody unknown, and of the sender itself. */
const KEPT_UNPROVEN = 4096;
const KEPT_PROVEN = 65_536;

export function refusalRecord({ request, source, headers, rawBody, secrets }: Omit<Arrived, 'source'> & { readonly source: Pick<Source, 'scheme'> }, verdict: Verdict): Document {
  const masking: Masking = { ...headersOf(source.scheme), secrets };
  return {
    ...verdict, method: request.method, path: maskedPath(request.path), address: request.address, headers: maskedHeaders(headers, masking),
    ...(rawBody === undefined ? {} : { body: maskedBody(rawBody, verdict.proven ? KEPT_PROVEN : KEPT_UNPROVEN, masking), body_bytes: rawBody.length }),
  };
}

const headersOf = ({ proofs, eventType = [], dedupId = [] }: Scheme): Omit<Masking, 'secrets'> => ({
  proofs: new Set(proofs.map(({ header }) => header)),
  shown: new Set([...eventType, ...dedupId].flatMap((place) => (place.startsWith('header:') ? [place.slice('header:'.length).toLowerCase()] : []))),
});
