/** Does what was planned, and says what is true afterwards: also when it failed. */
import { approved, createOnce, HubError } from '@patchbay/client';
import { type Fields, sameField } from '@patchbay/reconcile';
import { diagnose, type Diagnostic, Refusal, warning } from '../hub/diagnose.ts';
import { type Api, isGone } from '../hub/hub.ts';
import { planned } from '../schema/planned.ts';
import { actualOf, declaredIn, fromHub, objectOf, type Parts, partsOf, type ResourceType, toHub } from '../schema/resource-type.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { type Context, type Handlers, resourceIn, type Response, untilStopped } from './context.ts';
import { identityOf } from './identity.ts';
import { privateIn } from './private-state.ts';

interface Change {
  readonly type: ResourceType;
  readonly api: Api;
  readonly signal: AbortSignal;
  /** Milliseconds for somebody to approve it. */
  readonly wait: number;
}

export const applyCalls = (context: Context): Pick<Handlers, 'ApplyResourceChange'> => ({
  async ApplyResourceChange({ typeName, prior, planned: goal, config, private: kept }, signal) {
    const type = await resourceIn(context, typeName);
    const before = fromWire(prior, type.wire) as Fields | null;
    const after = fromWire(goal, type.wire) as Fields | null;
    const verb = after === null ? 'delete' : before === null ? 'create' : 'update';
    const what = `${verb} the ${type.model.title.toLowerCase()} ${nameOf(type, after ?? before ?? {})}`;
    try {
      const { client, config: { approvalWaitMs } } = context.hub();
      const change = { type, api: client.resource(type.model.plural), signal: untilStopped(context, signal), wait: approvalWaitMs };
      if (after === null) return await remove(change, before ?? {});
      const wanted = partsOf(type, fromWire(config, type.wire));
      const view = before === null ? await create(change, wanted, privateIn(kept).key ?? context.newKey()) : await update(change, partsOf(type, before), wanted);
      return { ...answer(type, view, partsOf(type, after)), private: kept, diagnostics: before === null ? shownOnce(type, view) : [] };
    } catch (error) {
      return { state: toWire(before, type.wire), private: kept, diagnostics: diagnose(error, what, type.model) };
    }
  },
});

const create = ({ type, api, signal, wait }: Change, wanted: Parts, idempotencyKey: string): Promise<Fields> =>
  approved((approvalId) => createOnce(api, declaredIn(type.model, wanted), { idempotencyKey, signal, approvalId }), { wait, signal });

async function remove({ type, api, signal, wait }: Change, before: Fields): Promise<Response<'ApplyResourceChange'>> {
  const id = String(before['id']);
  await approved((approvalId) => api.delete(id, { signal, approvalId }), { wait, signal }).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
  return { state: toWire(null, type.wire) };
}

async function update({ type, api, signal, wait }: Change, before: Parts, wanted: Parts): Promise<Fields> {
  const { patch, parts } = planned(type, before, wanted);
  const id = String(before.computed['id']);
  const change = toHub(type.model, patch);
  const version = before.computed['version'];
  if (Object.keys(change).length === 0) return api.get(id, { signal });
  return approved((approvalId) => api.update(id, change, { signal, approvalId, ...(typeof version === 'number' ? { ifVersion: version } : {}) }).catch(async (error: unknown) => {
    if (!(error instanceof HubError) || error.code !== 'resource.changed') throw error;
    const now = untouched(type, await api.get(id, { signal }), [before, parts], error);
    return api.update(id, change, { signal, approvalId, ifVersion: now.version });
  }), { wait, signal });
}

/** The hub itself writes some fields. Only when somebody changed what is declared here, to something else than is wanted, is it a conflict. */
function untouched<T extends Fields>(type: ResourceType, now: T, expected: readonly Parts[], conflict: HubError): T {
  const { declared } = fromHub(type.model, now);
  const touched = type.model.fields.filter((field) => !field.secret && !expected.some((parts) => sameField(declared[field.name], parts.declared[field.name], field))).map(({ name }) => name);
  if (touched.length > 0) throw new Refusal('Somebody else changed it', `${touched.join(', ')} of ${String(now['id'])} changed since the plan was made. Plan again to see what is there now. (${conflict.code})`);
  return now;
}

/** The planned values word for word where the hub means the same by them. */
export function answer(type: ResourceType, view: Fields, goal: Parts): Response<'ApplyResourceChange'> {
  const state = objectOf(type, actualOf(type, view, goal));
  return { state: toWire(state, type.wire), ...identityOf(state) };
}

/** A value that nobody can read again is not kept in a state either. */
function shownOnce({ model }: ResourceType, view: Fields): Diagnostic[] {
  const lost = model.once.filter((field) => !model.fields.some(({ name }) => name === field) && typeof view[field] === 'string');
  return lost.length === 0 ? [] : [warning(`The ${lost.join(' and ')} of this ${model.title.toLowerCase()} is not kept`, `The hub shows it once, and a state file is no place for it. For a key within a run use ephemeral "patchbay_${model.name}"; for one that lasts use: patchbay keys create`)];
}

const nameOf = ({ model }: ResourceType, object: Fields): string => model.key.map((field) => String(object[field] ?? object[`${field}_name`] ?? '')).join('/');
