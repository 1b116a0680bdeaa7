/** Why an object is not what it declares, as its conditions say it: a code that stays, and words that end in what to do. */
import { HubError, named } from '@patchbay/client';
import { type Fields, NotNamed } from '@patchbay/reconcile';
import { KubeError } from './api/kube-error.ts';
import { ADOPT } from './crd/names.ts';

export interface RefusalFacts {
  readonly code: string;
  readonly message: string;
  /** Looked at again when something changes, or after this many milliseconds; without it later and later. */
  readonly after?: number;
  readonly approval?: string;
  /** What is at the hub nevertheless. */
  readonly view?: Fields;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly facts: RefusalFacts;
  constructor(facts: RefusalFacts) {
    super(facts.message);
    this.facts = facts;
  }
}

export interface RefusalOptions { readonly approvalPollMs: number }

/** Undefined for what is over soon and needs no telling: a change at the same time, or an API server that did not answer. */
export function refusalOf(error: unknown, { approvalPollMs }: RefusalOptions): RefusalFacts | undefined {
  if (error instanceof Refusal) return error.facts;
  if (error instanceof NotNamed) return { code: 'reference.not_found', message: words(error.message, error.fix) };
  if (error instanceof KubeError && LASTING.has(error.status)) return { code: 'operator.cluster_refused', message: words(`The cluster refused what the operator does for it: ${error.message}`, 'Correct the object, or the rights, quotas and policies of its namespace') };
  if (!(error instanceof HubError) || error.code === 'resource.changed') return undefined;
  const approval = error.details['approval_id'];
  const waits = error.code === 'approval.required' || error.code === 'approval.pending';
  return {
    code: error.code, message: words(error.message, ...issuesOf(error), ...hintsOf(error), ...named(error), error.fix),
    ...(waits ? { after: approvalPollMs } : {}), ...(typeof approval === 'string' ? { approval } : {}),
  };
}

/** Answers of an API server that stay the same however often it is asked. */
const LASTING = new Set([400, 403, 413, 422]);

const issuesOf = ({ issues }: HubError): string[] => issues.map(({ path, message }) => `${path}: ${message}`);

function hintsOf({ code, details }: HubError): string[] {
  const { existing, approval_id: approval } = details;
  if (code === 'resource.duplicate') return [`To take over the one that exists${typeof existing === 'string' ? ` (${existing})` : ''}, annotate this object with ${ADOPT}=true`];
  if ((code === 'approval.required' || code === 'approval.pending') && typeof approval === 'string') return [`Somebody else must allow it: patchbay approvals approve ${approval}`];
  if (code === 'approval.rejected') return ['To ask anew, change the object'];
  return [];
}

const MOST = 1500;

const words = (...sentences: readonly string[]): string =>
  sentences.filter((each) => each !== '').map((each) => (/[.!?]$/.test(each) ? each : `${each}.`)).join(' ').slice(0, MOST);
