/** One look at one object: what it declares is brought about at the hub, and its status says what came of it. */
import { isStatus } from '../api/kube-error.ts';
import type { KubeObject } from '../api/kube-object.ts';
import { FINALIZER, MANAGER } from '../crd/names.ts';
import { conditionsIn, idIn, type Outcome, sameStatus, statusOf } from '../object/status.ts';
import { type RefusalFacts, refusalOf } from '../refusal.ts';
import { isRehearsal, refuseStrange } from './annotations.ts';
import { bring, type Brought } from './bring.ts';
import { type Context, pathOf, type Subject } from './context.ts';
import { rehearse, rehearseRemoval } from './rehearse.ts';
import { remove } from './remove.ts';

/** Answers when to look again. Throws when it has to be tried again, later and later. */
export async function reconcile(context: Context, key: string, signal: AbortSignal): Promise<number | undefined> {
  const subject = subjectOf(context, key);
  if (subject === undefined) return undefined;
  const since = context.now();
  try {
    const next = await look(context, subject, signal);
    context.metrics.count('reconciles_total', { kind: subject.kind.kind, result: 'ok' });
    return next;
  } catch (error) {
    if (signal.aborted) throw error;
    return await refuse(context, subject, error, signal);
  } finally {
    context.metrics.count('reconcile_seconds_total', { kind: subject.kind.kind }, (context.now() - since) / 1000);
  }
}

function subjectOf({ kinds, find, links, sent }: Context, key: string): Subject | undefined {
  const [resource = '', ...name] = key.split('/');
  const kind = kinds.get(resource);
  const object = kind === undefined ? undefined : find(kind, name.join('/'));
  if (kind !== undefined && object !== undefined) return { key, kind, object };
  links.set(key, new Set());
  sent.delete(key);
  return undefined;
}

async function look(context: Context, subject: Subject, signal: AbortSignal): Promise<number | undefined> {
  const { object } = subject;
  const isOurs = object.metadata.finalizers?.includes(FINALIZER) === true;
  if (object.metadata.deletionTimestamp !== undefined && !isOurs) return undefined;
  refuseStrange(subject);
  if (object.metadata.deletionTimestamp !== undefined) {
    if (isRehearsal(subject)) throw rehearseRemoval(context, subject);
    await remove(context, subject, signal);
    return undefined;
  }
  if (isRehearsal(subject)) {
    await report(context, subject, { kind: 'done', ...(await rehearse(context, subject, signal)) }, signal);
    return context.options.resyncMs;
  }
  const held = isOurs ? subject : await hold(context, subject, signal);
  const brought = await bring(context, held, signal);
  tell(context, held, brought);
  await report(context, held, { kind: 'done', ...brought }, signal);
  return context.options.resyncMs * (0.9 + context.random() * 0.2);
}

/** Before anything exists outside of the cluster. */
async function hold(context: Context, subject: Subject, signal: AbortSignal): Promise<Subject> {
  const { finalizers = [], resourceVersion } = subject.object.metadata;
  const object = await context.kube.merge(pathOf(subject), { metadata: { finalizers: [...finalizers, FINALIZER], resourceVersion } }, signal);
  context.put(subject.kind, object);
  return { ...subject, object };
}

function tell({ record }: Context, { kind, object }: Subject, { did, view }: Brought): void {
  const what = `${kind.model.title} ${String(view['id'])}`;
  if (did === 'Created') record(object, 'Normal', 'Created', idIn(object.status) === undefined ? `${what} is at the hub` : `It was gone from the hub; ${what} is there now`);
  if (did === 'Updated') record(object, 'Normal', object.status?.['observedGeneration'] === object.metadata.generation ? 'Repaired' : 'Updated', `${what} is as declared`);
}

/** What nobody has to know is thrown on, and tried again. */
async function refuse(context: Context, subject: Subject, error: unknown, signal: AbortSignal): Promise<number> {
  const why = refusalOf(error, context.options);
  context.metrics.count('reconciles_total', { kind: subject.kind.kind, result: why?.code ?? 'error' });
  if (why === undefined) {
    if (!isStatus(error, 404) && !isStatus(error, 409)) context.log('warn', 'will be tried again', { key: subject.key, error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
  const now = context.find(subject.kind, `${subject.object.metadata.namespace}/${subject.object.metadata.name}`);
  const latest = { ...subject, object: now ?? subject.object };
  complain(context, latest, why);
  await report(context, latest, { kind: 'refused', why }, signal);
  if (why.after === undefined) throw error;
  return why.after;
}

/** Once for each reason, not for each try. */
function complain({ record, log }: Context, { key, object }: Subject, { code, message }: RefusalFacts): void {
  const before = conditionsIn(object.status).find(({ type }) => type === 'Synced');
  if (before?.status === 'False' && before.reason === code) return;
  record(object, 'Warning', code, message);
  log('warn', message, { key, code });
}

/** Written only when it says something new: at rest nothing is written. */
async function report({ kube, put, now }: Context, subject: Subject, outcome: Outcome, signal: AbortSignal): Promise<void> {
  const { kind, object } = subject;
  const status = statusOf(kind.model, object, outcome, new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'));
  if (sameStatus(object.status, status)) return;
  const { name, namespace, uid } = object.metadata;
  const written = await kube.apply(`${pathOf(subject)}/status`, { apiVersion: object.apiVersion, kind: object.kind, metadata: { name, namespace, uid }, status }, MANAGER, signal).catch((error: unknown): KubeObject | undefined => {
    if (isStatus(error, 404)) return undefined;
    throw error;
  });
  if (written !== undefined) put(kind, written);
}
