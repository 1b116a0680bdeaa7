/** What becomes of one object at the hub. CloudFormation repeats requests, forgets answers and goes back: each of these may be asked twice, and any of them after any other. */
import { type AnyResource, approved, createOnce, HubError, type Resource } from '@patchbay/client';
import { checkFields, declared, type Fields, plan, sameField } from '@patchbay/reconcile';
import type { CustomEvent } from './custom-event.ts';
import { type CustomType, fieldsIn, propertiesIn, SECRETS_VERSION } from './custom-type.ts';
import { Refusal } from './refusal.ts';

export type Api = Resource<AnyResource>;
type View = AnyResource['view'];

export interface Turn {
  readonly type: CustomType;
  readonly event: CustomEvent;
  readonly api: Api;
  /** Whether an object was what this very resource of the stack stood for. */
  readonly wasOurs: (id: string) => Promise<boolean>;
  /** The last update of this resource of which nobody heard whether it made a new object. */
  readonly unsettled: () => Promise<string | undefined>;
  readonly signal: AbortSignal;
  readonly patience: number;
}

type Update = CustomEvent & { readonly RequestType: 'Update' };

/** The request is the idempotency key: a repeated one answers what was created before. */
export const create = (turn: Turn, fields: Fields): Promise<View> => createUnder(turn, fields, keyOf(turn.event.RequestId));

export async function update(turn: Turn, event: Update, desired: Fields): Promise<View> {
  const now = await getOrNothing(turn, event.PhysicalResourceId);
  await settleBefore(turn, event, now);
  const decision = plan(turn.type.model, desired, now, { undeclared: 'reset', secrets: secretsToSend(turn, event) });
  switch (decision.kind) {
    case 'nothing': return now as View; // only what is there has nothing to do
    case 'update': return change(turn, now as View, decision.patch);
    case 'create': return create(turn, decision.fields);
    case 'replace': return replace(turn, event, decision.fields);
    default: return decision satisfies never;
  }
}

export async function remove({ api, signal, patience }: Turn, id: string): Promise<void> {
  await approved((approvalId) => api.delete(id, { signal, approvalId }), { wait: patience, signal }).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
}

/** Nobody knows whether a creation happened. The same request once more says which object it was, and that is deleted; a refusal says that there is none. */
export async function settle(turn: Turn, fields: Fields, request: string): Promise<void> {
  const made = await createUnder(turn, fields, keyOf(request)).catch((error: unknown) => {
    if (error instanceof HubError && !error.retryable && error.status >= 400 && error.code !== 'client.unsettled') return undefined;
    throw error;
  });
  if (made !== undefined) await remove(turn, made.id);
}

/** When the properties before would have needed a new object, an update to them failed; what it may have left is in the way. */
async function settleBefore(turn: Turn, { OldResourceProperties }: Update, now: View | undefined): Promise<void> {
  const before = propertiesIn(turn.type, OldResourceProperties);
  if (checkFields(turn.type.properties, before, { whole: true }).length > 0) return; // such an update began nothing
  const fields = fieldsIn(turn.type, before);
  const { kind } = plan(turn.type.model, fields, now, { undeclared: 'reset', secrets: [] });
  const request = kind === 'create' || kind === 'replace' ? await turn.unsettled() : undefined;
  if (request !== undefined) await settle(turn, fields, request);
}

const keyOf = (request: string): string => `cloudformation ${request}`;

const createUnder = ({ type, api, signal, patience }: Turn, desired: Fields, idempotencyKey: string): Promise<View> =>
  approved(async (approvalId) => {
    const fields = declared(type.model, desired);
    return approvalId === undefined ? createOnce(api, fields, { idempotencyKey, signal }) : api.create(fields, { idempotencyKey, approvalId, signal });
  }, { wait: patience, signal });

/**
 * The answer is another id: CloudFormation deletes the old object when all else has succeeded. When it goes back instead, it asks for an update of the new
 * object to the old properties; the old object is still there under its name, and is taken back.
 */
async function replace(turn: Turn, event: Update, fields: Fields): Promise<View> {
  try {
    return await create(turn, fields);
  } catch (error) {
    const existing = error instanceof HubError && error.code === 'resource.duplicate' ? error.details['existing'] : undefined;
    if (typeof existing !== 'string') throw error;
    if (existing === event.PhysicalResourceId) throw new Refusal('stack.same_name', `This change needs a new ${turn.type.model.title.toLowerCase()}, and the old one has its name`);
    // Anybody’s object may have that name. Only what the stack itself remembers is taken.
    if (!(await turn.wasOurs(existing))) throw error;
    return takeBack(turn, existing, fields, error);
  }
}

/** It kept its secrets. */
async function takeBack(turn: Turn, id: string, fields: Fields, duplicate: unknown): Promise<View> {
  const there = await turn.api.get(id, { signal: turn.signal });
  const decision = plan(turn.type.model, fields, there, { undeclared: 'reset', secrets: [] });
  if (decision.kind === 'nothing') return there;
  if (decision.kind === 'update') return change(turn, there, decision.patch);
  throw duplicate;
}

async function change(turn: Turn, now: View, patch: Fields): Promise<View> {
  const send = (to: View): Promise<View> => approved((approvalId) => turn.api.update(now.id, patch, { ifVersion: countOf(to), approvalId, signal: turn.signal }), { wait: turn.patience, signal: turn.signal });
  return send(now).catch(async (error: unknown) => {
    if (!(error instanceof HubError) || error.code !== 'resource.changed') throw error;
    // The hub itself writes some fields. Only when somebody changed what is declared is it a conflict.
    const then = await turn.api.get(now.id, { signal: turn.signal });
    if (turn.type.model.fields.some((field) => !field.secret && !sameField(now[field.name], then[field.name], field))) throw error;
    return send(then);
  });
}

/** A resource may have a version of its own, in words. */
const countOf = ({ version }: View): number | undefined => (typeof version === 'number' ? version : undefined);

/** Nobody can compare a secret with the hub's: it is sent when the template has another one than before, or asks for it. */
function secretsToSend({ type }: Turn, { ResourceProperties, OldResourceProperties }: Update): string[] {
  const again = ResourceProperties?.[SECRETS_VERSION] !== OldResourceProperties?.[SECRETS_VERSION];
  const [now, before] = [propertiesIn(type, ResourceProperties), propertiesIn(type, OldResourceProperties)];
  return type.model.fields.flatMap(({ name, secret }, i) => {
    const property = type.properties[i];
    if (!secret || property === undefined) return [];
    const [mine, old] = [now[property.name], before[property.name]];
    return (again && mine !== undefined) || !sameField(mine, old, property) ? [name] : [];
  });
}

async function getOrNothing({ api, signal }: Turn, id: string): Promise<View | undefined> {
  return api.get(id, { signal }).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw error;
  });
}

const isGone = (error: unknown): boolean => error instanceof HubError && error.code === 'resource.not_found';
