/** What is deleted here is deleted at the hub, before Kubernetes forgets it. */
import { HubError } from '@patchbay/client';
import { declared, type Fields, findByKey, keyOf, NotNamed } from '@patchbay/reconcile';
import { FINALIZER } from '../crd/names.ts';
import type { Hub } from '../hub.ts';
import { conditionsIn, idIn } from '../object/status.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { isRetained } from './annotations.ts';
import { askedFor, creationKey, declare } from './bring.ts';
import { type Context, pathOf, type Subject } from './context.ts';

export async function remove(context: Context, subject: Subject, signal: AbortSignal): Promise<void> {
  const { object, kind } = subject;
  if (!isRetained(subject)) {
    const hub = await context.hub();
    const id = idIn(object.status) ?? (await unnoted(context, subject, hub, signal));
    if (id !== undefined) await end(hub, subject, id, signal);
  }
  context.record(object, 'Normal', 'Deleted', isRetained(subject) ? `The ${kind.model.title.toLowerCase()} stays at the hub` : 'Gone from the hub');
  await release(context, subject, signal);
}

async function end({ client }: Hub, subject: Subject, id: string, signal: AbortSignal): Promise<void> {
  const api = client.resource(subject.kind.model.plural);
  await allowed((approvalId) => api.delete(id, { approvalId, signal }), askedFor(subject)).catch((error: unknown) => {
    if (!(error instanceof HubError) || error.code !== 'resource.not_found') throw error;
  });
}

/** An operator that died between making it and noting its id has left it there. Whether it is ours, the hub knows by the key of its creation. */
async function unnoted(context: Context, subject: Subject, hub: Hub, signal: AbortSignal): Promise<string | undefined> {
  const { model } = subject.kind;
  if (conditionsIn(subject.object.status).some(({ reason }) => reason === 'resource.duplicate')) return undefined;
  try {
    const { fields } = await declare(context, subject, hub, signal);
    const found = await findByKey(model, keyOf(model, fields), { api: (plural) => hub.client.resource(plural), modelOf: (resource) => context.kinds.get(resource)?.model, at: hub.client.url, signal });
    return found === undefined ? undefined : await ours(hub, subject, found, declared(model, fields), signal);
  } catch (error) {
    if (error instanceof Refusal || error instanceof NotNamed) return undefined; // what it needs is gone: it was never made
    throw error;
  }
}

async function ours({ client }: Hub, subject: Subject, found: Fields, fields: Fields, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await client.resource(subject.kind.model.plural).create(fields, { idempotencyKey: creationKey(subject), signal })).id;
  } catch (error) {
    if (error instanceof HubError && error.code === 'idempotency.key_reused') return String(found['id']);
    // What the hub does not take was never made: the one of that name is somebody else's.
    if (error instanceof HubError && (error.code === 'resource.duplicate' || error.code === 'input.invalid')) return undefined;
    throw error;
  }
}

/** Only if nobody changed it meanwhile. */
async function release({ kube }: Context, subject: Subject, signal: AbortSignal): Promise<void> {
  const { finalizers = [], resourceVersion } = subject.object.metadata;
  await kube.merge(pathOf(subject), { metadata: { finalizers: finalizers.filter((each) => each !== FINALIZER), resourceVersion } }, signal);
}
