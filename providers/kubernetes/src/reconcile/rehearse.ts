/** What an object would do at the hub, said in its conditions, and not done. Secrets can't be compared, so they are left out of it. */
import { type Fields, plan } from '@patchbay/reconcile';
import { DRY_RUN } from '../crd/names.ts';
import { sentIn } from '../object/status.ts';
import { Refusal } from '../refusal.ts';
import { actualOf, declare } from './bring.ts';
import type { Context, Subject } from './context.ts';

export const isRehearsal = ({ object }: Subject): boolean => object.metadata.annotations?.[DRY_RUN] === 'true';

export async function rehearse(context: Context, subject: Subject, signal: AbortSignal): Promise<{ readonly view: Fields; readonly sentSecrets: Readonly<Record<string, string>>; readonly note: string }> {
  const hub = await context.hub();
  const declaration = await declare(context, subject, hub, signal);
  const actual = await actualOf(context, subject, declaration, hub, { byKey: true, signal });
  const decision = plan(subject.kind.model, declaration.fields, actual, { undeclared: 'reset', secrets: [] });
  if (decision.kind === 'nothing') return { view: actual ?? {}, sentSecrets: sentIn(subject.object.status), note: `It is as declared; without the annotation ${DRY_RUN} it stays so.` };
  const what = decision.kind === 'create' ? 'be created' : `change ${Object.keys(decision.patch).join(', ')}${decision.kind === 'replace' ? `, but ${decision.because.join(' and ')} can’t be changed` : ''}`;
  throw new Refusal({ code: 'operator.dry_run', message: `It would ${what}. To have it done, take the annotation ${DRY_RUN} away.`, after: context.options.resyncMs, ...(actual === undefined ? {} : { view: actual }) });
}
