/** What an object would do at the hub, said in its conditions, and not done. Secrets can't be compared, so they are left out of it. */
import { type Fields, type Plan, plan } from '@patchbay/reconcile';
import { ADOPT, DRY_RUN } from '../crd/names.ts';
import { idIn, sentIn } from '../object/status.ts';
import { Refusal } from '../refusal.ts';
import { isAdopted, isRetained } from './annotations.ts';
import { actualOf, declare } from './bring.ts';
import type { Context, Subject } from './context.ts';

export async function rehearse(context: Context, subject: Subject, signal: AbortSignal): Promise<{ readonly view: Fields; readonly sentSecrets: Readonly<Record<string, string>>; readonly note: string }> {
  const hub = await context.hub();
  const declaration = await declare(context, subject, hub, signal);
  const actual = await actualOf(context, subject, declaration, hub, { byKey: true, signal });
  const decision = plan(subject.kind.model, declaration.fields, actual, { undeclared: 'reset', secrets: [] });
  if (actual === undefined) throw wouldBe(context, 'be created');
  // The id of what is somebody else's is not noted: it would be its own from then on.
  const change = changeOf(decision);
  if (actual['id'] !== idIn(subject.object.status)) {
    context.rehearsed.set(subject.object.metadata.uid, String(actual['id']));
    throw wouldBe(context, taking(subject, String(actual['id']), change));
  }
  if (change === undefined) return { view: actual, sentSecrets: sentIn(subject.object.status), note: `It is as declared; without the annotation ${DRY_RUN} it stays so.` };
  throw wouldBe(context, change, actual);
}

/** Deleting is what it would do, too. */
export const rehearseRemoval = (context: Context, subject: Subject): Refusal => wouldBe(context, isRetained(subject) ? 'be forgotten here, and stay at the hub' : 'be deleted at the hub');

const wouldBe = ({ options }: Context, what: string, view?: Fields): Refusal =>
  new Refusal({ code: 'operator.dry_run', message: `It would ${what}. To have it done, take the annotation ${DRY_RUN} away.`, after: options.resyncMs, ...(view === undefined ? {} : { view }) });

function changeOf(decision: Plan): string | undefined {
  if (decision.kind !== 'update' && decision.kind !== 'replace') return undefined;
  return `change ${Object.keys(decision.patch).join(', ')}${decision.kind === 'replace' ? `, but ${decision.because.join(' and ')} can’t be changed` : ''}`;
}

function taking(subject: Subject, id: string, change: string | undefined): string {
  const taken = `take over ${id}${change === undefined ? ' as it is' : `, and it would ${change}`}`;
  return isAdopted(subject) ? taken : `be refused, because ${id} at the hub has its name; with the annotation ${ADOPT}=true it would ${taken}`;
}
