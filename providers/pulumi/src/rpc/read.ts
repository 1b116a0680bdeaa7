/** What is there now: drift shows, and what is gone is gone. Without properties it is an import, by id or by natural key. An error never looks like that. */
import { findByName, type Fields, isIdOf } from '@patchbay/reconcile';
import { explained } from '../hub/explain.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';
import { inputsOf, onceIn, outputsOf } from '../schema/outputs.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { conceal, revealFields, secretNames } from '../value/secret.ts';
import { type Context, findPorts, type Handlers, typeIn, until, within } from './context.ts';

export const readCalls = (context: Context): Pick<Handlers, 'Read'> => ({
  async Read({ id = '', urn, properties, inputs, timeout }, signal) {
    const type = await typeIn(context, urn);
    const isImport = Object.keys(properties?.fields ?? {}).length === 0 || !isIdOf(type.hub, id);
    const limit = until(context, signal, timeout);
    try {
      const view = isImport ? await findByName(type.hub, id, await findPorts(context, limit)) : await within(limit, context.hub().read(type.model.plural, id, context.state.stopping.signal)); // it is asked together with others
      if (view === undefined) return {};
      return isImport ? shown(type, view, {}, undefined) : shown(type, view, fromStruct(properties), fromStruct(inputs));
    } catch (error) {
      throw explained(error, `${isImport ? 'import' : 'read'} the ${type.model.title.toLowerCase()} ${id}`, type);
    }
  },
});

/** In the words of the state, wherever the hub means the same. */
function shown(type: ResourceType, view: Fields, olds: Fields, oldInputs: Fields | undefined) {
  const known = revealFields(olds);
  const declared = oldInputs === undefined ? undefined : revealFields(oldInputs);
  const outputs = outputsOf(type, { view, spelled: known, once: onceIn(type, known, declared ?? {}), concealed: secretNames(olds) });
  const inputs = inputsOf(type, revealFields(outputs), declared);
  return { id: String(view['id']), properties: toStruct(outputs), inputs: toStruct(conceal(inputs, secretNames(oldInputs ?? {}))) };
}
