/** What installations of plugins did not take: kept and bounded like what sources refuse, and as long as they keep it where nobody says otherwise. */
import type { IngestRequest } from '@patchbay/contracts';
import { inboundHeaders, type Scheme, type Secret, type WhyRefused as WhyUnproven } from '@patchbay/vault';
import type { InboundMeter } from './ingest.ts';
import { refusalRecord } from './refusal-record.ts';
import { type Refusals, whyOf } from './refusals.ts';

export interface RefusedByInstallation {
  readonly by: { readonly tenant: string; readonly id: string };
  readonly request: IngestRequest;
  readonly rawBody?: Uint8Array;
  /** Of all its webhooks: each says where a proof may be. */
  readonly schemes: readonly Scheme[];
  readonly secrets: readonly Secret[];
  readonly why: WhyUnproven | 'too-large' | 'invalid';
  readonly detail: string;
  readonly status: number;
}

const KEPT_MS = 604_800_000;

export function createInstallationRefusals(refusals: Pick<Refusals, 'keep'>, meter: InboundMeter = () => undefined) {
  return async ({ by: { tenant, id }, schemes, why: said, detail, status, ...arrived }: RefusedByInstallation): Promise<void> => {
    const why = whyOf(said);
    const scheme: Scheme = { proofs: schemes.flatMap(({ proofs }) => proofs), eventType: schemes.flatMap(({ eventType = [] }) => eventType), dedupId: schemes.flatMap(({ dedupId = [] }) => dedupId) };
    meter(why);
    await refusals.keep({ tenant, id, keepRefusedMs: KEPT_MS }, why, () => refusalRecord({ ...arrived, headers: inboundHeaders(arrived.request.rawHeaders), source: { scheme } }, { detail, status, proven: said === 'invalid' }));
  };
}
