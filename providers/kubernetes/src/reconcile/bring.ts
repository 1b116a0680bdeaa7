/** Makes the hub have what an object declares. */
import { type AnyResource, HubError, type Resource } from '@patchbay/client';
import { declared, type Fields, findByKey, findByName, type FindPorts, isFields, keyOf, plan } from '@patchbay/reconcile';
import { nameOf } from '../api/kube-object.ts';
import { DELETION_POLICY } from '../crd/names.ts';
import type { Hub } from '../hub.ts';
import { declarationOf, type Declaration, type SpecPorts, WAIT_MS } from '../object/spec.ts';
import { idIn, sentOf } from '../object/status.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { isAdopted, isRehearsal } from './annotations.ts';
import { type Context, keyOfObject, type Subject } from './context.ts';
import { secretKey } from './links.ts';
import { changedSecrets, lostNote, readSecret, refuseTakenOutput, writeOutput } from './secrets.ts';

export interface Brought {
  readonly view: Fields;
  /** Undefined when there was nothing to do. */
  readonly did: 'Created' | 'Updated' | undefined;
  readonly sentSecrets: Readonly<Record<string, string>>;
  readonly note: string;
}

interface Deed { readonly view: Fields; readonly did: Brought['did'] }

export async function bring(context: Context, subject: Subject, signal: AbortSignal): Promise<Brought> {
  const hub = await context.hub();
  const declaration = await declare(context, subject, hub, signal);
  const actual = await actualOf(context, subject, declaration, hub, { byKey: isAdopted(subject), takes: true, signal });
  const { view, did } = actual === undefined ? await create(context, subject, declaration, hub, signal) : await update(context, subject, declaration, actual, hub, signal);
  context.sent.set(subject.key, { uid: subject.object.metadata.uid, fields: Object.fromEntries([...declaration.secrets.keys()].map((field) => [field, declaration.fields[field]])) });
  return { view, did, sentSecrets: sentOf(declaration.secrets), note: lostNote(subject, declaration) };
}

/** With what it names noted, so that a change there is a reason to look again. */
export async function declare(context: Context, subject: Subject, hub: Hub, signal: AbortSignal): Promise<Declaration> {
  const { key, kind, object } = subject;
  const { namespace } = object.metadata;
  const targets = new Set<string>();
  const ports: SpecPorts = {
    idOf(resource, name) {
      const target = keyOfObject(resource, `${namespace}/${name}`);
      targets.add(target);
      return idOfObject(context, resource, `${namespace}/${name}`, isRehearsal(subject));
    },
    idNamed: async (resource, text) => String((await findByName(context.kinds.get(resource)!.model, text, findPorts(context, hub, signal)))['id']),
    secret(name) {
      targets.add(secretKey(namespace, name));
      return readSecret(context, namespace, name, signal);
    },
  };
  try {
    return await declarationOf(kind.model, object.spec ?? {}, ports);
  } finally {
    context.links.set(key, targets);
  }
}

function idOfObject({ kinds, find, rehearsed }: Context, resource: string, name: string, rehearsing: boolean): string {
  const kind = kinds.get(resource);
  const target = kind === undefined ? undefined : find(kind, name);
  const id = idIn(target?.status) ?? (rehearsing && target !== undefined ? rehearsed.get(target.metadata.uid) : undefined);
  if (id !== undefined && target?.metadata.deletionTimestamp === undefined) return id;
  const what = `${kind?.kind ?? resource} ${name}`;
  throw new Refusal({ code: 'operator.reference_not_ready', message: target === undefined ? `There is no ${what}. Create it, or correct the reference.` : `Waits until the ${what} is at the hub. Look at its conditions.`, after: WAIT_MS });
}

const findPorts = ({ kinds }: Context, { client }: Hub, signal: AbortSignal): FindPorts => ({ api: (plural) => client.resource(plural), modelOf: (resource) => kinds.get(resource)?.model, at: client.url, signal });

