/** Creates one, once: however it ends, it is known whether it exists. */
import { createOnce, HubError } from '@patchbay/client';
import { declared, type Fields } from '@patchbay/reconcile';
import { explained, wordsOf } from '../hub/explain.ts';
import type { Api } from '../hub/hub.ts';
import { initFailed } from '../protocol/init-failed.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';
import { expectedOutputs, outputsOf } from '../schema/outputs.ts';
import { pick, readOnce, type ResourceType, sent } from '../schema/resource-type.ts';
import { conceal, revealFields, secretNames } from '../value/secret.ts';
import { type Context, type Handlers, typeIn, until } from './context.ts';
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
      const view = await created(context.hub().client.resource(type.model.plural), type, { fields, idempotencyKey: context.newKey(), signal: limit }, given, what);
      return { id: String(view['id']), properties: toStruct(outputsOf(type, { view, spelled: inputs, once: readOnce(type, view, inputs), concealed })) };
    } catch (error) {
      throw explained(error, what, type);
    }
  },
});

interface Creation { readonly fields: Fields; readonly idempotencyKey: string; readonly signal: AbortSignal }

/** An answer that says yes and cannot be read is asked for again under the same key. If that fails, too, what was created is found by its natural key. */
async function created(api: Api, type: ResourceType, { fields, idempotencyKey, signal }: Creation, inputs: Fields, what: string): Promise<Fields> {
  try {
    return await createOnce(api, fields, { idempotencyKey, signal });
  } catch (error) {
    if (!isAcknowledged(error)) throw error;
    return await createOnce(api, fields, { idempotencyKey, signal }).catch(async (again: unknown) => {
      const found = isAcknowledged(again) ? await api.find(pick(fields, type.hub.fields.filter(({ name }) => type.hub.key.includes(name))), { signal }).catch(() => undefined) : undefined;
      if (found === undefined) throw again;
      const names = type.secrets.map(({ name }) => name);
      throw initFailed({ id: found.id, inputs, properties: conceal(pick(inputs, type.visible), new Set(names)), reason: wordsOf(again, what, type) });
    });
  }
}

/** The hub did it, and what it answered got lost on the way. */
const isAcknowledged = (error: unknown): boolean => error instanceof HubError && error.code === 'client.not_a_hub' && error.status >= 200 && error.status < 300;

export const nameOf = ({ model }: ResourceType, bag: Fields): string => model.key.map((field) => (typeof bag[field] === 'symbol' ? '…' : String(bag[field] ?? ''))).join('/');
