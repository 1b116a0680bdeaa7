/** What went wrong, for people who run terraform: what, where, why, and what to do. */
import { HubError, named } from '@patchbay/client';
import { type Issue, NotNamed, type Path, type ResourceModel } from '@patchbay/reconcile';
import { attributeName } from '../schema/attribute.ts';

export interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: { readonly steps: readonly { readonly attribute: string }[] };
}

const ERROR = 1;
const WARNING = 2;

/** An expected failure: terraform shows it and goes on with the rest. */
export class Refusal extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(summary: string, detail: string, path: Path = [], model?: ResourceModel) {
    super(summary);
    this.diagnostics = [{ severity: ERROR, summary, detail, ...attributeAt(path, model) }];
  }
}

export const warning = (summary: string, detail: string): Diagnostic => ({ severity: WARNING, summary, detail });

export const invalid = (issues: readonly Issue[], model: ResourceModel | undefined, title: string): Diagnostic[] =>
  issues.map(({ path, message }) => ({ severity: ERROR, summary: `Invalid ${title}`, detail: `${path.join('.')}: ${message}.`, ...attributeAt(path, model) }));

/** `what`: create the endpoint billing. */
export function diagnose(error: unknown, what: string, model?: ResourceModel): Diagnostic[] {
  if (error instanceof Refusal) return [...error.diagnostics];
  if (error instanceof NotNamed) return [{ severity: ERROR, summary: error.message, detail: error.fix }];
  if (!(error instanceof HubError)) return [{ severity: ERROR, summary: `Could not ${what}`, detail: `A fault of the provider: ${error instanceof Error ? error.message : String(error)}. Please report it with the log of TF_LOG_PROVIDER=trace.` }];
  const summary = `Could not ${what}`;
  const words = (message: string): string => [`${message}.`, ...hintsOf(error, model), ...named(error), ...(error.fix === '' ? [] : [error.fix]), `(${error.code}${error.requestId === undefined ? '' : `, request ${error.requestId}`})`].join('\n');
  if (error.issues.length === 0 || error.code === 'output.invalid') return [{ severity: ERROR, summary, detail: words(error.message) }];
  return error.issues.map(({ path, message }) => ({ severity: ERROR, summary, detail: words(`${path}: ${message}`), ...attributeAt(pathOf(path), model) }));
}

function hintsOf({ code, details }: HubError, model: ResourceModel | undefined): string[] {
  const { existing, approval_id: approval } = details;
  if (code === 'resource.duplicate' && typeof existing === 'string' && model !== undefined) return [`To manage the one that exists: terraform import patchbay_${model.name}.<name> ${existing}`];
  if ((code === 'approval.required' || code === 'approval.pending') && typeof approval === 'string') return [`Somebody else must allow it: patchbay approvals approve ${approval}. Then apply again; with approval_wait in the provider block terraform waits for it.`];
  return [];
}

const pathOf = (path: string): Path => path.split('.').filter((part) => part !== '').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** Terraform finds the line of an attribute of the resource, and loses it with a deeper path: the words say the rest. */
function attributeAt([first]: Path, model: ResourceModel | undefined): Pick<Diagnostic, 'attribute'> {
  const known = model === undefined || [...model.fields, ...model.computed].some(({ name }) => name === first);
  return first === undefined || !known ? {} : { attribute: { steps: [{ attribute: attributeName(String(first)) }] } };
}
