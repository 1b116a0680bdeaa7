/** Secrets of the cluster: those whose values the hub is sent, and those that keep what the hub shows once. */
import { isUtf8 } from 'node:buffer';
import { type Fields, isFields, same } from '@patchbay/reconcile';
import { isStatus } from '../api/kube-error.ts';
import type { KubeObject } from '../api/kube-object.ts';
import { API_VERSION, MANAGER, secretRefOf } from '../crd/names.ts';
import { type Declaration, type SecretValue, WAIT_MS } from '../object/spec.ts';
import { sentIn } from '../object/status.ts';
import { Refusal } from '../refusal.ts';
import type { Context, Subject } from './context.ts';

const pathOf = (namespace: string, name: string): string => `/api/v1/namespaces/${namespace}/secrets/${name}`;

export async function readSecret({ kube }: Context, namespace: string, name: string, signal: AbortSignal): Promise<SecretValue> {
  const found = await get(kube, namespace, name, signal);
  if (found === undefined) throw new Refusal({ code: 'operator.secret_missing', message: `There is no Secret ${name} in the namespace ${namespace}. Create it, or correct the reference.`, after: WAIT_MS });
  const { uid, resourceVersion } = found.metadata;
  return { version: `${uid}/${resourceVersion}`, data: new Map(Object.entries(found.data ?? {}).map(([key, value]) => [key, textIn(Buffer.from(value, 'base64'))])) };
}

const textIn = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString() : undefined);

const get = (kube: Context['kube'], namespace: string, name: string, signal: AbortSignal): Promise<KubeObject | undefined> => kube.get(pathOf(namespace, name), signal).catch((error: unknown) => {
  if (isStatus(error, 404)) return undefined;
  throw error;
});

/** Fields to send again: of a Secret that is another one now, and those that are no longer declared. */
export function changedSecrets({ sent }: Context, { key, kind, object }: Subject, { fields, secrets }: Declaration): string[] {
  const before = sentIn(object.status);
  const last = sent.get(key);
  const known = last?.uid === object.metadata.uid ? last.fields : {};
  return kind.model.fields.filter(({ name, secret, shape }) => {
    const [was, is] = [before[secretRefOf(name)], secrets.get(name)];
    if (!secret || was === is) return false;
    return is === undefined || !(name in known) || !same(known[name], fields[name], shape);
  }).map(({ name }) => name);
}

/** Where somebody wants to have what the hub shows once. */
export const outputName = ({ spec }: KubeObject): string | undefined => {
  const ref = spec?.['outputSecretRef'];
  return isFields(ref) ? String(ref['name']) : undefined;
};

/** Before the hub makes something, because afterwards it is too late. */
export async function refuseTakenOutput({ kube }: Context, { object }: Subject, signal: AbortSignal): Promise<void> {
  const name = outputName(object);
  if (name === undefined) return;
  const found = await get(kube, object.metadata.namespace, name, signal) as (KubeObject & { metadata: { ownerReferences?: readonly { uid: string }[] } }) | undefined; // as Kubernetes has it
  if (found === undefined || found.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) === true) return;
  throw new Refusal({ code: 'operator.secret_taken', message: `The Secret ${name} exists and belongs to something else. Name another one in outputSecretRef, or delete it.` });
}

/** It goes when the object goes. */
export async function writeOutput({ kube }: Context, { kind, object }: Subject, view: Fields, signal: AbortSignal): Promise<void> {
  const name = outputName(object);
  const shown = kind.model.once.filter((field) => typeof view[field] === 'string');
  if (name === undefined || shown.length === 0) return;
  const { namespace, name: owner, uid } = object.metadata;
  await kube.apply(pathOf(namespace, name), {
    apiVersion: 'v1', kind: 'Secret', type: 'Opaque',
    metadata: { name, namespace, ownerReferences: [{ apiVersion: API_VERSION, kind: kind.kind, name: owner, uid }] },
    data: Object.fromEntries(shown.map((field) => [field, Buffer.from(String(view[field])).toString('base64')])),
  }, MANAGER, signal);
}

/** What is lost because nobody said where to keep it. */
export function lostNote({ kind, object }: Subject, { secrets }: Declaration): string {
  const lost = kind.model.once.filter((field) => !secrets.has(field));
  return lost.length === 0 || outputName(object) !== undefined ? '' : `The hub shows its ${lost.join(' and ')} once, and it was kept nowhere: name outputSecretRef before it is created.`;
}
