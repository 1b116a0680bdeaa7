/** Changes what differs, unless somebody else changed it meanwhile. */
import { approved, HubError } from '@patchbay/client';
import { type Fields, sameField } from '@patchbay/reconcile';
import { explained } from '../hub/explain.ts';
import type { Api } from '../hub/hub.ts';
import { Refusal } from '../hub/refusal.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';
import { compared } from '../schema/compared.ts';
import { expectedOutputs, onceIn, outputsOf } from '../schema/outputs.ts';
import { readView, type ResourceType, sent } from '../schema/resource-type.ts';
import { secretNames } from '../value/secret.ts';
import { type Context, type Handlers, patience, typeIn, until } from './context.ts';
import { nameOf } from './create.ts';
import { changeIn } from './diff.ts';
import { askHub } from './preview.ts';

export const updateCalls = (context: Context): Pick<Handlers, 'Update'> => ({
  async Update(request, signal) {
    const { id = '', urn, timeout, preview = false } = request;
    const type = await typeIn(context, urn);
    const change = changeIn(request);
    const { plan, wanted } = compared(type, change);
    const concealed = secretNames(fromStruct(request.news));
    const patch = plan.kind === 'update' || plan.kind === 'replace' ? sent(type, plan.patch) : {};
    const limit = until(context, signal, timeout);
    const what = `update the ${type.model.title.toLowerCase()} ${nameOf(type, wanted)}`;
    try {
      if (preview) {
        await askHub(context, type, wanted, (api) => api.update(id, patch, { dryRun: true, signal: limit }));
        return { properties: toStruct(expectedOutputs(type, wanted, change.olds, concealed)) };
      }
      const { client } = context.hub();
      const view = await approved((approvalId) => updated(client.resource(type.model.plural), type, { id, patch, olds: change.olds, approvalId, signal: limit }), patience(context, urn, what, limit));
      return { properties: toStruct(outputsOf(type, { view, spelled: wanted, once: onceIn(type, change.olds, wanted), concealed })) };
    } catch (error) {
      throw explained(error, what, type);
    }
  },
});

interface Update { readonly id: string; readonly patch: Fields; readonly olds: Fields; readonly approvalId: string | undefined; readonly signal: AbortSignal }

async function updated(api: Api, type: ResourceType, update: Update): Promise<Fields> {
  const { id, patch, olds, approvalId, signal } = update;
  const version = olds['version'];
  if (Object.keys(patch).length === 0) return api.get(id, { signal });
  return api.update(id, patch, { signal, approvalId, ...(typeof version === 'number' ? { ifVersion: version } : {}) }).catch(async (error: unknown) => {
    if (!(error instanceof HubError) || error.code !== 'resource.changed') throw error;
    return again(api, type, update, error);
  });
}

/** The hub itself writes some fields. Only when somebody changed what is declared here, to something else than is wanted, is it a conflict. */
async function again(api: Api, type: ResourceType, { id, patch, olds, approvalId, signal }: Update, conflict: HubError): Promise<Fields> {
  const now = await api.get(id, { signal });
  const view = readView(type, now);
  const touched = type.visible.filter((field) => ![olds, { ...olds, ...patch }].some((expected) => sameField(view[field.name], expected[field.name], field))).map(({ name }) => name);
  if (touched.length > 0) throw new Refusal(`somebody else changed ${touched.join(', ')} of ${id} since it was last looked at. Run pulumi refresh to see what is there now, then run it again. (${conflict.code})`);
  return api.update(id, patch, { signal, approvalId, ifVersion: now.version });
}
