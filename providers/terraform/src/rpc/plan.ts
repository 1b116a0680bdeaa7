/** What a change would do. The hub is asked, too, without doing it: rules over several fields are its own. */
import { HubError } from '@patchbay/client';
import { hasUnknown, type Path } from '@patchbay/reconcile';
import { diagnose, type Diagnostic, invalid } from '../hub/diagnose.ts';
import type { Api, Hub } from '../hub/hub.ts';
import { attributeName } from '../schema/attribute.ts';
import { missingSecrets, type Planned, planned } from '../schema/planned.ts';
import { declaredIn, objectOf, type Parts, partsOf, type ResourceType, toHub } from '../schema/resource-type.ts';
import { fromWire, isNull, toWire } from '../value/wire.ts';
import { type Context, type Handlers, resourceIn, untilStopped } from './context.ts';
import { identityOf } from './identity.ts';
import { privateOf } from './private-state.ts';

export const planCalls = (context: Context): Pick<Handlers, 'PlanResourceChange'> => ({
  async PlanResourceChange({ typeName, prior, proposed, config, private: kept }, signal) {
    const type = await resourceIn(context, typeName);
    if (isNull(proposed)) return { planned: toWire(null, type.wire), private: kept }; // it is to be destroyed
    const state = fromWire(prior, type.wire);
    const before = state === null ? undefined : partsOf(type, state);
    const wanted = partsOf(type, fromWire(config, type.wire));
    const plan = planned(type, before, wanted);
    const missing = before === undefined ? missingSecrets(type, wanted) : [];
    const diagnostics = missing.length > 0
      ? invalid(missing.map((path: Path) => ({ path, message: 'is required when it is created' })), type.model, type.model.title.toLowerCase())
      : await askHub(context, type, plan, wanted, before, signal);
    return {
      planned: toWire(objectOf(type, plan.parts), type.wire),
      requiresReplace: plan.because.map((field) => ({ steps: [{ attribute: attributeName(field) }] })),
      // The key under which the hub creates it once, however often it is asked.
      private: before === undefined ? privateOf({ key: context.newKey() }) : kept,
      diagnostics, ...identityOf(state),
    };
  },
});

/** In one run of terraform. Hundreds of the same kind are wrong in the same way, and the rest is checked when it is applied. */
const MOST_CHECKS = 50;

async function askHub(context: Context, type: ResourceType, plan: Planned, wanted: Parts, before: Parts | undefined, signal: AbortSignal): Promise<Diagnostic[]> {
  const { state, state: { hub } } = context;
  const isPlanned = type.model.state === 'planned';
  if (hub === undefined || plan.change === 'nothing' || (!isPlanned && (!hub.config.checkOnPlan || hasUnknown(wanted.declared) || state.checks >= MOST_CHECKS))) return [];
  state.checks++;
  try {
    await dryRun(hub, type, plan, wanted, before, untilStopped(context, signal));
    return [];
  } catch (error) {
    // Another reason may be gone when it is applied: a name that is still taken, a hub that restarts.
    const certain = !(error instanceof HubError) || error.code === 'action.planned' || error.code.startsWith('input.');
    return certain ? diagnose(error, `${plan.change} this ${type.model.title.toLowerCase()}`, type.model) : [];
  }
}

async function dryRun({ quick }: Hub, { model }: ResourceType, { change, patch }: Planned, wanted: Parts, before: Parts | undefined, signal: AbortSignal): Promise<void> {
  const api: Api = quick.resource(model.plural);
  const options = { dryRun: true, signal };
  if (change === 'update' && before !== undefined) await api.update(String(before.computed['id']), toHub(model, patch), options);
  else await api.create(declaredIn(model, wanted), options);
}
