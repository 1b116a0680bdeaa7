/** Creates one, once: however it ends, it is known whether it exists. */
import { approved, createOnce, HubError } from '@patchbay/client';
import { declared, type Fields } from '@patchbay/reconcile';
import { explained, wordsOf } from '../hub/explain.ts';
import type { Api } from '../hub/hub.ts';
import { initFailed } from '../protocol/init-failed.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';
import { expectedOutputs, outputsOf } from '../schema/outputs.ts';
import { pick, readOnce, type ResourceType, sent } from '../schema/resource-type.ts';
import { revealFields, secretNames } from '../value/secret.ts';
import { type Context, type Handlers, patience, typeIn, until } from './context.ts';
import { askHub } from './preview.ts';

export const createCalls = (context: Context): Pick<Handlers, 'Create'> => ({
  async Create({ urn, properties, timeout, preview = false }, signal) {
    const type = await typeIn(context, urn);
    const given = fromStruct(properties);
    const [inputs, concealed, limit] = [revealFields(given), secretNames(given), until(context, signal, timeout)];
    const what = `create the ${type.model.title.toLowerCase()} ${nameOf(type, inputs)}`;
    try {
      const fields = sent(type, declared(type.model, inputs));
      if (preview) {
        await askHub(context, type, inputs, (api) => api.create(fields, { dryRun: true, signal: limit }));
        return { properties: toStruct(expectedOutputs(type, inputs, undefined, concealed)) };
      }
      const { client } = context.hub();
      const creation = { fields, idempotencyKey: context.newKey(), signal: limit };
      const view = await approved((approvalId) => created(client.resource(type.model.plural), type, { ...creation, approvalId }, given, what), patience(context, urn, what, limit));
      return { id: String(view['id']), properties: toStruct(outputsOf(type, { view, spelled: inputs, once: readOnce(type, view, inputs), concealed })) };
    } catch (error) {
      throw explained(error, what, type);
    }
  },
});

interface Creation { readonly fields: Fields; readonly idempotencyKey: string; readonly approvalId: string | undefined; readonly signal: AbortSignal }

/** An answer that says yes and can't be read is asked for again under the same key. */
async function created(api: Api, type: ResourceType, { fields, ...options }: Creation, inputs: Fields, what: string): Promise<Fields> {
  try {
    return await createOnce(api, fields, options);
  } catch (error) {
    if (!isAcknowledged(error)) throw error;
  }
  return createOnce(api, fields, options).catch(async (error: unknown) => {
    if (!isAcknowledged(error)) throw error;
    throw await halfway(api, type, { fields, inputs, reason: wordsOf(error, what, type) }, options.signal) ?? error;
  });
}

/** It is there, found by its natural key, and Pulumi must not forget it. */
async function halfway(api: Api, type: ResourceType, { fields, inputs, reason }: { readonly fields: Fields; readonly inputs: Fields; readonly reason: string }, signal: AbortSignal): Promise<Error | undefined> {
  const key = pick(fields, type.hub.fields.filter(({ name }) => type.hub.key.includes(name)));
  const found = await api.find(key, { signal }).catch(() => undefined);
  return found === undefined ? undefined : initFailed({ id: found.id, inputs, properties: pick(inputs, type.visible), reason });
}

/** The hub did it, and what it answered got lost on the way. */
const isAcknowledged = (error: unknown): boolean => error instanceof HubError && error.code === 'client.not_a_hub' && error.status >= 200 && error.status < 300;

export const nameOf = ({ model }: ResourceType, bag: Fields): string => model.key.map((field) => (typeof bag[field] === 'symbol' ? '…' : String(bag[field] ?? ''))).join('/');