/** By the id that was noted; by its natural key only if somebody asks for that. */
export async function actualOf(context: Context, { kind, object }: Subject, { fields }: Declaration, hub: Hub, { byKey, takes = false, signal }: { readonly byKey: boolean; readonly takes?: boolean; readonly signal: AbortSignal }): Promise<Fields | undefined> {
  const id = idIn(object.status);
  const found = id === undefined ? undefined : await hub.read(kind.model.plural, id, signal);
  if (found !== undefined || !byKey) return found;
  const there = await findByKey(kind.model, keyOf(kind.model, fields), findPorts(context, hub, signal));
  if (there === undefined) return undefined;
  refuseShared(context, { kind, object }, there);
  if (takes) context.claims.set(String(there['id']), object.metadata.uid);
  return there;
}

/** Two objects would change it back and forth for ever. */
function refuseShared({ objects, claims }: Context, { kind, object }: Pick<Subject, 'kind' | 'object'>, there: Fields): void {
  for (const other of objects(kind)) {
    const { uid } = other.metadata;
    if (uid === object.metadata.uid || (idIn(other.status) !== there['id'] && claims.get(String(there['id'])) !== uid)) continue;
    throw new Refusal({ code: 'operator.already_declared', message: `${String(there['id'])} is declared by the ${kind.kind} ${nameOf(other)}. Delete one of the two; with the annotation ${DELETION_POLICY}=retain it stays at the hub.`, after: WAIT_MS });
  }
}

/** Under one key however often it is tried, also by another operator after a crash: nothing is made twice. */
async function create(context: Context, subject: Subject, declaration: Declaration, hub: Hub, signal: AbortSignal): Promise<Deed> {
  const { model } = subject.kind;
  const api = hub.client.resource(model.plural);
  await refuseTakenOutput(context, subject, signal);
  const make = async (idempotencyKey: string): Promise<Deed> => {
    const view = await allowed((approvalId) => api.create(declared(model, declaration.fields), { idempotencyKey, approvalId, signal }), askedFor(subject));
    await writeOutput(context, subject, view, signal);
    return { view, did: 'Created' };
  };
  try {
    return await make(creationKey(subject));
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    // The hub stopped in the middle of it; its natural key keeps it from being there twice.
    if (error.code === 'idempotency.outcome_unknown') return make(context.newKey());
    // It was made, and then what it is to be changed before that was noted.
    if (error.code !== 'idempotency.key_reused') throw error;
    const mine = await findByKey(model, keyOf(model, declaration.fields), findPorts(context, hub, signal));
    return mine === undefined ? make(context.newKey()) : update(context, subject, declaration, mine, hub, signal);
  }
}

/** What was there before has had the first key. */
export const creationKey = ({ object: { metadata, status } }: Subject): string => {
  const id = idIn(status);
  return id === undefined ? metadata.uid : `${metadata.uid}/${id}`;
};

async function update(context: Context, subject: Subject, declaration: Declaration, actual: Fields, hub: Hub, signal: AbortSignal): Promise<Deed> {
  const { model, kind } = subject.kind;
  const decision = plan(model, declaration.fields, actual, { undeclared: 'reset', secrets: changedSecrets(context, subject, declaration) });
  switch (decision.kind) {
    case 'nothing': return { view: actual, did: undefined };
    case 'update': return { view: await change(hub.client.resource(model.plural), actual, decision.patch, subject, signal), did: 'Updated' };
    case 'replace': throw new Refusal({ code: 'resource.immutable', message: `${decision.because.join(' and ')} of ${String(actual['id'])} can’t be changed. Delete this ${kind} and make a new one.` });
    default: throw new Error(`there is an actual ${model.name}, and yet it is to be ${decision.kind}d`);
  }
}

/** Only while it is what the plan was made for. */
function change(api: Resource<AnyResource>, actual: Fields, patch: Fields, subject: Subject, signal: AbortSignal): Promise<Fields> {
  const version = actual['version'];
  return allowed((approvalId) => api.update(String(actual['id']), patch, { approvalId, signal, ...(typeof version === 'number' ? { ifVersion: version } : {}) }), askedFor(subject));
}

/** The approval that this generation asked for. */
export const askedFor = ({ object: { metadata, status } }: Subject): string | undefined =>
  isFields(status) && typeof status['approval'] === 'string' && status['observedGeneration'] === metadata.generation ? status['approval'] : undefined;
