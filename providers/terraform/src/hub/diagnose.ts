/** What went wrong, for people who run terraform: what, where, why, and what to do. */
import { HubError } from '@patchbay/client';
import type { Issue, Path, ResourceModel, Shape } from '@patchbay/reconcile';
import { attributeName } from '../schema/attribute.ts';

export interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: { readonly steps: readonly Step[] };
}
type Step = { readonly attribute: string } | { readonly key: string } | { readonly index: number };

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
  if (!(error instanceof HubError)) return [{ severity: ERROR, summary: `Could not ${what}`, detail: `A fault of the provider: ${error instanceof Error ? error.message : String(error)}. Please report it with the log of TF_LOG_PROVIDER=trace.` }];
  const summary = `Could not ${what}`;
  const words = (message: string): string => [`${message}.`, ...hintsOf(error, model), ...(error.fix === '' ? [] : [error.fix]), `(${error.code}${error.requestId === undefined ? '' : `, request ${error.requestId}`})`].join('\n');
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

/** The attribute that a path of the hub leads to, as deep as Terraform can point: a member of a set has no place. */
function attributeAt(path: Path, model: ResourceModel | undefined): Pick<Diagnostic, 'attribute'> {
  const [first, ...rest] = path;
  const field = model === undefined ? undefined : [...model.fields, ...model.computed].find(({ name }) => name === first);
  if (model !== undefined && field === undefined) return {};
  if (first === undefined) return {};
  return { attribute: { steps: [{ attribute: attributeName(String(first)) }, ...(field === undefined ? [] : stepsIn(field.shape, rest))] } };
}

function stepsIn(shape: Shape, [part, ...rest]: Path): Step[] {
  if (part === undefined) return [];
  if (shape.kind === 'list') return typeof part === 'number' ? [{ index: part }, ...stepsIn(shape.items, rest)] : [];
  if (shape.kind === 'map') return [{ key: String(part) }, ...stepsIn(shape.values, rest)];
  const field = shape.kind === 'object' ? shape.fields.find(({ name }) => name === part) : undefined;
  return field === undefined ? [] : [{ attribute: field.name }, ...stepsIn(field.shape, rest)];
}
